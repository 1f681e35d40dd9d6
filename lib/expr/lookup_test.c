/* lookup_test.c - tables under one key, several, and many rows. */
#include "expr/lookup.h"

#include <setjmp.h>

#include <cmocka.h>

static const char *const columns[] = {"a", "b", "c", NULL};

static void
keys_of_several_parts_do_not_run_together(void **state)
{
	static const struct slice rows[][3] = {
	    {SLICE_INIT("x"), SLICE_INIT("yz"), SLICE_INIT("1")},
	    {SLICE_INIT("xy"), SLICE_INIT("z"), SLICE_INIT("2")},
	    {SLICE_INIT(""), SLICE_INIT("xyz"), {NULL, 0}},
	};
	static const struct slice absent[] = {SLICE_INIT("xyz"),
	    SLICE_INIT("")};
	struct lookup l;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(lookup_init(&l, "t", columns, 2, &e), 0);
	assert_null(lookup_find(&l, absent));
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(lookup_add(&l, rows[i], &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++) {
		const struct slice *row = lookup_find(&l, rows[i]);

		assert_non_null(row);
		assert_true(slice_equal(row[2], rows[i][2]));
		assert_int_equal(!row[2].at, !rows[i][2].at);
	}
	assert_null(lookup_find(&l, absent));
	assert_int_equal(lookup_add(&l, rows[1], &e), -1);
	assert_string_equal(e.text,
	    "table \"t\": two rows have the key \"xy\", ...");
	assert_int_equal(lookup_column(&l, SLICE("c")), 2);
	assert_int_equal(lookup_column(&l, SLICE("d")), -1);
	lookup_release(&l);
}

static void
rows_are_copied_and_stay_while_more_come(void **state)
{
	struct lookup l;
	struct err e = ERR_INIT;
	char text[3][20];
	struct slice row[3];
	const struct slice *found;
	unsigned i, n;

	(void)state;
	assert_int_equal(lookup_init(&l, "t", columns, 1, &e), 0);
	for (i = 0; i < 5000; i++) {
		for (n = 0; n < 3; n++) {
			snprintf(text[n], sizeof(text[n]), "%u", i * (n + 1));
			row[n] = slice_of(text[n]);
		}
		assert_int_equal(lookup_add(&l, row, &e), 0);
	}
	for (i = 0; i < 5000; i++) {
		snprintf(text[0], sizeof(text[0]), "%u", i);
		snprintf(text[2], sizeof(text[2]), "%u", i * 3);
		row[0] = slice_of(text[0]);
		found = lookup_find(&l, row);
		assert_non_null(found);
		assert_true(slice_is(found[2], text[2]));
	}
	lookup_release(&l);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(keys_of_several_parts_do_not_run_together),
	    TEST(rows_are_copied_and_stay_while_more_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
