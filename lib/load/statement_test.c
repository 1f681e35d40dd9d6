/* statement_test.c - the SQL of a section, as it stands. */
#include "load/statement.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"
#include "model/scopeword.h"

#define TYPES \
	"{alternate: {table: 'a \"b\"', columns: {x: item, n: ratio, " \
	"y: alternate, c: {constant: 1}}, removal: %s}}"
#define MARKED "deactivate, deactivate: {column: c, value: 0}"

static void
check(const char *removal, const char *scope,
    void (*add)(struct buf *, const struct target_section *),
    const char *want)
{
	struct buf b = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char types[256];
	struct scope s;
	struct trial t;

	snprintf(types, sizeof(types), TYPES, removal);
	trial_open(&t, types);
	if (add) {
		add(&b, &t.profile.sections[TYPE_ALTERNATE]);
	} else {
		assert_int_equal(scopeword_parse(&s, slice_of(scope), &a,
		    &e), 0);
		statement_put(&b, &t.profile.sections[TYPE_ALTERNATE], &s);
	}
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
	arena_release(&a);
	trial_close(&t);
}

static void
writing_leaves_alone_what_is_not_supplied(void **state)
{
	(void)state;
	check("report", "all", NULL, "INSERT INTO \"a \"\"b\"\"\"(\"x\", "
	    "\"n\", \"y\", \"c\") VALUES(?1, ?2, ?3, ?4) ON CONFLICT("
	    "\"x\" COLLATE BINARY, \"y\" COLLATE BINARY) DO UPDATE SET "
	    "\"n\" = excluded.\"n\", \"c\" = excluded.\"c\"");
	check("report", "{\"members\":{\"alternate\":[\"status\"]}}", NULL,
	    "INSERT INTO \"a \"\"b\"\"\"(\"x\", \"n\", \"y\", \"c\") "
	    "VALUES(?1, ?2, ?3, ?4) ON CONFLICT(\"x\" COLLATE BINARY, "
	    "\"y\" COLLATE BINARY) DO UPDATE SET \"c\" = excluded.\"c\"");
}

static void
looking_up_compares_all_columns(void **state)
{
	(void)state;
	check("delete", "all", statement_find, "SELECT 1 AND \"n\" IS ?2 "
	    "COLLATE BINARY AND \"c\" IS ?4 COLLATE BINARY FROM "
	    "\"a \"\"b\"\"\" WHERE \"x\" = ?1 AND \"y\" = ?3");
	check("delete", "all", statement_gone, "SELECT 0 FROM "
	    "\"a \"\"b\"\"\" WHERE \"x\" = ?1 AND \"y\" = ?3");
	check(MARKED, "all", statement_gone, "SELECT \"c\" IS ?4 COLLATE "
	    "BINARY FROM \"a \"\"b\"\"\" WHERE \"x\" = ?1 AND \"y\" = ?3");
}

static void
removing_deletes_or_marks(void **state)
{
	(void)state;
	check("delete", "all", statement_remove, "DELETE FROM "
	    "\"a \"\"b\"\"\" WHERE \"x\" = ?1 AND \"y\" = ?3");
	check(MARKED, "all", statement_remove, "UPDATE \"a \"\"b\"\"\" SET "
	    "\"c\" = ?4 WHERE \"x\" = ?1 AND \"y\" = ?3");
}

static void
a_table_has_text_columns_and_the_key(void **state)
{
	(void)state;
	check("delete", "all", statement_create, "CREATE TABLE IF NOT EXISTS "
	    "\"a \"\"b\"\"\"(\n \"x\" TEXT NOT NULL,\n \"n\" TEXT,\n "
	    "\"y\" TEXT NOT NULL,\n \"c\" TEXT,\n PRIMARY KEY(\"x\", "
	    "\"y\")) WITHOUT ROWID;\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writing_leaves_alone_what_is_not_supplied),
	    cmocka_unit_test(looking_up_compares_all_columns),
	    cmocka_unit_test(removing_deletes_or_marks),
	    cmocka_unit_test(a_table_has_text_columns_and_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
