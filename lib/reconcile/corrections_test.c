/* corrections_test.c - lines of the delta, its result, and the brake. */
#include "reconcile/corrections.h"

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

static struct hash128
hash_of(const char *line)
{
	return hash_128(line, strlen(line));
}

/* The only line of the delta. */
static void
assert_line(struct corrections *c, const char *wanted)
{
	struct err e = ERR_INIT;
	struct slice line;

	assert_int_equal(corrections_finish(c, &e), 0);
	if (*wanted) {
		assert_int_equal(corrections_next(c, &line, &e), 1);
		if (!slice_is(line, wanted))
			fail_msg("%.*s", SLICE_ARGS(line));
	}
	assert_int_equal(corrections_next(c, &line, &e), 0);
	assert_int_equal(corrections_total(c), *wanted != '\0');
	corrections_release(c);
	arena_release(&arena);
}

#define A "{\"type\":\"item\",\"item\":\"A\""

static void
an_added_record_has_all_that_the_erp_does_not_own(void **state)
{
	static const char added[] =
	    A ",\"name\":\"x\",\"attrs\":{\"b\":1}}";
	struct corrections c;
	struct policy p;
	struct record plm;
	struct err e = ERR_INIT;

	(void)state;
	policy_init(&p);
	p.types[TYPE_ITEM].members[ITEM_MASS].owner = POLICY_ERP;
	p.types[TYPE_ITEM].members[ITEM_NAME].owner = POLICY_NOBODY;
	p.types[TYPE_ITEM].members[POLICY_UNKNOWN].owner = POLICY_ERP;
	corrections_init(&c, (struct hash128){0, 0}, SORT_MEMORY_LEAST);
	plm = record_of(A ",\"name\":\"x\",\"mass\":2,\"attrs\":{\"b\":1},"
	    "\"x_site\":1}");
	assert_int_equal(corrections_add(&c, &plm, &p.types[TYPE_ITEM], &e),
	    0);
	assert_true(hash_equal(c.result, hash_of(added)));
	assert_line(&c, A ",\"name\":\"x\",\"attrs\":{\"b\":1},"
	    "\"change\":{\"op\":\"add\"}}");
}

/* Compares two items under the policy and corrects the second. */
static void
assert_change(const struct policy *p, const char *plm_line,
    const char *erp_line, const char *result, const char *wanted)
{
	struct record plm = record_of(plm_line), erp = record_of(erp_line);
	struct scope scope;
	struct difference_side left = {&plm, &scope}, right = {&erp, &scope};
	struct differences d;
	struct corrections c;
	struct err e = ERR_INIT;

	scope_init(&scope);
	corrections_init(&c, hash_of(erp_line), SORT_MEMORY_LEAST);
	difference_find(&d, &(struct difference_by){&p->types[TYPE_ITEM],
	    NULL, false}, &left, &right, &arena);
	assert_int_equal(corrections_change(&c, &erp, &d, &arena, &e), 0);
	assert_true(hash_equal(c.result, hash_of(result)));
	assert_line(&c, wanted);
}

static void
a_change_takes_from_plm_what_plm_owns(void **state)
{
	static const char mine[] = A ",\"name\":\"x\",\"mass\":2,"
	    "\"attrs\":{\"a\":1,\"c\":true}}";
	static const char theirs[] = A ",\"name\":\"y\",\"uom\":\"EA\","
	    "\"attrs\":{\"a\":2,\"b\":3},\"x_site\":1}";
	struct policy p;

	(void)state;
	policy_init(&p);
	assert_change(&p, mine, theirs, mine, A ",\"name\":\"x\",\"mass\":2,"
	    "\"attrs\":{\"a\":1,\"c\":true},\"change\":{\"op\":\"change\","
	    "\"was\":{\"name\":\"y\",\"uom\":\"EA\",\"mass\":null,"
	    "\"attrs\":{\"a\":2,\"b\":3},\"x_site\":1}}}");
	assert_change(&p, theirs, A "}", theirs, A ",\"name\":\"y\","
	    "\"uom\":\"EA\",\"attrs\":{\"a\":2,\"b\":3},\"x_site\":1,"
	    "\"change\":{\"op\":\"change\",\"was\":{\"name\":null,"
	    "\"uom\":null,\"attrs\":null,\"x_site\":null}}}");
}

static void
what_is_shared_or_the_erps_stays(void **state)
{
	struct policy p;
	struct policy_type *t;

	(void)state;
	policy_init(&p);
	t = &p.types[TYPE_ITEM];
	t->members[ITEM_NAME].owner = POLICY_SHARED;
	t->members[POLICY_ATTRS].owner = POLICY_ERP;
	assert_change(&p, A ",\"name\":\"x\",\"uom\":\"EA\"}",
	    A ",\"name\":\"y\",\"attrs\":{\"a\":1}}",
	    A ",\"name\":\"y\",\"uom\":\"EA\",\"attrs\":{\"a\":1}}",
	    A ",\"name\":\"y\",\"uom\":\"EA\",\"attrs\":{\"a\":1},"
	    "\"change\":{\"op\":\"change\",\"was\":{\"uom\":null}}}");
	assert_change(&p, A ",\"name\":\"x\"}", A ",\"name\":\"y\"}",
	    A ",\"name\":\"y\"}", "");
}

static void
a_removal_carries_the_old_record(void **state)
{
	static const char line[] = A ",\"name\":\"x\"}";
	struct corrections c;
	struct err e = ERR_INIT;

	(void)state;
	corrections_init(&c, hash_of(line), SORT_MEMORY_LEAST);
	assert_int_equal(corrections_remove(&c, slice_of(line), &e), 0);
	assert_true(hash_equal(c.result, (struct hash128){0, 0}));
	assert_line(&c, A ",\"name\":\"x\",\"change\":{\"op\":\"remove\"}}");
}

static void
the_brake_allows_up_to_its_limit(void **state)
{
	struct corrections c = {.added = 1, .changed = 2};
	struct limit limit;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(limit_parse(&limit, "-m", "3", &e), 0);
	assert_int_equal(corrections_check(&c, &limit, 1, &e), 0);
	assert_int_equal(limit_parse(&limit, "-m", "30%", &e), 0);
	assert_int_equal(corrections_check(&c, &limit, 10, &e), 0);
	assert_int_equal(corrections_check(&c, &limit, 9, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_added_record_has_all_that_the_erp_does_not_own),
	    cmocka_unit_test(a_change_takes_from_plm_what_plm_owns),
	    cmocka_unit_test(what_is_shared_or_the_erps_stays),
	    cmocka_unit_test(a_removal_carries_the_old_record),
	    cmocka_unit_test(the_brake_allows_up_to_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
