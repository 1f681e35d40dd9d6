/* pgtable_test.c - what the catalogue says about the columns of a table. */
#include "base/base.h"

#include "load/pg_trial.h"
#include "load/pgtable.h"

static const struct {
	const char *type;
	enum pgtable_family family;
	bool exact;
	const char *base;
} columns[] = {
    {"text", PGTABLE_TEXT, true, "text"},
    {"varchar", PGTABLE_TEXT, true, "character varying"},
    {"varchar(40)", PGTABLE_TEXT, false, "character varying"},
    {"char(3)", PGTABLE_TEXT, false, "character"},
    {"name", PGTABLE_TEXT, false, "name"},
    {"numeric", PGTABLE_NUMBER, true, "numeric"},
    {"numeric(10, 2)", PGTABLE_NUMBER, false, "numeric"},
    {"bigint", PGTABLE_NUMBER, true, "bigint"},
    {"real", PGTABLE_NUMBER, false, "real"},
    {"date", PGTABLE_TIME, false, "date"},
    {"timestamptz(0)", PGTABLE_TIME, false, "timestamp with time zone"},
    {"time", PGTABLE_OTHER, true, "time without time zone"},
    {"boolean", PGTABLE_OTHER, true, "boolean"},
    {"jsonb", PGTABLE_OTHER, true, "jsonb"},
    {"text[]", PGTABLE_OTHER, true, "text[]"},
    {"short", PGTABLE_TEXT, false, "short"},
};

static void
a_column_is_known_by_its_type(void **state)
{
	struct buf sql = BUF_INIT(1024);
	struct pgtable table;
	struct pg_trial t;
	size_t i;

	(void)state;
	(void)pg_trial_server();
	for (i = 0; i < COUNT_OF(columns); i++) {
		const struct pgtable_column *c = &table.columns[1];

		pg_trial_begin(&t, "types: {item: {columns: {item: item, "
		    "name: name}}}");
		pg_trial_exec(&t, "CREATE DOMAIN short AS varchar(5)");
		buf_clear(&sql);
		buf_printf(&sql, "CREATE TABLE items(item text COLLATE \"C\" "
		    "PRIMARY KEY, name %s)", columns[i].type);
		pg_trial_exec(&t, buf_text(&sql));
		if (pgtable_look(&table, &t.profile.sections[TYPE_ITEM],
		    t.session, &t.a, &t.e) < 0)
			fail_msg("%s", t.e.text);
		assert_true(slice_is(table.columns[0].collate,
		    "pg_catalog.\"C\""));
		if (c->family != columns[i].family ||
		    c->exact != columns[i].exact ||
		    !slice_is(c->base, columns[i].base))
			fail_msg("%s: %d, %d, %.*s", columns[i].type,
			    (int)c->family, c->exact, SLICE_ARGS(c->base));
		pg_trial_end(&t);
	}
	buf_release(&sql);
}

static void
a_table_may_stand_in_a_schema_and_be_called_anything(void **state)
{
	static const char *const cases[][2] = {
	    {"parts", "\"parts\""}, {"erp.parts", "\"erp\".\"parts\""},
	    {"erp.a \"b\".c", "\"erp\".\"a \"\"b\"\".c\""},
	};
	struct buf b = BUF_INIT(1024);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		buf_clear(&b);
		pgtable_add_name(&b, cases[i][0]);
		assert_string_equal(buf_text(&b), cases[i][1]);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_column_is_known_by_its_type),
	    cmocka_unit_test(
		a_table_may_stand_in_a_schema_and_be_called_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
