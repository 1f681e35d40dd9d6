/* csvin_test.c - rows as RFC 4180 has them, and as exports have them. */
#include "format/csvin.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#define SEMICOLON {";", NULL, NULL, 0}
#define TAB_PLAIN {"\t", NULL, NULL, CSVIN_NO_QUOTE}
#define BCP {"+|", "&|\n", NULL, CSVIN_NO_QUOTE}
#define APOSTROPHE {NULL, NULL, NULL, '\''}
#define LF_ONLY {NULL, "\n", NULL, 0}
#define CRLF_ONLY {NULL, "\r\n", NULL, 0}
#define BAR_END {NULL, "|\n", NULL, 0}
#define LATIN {NULL, NULL, "windows-1252", 0}

/* All rows as LINE<field><field>, then the error's text if there is one. */
static void
read_all(struct slice text, const struct csvin_dialect *d, struct buf *out)
{
	struct csvin in;
	struct csvin_row row;
	struct err e = ERR_INIT;
	size_t i;
	int got = -1;

	if (csvin_open_text(&in, "f.csv", text, d, &e) < 0)
		goto out;
	while ((got = csvin_next(&in, &row, &e)) > 0) {
		assert_true(row.count > 0);
		buf_printf(out, "%lu", row.line);
		for (i = 0; i < row.count; i++) {
			buf_add_byte(out, '<');
			buf_add_slice(out, row.fields[i]);
			buf_add_byte(out, '>');
		}
		buf_add_byte(out, ' ');
	}
out:
	if (got < 0)
		buf_add_text(out, e.text);
	csvin_close(&in);
}

struct sample {
	struct csvin_dialect dialect;
	struct slice text;
	struct slice rows;
};

static void
check(const struct sample *samples, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct buf out = BUF_INIT(1 << 20);

		read_all(samples[i].text, &samples[i].dialect, &out);
		if (!slice_equal(buf_slice(&out), samples[i].rows))
			fail_msg("sample %zu: %s", i, buf_text(&out));
		buf_release(&out);
	}
}
#define CHECK(samples) check(samples, COUNT_OF(samples))
#define S(literal) SLICE_INIT(literal)

static void
rows_are_read_as_rfc_4180_has_them(void **state)
{
	static const struct sample samples[] = {
	    {{0}, S(""), S("")},
	    {{0}, S("a,b\n1,2\n"), S("1<a><b> 2<1><2> ")},
	    {{0}, S("a,b\r\n1,2"), S("1<a><b> 2<1><2> ")},
	    {{0}, S("a,\n,\n"), S("1<a><> 2<><> ")},
	    {{0}, S("\"a\",\"b,c\"\n"), S("1<a><b,c> ")},
	    {{0}, S("\"a\"\"b\",\"\"\"\"\n"), S("1<a\"b><\"> ")},
	    {{0}, S("\"\"\nx"), S("1<> 2<x> ")},
	    {{0}, S("x,\"a\nb\r\nc\",y\nz\n"), S("1<x><a\nb\r\nc><y> 4<z> ")},
	    {{0}, S("\"a\n\"\n\"\nb\""), S("1<a\n> 3<\nb> ")},
	    {{0}, S("a,\"b\""), S("1<a><b> ")},
	    {{0}, S("a,\"b\","), S("1<a><b><> ")},
	    {{0}, S("\"a\",b,"), S("1<a><b><> ")},
	    {{0}, S("a\rb\r\"c\rd\"\r"), S("1<a> 2<b> 3<c\rd> ")},
	    {{0}, S("\n\na\n\r\n\n\"b\"\n\n"), S("3<a> 6<b> ")},
	    {SEMICOLON, S("a,b;c\n\"d;e\";f"), S("1<a,b><c> 2<d;e><f> ")},
	    {APOSTROPHE, S("'a,''b',\"c\n"), S("1<a,'b><\"c> ")},
	};

	(void)state;
	CHECK(samples);
}

static void
nothing_is_trimmed_and_nothing_lost(void **state)
{
	static const struct sample samples[] = {
	    {{0}, S(" a ,\tb\t, c"), S("1< a ><\tb\t>< c> ")},
	    {{0}, S(" a ,\" b \"\n"), S("1< a >< b > ")},
	    {{0}, S("   \n"), S("1<   > ")},
	    {{0}, S("a\0b,\"c\0d\"\n"), S("1<a\0b><c\0d> ")},
	    {{0}, S("\0\n"), S("1<\0> ")},
	    {{0}, S("\xef\xbb\xbf\"a\",b"), S("1<a><b> ")},
	    {{0}, S("5\" pipe,3\" \"x\"\n"), S("1<5\" pipe><3\" \"x\"> ")},
	    {{0}, S("36'37.8\"N,17.9\"W"), S("1<36'37.8\"N><17.9\"W> ")},
	    {{0}, S("a,5\",\"b,c\"\n"), S("1<a><5\"><b,c> ")},
	    {{0}, S("a, \"b\"\n"), S("1<a>< \"b\"> ")},
	};

	(void)state;
	CHECK(samples);
}

