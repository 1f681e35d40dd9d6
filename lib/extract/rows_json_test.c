/* rows_json_test.c - rows out of JSON documents and JSON lines. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"

static struct err error;

static struct source_column columns[] = {
	{.name = SLICE_INIT("id"), .pointer = SLICE_INIT("/id")},
	{.name = SLICE_INIT("in"), .pointer = SLICE_INIT("/a/in")},
	{.name = SLICE_INIT("all"), .pointer = SLICE_INIT("")},
};

static struct arena paths;

static struct source
source_of(enum source_format format, struct slice rows, size_t count)
{
	struct source s = {.format = format, .rows = rows, .trim = true,
	    .columns = columns, .column_count = count,
	    .columns_known = true, .name = SLICE_INIT("s")};
	size_t i;

	for (i = 0; i < count; i++)
		assert_null(treepath_parse(&columns[i].tree.path,
		    columns[i].pointer, TREEPATH_JSON, &paths));
	if (format == SOURCE_JSONL && !rows.len)
		return s;
	assert_null(treepath_parse(&s.rows_path, rows, TREEPATH_JSON, &paths));
	assert_null(treepath_rows(&s.rows_path, TREEPATH_JSON, &paths));
	return s;
}

static int
release_paths(void **state)
{
	(void)state;
	arena_release(&paths);
	return 0;
}

static struct rows *
open_text(const struct source *s, const char *text, bool rejects)
{
	char path[] = "/tmp/bomtools-json-XXXXXX";
	int fd = mkstemp(path);
	struct rows *r;

	error = (struct err)ERR_INIT;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)),
	    (ssize_t)strlen(text));
	close(fd);
	if (reader_open(&r, s, &(struct reader_file){path, rejects, NULL},
	    &error) == 0)
		r->name = "f.json";
	unlink(path);
	return r;
}

/* All rows as "LINE:field|field" with a newline behind each. */
static const char *
dump(struct rows *r, struct buf *b)
{
	struct row row;
	size_t i;

	buf_clear(b);
	while (reader_next(r, &row, &error) > 0) {
		buf_printf(b, "%lu:", row.line);
		for (i = 0; i < r->column_count; i++) {
			buf_add_text(b, i ? "|" : "");
			buf_add_text(b, row.fields[i].at ? "" : "-");
			buf_add_slice(b, row.fields[i]);
		}
		buf_add_byte(b, '\n');
	}
	return buf_text(b);
}

static void
takes_scalars_as_they_are_spelled(void **state)
{
	struct source s = source_of(SOURCE_JSON, SLICE("/d/0/rows"), 2);
	struct buf b = BUF_INIT(65536);
	struct rows *r;

	(void)state;
	r = open_text(&s, "{\"d\":[{\"rows\":[\n"
	    "{\"id\":1.50,\"a\":{\"in\":\"x\\ny\"}},\n"
	    "{\n\"id\":true,\n\"a\":{\"in\":null}},\n"
	    "{\"id\":\"0010\",\"a\":{\"in\":[1, 2.0]}}, {\"a\":3}]}]}\n",
	    false);
	assert_non_null(r);
	assert_string_equal(dump(r, &b), "2:1.50|x\ny\n3:true|-\n"
	    "6:0010|[1,2]\n6:-|-\n");
	assert_int_equal(reader_rewind(r, &error), 0);
	assert_int_equal(strlen(dump(r, &b)), 39);
	reader_close(r);
	buf_release(&b);
}

static void
reads_one_element_a_line(void **state)
{
	struct source s = source_of(SOURCE_JSONL, SLICE(""), 2);
	struct buf b = BUF_INIT(65536);
	struct rows *r;

	(void)state;
	r = open_text(&s, "{\"id\":1}\n\n  \n{\"id\":2,\"a\":{\"in\":0}}",
	    false);
	assert_string_equal(dump(r, &b), "1:1|-\n4:2|0\n");
	assert_int_equal(reader_rewind(r, &error), 0);
	assert_string_equal(dump(r, &b), "1:1|-\n4:2|0\n");
	reader_close(r);
	r = open_text(&s, "{\"id\":1} x\n", false);
	dump(r, &b);
	assert_int_equal(error.kind, ERR_INPUT);
	assert_non_null(strstr(error.text, "f.json:1:10: "));
	reader_close(r);
	buf_release(&b);
}

static void
says_where_a_document_is_not_as_expected(void **state)
{
	struct source s = source_of(SOURCE_JSON, SLICE("/rows"), 1);
	struct buf b = BUF_INIT(65536);
	struct rows *r;

	(void)state;
	assert_null(open_text(&s, "{\"row\":[]}", false));
	assert_non_null(strstr(error.text, "has nothing at \"/rows\", where "
	    "the rows are"));
	assert_int_equal(error.kind, ERR_INPUT);
	assert_null(open_text(&s, "{\"rows\":{}}", false));
	assert_non_null(strstr(error.text, "is no array (the rows of source "
	    "\"s\")"));
	r = open_text(&s, "{\"rows\":[{\"id\":1},\n{\"id\":}]}", false);
	dump(r, &b);
	assert_int_equal(error.kind, ERR_INPUT);
	reader_close(r);
	buf_release(&b);
}

static void
rejects_are_read_again_from_their_rows(void **state)
{
	static const struct rows_reject reject = {SLICE_INIT("f.json:2"),
	    SLICE_INIT("id"), SLICE_INIT("number: \"x\"")};
	static const char wanted[] = "{\"row\":{\"id\":\"x\", \"a\":{}},"
	    "\"reject:where\":\"f.json:2\",\"reject:column\":\"id\","
	    "\"reject:reason\":\"number: \\\"x\\\"\"}\n";
	struct source s = source_of(SOURCE_JSON, SLICE(""), 1);
	struct buf b = BUF_INIT(65536), again = BUF_INIT(65536);
	struct rows *r;
	struct row row;

	(void)state;
	r = open_text(&s, "[\n{\"id\":\"x\",\n\"a\":{}}]", false);
	assert_int_equal(reader_next(r, &row, &error), 1);
	r->format->reject_head(r, &b);
	r->format->reject(r, &b, &reject);
	assert_string_equal(buf_text(&b), wanted);
	reader_close(r);
	r = open_text(&s, buf_text(&b), true);
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_true(slice_is(row.fields[0], "x"));
	r->format->reject(r, &again, &reject);
	assert_string_equal(buf_text(&again), wanted);
	reader_close(r);
	r = open_text(&s, "{\"id\":1}\n", true);
	assert_int_equal(reader_next(r, &row, &error), -1);
	assert_non_null(strstr(error.text, "has no member \"row\", as "
	    "rejects have"));
	reader_close(r);
	buf_release(&b);
	buf_release(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_scalars_as_they_are_spelled),
		cmocka_unit_test(reads_one_element_a_line),
		cmocka_unit_test(says_where_a_document_is_not_as_expected),
		cmocka_unit_test(rejects_are_read_again_from_their_rows),
	};

	return cmocka_run_group_tests(tests, NULL, release_paths);
}
