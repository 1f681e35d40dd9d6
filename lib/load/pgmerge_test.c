/* pgmerge_test.c - the texts of the statements. */
#include "load/pgmerge.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/column.h"
#include "load/target.h"
#include "model/scope.h"
#include "model/scopeword.h"

#define PROFILE \
	"target: t\nkind: postgresql\ntypes:\n  item:\n    table: e.p\n" \
	"    columns: {no: item, \"n\\\"\": name, kg: mass, on: {constant: " \
	"\"1\"}}\n    removal: deactivate\n    deactivate: {column: 'on', " \
	"value: \"it's\"}\n"

struct fixture {
	struct target_profile profile;
	struct pgtable table;
	struct scope scope;
	struct arena a;
	struct buf sql;
	struct err e;
};

static void
begin(struct fixture *f)
{
	struct pgtable_column text = {.family = PGTABLE_TEXT, .exact = true,
	    .full = SLICE_INIT("text"), .base = SLICE_INIT("text"),
	    .collate = SLICE_INIT("pg_catalog.\"C\"")};
	struct pgtable *t = &f->table;

	memset(f, 0, sizeof(*f));
	buf_init(&f->sql, 65536);
	if (target_profile_parse(&f->profile, "p.yaml", SLICE(PROFILE),
	    &f->e) < 0 || scopeword_parse(&f->scope, SLICE("all"), &f->a,
	    &f->e) < 0)
		fail_msg("%s", f->e.text);
	t->section = &f->profile.sections[TYPE_ITEM];
	t->name = SLICE("\"e\".\"p\"");
	t->columns[0] = t->columns[1] = text;
	t->columns[2] = (struct pgtable_column){PGTABLE_NUMBER, false,
	    SLICE("numeric(5,2)"), SLICE("numeric"), {"", 0}};
	t->columns[3] = (struct pgtable_column){PGTABLE_OTHER, true,
	    SLICE("boolean"), SLICE("boolean"), {"", 0}};
}

static void
is(struct fixture *f, const char *want)
{
	assert_string_equal(buf_text(&f->sql), want);
	buf_clear(&f->sql);
}

static void
end(struct fixture *f)
{
	buf_release(&f->sql);
	target_profile_release(&f->profile);
	arena_release(&f->a);
}

static void
texts_are_cast_to_what_the_columns_are(void **state)
{
	struct pgmerge_range r = {2, 5};
	struct fixture f;

	(void)state;
	begin(&f);
	pgmerge_put(&f.sql, &f.table, &f.scope, r);
	is(&f, "INSERT INTO \"e\".\"p\"(\"no\", \"n\"\"\", \"kg\", \"on\") "
	    "SELECT s.c1, s.c2, CAST(s.c3 AS numeric), CAST(s.c4 AS boolean) "
	    "FROM pg_temp.bom_stage s WHERE s.n BETWEEN 2 AND 5 ORDER BY s.n "
	    "ON CONFLICT (\"no\") DO UPDATE SET \"n\"\"\" = "
	    "excluded.\"n\"\"\", \"kg\" = excluded.\"kg\", \"on\" = "
	    "excluded.\"on\"");
	assert_true(pgmerge_lossy(&f.sql, &f.table, r));
	is(&f, "SELECT s.n, CASE WHEN (CAST(CAST(s.c3 AS numeric(5,2)) AS "
	    "numeric) <> CAST(s.c3 AS numeric)) THEN 2 END FROM "
	    "pg_temp.bom_stage s WHERE s.n BETWEEN 2 AND 5 AND ((CAST(CAST("
	    "s.c3 AS numeric(5,2)) AS numeric) <> CAST(s.c3 AS numeric))) "
	    "LIMIT 1");
	f.table.columns[2].exact = true;
	assert_false(pgmerge_lossy(&f.sql, &f.table, r));
	pgmerge_remove(&f.sql, &f.table, r);
	is(&f, "UPDATE \"e\".\"p\" t SET \"on\" = CAST('it''s' AS boolean) "
	    "FROM pg_temp.bom_stage s WHERE t.\"no\" = s.c1 COLLATE "
	    "pg_catalog.\"C\" AND s.n BETWEEN 2 AND 5");
	end(&f);
}

static void
what_the_source_does_not_supply_is_left_alone(void **state)
{
	struct pgmerge_range r = {0, 0};
	struct fixture f;

	(void)state;
	begin(&f);
	if (scopeword_parse(&f.scope, SLICE("{\"members\":"
	    "{\"item\":[\"name\"]}}"), &f.a, &f.e) < 0)
		fail_msg("%s", f.e.text);
	pgmerge_put(&f.sql, &f.table, &f.scope, r);
	assert_null(strstr(buf_text(&f.sql), "\"kg\" = "));
	assert_non_null(strstr(buf_text(&f.sql), "\"on\" = "));
	end(&f);
}

static void
a_copied_row_holds_any_text_and_null(void **state)
{
	struct column_value values[4] = {{false, SLICE_INIT("a\tb\\\n\r")},
	    {true, {"", 0}}, {false, {"", 0}}, {false, SLICE_INIT("\\N")}};
	struct channel_call call = {.values = values};
	struct fixture f;

	(void)state;
	begin(&f);
	call.section = f.table.section;
	pgmerge_add_row(&f.sql, 7, &call, 5);
	is(&f, "7\ta\\tb\\\\\\n\\r\t\\N\t\t\\\\N\t\\N\n");
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_cast_to_what_the_columns_are),
	    cmocka_unit_test(what_the_source_does_not_supply_is_left_alone),
	    cmocka_unit_test(a_copied_row_holds_any_text_and_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
