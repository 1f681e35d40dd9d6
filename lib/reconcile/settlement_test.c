/*
 * settlement_test.c - what closes an exception by itself, and what does not.
 *
 * On the first night PLM and the ERP differ in B's name; on the second no
 * input shows the difference, for one reason or another.
 */
#include "reconcile/settlement.h"

#include "reconcile/sketch_night.h"

#include <setjmp.h>

#include <cmocka.h>

#define ITEM(item, name) \
	"{\"type\":\"item\",\"item\":\"" item "\",\"name\":\"" name "\"}"
#define WITHHELD \
	"{\"type\":\"withheld\",\"record_type\":\"item\"," \
	"\"record_key\":\"B\",\"reason\":\"held\"}"

static const char sql_open[] =
    "SELECT count(*) FROM exception WHERE state <> 'fixed'";

static const char *const nut[] = {ITEM("B", "nut"), NULL};
static const char *const other[] = {ITEM("B", "NUT"), NULL};
static const char *const none[] = {NULL};
static const char *const held[] = {WITHHELD, NULL};

static int
set_up(void **state)
{
	static struct sketch_night n;

	sketch_night_open(&n);
	sketch_snapshot(&n, 0, nut);
	sketch_snapshot(&n, 1, other);
	if (sketch_night(&n, "2026-11-20T01:00:00Z") != 1)
		abort();
	*state = &n;
	return 0;
}

static int
tear_down(void **state)
{
	sketch_night_close(*state);
	return 0;
}

/* Another night; how many exceptions are open behind it. */
static int
open_after(struct sketch_night *n)
{
	(void)sketch_night(n, "2026-11-21T01:00:00Z");
	return (int)scratch_number(&n->scratch, sql_open);
}

static void
what_is_equal_now_is_fixed(void **state)
{
	struct sketch_night *n = *state;

	sketch_snapshot(n, 1, nut);
	assert_int_equal(open_after(n), 0);
}

static void
what_both_sides_have_given_up_is_fixed(void **state)
{
	struct sketch_night *n = *state;

	sketch_snapshot(n, 0, none);
	sketch_snapshot(n, 1, none);
	assert_int_equal(open_after(n), 0);
}

static void
an_upsert_fixes_nothing(void **state)
{
	struct sketch_night *n = *state;
	struct head h;

	head_init(&h, HEAD_UPSERT);
	sketch_stream(n, 1, &h, nut);
	assert_int_equal(open_after(n), 1);
}

static void
what_one_side_withholds_stays_open(void **state)
{
	struct sketch_night *n = *state;

	sketch_snapshot(n, 1, held);
	assert_int_equal(open_after(n), 1);
}

static void
a_type_out_of_scope_stays_open(void **state)
{
	struct sketch_night *n = *state;
	struct head h;

	head_init(&h, HEAD_SNAPSHOT);
	h.scope.limits_types = true;
	h.scope.types[TYPE_BOM] = true;
	sketch_stream(n, 0, &h, none);
	assert_int_equal(open_after(n), 1);
}

static void
a_member_that_one_side_does_not_supply_stays_open(void **state)
{
	struct sketch_night *n = *state;
	struct head h;

	head_init(&h, HEAD_SNAPSHOT);
	h.scope.limits_members[TYPE_ITEM] = true;
	h.scope.members[TYPE_ITEM][ITEM_UOM] = true;
	sketch_stream(n, 1, &h, other);
	assert_int_equal(open_after(n), 1);
}

static void
another_system_fixes_nothing(void **state)
{
	struct sketch_night *n = *state;
	struct head h;

	head_init(&h, HEAD_SNAPSHOT);
	h.system = SLICE("erp 2");
	sketch_stream(n, 1, &h, nut);
	assert_int_equal(open_after(n), 1);
}

static void
a_rule_that_is_not_applied_fixes_nothing(void **state)
{
	struct sketch_night *n = *state;

	n->policy.types[TYPE_ITEM].members[ITEM_NAME].owner = POLICY_ERP;
	assert_int_equal(open_after(n), 1);
	n->policy.types[TYPE_ITEM].members[ITEM_NAME].owner = POLICY_PLM;
	n->policy.types[TYPE_ITEM].compared = false;
	assert_int_equal(open_after(n), 1);
	n->policy.types[TYPE_ITEM].compared = true;
	n->policy.name = SLICE("another");
	sketch_snapshot(n, 1, nut);
	assert_int_equal(open_after(n), 1);
}

static void
a_new_filter_fixes_nothing_and_the_same_one_does(void **state)
{
	struct sketch_night *n = *state;
	struct head h;

	head_init(&h, HEAD_SNAPSHOT);
	h.scope.filter = SLICE("released only");
	sketch_stream(n, 0, &h, none);
	assert_int_equal(open_after(n), 1);
	assert_int_equal(open_after(n), 0);
}

#define LINE \
	"{\"type\":\"bom_line\",\"parent\":\"B\",\"parent_revision\":\"\"," \
	"\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"1\",\"component\":\"C\",\"occurrence\":\"\"}"

/* C is a component without an item, on both sides. */
static void
a_structure_is_mended_only_under_the_same_scopes(void **state)
{
	static const char *const lame[] = {LINE, ITEM("B", "nut"), NULL};
	static const char *const whole[] = {LINE, ITEM("B", "nut"),
	    ITEM("C", "pin"), NULL};
	struct sketch_night *n = *state;
	struct head h;

	n->policy.structure.checked = true;
	sketch_snapshot(n, 0, lame);
	sketch_snapshot(n, 1, lame);
	/* B's name is right by now */
	assert_int_equal(open_after(n), 2);
	head_init(&h, HEAD_SNAPSHOT);
	h.scope.filter = SLICE("some");
	sketch_stream(n, 0, &h, whole);
	sketch_snapshot(n, 1, whole);
	assert_int_equal(open_after(n), 2);
	assert_int_equal(open_after(n), 0);
}

static void
the_rule_names_policy_type_and_member(void **state)
{
	struct buf b = BUF_INIT(1000);
	struct policy p;
	struct finding one = {.key = SLICE("item:a:b")};

	(void)state;
	policy_init(&p);
	settlement_rule(&b, &p, &one);
	assert_string_equal(buf_text(&b), "item");
	p.name = SLICE("site");
	one.class = FINDING_ORPHAN;
	one.erp = SLICE("\"x\"");
	buf_clear(&b);
	settlement_rule(&b, &p, &one);
	assert_string_equal(buf_text(&b), "site: item in the ERP");
	one = (struct finding){.key = SLICE("item:a:b")};
	one.member = SLICE("attrs.color");
	buf_clear(&b);
	settlement_rule(&b, &p, &one);
	assert_string_equal(buf_text(&b), "site: item.attrs.color");
	policy_release(&p);
	buf_release(&b);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(what_is_equal_now_is_fixed),
	    CASE(what_both_sides_have_given_up_is_fixed),
	    CASE(an_upsert_fixes_nothing),
	    CASE(what_one_side_withholds_stays_open),
	    CASE(a_type_out_of_scope_stays_open),
	    CASE(a_member_that_one_side_does_not_supply_stays_open),
	    CASE(another_system_fixes_nothing),
	    CASE(a_rule_that_is_not_applied_fixes_nothing),
	    CASE(a_new_filter_fixes_nothing_and_the_same_one_does),
	    CASE(a_structure_is_mended_only_under_the_same_scopes),
	    cmocka_unit_test(the_rule_names_policy_type_and_member),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
