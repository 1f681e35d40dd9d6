/* shared_test.c - tables, value maps and expressions of a rules file. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "io/zio.h"
#include "transform/tables.h"

/* A scratch folder with one file `t.csv`, and s parsed as if beside it. */
static void
with_table(struct shared *s, const char *csv, const char *yaml)
{
	char folder[] = "/tmp/shared_test.XXXXXX", name[64];
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;

	assert_non_null(mkdtemp(folder));
	snprintf(name, sizeof(name), "%s/t.csv", folder);
	if (zio_out_open(&out, name, false, &e) < 0 ||
	    zio_out_add(&out, csv, strlen(csv), &e) < 0 ||
	    zio_out_publish(&out, &e) < 0)
		fail_msg("%s", e.text);
	snprintf(name, sizeof(name), "%s/rules.yaml", folder);
	if (shared_parse(s, name, slice_of(yaml), &e) < 0)
		fail_msg("%s", e.text);
}

static void
without_table(struct shared *s)
{
	char name[64];

	snprintf(name, sizeof(name), "%st.csv", s->folder);
	unlink(name);
	rmdir(s->folder);
	shared_release(s);
}

static int
load_tables(struct shared *s, struct err *e)
{
	return tables_load(s, ydoc_get(s->doc.root, "tables"), e);
}

static void
a_table_is_for_maps_and_for_expressions(void **state)
{
	struct err e = ERR_INIT;
	struct shared s;
	const struct valuemap *m;
	struct expr *x;
	struct expr_value v;
	struct record r;
	struct expr_input in = {&r, NULL, 0};
	struct slice to;

	(void)state;
	with_table(&s, "b,a\n1,x\n,y\n", "tables: {t: {file: t.csv, key: a}}\n"
	    "m: {table: t, column: b}\nx: lookup('t', 'x', 'b')\n");
	assert_int_equal(load_tables(&s, &e), 0);
	m = shared_map(&s, ydoc_get(s.doc.root, "m"), &e);
	assert_non_null(m);
	assert_true(valuemap_find(&to, m, SLICE("x")));
	assert_true(slice_is(to, "1"));
	/* an empty cell is absence, and not the same as no row */
	assert_true(valuemap_find(&to, m, SLICE("y")));
	assert_int_equal(to.len, 0);
	assert_false(valuemap_find(&to, m, SLICE("z")));
	x = shared_expr(&s, ydoc_get(s.doc.root, "x"), &e);
	assert_non_null(x);
	record_init(&r, TYPE_ITEM);
	assert_int_equal(expr_eval(x, &in, &v, &e), 0);
	assert_true(!v.null && slice_is(v.text, "1"));
	without_table(&s);
}

static void
a_wrong_table_is_said_with_its_place(void **state)
{
	static const struct {
		const char *csv;
		const char *table;
		const char *message;
	} cases[] = {
	    {"", "{file: t.csv, key: a}", "the file is empty"},
	    {"a,b\n1\n", "{file: t.csv, key: a}", "t.csv:2: 1 fields"},
	    {"a,b\n", "{file: t.csv, key: c}", ":1:32: the table has no "
		"column \"c\""},
	    {"a,b\n1,2\n1,3\n", "{file: t.csv, key: a}", "t.csv:3: "},
	    {"a,a\n", "{file: t.csv, key: a}", "stands twice"},
	    {"a,b\n", "{file: t.csv}", "key \"key\" is missing"},
	    {"a,b\n", "{file: none.csv, key: a}", "No such file"},
	    {"a,b\n", "{fil: t.csv, key: a}", "did you mean \"file\"?"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct shared s;
		char yaml[128];

		snprintf(yaml, sizeof(yaml), "tables: {t: %s}\n",
		    cases[i].table);
		with_table(&s, cases[i].csv, yaml);
		assert_int_equal(load_tables(&s, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i].message))
			fail_msg("\"%s\" lacks \"%s\"", e.text,
			    cases[i].message);
		without_table(&s);
	}
}

static void
a_map_needs_a_table_with_a_key_of_one_column(void **state)
{
	struct err e = ERR_INIT;
	struct shared s;

	(void)state;
	with_table(&s, "a,b,c\n", "tables: {t: {file: t.csv, key: [a, b]}}\n"
	    "m: {table: t, column: c}\n");
	assert_int_equal(load_tables(&s, &e), 0);
	assert_null(shared_map(&s, ydoc_get(s.doc.root, "m"), &e));
	assert_non_null(strstr(e.text, "has a key of 2 columns"));
	without_table(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_table_is_for_maps_and_for_expressions),
	    cmocka_unit_test(a_wrong_table_is_said_with_its_place),
	    cmocka_unit_test(a_map_needs_a_table_with_a_key_of_one_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
