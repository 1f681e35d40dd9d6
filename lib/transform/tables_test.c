/* tables_test.c - rows of CSV files and streams, and what is refused. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/scratchfile.h"
#include "transform/tables.h"

#define PLANT(item, plant, rest) "{\"type\":\"plant_item\",\"item\":\"" item \
	"\",\"plant\":\"" plant "\"" rest "}\n"

static const char *const files[] = {"t.csv", "s.jsonl", NULL};
static const char stream[] =
    PLANT("A", "1000", ",\"procurement\":\"F\",\"lead_time_days\":5")
    PLANT("A", "2000", ",\"procurement\":\"E\"")
    PLANT("B", "1000", ",\"attrs\":{\"abc\":\"C\"}")
    "{\"type\":\"item\",\"item\":\"A\"}\n";

/* The file parsed, and its tables loaded: what tables_load gives. */
static int
load(struct shared *s, const char *folder, const char *tables, struct err *e)
{
	char path[160], yaml[512];

	snprintf(path, sizeof(path), "%s/rules.yaml", folder);
	snprintf(yaml, sizeof(yaml), "tables: {t: %s}\n", tables);
	scratchfile_must(shared_parse(s, path, slice_of(yaml), e), e);
	return tables_load(s, ydoc_get(s->doc.root, "tables"), e);
}

static void
a_stream_is_a_table_of_its_members(void **state)
{
	const char *folder = scratchfile_folder();
	const struct slice keys[] = {SLICE("A"), SLICE("B")};
	const struct slice *row;
	struct err e = ERR_INIT;
	struct shared s;
	struct lookup *l;

	(void)state;
	scratchfile_write(folder, "s.jsonl", stream);
	assert_int_equal(load(&s, folder, "{stream: s.jsonl, type: "
	    "plant_item, key: item, columns: [plant, procurement, attrs.abc],"
	    " where: {plant: ['1000']}}", &e), 0);
	l = expr_table(s.env, "t");
	assert_non_null(l);
	assert_int_equal(lookup_row_count(l), 2);
	assert_int_equal(lookup_find(l, 0, &keys[0], &row, &e), 1);
	assert_true(slice_is(row[2], "F"));
	assert_null(row[3].at);
	assert_int_equal(lookup_find(l, 0, &keys[1], &row, &e), 1);
	assert_true(slice_is(row[3], "C"));
	shared_release(&s);
	/* without columns: all members of the type */
	assert_int_equal(load(&s, folder, "{stream: s.jsonl, type: "
	    "plant_item, key: [item, plant]}", &e), 0);
	l = expr_table(s.env, "t");
	assert_int_equal(l->column_count,
	    schema_types[TYPE_PLANT_ITEM].member_count);
	shared_release(&s);
	scratchfile_remove(folder, files);
}

static void
rows_of_a_key_come_in_the_order_that_is_said(void **state)
{
	const char *folder = scratchfile_folder();
	const struct slice key = SLICE("k");
	const struct slice *row;
	struct err e = ERR_INIT;
	struct shared s;
	struct lookup *l;
	static const char *const right[] = {"c", "a", "b", "d"};
	int i;

	(void)state;
	scratchfile_write(folder, "t.csv", "k,name,rank,price\n"
	    "k,a,10,7\nk,b,10,5\nk,c,9,1\nk,d,,9\n");
	assert_int_equal(load(&s, folder,
	    "{file: t.csv, key: k, order: [rank, -price]}", &e), 0);
	l = expr_table(s.env, "t");
	assert_int_equal(lookup_find(l, 0, &key, &row, &e), 4);
	for (i = 0; i < 4; i++)
		assert_true(slice_is(row[(unsigned)i * l->column_count + 1],
		    right[i]));
	shared_release(&s);
	scratchfile_remove(folder, files);
}

static void
what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *table;
		const char *message;
	} cases[] = {
	    {"{file: t.csv, key: nokey}", ":1:32: the table has no column "
		"\"nokey\""},
	    {"{file: t.csv, key: k, where: {x: 1}}", ": the table has no "
		"column \"x\""},
	    {"{file: t.csv, key: k, order: [x]}", "the table has no column "
		"\"x\""},
	    {"{file: t.csv, key: [k, k]}", "\"k\" stands twice"},
	    {"{file: t.csv, key: k}", "t.csv:3: table \"t\": two rows have "
		"the key \"k\""},
	    {"{file: t.csv, stream: s.jsonl, key: k}", "needs either file or "
		"stream"},
	    {"{file: t.csv, type: item, key: k}", "type: belongs to stream"},
	    {"{stream: s.jsonl, type: item, key: item, separator: ;}",
		"separator: belongs to file"},
	    {"{stream: s.jsonl, key: item}", "key \"type\" is missing"},
	    {"{stream: s.jsonl, type: itm, key: item}", "unknown record type "
		"\"itm\" (did you mean \"item\"?)"},
	    {"{stream: s.jsonl, type: item, key: itm}", "item has no member "
		"\"itm\" (did you mean \"item\"?)"},
	    {"{stream: none.jsonl, type: item, key: item}", "No such file"},
	};
	const char *folder = scratchfile_folder();
	size_t i;

	(void)state;
	scratchfile_write(folder, "s.jsonl", stream);
	scratchfile_write(folder, "t.csv", "k,v\nk,1\nk,2\n");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct shared s;

		assert_int_equal(load(&s, folder, cases[i].table, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i].message))
			fail_msg("\"%s\" lacks \"%s\"", e.text,
			    cases[i].message);
		shared_release(&s);
	}
	scratchfile_remove(folder, files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_stream_is_a_table_of_its_members),
	    cmocka_unit_test(rows_of_a_key_come_in_the_order_that_is_said),
	    cmocka_unit_test(what_is_wrong_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
