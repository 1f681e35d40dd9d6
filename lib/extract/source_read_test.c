/* source_read_test.c - entries under `sources`, good and wrong. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/source_read.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;

/* The source "s" of a YAML text; -1 with `error`. */
static int
read_source(struct source *s, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error),
	    0);
	return source_read(s, doc.root->first, &arena, &error);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

static void
fills_in_what_is_left_out(void **state)
{
	struct source s;

	(void)state;
	assert_int_equal(read_source(&s, "s: {file: a.csv}\n"), 0);
	assert_int_equal(s.format, SOURCE_DELIMITED);
	assert_true(s.header && s.trim && !s.nul_empty && !s.columns_known);
	assert_int_equal(s.files.count, 1);
	assert_true(slice_is(s.files.at[0], "a.csv"));
	assert_int_equal(s.dialect.quote, '"');
	assert_null(s.dialect.separator);
}

static void
reads_every_key(void **state)
{
	struct source s;

	(void)state;
	assert_int_equal(read_source(&s, "s:\n  separator: '+|'\n"
	    "  quote: none\n  row_end: '&|'\n  encoding: latin-1\n"
	    "  header: no\n  columns: [A, B]\n  trim: no\n"
	    "  absent: [NULL, n/a]\n  nul_empty: yes\n"
	    "  where: {A: [x, y], B: z}\n  when: A = 'x'\n"), 0);
	assert_true(s.columns_known);
	assert_int_equal(s.column_count, 2);
	assert_int_equal(s.absent.count, 2);
	assert_int_equal(s.filter.where_count, 2);
	assert_int_equal(s.filter.wheres[0].values.count, 2);
	assert_non_null(s.filter.when);
	assert_int_equal(read_source(&s, "s: {format: json, rows: /a/b, "
	    "columns: {x: /y, whole: ''}}\n"), 0);
	assert_true(slice_is(s.rows, "/a/b"));
	assert_true(slice_is(s.columns[0].pointer, "/y"));
	assert_int_equal(read_source(&s, "s: {format: sqlite, file: e.db, "
	    "query: SELECT 1}\n"), 0);
	assert_false(s.columns_known);
}

static const struct {
	const char *yaml;
	const char *wanted;
} wrong[] = {
	{"s: {fil: a.csv}", "p.yaml:1:5: unknown key \"fil\" (did you mean "
	    "\"file\"?)"},
	{"s: {format: csv}", "p.yaml:1:13: "},
	{"s: {header: no}", "p.yaml:1:4: key \"columns\" is missing: nothing "
	    "else names them"},
	{"s: {format: json}", "p.yaml:1:4: key \"columns\" is missing"},
	{"s: {format: sqlite}", "p.yaml:1:4: key \"query\" or "
	    "\"query_file\" is missing"},
	{"s: {format: sqlite, query: x, header: no}",
	    "p.yaml:1:31: format sqlite has no \"header\""},
	{"s: {query: SELECT 1}", "p.yaml:1:5: format delimited has no "
	    "\"query\""},
	{"s: {separator: ''}", "p.yaml:1:16: is empty"},
	{"s: {separator: ab}", "p.yaml:1:16: of several characters needs "
	    "quote: none"},
	{"s: {quote: abc}", "p.yaml:1:12: must be one ASCII character or "
	    "none, is \"abc\""},
	{"s: {header: no, columns: []}", "p.yaml:1:26: is empty"},
	{"s: {header: no, columns: [A, A]}", "p.yaml:1:30: column \"A\" "
	    "stands twice"},
	{"s: {header: no, columns: ['']}", "p.yaml:1:27: a column needs a "
	    "name"},
	{"s: {header: no, columns: [Color], where: {Colour: red}}",
	    "p.yaml:1:51: the source has no column \"Colour\" (did you mean "
	    "\"Color\"?)"},
	{"s: {where: {A: []}}", "p.yaml:1:16: is an empty list: no row would "
	    "do"},
	{"s: {format: json, columns: {a: '/b['}}", "p.yaml:1:32: is no path: "
	    "it has an empty condition"},
	{"s: {format: json, rows: ../a, columns: {a: ''}}", "p.yaml:1:25: is "
	    "no path to rows: it looks upward from the top"},
	{"s: {format: xml, columns: {a: b}}", "p.yaml:1:4: key \"rows\" is "
	    "missing"},
	{"s: {format: xml, rows: a, columns: {a: b}}", "p.yaml:1:24: is no "
	    "path to rows: it must begin with \"/\" and name elements"},
	{"s: {format: xml, rows: //a, columns: {a: {path: b, several: all}}}",
	    "p.yaml:1:61: unknown value \"all\" (one of reject, same, first, "
	    "last, count)"},
	{"s: {format: xml, rows: //a, columns: {a: {path: b, several: first, "
	    "join: ','}}}", "p.yaml:1:52: either \"several\" or \"join\""},
	{"s: {format: xml, rows: //a, columns: {a: {path: b, join: ''}}}",
	    "p.yaml:1:58: is empty"},
	{"s: {format: xml, rows: //a/@b, columns: {a: c}}", "p.yaml:1:45: "
	    "the rows are words, with nothing in them (\".\" is the word, "
	    "\"..\" its element)"},
	{"s: {columns: [A], computed: {'@a': A}}", "p.yaml:1:30: is no name: "
	    "it gets its @ by itself"},
	{"s: {columns: [A], computed: {file: A}}", "p.yaml:1:30: there is a "
	    "column @file already"},
	{"s: [file]", "p.yaml:1:4: must be a map"},
};

static void
names_each_mistake_with_its_place(void **state)
{
	struct source s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		assert_int_equal(read_source(&s, wrong[i].yaml), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		if (strncmp(error.text, wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].yaml,
			    error.text, wrong[i].wanted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_in_what_is_left_out),
		cmocka_unit_test(reads_every_key),
		cmocka_unit_test(names_each_mistake_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
