/* textin_test.c - lines with any end, in any encoding, kept together. */
#include "format/textin.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#define BLOCK 65536

/* Renders lines as NUMBER:TEXT(END) with the end's control bytes named. */
static void
render(struct buf *out, const struct textin_line *line)
{
	size_t i;

	buf_printf(out, "%lu:", line->number);
	buf_add_slice(out, line->text);
	for (i = 0; i < line->end.len; i++) {
		char c = line->end.at[i];

		if (c == '\n' || c == '\r')
			buf_add_byte(out, c == '\n' ? '$' : '^');
		else
			buf_add_byte(out, c);
	}
	buf_add_byte(out, ' ');
}

static void
lines_end_as_named_or_in_any_way(void **state)
{
	static const struct {
		const char *end;
		struct slice text;
		const char *lines;
	} table[] = {
	    {NULL, SLICE_INIT(""), ""},
	    {NULL, SLICE_INIT("a"), "1:a "},
	    {NULL, SLICE_INIT("a\nb"), "1:a$ 2:b "},
	    {NULL, SLICE_INIT("a\r\nb\r\n"), "1:a^$ 2:b^$ "},
	    {NULL, SLICE_INIT("a\rb\r"), "1:a^ 2:b^ "},
	    {NULL, SLICE_INIT("a\n\rb\r\r\n"), "1:a$ 2:^ 3:b^ 4:^$ "},
	    {NULL, SLICE_INIT("\n\n"), "1:$ 2:$ "},
	    {"\n", SLICE_INIT("a\rb\nc"), "1:a\rb$ 2:c "},
	    {"\r", SLICE_INIT("a\rb"), "1:a^ 2:b "},
	    {"\r\n", SLICE_INIT("a\nb\rc\r\nd"), "1:a\nb\rc^$ 3:d "},
	    {"&|\n", SLICE_INIT("a\nb&|\nc&|"), "1:a\nb&|$ 3:c&| "},
	    {"aab", SLICE_INIT("xaaabaab"), "1:xaaab 1:aab "},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct textin in;
		struct textin_line line;
		struct textin_how how = {NULL, table[i].end};
		struct buf out = BUF_INIT(1000);
		struct err e = ERR_INIT;
		int got;

		assert_int_equal(
		    textin_open_text(&in, "t", table[i].text, how, &e), 0);
		while ((got = textin_next(&in, &line, &e)) > 0)
			render(&out, &line);
		assert_int_equal(got, 0);
		assert_string_equal(buf_text(&out), table[i].lines);
		textin_close(&in);
		buf_release(&out);
	}
}

/* Line ends and characters across the border of two blocks. */
static void
borders_of_blocks_do_not_show(void **state)
{
	static const char tail[] = "\xe2\x82\xac\r\n\r\xc3\xa9&|\n&&|\nz";
	static const char *const ends[] = {NULL, "\n", "&|\n", "\r\n"};
	char *text = mem_zero(BLOCK + 64);
	size_t pad, i;

	(void)state;
	memset(text, 'x', BLOCK + 64);
	for (i = 0; i < COUNT_OF(ends); i++) {
		struct buf first = BUF_INIT(1000);

		for (pad = BLOCK - 24; pad < BLOCK + 4; pad++) {
			struct textin_how how = {NULL, ends[i]};
			struct textin in;
			struct textin_line line;
			struct buf out = BUF_INIT(1 << 20), *to = &out;
			struct err e = ERR_INIT;
			int got;

			memcpy(text + pad, tail, sizeof(tail) - 1);
			assert_int_equal(
			    textin_open_text(&in, "t",
				slice_from(text, pad + sizeof(tail) - 1), how,
				&e),
			    0);
			while ((got = textin_next(&in, &line, &e)) > 0) {
				if (line.text.len >= pad) {
					line.text.at += pad;
					line.text.len -= pad;
				}
				render(to, &line);
			}
			assert_int_equal(got, 0);
			if (!first.len)
				buf_add_slice(&first, buf_slice(&out));
			assert_string_equal(buf_text(&out), buf_text(&first));
			textin_close(&in);
			buf_release(&out);
			memset(text + pad, 'x', sizeof(tail));
		}
		buf_release(&first);
	}
	mem_free(text);
}

