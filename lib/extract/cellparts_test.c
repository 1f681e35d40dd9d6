/* cellparts_test.c - cells taken apart, alone and beside each other. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/cellparts.h"

#define FIELDS 3 /* A, B, @part */

static const struct slice both[] = {SLICE_INIT("A"), SLICE_INIT("B")};
static const struct slice marks[] = {SLICE_INIT(";"), SLICE_INIT("\n")};

/* All rows as "A|B#part ", the wrong ones as "!". */
static const char *
parts_of(const char *a, const char *b, size_t columns, struct buf *out)
{
	static int at[] = {0, 1};
	const struct cellparts_spec spec = {NULL, {both, columns}, {marks, 2},
	    at, 2};
	struct cellparts c = CELLPARTS_INIT;
	struct slice fields[FIELDS];
	struct row row = {.fields = fields};

	fields[0] = a ? slice_of(a) : slice_from(NULL, 0);
	fields[1] = b ? slice_of(b) : slice_from(NULL, 0);
	fields[2] = slice_from(NULL, 0);
	buf_clear(out);
	cellparts_begin(&c, &spec, &row, FIELDS);
	while (cellparts_next(&c, &row)) {
		if (row.wrong) {
			buf_add_text(out, "!");
			continue;
		}
		buf_add_slice(out, row.fields[0]);
		buf_add_text(out, "|");
		buf_add_slice(out, row.fields[1]);
		buf_add_text(out, "#");
		buf_add_slice(out, row.fields[2]);
		buf_add_text(out, " ");
	}
	cellparts_release(&c);
	return buf_text(out);
}

static void
a_row_is_taken_once_for_each_part(void **state)
{
	static const struct {
		const char *a, *b;
		size_t columns;
		const char *wanted;
	} cases[] = {
		{"x", "b", 1, "x|b#1 "},
		{"x; y\nz", "b", 1, "x|b#1 y|b#2 z|b#3 "},
		{"x;;z;", "b", 1, "x|b#1 z|b#3 "},
		{";", "b", 1, ""},
		{NULL, "b", 1, ""},
		{"x;y", "1;2", 2, "x|1#1 y|2#2 "},
		{"x;y", "1;", 2, "x|1#1 y|#2 "},
		{"x;y", NULL, 2, "x|#1 y|#2 "},
		{"x;y", "1", 2, "!"},
		{"x", "1;2;3", 2, "!"},
		{NULL, NULL, 2, ""},
		{" \xc2\xa0" "x", "b", 1, "x|b#1 "},
	};
	struct buf out = BUF_INIT(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (strcmp(parts_of(cases[i].a, cases[i].b, cases[i].columns,
		    &out), cases[i].wanted) != 0)
			fail_msg("%s: %s", cases[i].wanted, buf_text(&out));
	buf_release(&out);
}

static void
what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *yaml, *text;
	} cases[] = {
		{"{}", "p.yaml:1:1: key \"column\" is missing"},
		{"column: A", "p.yaml:1:1: key \"split\" is missing"},
		{"{column: A, split: \"\"}", "p.yaml:1:20: has an empty text"},
		{"{column: [], split: x}", "p.yaml:1:10: is an empty list"},
		{"{column: A, split: []}", "p.yaml:1:20: is an empty list"},
		{"{column: Z, split: x}", "p.yaml:1:10: the source has no "
		    "column \"Z\""},
		{"{columns: A}", "p.yaml:1:2: unknown key \"columns\""},
	};
	static struct source_column columns[] = {{.name = SLICE_INIT("A")}};
	const struct source s = {.columns = columns, .column_count = 1,
	    .columns_known = true};
	struct arena a = ARENA_INIT;
	struct cellparts_spec *spec;
	struct ydoc doc;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(ydoc_parse(&doc, "p.yaml",
		    slice_of(cases[i].yaml), &e), 0);
		assert_int_equal(cellparts_read(&spec, doc.root, &s, &a, &e),
		    -1);
		if (strncmp(e.text, cases[i].text, strlen(cases[i].text)) != 0)
			fail_msg("%s: %s", cases[i].yaml, e.text);
		ydoc_release(&doc);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_taken_once_for_each_part),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
