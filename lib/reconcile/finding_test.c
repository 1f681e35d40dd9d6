/* finding_test.c - counting all findings, listing the first. */
#include "reconcile/finding.h"

#include <setjmp.h>

#include <cmocka.h>

static void
put(struct finding_list *f, enum finding_class class, const char *key)
{
	struct finding one = {.class = class, .owner = POLICY_SHARED,
	    .key = slice_of(key), .member = SLICE("attrs.\n\""),
	    .plm = SLICE("[\"a\",1]"), .team = SLICE("team \"one\""),
	    .impact = SLICE("line_stop"), .reach_count = 70000,
	    .reaches = SLICE("A, B")};
	struct err e = ERR_INIT;

	assert_int_equal(finding_list_put(f, &one, &e), 0);
}

static void
the_list_is_in_order_of_class_and_key_and_holds_what_was_put(void **state)
{
	static const char *const keys[] = {"item:X", "item:B", "item:A",
	    "item:C"};
	struct finding_list f;
	struct finding one;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	finding_list_init(&f, 20, SORT_MEMORY_LEAST);
	put(&f, FINDING_DIFFER, "item:A");
	put(&f, FINDING_MISSING_IN_ERP, "item:B");
	put(&f, FINDING_DIFFER, "item:C");
	put(&f, FINDING_CONFLICT, "item:X");
	assert_int_equal(finding_list_finish(&f, &e), 0);
	for (i = 0; i < COUNT_OF(keys); i++) {
		assert_int_equal(finding_list_next(&f, &one, &e), 1);
		assert_true(slice_is(one.key, keys[i]));
		assert_true(slice_is(one.member, "attrs.\n\""));
		assert_true(slice_is(one.plm, "[\"a\",1]"));
		assert_int_equal(one.erp.len, 0);
		assert_int_equal(one.owner, POLICY_SHARED);
		assert_true(slice_is(one.team, "team \"one\""));
		assert_int_equal(one.severity.len, 0);
		assert_true(slice_is(one.impact, "line_stop"));
		assert_true(slice_is(one.reaches, "A, B"));
		assert_int_equal(one.reach_count, 70000);
	}
	assert_int_equal(finding_list_next(&f, &one, &e), 0);
	finding_list_release(&f);
}

static void
each_class_gets_a_fair_share_of_a_short_list(void **state)
{
	static const struct {
		uint64_t most;
		uint64_t put[FINDING_CLASSES];
		uint64_t listed[FINDING_CLASSES];
	} table[] = {
	    {0, {5, 5, 5, 5}, {0, 0, 0, 0}},
	    {8, {5, 5, 5, 5}, {2, 2, 2, 2}},
	    {9, {5, 5, 5, 5}, {3, 2, 2, 2}},
	    {8, {1, 9, 0, 9}, {1, 4, 0, 3}},
	    {8, {0, 9, 0, 0}, {0, 8, 0, 0}},
	    {20, {1, 2, 3, 4}, {1, 2, 3, 4}},
	};
	size_t i;
	unsigned c;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		uint64_t listed[FINDING_CLASSES] = {0}, total = 0, n;
		struct finding_list f;
		struct finding one;
		struct err e = ERR_INIT;

		finding_list_init(&f, table[i].most, SORT_MEMORY_LEAST);
		for (c = 0; c < FINDING_CLASSES; c++)
			for (n = 0; n < table[i].put[c]; n++, total++)
				put(&f, (enum finding_class)c, "item:A");
		assert_int_equal(finding_list_finish(&f, &e), 0);
		assert_int_equal(finding_list_total(&f), total);
		while (finding_list_next(&f, &one, &e) > 0)
			listed[one.class]++;
		assert_int_equal(e.kind, ERR_NONE);
		assert_memory_equal(listed, table[i].listed, sizeof(listed));
		finding_list_release(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_list_is_in_order_of_class_and_key_and_holds_what_was_put),
	    cmocka_unit_test(each_class_gets_a_fair_share_of_a_short_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
