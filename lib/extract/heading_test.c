/* heading_test.c - tables in files for people, one after the other. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/heading.h"
#include "extract/reader.h"
#include "extract/source_read.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;
static struct source source;
static struct buf out;

/* A file of these bytes; its path is the caller's. */
static void
make_file(char *path, struct slice text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.at, text.len), (ssize_t)text.len);
	close(fd);
}

static void
read_source(const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error) < 0 ||
	    source_read(&source, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
}

/* "-" for a row that is skipped, else its fields; then the columns. */
static const char *
dump(struct rows *r)
{
	struct row row;
	size_t i;

	while (reader_next(r, &row, &error) > 0) {
		if (row.skip || row.empty) {
			buf_add_text(&out, "-\n");
			continue;
		}
		for (i = 0; i < r->column_count; i++) {
			buf_add_text(&out, i ? "|" : "");
			buf_add_slice(&out, row.fields[i]);
		}
		buf_printf(&out, "%s%s\n", row.wrong ? "!" : "",
		    row.wrong ? row.wrong : "");
	}
	if (error.kind)
		buf_printf(&out, "%s\n", strrchr(error.text, '/') + 1);
	return buf_text(&out);
}

/* The columns of the source over these bytes, then its rows. */
static const char *
rows_of(const char *yaml, struct slice text)
{
	char path[] = "/tmp/bomtools-heading-XXXXXX";
	struct rows *r;
	size_t i;

	buf_release(&out);
	buf_init(&out, 65536);
	read_source(yaml);
	make_file(path, text);
	if (reader_open(&r, &source, &(struct reader_file){path, false, NULL},
	    &error) < 0) {
		unlink(path);
		return strchr(error.text, ':');
	}
	unlink(path);
	for (i = 0; i < r->column_count; i++) {
		buf_add_text(&out, i ? "|" : "");
		buf_add_slice(&out, r->columns[i]);
	}
	buf_add_text(&out, "\n");
	dump(r);
	reader_close(r);
	return buf_text(&out);
}

static void
the_header_is_the_first_row_that_is_not_blank(void **state)
{
	(void)state;
	assert_string_equal(rows_of("s: {}\n", SLICE("\n,,\n\nA,B,C\n1,2,3\n"
	    "A,B,C\n, ,\n4,5,6\n")), "A|B|C\n-\n1|2|3\n-\n-\n4|5|6\n");
	assert_string_equal(rows_of("s: {}\n", SLICE(",,\n")),
	    ": is empty (expected a header)");
}

static void
the_header_is_a_row_of_this_number_blank_lines_counted(void **state)
{
	(void)state;
	assert_string_equal(rows_of("s: {header: 4}\n", SLICE("Report\n\n"
	    "\"by\nme\",x\nA,B\n1,2\n")), "A|B\n-\n-\n1|2\n");
}

static void
the_header_is_found_by_the_columns_that_are_asked_for(void **state)
{
	static const char yaml[] = "s: {header: find, columns: [Qty, Part]}\n";

	(void)state;
	assert_string_equal(rows_of(yaml, SLICE("Part list\nQty,x\n"
	    "part,Note,QTY.\nP,n,2\n")), "Part|Note|Qty\n-\n-\nP|n|2\n");
	assert_non_null(strstr(rows_of(yaml, SLICE("Part list\nQty,x\n1,2"
	    "\n")), ":2: the header has no column \"Part\"; it has \"Qty\", "
	    "\"x\""));
	assert_non_null(strstr(error.text, "no row of the first 1000 has all "
	    "columns that are asked for; the nearest: "));
}

static void
a_table_begins_below_its_title_and_ends_at_its_footer(void **state)
{
	static const struct slice file = SLICE_INIT("One:\nA,B\n1,2\n\nTwo: x"
	    "\nA,B\n\n3,4\nTotal,4\n5,6\n");

	(void)state;
	assert_string_equal(rows_of("s: {below: 'One:', footer: blank}\n",
	    file), "A|B\n-\n1|2\n-\n-\n-\n-\n-\n");
	assert_string_equal(rows_of("s: {below: 'Two:*', footer: "
	    "{A: [Sum, 'Tot*']}}\n", file),
	    "A|B\n-\n-\n-\n-\n3|4\n-\n-\n");
	assert_string_equal(rows_of("s: {below: Three}\n", file),
	    ": no row has \"Three\", below which the table is to begin");
}

static void
columns_have_spellings_and_positions(void **state)
{
	static const char yaml[] = "s: {columns: {Ref: [References, "
	    "'Ref Des'], Qty: 3, Q2: 3}}\n";

	(void)state;
	assert_string_equal(rows_of(yaml, SLICE("Ref,ref_des,\nx,R1,5\n")),
	    "|Ref|Qty|Q2\n|R1|5|5\n");
	assert_string_equal(rows_of(yaml, SLICE("Ref Des,References,Q,Z\n"
	    "a,b,c,d\n")), "Ref Des|Ref|Qty|Z|Q2\na|b|c|d|c\n");
	assert_string_equal(rows_of(yaml, SLICE("Ref-Des,Q\na,b\n")),
	    ":1: the header has no column \"Qty\"; it has \"Ref-Des\", "
	    "\"Q\"");
	assert_string_equal(rows_of(yaml, SLICE("Ref-Des,ref_des,Q\n")),
	    ":1: several columns of the header could be \"Ref\"");
}