/* A reader that looks for line ends in the window gets the same lines. */
static void
a_window_shows_what_is_at_hand(void **state)
{
	struct textin in;
	struct textin_line line;
	struct textin_how how = {NULL, NULL};
	struct err e = ERR_INIT;
	struct slice window;
	const char *end;

	(void)state;
	assert_int_equal(textin_open_text(&in, "t",
	    SLICE("\xef\xbb\xbf" "one\ntwo\r\nthree"), how, &e), 0);
	assert_int_equal(textin_window(&in).len, 0);
	assert_int_equal(textin_next(&in, &line, &e), 1);
	assert_true(slice_is(line.text, "one"));
	textin_begin(&in);
	window = textin_window(&in);
	assert_true(slice_begins(window, SLICE("two\r\n")));
	end = memchr(window.at, '\r', window.len);
	line = textin_take(&in, (size_t)(end - window.at), 2);
	assert_true(slice_is(line.text, "two"));
	assert_true(slice_is(line.end, "\r\n"));
	assert_int_equal(line.number, 2);
	assert_true(slice_is(textin_kept(&in), "two\r\n"));
	assert_int_equal(textin_next(&in, &line, &e), 1);
	assert_true(slice_is(line.text, "three"));
	assert_int_equal(line.number, 3);
	assert_int_equal(textin_next(&in, &line, &e), 0);
	textin_close(&in);
}

static void
kept_lines_stay_together(void **state)
{
	struct textin in;
	struct textin_line line;
	struct textin_how how = {NULL, NULL};
	struct err e = ERR_INIT;
	size_t i, len = 4 * BLOCK;
	char *text = mem_zero(len);

	(void)state;
	for (i = 0; i < len; i++)
		text[i] = i % 100 == 99 ? '\n' : (char)('a' + i / 100 % 26);
	assert_int_equal(
	    textin_open_text(&in, "t", slice_from(text, len), how, &e), 0);
	for (i = 0; i < 10; i++)
		assert_int_equal(textin_next(&in, &line, &e), 1);
	textin_begin(&in);
	for (i = 0; i < 1500; i++)
		assert_int_equal(textin_next(&in, &line, &e), 1);
	assert_true(
	    slice_equal(textin_kept(&in), slice_from(text + 1000, 150000)));
	textin_begin(&in);
	assert_int_equal(textin_kept(&in).len, 0);
	textin_close(&in);
	mem_free(text);
}