static void
without_quotes_a_quote_is_data_and_separators_may_be_long(void **state)
{
	static const struct sample samples[] = {
	    {TAB_PLAIN, S("\"a\t\"b\"\t5\"\n"), S("1<\"a><\"b\"><5\"> ")},
	    {TAB_PLAIN, S("\t\n\n\t"), S("1<><> 3<><> ")},
	    {BCP, S("1+|<x a=\"b\">\n</x>+|&|\n2+|+||&|\n"),
		S("1<1><<x a=\"b\">\n</x>><> 3<2><><|> ")},
	    {BCP, S("1+2+|3&|\n\n&|\n4"), S("1<1+2><3> 2<\n> 4<4> ")},
	};

	(void)state;
	CHECK(samples);
}

static void
a_row_end_of_its_own_leaves_line_ends_as_data(void **state)
{
	static const struct sample samples[] = {
	    {LF_ONLY, S("a\rb,\"c\r\nd\"\ne"), S("1<a\rb><c\r\nd> 3<e> ")},
	    {LF_ONLY, S("a\r\n"), S("1<a\r> ")},
	    {CRLF_ONLY, S("a\nb,\"c\r\nd\",\"e\rf\"\r\ng\r\n"),
		S("1<a\nb><c\r\nd><e\rf> 4<g> ")},
	    {BAR_END, S("a|b,\"c|\nd\"|\n\"e\"|\n"), S("1<a|b><c|\nd> 3<e> ")},
	};

	(void)state;
	CHECK(samples);
}

static void
what_cannot_be_read_for_sure_is_an_error_with_its_place(void **state)
{
	static const struct sample samples[] = {
	    {{0}, S("a\n\"b\nc\n"), S("1<a> f.csv:2: a quote is left open")},
	    {{0}, S("\"a\nb\",\"c\nd\n\n"), S("f.csv:2: a quote is left open")},
	    {{0}, S("\""), S("f.csv:1: a quote is left open")},
	    {{0}, S("x,\"a\"\""), S("f.csv:1: a quote is left open")},
	    {{0}, S("a\n\"\xc3\xa9\" ,b\n"),
		S("1<a> f.csv:2:4: text behind "
		  "a closing quote (a quote inside is written twice)")},
	    {{0}, S("\"a\nb\"c\""),
		S("f.csv:2:3: text behind "
		  "a closing quote (a quote inside is written twice)")},
	    {LF_ONLY, S("\"a\"\r\n"),
		S("f.csv:1:4: text behind "
		  "a closing quote (a quote inside is written twice)")},
	    {{0}, S("a\nb,\xe9\n"),
		S("1<a> f.csv:2:3: byte 0xe9 is not UTF-8")},
	    {LATIN, S("\xe9,\"\x80\"\n\"x\x81\""),
		S("1<\xc3\xa9>"
		  "<\xe2\x82\xac> f.csv:2:3: byte 0x81 is not windows-1252")},
	};

	(void)state;
	CHECK(samples);
}

