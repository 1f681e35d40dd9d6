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
	const struct slice *row;
	struct lookup l;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(lookup_init(&l, "t", columns, 2, &e), 0);
	assert_int_equal(lookup_find(&l, 0, absent, &row, &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(lookup_add(&l, rows[i], &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(lookup_find(&l, 0, rows[i], &row, &e), 1);
		assert_true(slice_equal(row[2], rows[i][2]));
		assert_int_equal(!row[2].at, !rows[i][2].at);
	}
	assert_int_equal(lookup_find(&l, 0, absent, &row, &e), 0);
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
		assert_int_equal(lookup_find(&l, 1, row, &found, &e), 1);
		assert_non_null(found);
		assert_true(slice_is(found[2], text[2]));
	}
	lookup_release(&l);
}

/* Above its memory a table goes to disk, and answers as before. */
static void
a_large_table_answers_as_a_small_one(void **state)
{
	static const struct lookup_order order[] = {{2, true}};
	char text[3][20];
	struct slice row[3];
	const struct slice *found;
	struct err e = ERR_INIT;
	struct lookup l;
	unsigned i, n, twice;

	(void)state;
	for (twice = 0; twice < 2; twice++) {
		assert_int_equal(lookup_init(&l, "t", columns, 1, &e), 0);
		l.memory = 4096;
		if (twice)
			lookup_allow_many(&l, order, 1);
		for (i = 0; i < 3000; i++) {
			for (n = 0; n < 3; n++) {
				snprintf(text[n], sizeof(text[n]), "%u",
				    n ? i * n : i / (1 + twice));
				row[n] = slice_of(text[n]);
			}
			assert_int_equal(lookup_add(&l, row, &e), 0);
		}
		assert_non_null(l.big);
		row[0] = SLICE("1001");
		assert_int_equal(lookup_find(&l, twice, row, &found, &e),
		    1 + (int)twice);
		/* of two the one with the greater number comes first */
		assert_true(slice_is(found[2], twice ? "4006" : "2002"));
		row[0] = SLICE("none");
		assert_int_equal(lookup_find(&l, 0, row, &found, &e), 0);
		row[0] = SLICE("7");
		assert_int_equal(lookup_add(&l, row, &e), twice ? 0 : -1);
		lookup_release(&l);
	}
}

static void
rows_of_one_key_come_in_their_order(void **state)
{
	static const char *const texts[] = {"10", "9", "x", "2.5", NULL};
	static const char *const up[] = {"2.5", "9", "10", "x", NULL};
	static const char *const down[] = {"x", "10", "9", "2.5", NULL};
	struct lookup_order order = {1, false};
	const struct slice *found;
	struct err e = ERR_INIT;
	struct lookup l;
	size_t i, k;

	(void)state;
	for (k = 0; k < 2; k++) {
		order.down = k;
		assert_int_equal(lookup_init(&l, "t", columns, 1, &e), 0);
		lookup_allow_many(&l, &order, 1);
		for (i = 0; i < COUNT_OF(texts); i++) {
			struct slice row[3] = {SLICE("k"), {NULL, 0},
			    SLICE("z")};

			if (texts[i])
				row[1] = slice_of(texts[i]);
			assert_int_equal(lookup_add(&l, row, &e), 0);
		}
		assert_int_equal(lookup_find(&l, 0, &SLICE("k"), &found, &e),
		    5);
		for (i = 0; i < 4; i++)
			assert_true(slice_is(found[i * 3 + 1],
			    k ? down[i] : up[i]));
		assert_null(found[4 * 3 + 1].at);
		lookup_release(&l);
	}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(keys_of_several_parts_do_not_run_together),
	    TEST(rows_are_copied_and_stay_while_more_come),
	    TEST(a_large_table_answers_as_a_small_one),
	    TEST(rows_of_one_key_come_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
