/* bigtable_test.c - rows on scratch: keys, several of one, absent texts. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "expr/bigtable.h"

static const struct slice rows[][2] = {
    {SLICE_INIT("1"), SLICE_INIT("one")},
    {SLICE_INIT("2"), {NULL, 0}},
    {SLICE_INIT(""), SLICE_INIT("t\0o")},
};

static void
rows_come_back_as_they_went_in(void **state)
{
	struct buf texts = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct bigtable *b = bigtable_new(2, &e);
	struct bigtable_rows found = {.texts = &texts};
	struct slice row[2];
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(bigtable_add(b, rows[i][0], rows[i], false,
		    &e), 1);
	assert_int_equal(bigtable_add(b, rows[1][0], rows[0], false, &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&texts);
		assert_int_equal(bigtable_find(b, i % 2, rows[i][0], &found,
		    &e), 0);
		assert_int_equal(bigtable_row(&found, row), 1);
		assert_true(slice_equal(row[0], rows[i][0]));
		assert_true(slice_equal(row[1], rows[i][1]));
		assert_int_equal(!row[1].at, !rows[i][1].at);
		assert_int_equal(bigtable_row(&found, row), 0);
	}
	buf_clear(&texts);
	assert_int_equal(bigtable_find(b, 0, SLICE("3"), &found, &e), 0);
	assert_int_equal(bigtable_row(&found, row), 0);
	buf_release(&texts);
	bigtable_free(b);
	bigtable_free(NULL);
}

static void
several_rows_of_a_key_keep_their_order(void **state)
{
	struct buf texts = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct bigtable *b = bigtable_new(2, &e);
	struct bigtable_rows found = {.texts = &texts};
	struct slice row[2];
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(bigtable_add(b, SLICE("k"), rows[i], true,
		    &e), 1);
	assert_int_equal(bigtable_find(b, 0, SLICE("k"), &found, &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(bigtable_row(&found, row), 1);
		assert_true(slice_equal(row[0], rows[i][0]));
	}
	assert_int_equal(bigtable_row(&found, row), 0);
	buf_release(&texts);
	bigtable_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_come_back_as_they_went_in),
	    cmocka_unit_test(several_rows_of_a_key_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
