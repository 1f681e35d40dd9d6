/* rows_delimited_test.c - headers, surplus fields, files of rejects. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"

static struct err error;

/* Opens a source over bytes; the file is gone once it is open. */
static struct rows *
open_text(const struct source *s, struct slice text, bool rejects)
{
	char path[] = "/tmp/bomtools-rows-XXXXXX";
	int fd = mkstemp(path);
	struct rows *r;

	error = (struct err)ERR_INIT;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.at, text.len), (ssize_t)text.len);
	close(fd);
	if (reader_open(&r, s, &(struct reader_file){path, rejects, NULL},
	    &error) == 0)
		r->name = "f.csv";
	unlink(path);
	return r;
}

/* All rows as "LINE:field|field[!wrong]" with a newline behind each. */
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
			buf_add_slice(b, row.fields[i]);
		}
		buf_printf(b, "%s%s\n", row.wrong ? "!" : "",
		    row.wrong ? row.wrong : "");
	}
	return buf_text(b);
}

static const struct source csv = {.header = true, .trim = true,
    .dialect = {NULL, NULL, NULL, '"'}};
static struct source_column two[] = {
	{.name = SLICE_INIT("A")}, {.name = SLICE_INIT("B")},
};
static const struct source odd = {.trim = true, .nul_empty = true,
    .columns = two, .column_count = 2, .columns_known = true,
    .dialect = {"+|", "&|\r\n", NULL, CSVIN_NO_QUOTE}};

static void
the_header_names_the_columns(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct rows *r = open_text(&csv, SLICE(" A ,B,A,C\n1,\"2\n3\",4,5\n"
	    "6,7\n\n8,9,,\n"), false);

	(void)state;
	assert_non_null(r);
	assert_int_equal(r->column_count, 4);
	assert_true(slice_is(r->columns[0], "A#1"));
	assert_true(slice_is(r->columns[1], "B"));
	assert_true(slice_is(r->columns[2], "A#2"));
	assert_string_equal(dump(r, &b), "2:1|2\n3|4|5\n"
	    "4:6|7||!fields: the row has 2 fields, not 4\n6:8|9||\n");
	reader_close(r);
	buf_release(&b);
}

static void
a_header_without_a_needed_column_is_refused(void **state)
{
	struct source s = csv;

	(void)state;
	s.columns = two;
	s.column_count = 2;
	assert_null(open_text(&s, SLICE("A,x\n"), false));
	assert_int_equal(error.kind, ERR_INPUT);
	assert_non_null(strstr(error.text, ":1: the header has no column "
	    "\"B\""));
	assert_null(open_text(&s, SLICE(""), false));
	assert_non_null(strstr(error.text, "is empty (expected a header)"));
}

static void
reads_long_separators_and_row_ends(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct rows *r = open_text(&odd, SLICE("a\r\nb+|c&|\r\n\0+|d&|\r\n"),
	    false);

	(void)state;
	assert_non_null(r);
	assert_string_equal(dump(r, &b), "1:a\r\nb|c\n3:|d\n");
	reader_close(r);
	buf_release(&b);
}

/* The file of rejects of all rows, as rejects_write makes it. */
static void
reject_all(struct rows *r, struct buf *b)
{
	static const struct rows_reject reject = {SLICE_INIT("f.csv:7"),
	    SLICE_INIT("B"), SLICE_INIT("number: \"x\", y")};
	struct row row;

	buf_clear(b);
	r->format->reject_head(r, b);
	while (reader_next(r, &row, &error) > 0)
		r->format->reject(r, b, &reject);
}

static void
rejects_of_rejects_lose_the_old_reason(void **state)
{
	static const char wanted[] = "A,B,reject:where,reject:column,"
	    "reject:reason\n1,\"2,0\",f.csv:7,B,\"number: \"\"x\"\", y\"\n";
	struct buf b = BUF_INIT(65536), again = BUF_INIT(65536);
	struct rows *r = open_text(&csv, SLICE("A,B\n1,\"2,0\""), false);

	(void)state;
	reject_all(r, &b);
	assert_string_equal(buf_text(&b), wanted);
	reader_close(r);
	r = open_text(&csv, buf_slice(&b), true);
	assert_int_equal(r->column_count, 5);
	reject_all(r, &again);
	assert_string_equal(buf_text(&again), wanted);
	reader_close(r);
	buf_release(&b);
	buf_release(&again);
}

static void
without_a_header_rejects_are_surplus_fields(void **state)
{
	static const char wanted[] = "1+|2+|f.csv:7+|B+|number: \"x\", y"
	    "&|\r\n";
	struct buf b = BUF_INIT(65536), again = BUF_INIT(65536);
	struct rows *r = open_text(&odd, SLICE("1+|2&|\r\n"), false);

	(void)state;
	reject_all(r, &b);
	assert_string_equal(buf_text(&b), wanted);
	reader_close(r);
	r = open_text(&odd, buf_slice(&b), true);
	assert_string_equal(dump(r, &again), "1:1|2\n");
	assert_int_equal(reader_rewind(r, &error), 0);
	reject_all(r, &again);
	assert_string_equal(buf_text(&again), wanted);
	reader_close(r);
	r = open_text(&odd, SLICE("1+|2+|3+|4+|5&|\r\n"), false);
	assert_non_null(strstr(dump(r, &again), "!fields: the row has 5"));
	reader_close(r);
	buf_release(&b);
	buf_release(&again);
}

static void
rejects_are_utf8_whatever_the_source_is(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct source s = csv;
	struct rows *r;

	(void)state;
	s.dialect.encoding = "ISO-8859-1";
	r = open_text(&s, SLICE("A\nM\xfcller\n"), false);
	assert_string_equal(dump(r, &b), "2:M\xc3\xbcller\n");
	assert_int_equal(reader_rewind(r, &error), 0);
	reject_all(r, &b);
	reader_close(r);
	assert_non_null(strstr(buf_text(&b), "M\xc3\xbcller,"));
	r = open_text(&s, buf_slice(&b), true);
	assert_non_null(strstr(dump(r, &b), "2:M\xc3\xbcller|"));
	reader_close(r);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_names_the_columns),
		cmocka_unit_test(a_header_without_a_needed_column_is_refused),
		cmocka_unit_test(reads_long_separators_and_row_ends),
		cmocka_unit_test(rejects_of_rejects_lose_the_old_reason),
		cmocka_unit_test(without_a_header_rejects_are_surplus_fields),
		cmocka_unit_test(rejects_are_utf8_whatever_the_source_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