static void
bad_bytes_are_named_behind_the_lines_before_them(void **state)
{
	static const struct {
		const char *encoding;
		struct slice text;
		int lines;
		const char *words;
	} table[] = {
	    {NULL, SLICE_INIT("a\n\xc3\xa9x\xe9y\n"), 1,
		"f.csv:2:3: byte 0xe9 is not UTF-8"},
	    {NULL, SLICE_INIT("a\xc3"), 0,
		"f.csv:1:2: byte 0xc3 is not UTF-8 (the file ends inside a "
		"character)"},
	    {NULL,
		SLICE_INIT("\xff\xfe"
			   "a\0"),
		0,
		"f.csv:1:1: byte 0xff is not UTF-8 (the file begins as "
		"UTF-16 does)"},
	    {"windows-1252", SLICE_INIT("\x80\r\n\x80\x81"), 1,
		"f.csv:2:2: byte 0x81 is not windows-1252"},
	    {"UTF-16LE", SLICE_INIT("a\0b"), 0,
		"f.csv:1:2: byte 0x62 is not UTF-16LE (the file ends inside "
		"a character)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct textin in;
		struct textin_line line;
		struct textin_how how = {table[i].encoding, NULL};
		struct err e = ERR_INIT;
		int got, n = 0;

		assert_int_equal(
		    textin_open_text(&in, "f.csv", table[i].text, how, &e), 0);
		while ((got = textin_next(&in, &line, &e)) > 0)
			n++;
		assert_int_equal(got, -1);
		assert_int_equal(n, table[i].lines);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_string_equal(e.text, table[i].words);
		textin_close(&in);
	}
}

static void
the_byte_order_mark_is_skipped_once(void **state)
{
	static const struct {
		const char *encoding;
		struct slice text;
		struct slice line;
	} table[] = {
	    {NULL,
		SLICE_INIT("\xef\xbb\xbf"
			   "a"),
		SLICE_INIT("a")},
	    {NULL,
		SLICE_INIT("\xef\xbb\xbf\xef\xbb\xbf"
			   "a"),
		SLICE_INIT("\xef\xbb\xbf"
			   "a")},
	    {"UTF-16LE",
		SLICE_INIT("\xff\xfe"
			   "a\0"),
		SLICE_INIT("a")},
	    {"UTF-16", SLICE_INIT("\xfe\xff\0a"), SLICE_INIT("a")},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct textin in;
		struct textin_line line;
		struct textin_how how = {table[i].encoding, NULL};
		struct err e = ERR_INIT;

		assert_int_equal(
		    textin_open_text(&in, "t", table[i].text, how, &e), 0);
		assert_int_equal(textin_next(&in, &line, &e), 1);
		assert_true(slice_equal(line.text, table[i].line));
		textin_close(&in);
	}
}

static void
what_does_not_end_is_refused_at_the_ceiling(void **state)
{
	size_t len = TEXTIN_MOST + 3 * BLOCK;
	char *text = mem_zero(len);
	struct textin in;
	struct textin_line line;
	struct textin_how how = {NULL, "#"};
	struct err e = ERR_INIT;

	(void)state;
	memset(text, 'x', len);
	assert_int_equal(
	    textin_open_text(&in, "t", slice_from(text, len), how, &e), 0);
	assert_int_equal(textin_next(&in, &line, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(
	    e.text, "t:1: over 64 MiB without an end (a quote left open?)");
	textin_close(&in);
	mem_free(text);
}

static void
a_file_that_is_not_there_is_the_commands_fault(void **state)
{
	struct textin in;
	struct textin_how how = {NULL, NULL};
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(textin_open(&in, "lib/no/such.csv", how, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	textin_close(&in);
}

static void
gzipped_files_are_read_as_they_are(void **state)
{
	char folder[] = "textin-test-XXXXXX", path[64];
	struct zio_out out = ZIO_OUT_INIT;
	struct textin in;
	struct textin_line line;
	struct textin_how how = {"UTF-16LE", NULL};
	struct err e = ERR_INIT;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/t.csv.gz", folder);
	assert_int_equal(zio_out_open(&out, path, false, &e), 0);
	assert_int_equal(zio_out_add(&out, "\xac\x20\n\0b\0", 6, &e), 0);
	assert_int_equal(zio_out_publish(&out, &e), 0);
	assert_int_equal(textin_open(&in, path, how, &e), 0);
	assert_int_equal(textin_next(&in, &line, &e), 1);
	assert_true(slice_is(line.text, "\xe2\x82\xac"));
	assert_int_equal(textin_next(&in, &line, &e), 1);
	assert_true(slice_is(line.text, "b"));
	assert_int_equal(textin_next(&in, &line, &e), 0);
	textin_close(&in);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_end_as_named_or_in_any_way),
	    cmocka_unit_test(borders_of_blocks_do_not_show),
	    cmocka_unit_test(a_window_shows_what_is_at_hand),
	    cmocka_unit_test(kept_lines_stay_together),
	    cmocka_unit_test(bad_bytes_are_named_behind_the_lines_before_them),
	    cmocka_unit_test(the_byte_order_mark_is_skipped_once),
	    cmocka_unit_test(what_does_not_end_is_refused_at_the_ceiling),
	    cmocka_unit_test(gzipped_files_are_read_as_they_are),
	    cmocka_unit_test(a_file_that_is_not_there_is_the_commands_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
