/* page_test.c - rows copied out. */
#include "store/page.h"

#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const char sql_numbers[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < ?1) SELECT i, 'row ' || i, x'00ff' FROM n";
static const char sql_none[] = "SELECT 1 WHERE 0";

static void
rows_outlive_the_query_and_the_page_can_be_filled_again(void **state)
{
	struct scratch s;
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	struct err e = ERR_INIT;
	struct db_query *q;
	int64_t i, most;

	(void)state;
	scratch_open(&s);
	for (most = 1; most <= 1000; most *= 10) {
		q = db_query(s.db, sql_numbers, &e);
		db_bind_int(q, 1, most);
		assert_int_equal(page_load(&page, q, 3, &e), 0);
		assert_int_equal(page.count, most);
		for (i = 1; (cell = page_next(&page)) != NULL; i++) {
			char text[24];

			snprintf(text, sizeof(text), "row %" PRId64, i);
			assert_int_equal(cell[0].number, i);
			assert_string_equal(cell[1].bytes.at, text);
			assert_int_equal(cell[1].bytes.len, strlen(text));
			assert_true(slice_equal(cell[2].bytes,
			    slice_from("\0\xff", 2)));
		}
		assert_int_equal(i, most + 1);
	}
	q = db_query(s.db, sql_none, &e);
	assert_int_equal(page_load(&page, q, 1, &e), 0);
	assert_null(page_next(&page));
	page_release(&page);
	page_release(&page);
	scratch_close(&s);
}

static void
a_page_that_fails_has_no_rows(void **state)
{
	struct scratch s;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct db_query *q;

	(void)state;
	scratch_open(&s);
	q = db_query(s.db, sql_numbers, &e);
	db_bind_int(q, 1, 10);
	scratch_fault("db.step:5");
	assert_int_equal(page_load(&page, q, 3, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_null(page_next(&page));
	page_release(&page);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		rows_outlive_the_query_and_the_page_can_be_filled_again),
	    cmocka_unit_test(a_page_that_fails_has_no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