static void
without_a_header_there_are_positions(void **state)
{
	(void)state;
	assert_string_equal(rows_of("s: {header: no, columns: {B: 2, C: 4}}\n",
	    SLICE("1,2,3,4\n5,6\n")),
	    "B|C\n2|4\n6|!fields: the row has 2 fields, not 4\n");
}

static void
short_rows_are_filled_up_where_the_profile_says_so(void **state)
{
	static const struct slice file = SLICE_INIT("A,B\n1\n2,3,\n4,5, ,6\n");

	(void)state;
	assert_string_equal(rows_of("s: {fields: fill}\n", file), "A|B\n1|\n"
	    "2|3\n4|5!fields: the row has 4 fields, not 2\n");
	assert_string_equal(rows_of("s: {}\n", file), "A|B\n1|!fields: the "
	    "row has 1 fields, not 2\n2|3!fields: the row has 3 fields, not "
	    "2\n4|5!fields: the row has 4 fields, not 2\n");
}

static void
what_is_there_instead_is_said(void **state)
{
	(void)state;
	assert_non_null(strstr(rows_of("s: {columns: [Qty]}\n",
	    SLICE("Part;\"Qty\"\n")), "; separator: \";\""));
	assert_non_null(strstr(rows_of("s: {columns: [Qty]}\n",
	    SLICE("Part\tQty\n")), "; separator: \"\\t\" (a tab)"));
	assert_non_null(strstr(rows_of("s: {columns: [Qtys]}\n",
	    SLICE("Part,Qty\n")), " (did you mean \"Qty\"?); it has \"Part\", "
	    "\"Qty\""));
}

/* Two files, made and read as one source. */
static const char *
rows_of_two(const char *yaml, struct slice first, struct slice second)
{
	char one[] = "/tmp/bomtools-one-XXXXXX";
	char two[] = "/tmp/bomtools-two-XXXXXX";
	const char *const paths[] = {one, two};
	const struct reader_files files = {.paths = paths, .count = 2};
	struct rows *r;

	buf_release(&out);
	buf_init(&out, 65536);
	read_source(yaml);
	make_file(one, first);
	make_file(two, second);
	if (reader_open_files(&r, &source, &files, &error) == 0) {
		dump(r);
		assert_string_equal(rows_name_of(r, 1), one);
		assert_string_equal(rows_name_of(r, 2), two);
		assert_int_equal(reader_rewind(r, &error), 0);
		dump(r);
		reader_close(r);
	} else {
		buf_add_text(&out, strchr(error.text, ':'));
	}
	unlink(one);
	unlink(two);
	return buf_text(&out);
}

static void
several_files_are_one_source(void **state)
{
	(void)state;
	assert_string_equal(rows_of_two("s: {columns: [Qty, Part]}\n",
	    SLICE("Part,Qty,Own\nP,1,x\n"), SLICE("qty,Other,part\n2,y,Q\n"
	    "Qty\n")), "P|1|\nQ|2|\n|Qty|!fields: the row has 1 fields, not "
	    "3\nP|1|\nQ|2|\n|Qty|!fields: the row has 1 fields, not 3\n");
	assert_string_equal(rows_of_two("s: {columns: [Qty]}\n",
	    SLICE("Part,Qty\nP,1\n"), SLICE("Part,Q\nR,2\n")),
	    ":1: the header has no column \"Qty\"; it has \"Part\", "
	    "\"Q\"");
	assert_string_equal(rows_of_two("s: {optional: Qty}\n",
	    SLICE("Part,Qty\nP,1\n"), SLICE("Part\nR\n")),
	    "P|1\nR|\nP|1\nR|\n");
}

static void
the_encoding_is_found_file_by_file(void **state)
{
	(void)state;
	assert_string_equal(rows_of_two("s: {}\n",
	    SLICE("\xff\xfe" "A\0\n\0\xb5\0\n\0"), SLICE("A\n\xc2\xb5\n")),
	    "\xc2\xb5\n\xc2\xb5\n\xc2\xb5\n\xc2\xb5\n");
	assert_non_null(strstr(rows_of("s: {encoding: utf-8}\n",
	    SLICE("A\n\xb5\n")), ":2:1: byte 0xb5 is not UTF-8 (is it the "
	    "right encoding of source \"s\"?)"));
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	buf_release(&out);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_is_the_first_row_that_is_not_blank),
		cmocka_unit_test(
		    the_header_is_a_row_of_this_number_blank_lines_counted),
		cmocka_unit_test(
		    the_header_is_found_by_the_columns_that_are_asked_for),
		cmocka_unit_test(
		    a_table_begins_below_its_title_and_ends_at_its_footer),
		cmocka_unit_test(columns_have_spellings_and_positions),
		cmocka_unit_test(without_a_header_there_are_positions),
		cmocka_unit_test(
		    short_rows_are_filled_up_where_the_profile_says_so),
		cmocka_unit_test(what_is_there_instead_is_said),
		cmocka_unit_test(several_files_are_one_source),
		cmocka_unit_test(the_encoding_is_found_file_by_file),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
