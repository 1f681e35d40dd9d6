/* difference_test.c - which members differ, and whose they are. */
#include "reconcile/difference.h"

#include <setjmp.h>

#include <cmocka.h>

#include "model/recin.h"

static struct arena arena = ARENA_INIT;

static struct record
record_of(const char *line)
{
	struct record r;
	struct err e = ERR_INIT;

	if (recin_parse(&r, slice_of(line), JSON_AT("test", 1), &arena, &e) < 0)
		fail_msg("%s", e.text);
	return r;
}

/* The differing members as "NAME owner, ..." . */
static void
assert_differs(const char *plm_line, const struct scope *plm_scope,
    const char *erp_line, const struct policy *policy, const char *wanted)
{
	struct record plm = record_of(plm_line), erp = record_of(erp_line);
	struct scope all;
	struct difference_side left = {&plm, plm_scope}, right = {&erp, &all};
	struct differences d;
	struct buf text = BUF_INIT(4096);
	size_t i;

	scope_init(&all);
	difference_find(&d, &policy->types[plm.type], &left, &right, &arena);
	for (i = 0; i < d.count; i++) {
		buf_add_text(&text, i ? ", " : "");
		difference_add_name(&text, plm.type, &d.list[i]);
		buf_printf(&text, " %s", policy_owners[d.list[i].owner]);
		assert_true(d.of[d.list[i].owner]);
	}
	assert_string_equal(buf_text(&text), wanted);
	buf_release(&text);
	arena_reset(&arena);
}

static const char full[] = "{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\","
    "\"mass\":1,\"attrs\":{\"a\":1,\"c\":\"x\"},\"x_new\":[1],\"x_old\":2}";
static const char other[] = "{\"type\":\"item\",\"item\":\"A\",\"mass\":1.0,"
    "\"uom\":\"EA\",\"attrs\":{\"a\":2,\"b\":1,\"c\":\"x\"},\"x_old\":3}";

static void
all_kinds_of_members_are_compared_in_order(void **state)
{
	struct policy p;
	struct scope scope;

	(void)state;
	policy_init(&p);
	scope_init(&scope);
	assert_differs(full, &scope, other, &p, "name plm, uom plm, "
	    "attrs.a plm, attrs.b plm, x_new plm, x_old plm");
	assert_differs(full, &scope, full, &p, "");
}

static void
members_that_one_side_does_not_supply_are_not_compared(void **state)
{
	struct policy p;
	struct scope scope;

	(void)state;
	policy_init(&p);
	scope_init(&scope);
	scope.limits_members[TYPE_ITEM] = true;
	scope.members[TYPE_ITEM][ITEM_UOM] = true;
	/* nor those that no list of members can name */
	assert_differs(full, &scope, other, &p, "uom plm");
}

static void
members_that_nobody_owns_are_not_compared(void **state)
{
	struct policy p;
	struct policy_type *t;
	struct scope scope;

	(void)state;
	policy_init(&p);
	t = &p.types[TYPE_ITEM];
	t->members[ITEM_NAME].owner = POLICY_NOBODY;
	t->members[ITEM_UOM].owner = POLICY_ERP;
	t->members[POLICY_ATTRS].owner = POLICY_SHARED;
	t->members[POLICY_UNKNOWN].owner = POLICY_NOBODY;
	scope_init(&scope);
	assert_differs(full, &scope, other, &p,
	    "uom erp, attrs.a shared, attrs.b shared");
}

static int
give_back(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_kinds_of_members_are_compared_in_order),
	    cmocka_unit_test(
		members_that_one_side_does_not_supply_are_not_compared),
	    cmocka_unit_test(members_that_nobody_owns_are_not_compared),
	};

	return cmocka_run_group_tests(tests, NULL, give_back);
}
