/* textsql_test.c - sets and dates in plain SQL. */
#include "expr/textsql.h"

#include <setjmp.h>

#include <cmocka.h>
#include <sqlite3.h>

/* What a query of one value gives, or its error. */
static const char *
value_of(sqlite3 *db, const char *sql)
{
	static char out[1000];
	sqlite3_stmt *stmt;
	const unsigned char *text;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return sqlite3_errmsg(db);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		snprintf(out, sizeof(out), "! %s", sqlite3_errmsg(db));
	} else {
		text = sqlite3_column_text(stmt, 0);
		/* bytes are bytes */
		snprintf(out, sizeof(out), "%s",
		    text ? (const char *)text : "null");
	}
	sqlite3_finalize(stmt);
	return out;
}

static void
sets_and_dates_answer_as_told(void **state)
{
	static const char *const rows[][2] = {
	    {"SELECT has('R1,R2', 'R2')", "1"}, {"SELECT has('R10', 'R1')",
	    "0"}, {"SELECT has('', '')", "1"}, {"SELECT has(NULL, 'x')",
	    "null"}, {"SELECT has('a,b', 'a,b')", "0"},
	    {"SELECT has('a,,b', '')", "1"}, {"SELECT has('1,2', 2)", "1"},
	    {"SELECT date_add('2024-02-28', 1)", "2024-02-29"},
	    {"SELECT date_add('2026-01-01', '-1')", "2025-12-31"},
	    {"SELECT date_add('2026-01-01', '1e1')", "2026-01-11"},
	    {"SELECT date_add('2026-01-01', NULL)", "null"},
	    {"SELECT date_add('0001-01-01', -1)",
	    "! date_add: \"-1\" is not within the years 0001 to 9999"},
	    {"SELECT date_add('2026-01-01', '99999999999999999999')", "! "
	    "date_add: \"99999999999999999999\" is not a number of days"},
	    {"SELECT date_add('2026-1-1', 1)",
	    "! date_add: \"2026-1-1\" is not a date (YYYY-MM-DD)"},
	    {"SELECT days_between('2026-11-22', '2026-11-20')", "-2"},
	    {"SELECT days_between('2026-11-22', '')",
	    "! days_between: \"\" is not a date (YYYY-MM-DD)"},
	};
	sqlite3 *db;
	size_t i;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(textsql_register(db), SQLITE_OK);
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(value_of(db, rows[i][0]), rows[i][1]);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sets_and_dates_answer_as_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
