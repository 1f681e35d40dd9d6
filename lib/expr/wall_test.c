/* wall_test.c - what a connection behind the wall refuses. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>

#include "expr/wall.h"

static const char *const refused[] = {
    "ATTACH '/tmp/wall_test.db' AS x",
    "CREATE TABLE t (a)",
    "PRAGMA journal_mode",
    "SELECT load_extension('x')",
    "SELECT random()",
    "SELECT * FROM sqlite_master",
    "VACUUM INTO '/tmp/wall_test.db'",
    "SELECT \"no string\"",
    "SELECT ?1",
    "DELETE FROM sqlite_master",
    "SELECT writefile('/tmp/wall_test.db', 'x')",
    "SELECT readfile('/etc/hostname')",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT max(x) FROM c",
};

static void
only_values_and_functions_pass(void **state)
{
	sqlite3_stmt *s = NULL;
	sqlite3 *db = NULL;
	size_t i;

	(void)state;
	unlink("/tmp/wall_test.db");
	assert_int_equal(wall_open(&db), SQLITE_OK);
	assert_int_equal(wall_close_in(db), SQLITE_OK);
	for (i = 0; i < COUNT_OF(refused); i++)
		if (sqlite3_exec(db, refused[i], NULL, NULL, NULL) ==
		    SQLITE_OK)
			fail_msg("passes: %s", refused[i]);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT upper('a') || 1", -1,
	    &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	sqlite3_finalize(s);
	sqlite3_close(db);
	assert_int_equal(access("/tmp/wall_test.db", F_OK), -1);
}

static void
texts_and_expressions_have_a_ceiling(void **state)
{
	sqlite3 *db = NULL;

	(void)state;
	assert_int_equal(wall_open(&db), SQLITE_OK);
	assert_int_equal(wall_close_in(db), SQLITE_OK);
	assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1),
	    WALL_TEXT_MOST);
	assert_int_equal(sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1),
	    WALL_SQL_MOST);
	assert_int_equal(sqlite3_exec(db, "SELECT length(replace(hex("
	    "zeroblob(9000000)), '0', 'abcdefghij'))", NULL, NULL, NULL),
	    SQLITE_TOOBIG);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_values_and_functions_pass),
	    cmocka_unit_test(texts_and_expressions_have_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