static void
dialects_that_could_be_read_in_two_ways_are_refused(void **state)
{
	static const struct {
		struct csvin_dialect dialect;
		const char *words;
	} table[] = {
	    {{"", NULL, NULL, 0}, "separator is empty"},
	    {{",", "", NULL, 0}, "row end is empty"},
	    {{"+|", NULL, NULL, 0}, "separator \"+|\" is longer than a byte, "
				    "which works only without quotes"},
	    {{"\n", NULL, NULL, CSVIN_NO_QUOTE},
		"separator \"\\x0a\" and row end contain each other"},
	    {{"|", "&|", NULL, CSVIN_NO_QUOTE},
		"separator \"|\" and row end contain each other"},
	    {{"&|x", "&|", NULL, CSVIN_NO_QUOTE},
		"separator \"&|x\" and row end contain each other"},
	    {{",", NULL, NULL, ','},
		"quote is also the separator or in the row end"},
	    {{",", "\"\n", NULL, 0},
		"quote is also the separator or in the row end"},
	    {{",", NULL, NULL, '\r'},
		"quote is also the separator or in the row end"},
	    {{",", NULL, NULL, 200}, "quote is not an ASCII byte"},
	    {{",", NULL, "klingon", 0}, "encoding \"klingon\" is not known "
					"(iconv -l lists them)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct csvin in;
		struct err e = ERR_INIT;

		assert_int_equal(csvin_open_text(&in, "t", SLICE("a"),
				     &table[i].dialect, &e),
		    -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, table[i].words);
		csvin_close(&in);
	}
}

static void
raw_rows_and_their_ends_make_up_the_file(void **state)
{
	static const struct slice text =
	    S("a,\"b\r\nc\"\r\n"
	      "5\",\"\"\"\"\n\"\",\xc3\xa9\r\"x\ny\"\n\"last\",1");
	static const char *const raws[] = {
	    "a,\"b\r\nc\"",
	    "5\",\"\"\"\"",
	    "\"\",\xc3\xa9",
	    "\"x\ny\"",
	    "\"last\",1",
	};
	struct csvin in;
	struct csvin_row row;
	struct buf whole = BUF_INIT(1000);
	struct err e = ERR_INIT;
	size_t i = 0;

	(void)state;
	assert_int_equal(csvin_open_text(&in, "t", text, NULL, &e), 0);
	while (csvin_next(&in, &row, &e) > 0) {
		assert_true(slice_is(row.raw, raws[i++]));
		buf_add_slice(&whole, row.raw);
		buf_add_slice(&whole, row.end);
	}
	assert_int_equal(i, COUNT_OF(raws));
	assert_true(slice_equal(buf_slice(&whole), text));
	csvin_close(&in);
	buf_release(&whole);
}

/* `pad` bytes, then rows across the border of two blocks. */
static void
rows_do_not_notice_the_borders_of_blocks(void **state)
{
	static const char tail[] =
	    "\"a\"\"b\r\nc\",\xe2\x82\xac,5\"\r\n\"d\"\n";
	char *text = mem_zero(66000);
	size_t pad;

	(void)state;
	for (pad = 65500; pad < 65540; pad++) {
		struct csvin in;
		struct csvin_row row;
		struct err e = ERR_INIT;

		memset(text, 'x', pad);
		text[pad - 1] = ',';
		memcpy(text + pad, tail, sizeof(tail) - 1);
		assert_int_equal(
		    csvin_open_text(&in, "t",
			slice_from(text, pad + sizeof(tail) - 1), NULL, &e),
		    0);
		assert_int_equal(csvin_next(&in, &row, &e), 1);
		assert_int_equal(row.count, 4);
		assert_int_equal(row.fields[0].len, pad - 1);
		assert_true(slice_is(row.fields[1], "a\"b\r\nc"));
		assert_true(slice_is(row.fields[2], "\xe2\x82\xac"));
		assert_true(slice_is(row.fields[3], "5\""));
		assert_int_equal(csvin_next(&in, &row, &e), 1);
		assert_int_equal(row.line, 3);
		assert_true(slice_is(row.fields[0], "d"));
		assert_int_equal(csvin_next(&in, &row, &e), 0);
		csvin_close(&in);
	}
	mem_free(text);
}

/* Reads the one row of `count` fields made of `field` with commas. */
static int
columns_read(size_t count, const char *field, struct err *e)
{
	struct buf text = BUF_INIT(1 << 20);
	struct csvin in;
	struct csvin_row row;
	size_t i;
	int got;

	buf_add_text(&text, field);
	for (i = 1; i < count; i++)
		buf_printf(&text, ",%s", field);
	assert_int_equal(
	    csvin_open_text(&in, "t", buf_slice(&text), NULL, e), 0);
	got = csvin_next(&in, &row, e);
	if (got > 0)
		assert_int_equal(row.count, count);
	csvin_close(&in);
	buf_release(&text);
	return got;
}

/* Rows that can be cut and rows that cannot, across several blocks. */
static void
each_way_gives_the_same_rows(void **state)
{
	static const char *const rows[] = {
	    "one,2,three\n", "\"a,b\",c,\"\"\r\n", "\"a \"\"b\"\"\",c\n",
	    "5\" pipe,l\xc3\xa4nge\r", "\"over\nlines\",x\n", "\n", ",,\r\n",
	};
	struct buf text = BUF_INIT(4 << 20);
	struct csvin in[2];
	struct csvin_row row[2];
	struct err e = ERR_INIT;
	size_t i = 0, k, n = 1;
	int got;

	(void)state;
	for (; text.len < 400000; i++, n = n * 69069 + 5)
		buf_add_text(&text, rows[n >> 16 & 0xffff ?
		    (n >> 16) % COUNT_OF(rows) : 0]);
	for (k = 0; k < 2; k++)
		assert_int_equal(csvin_open_text(&in[k], "t",
		    buf_slice(&text), NULL, &e), 0);
	in[1].short_rows = false;
	do {
		got = csvin_next(&in[0], &row[0], &e);
		assert_int_equal(csvin_next(&in[1], &row[1], &e), got);
		if (got <= 0)
			break;
		assert_int_equal(row[0].line, row[1].line);
		assert_int_equal(row[0].count, row[1].count);
		assert_true(slice_equal(row[0].raw, row[1].raw));
		assert_true(slice_equal(row[0].end, row[1].end));
		for (i = 0; i < row[0].count; i++)
			assert_true(slice_equal(row[0].fields[i],
			    row[1].fields[i]));
	} while (got > 0);
	assert_int_equal(got, 0);
	csvin_close(&in[0]);
	csvin_close(&in[1]);
	buf_release(&text);
}

static void
columns_have_a_ceiling(void **state)
{
	static const char *const fields[] = {"", "x", "\"q\""};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(fields); i++) {
		assert_int_equal(
		    columns_read(CSVIN_COLUMNS_MOST, fields[i], &e), 1);
		assert_int_equal(
		    columns_read(CSVIN_COLUMNS_MOST + 1, fields[i], &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_string_equal(e.text, "t:1: more than 4096 columns");
		err_clear(&e);
	}
}

/* One row of a field of `len` bytes, in quotes or not. */
static int
field_read(size_t len, bool quoted, struct err *e)
{
	char *text = mem_zero(len + 2);
	struct csvin in;
	struct csvin_row row;
	int got;

	memset(text, 'x', len + 2);
	if (quoted)
		text[0] = text[len + 1] = '"';
	assert_int_equal(csvin_open_text(&in, "t",
			     slice_from(text, quoted ? len + 2 : len), NULL, e),
	    0);
	got = csvin_next(&in, &row, e);
	if (got > 0)
		assert_int_equal(row.fields[0].len, len);
	csvin_close(&in);
	mem_free(text);
	return got;
}

static void
fields_have_a_ceiling(void **state)
{
	struct err e = ERR_INIT;
	int quoted;

	(void)state;
	for (quoted = 0; quoted < 2; quoted++) {
		assert_int_equal(field_read(CSVIN_FIELD_MOST, quoted, &e), 1);
		assert_int_equal(
		    field_read(CSVIN_FIELD_MOST + 1, quoted, &e), -1);
		assert_string_equal(e.text, "t:1: a field is over 16 MiB");
		err_clear(&e);
	}
}

static void
memory_does_not_grow_with_the_file(void **state)
{
	static const char row_text[] = "P-100,\"Bracket, left\",2.5\r\n";
	struct buf text = BUF_INIT(8 << 20);
	struct csvin in;
	struct csvin_row row;
	struct err e = ERR_INIT;
	size_t n = 0;

	(void)state;
	while (text.len < 4 << 20)
		buf_add_text(&text, row_text);
	assert_int_equal(
	    csvin_open_text(&in, "t", buf_slice(&text), NULL, &e), 0);
	while (csvin_next(&in, &row, &e) > 0)
		n++;
	assert_int_equal(n, text.len / (sizeof(row_text) - 1));
	assert_true(in.in.size <= 256 << 10);
	assert_true(in.unquoted.size <= 1 << 10);
	csvin_close(&in);
	buf_release(&text);
}

static void
an_error_of_the_caller_names_the_row(void **state)
{
	struct csvin in;
	struct csvin_row row;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(
	    csvin_open_text(&in, "t.csv", SLICE("\n\na,b"), NULL, &e), 0);
	assert_int_equal(csvin_next(&in, &row, &e), 1);
	assert_int_equal(
	    csvin_error(&in, &row, &e, "no \"%s\" here", "qty"), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "t.csv:3: no \"qty\" here");
	csvin_close(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_read_as_rfc_4180_has_them),
	    cmocka_unit_test(nothing_is_trimmed_and_nothing_lost),
	    cmocka_unit_test(
		without_quotes_a_quote_is_data_and_separators_may_be_long),
	    cmocka_unit_test(a_row_end_of_its_own_leaves_line_ends_as_data),
	    cmocka_unit_test(
		what_cannot_be_read_for_sure_is_an_error_with_its_place),
	    cmocka_unit_test(
		dialects_that_could_be_read_in_two_ways_are_refused),
	    cmocka_unit_test(raw_rows_and_their_ends_make_up_the_file),
	    cmocka_unit_test(rows_do_not_notice_the_borders_of_blocks),
	    cmocka_unit_test(each_way_gives_the_same_rows),
	    cmocka_unit_test(columns_have_a_ceiling),
	    cmocka_unit_test(fields_have_a_ceiling),
	    cmocka_unit_test(memory_does_not_grow_with_the_file),
	    cmocka_unit_test(an_error_of_the_caller_names_the_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
