/* decsql_test.c - the functions and collations in plain SQL. */
#include "expr/decsql.h"

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
check(const char *const (*rows)[2], size_t count)
{
	sqlite3 *db;
	size_t i;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(decsql_register(db), SQLITE_OK);
	for (i = 0; i < count; i++)
		assert_string_equal(value_of(db, rows[i][0]), rows[i][1]);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
functions_take_integers_and_texts(void **state)
{
	static const char *const rows[][2] = {
	    {"SELECT dec_add(1, '2.50')", "3.5"},
	    {"SELECT typeof(dec_add(1, 2))", "text"},
	    {"SELECT typeof(arithmetic_integer('+', 1, 2))", "integer"},
	    {"SELECT arithmetic_decimal('+-*', 1, 2, '0.5', 4)", "10"},
	    {"SELECT arithmetic_integer('-', 0, '9223372036854775808')",
	    "! arithmetic: the result is too large for an INTEGER (CAST(... "
	    "AS DECIMAL) holds 38 digits)"},
	    {"SELECT dec_add(1, NULL)", "null"},
	    {"SELECT dec_add('x', NULL)", "null"},
	    {"SELECT cast_integer('-2.99')", "-2"},
	    {"SELECT dec_abs(-9223372036854775808)", "9223372036854775808"},
	    {"SELECT arithmetic_decimal('%', '-7.5', 2)", "-1.5"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
}

static void
each_collation_is_a_total_order(void **state)
{
	static const char *const rows[][2] = {
	    {"SELECT group_concat(column1, ' ') FROM (SELECT * FROM (VALUES "
	    "('b'), ('10'), ('9'), ('1a'), ('-3'), ('0010'), ('2.50'), "
	    "('1E2'), ('')) ORDER BY column1 COLLATE decimal)",
	    "-3 2.50 9 10 1E2  0010 1a b"},
	    {"SELECT group_concat(column1, ' ') FROM (SELECT * FROM (VALUES "
	    "('b'), ('10'), ('9'), ('1a'), ('-3'), ('0010'), ('2.50'), "
	    "('1E2'), ('')) ORDER BY column1 COLLATE loose)",
	    "-3 9 10  0010 1E2 1a 2.50 b"},
	    {"SELECT '2.50' = '2.5' COLLATE decimal", "1"},
	    {"SELECT '2.50' = '2.5' COLLATE loose", "0"},
	    {"SELECT '1E2' = '100' COLLATE loose", "0"},
	    {"SELECT '0' = '-0.0' COLLATE decimal", "1"},
	    {"SELECT '99999999999999999999999999999999999998' < "
	    "'99999999999999999999999999999999999999' COLLATE loose", "1"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(functions_take_integers_and_texts),
	    TEST(each_collation_is_a_total_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
