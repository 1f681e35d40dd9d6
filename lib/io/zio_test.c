/* zio_test.c - lines and bytes, plain and gzipped, whole and cut. */
#include "io/zio.h"

#include "base/fault.h"

#include <setjmp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/zio_test.XXXXXX";

static int
folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
folder_remove(void **state)
{
	(void)state;
	unlink("a");
	unlink("b");
	unlink("a.gz");
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void
put(const char *path, const char *at, size_t len, bool gzip)
{
	struct zio_out out;
	struct err e = ERR_INIT;

	assert_int_equal(zio_out_open(&out, path, gzip, &e), 0);
	assert_int_equal(zio_out_add(&out, at, len, &e), 0);
	assert_int_equal(zio_out_publish(&out, &e), 0);
}

static void
load(struct buf *b, const char *path)
{
	struct err e = ERR_INIT;

	assert_int_equal(file_load(b, path, 1 << 28, &e), 0);
}

/* All lines of "a", each with a bar behind it, until 0 or -1. */
static int
lines_of(struct zio_in *in, struct buf *b, struct err *e)
{
	struct slice line;
	int got;

	while ((got = zio_in_line(in, &line, e)) > 0) {
		buf_add_slice(b, line);
		buf_add_byte(b, '|');
	}
	return got;
}

static void
gives_lines_as_they_are_ended(void **state)
{
	static const struct {
		struct slice text, lines;
		unsigned long count;
		bool ended;
	} cases[] = {
	    {SLICE_INIT(""), SLICE_INIT(""), 0, false},
	    {SLICE_INIT("\n"), SLICE_INIT("|"), 1, true},
	    {SLICE_INIT("a\nb\n"), SLICE_INIT("a|b|"), 2, true},
	    {SLICE_INIT("a\n\nb"), SLICE_INIT("a||b|"), 3, false},
	    {SLICE_INIT("x\r\n\0y\n"), SLICE_INIT("x\r|\0y|"), 2, true},
	    {SLICE_INIT("\x1f"), SLICE_INIT("\x1f|"), 1, false},
	    {SLICE_INIT("\x1f\x8b\x07"), SLICE_INIT("\x1f\x8b\x07|"), 1, false},
	};
	size_t i;
	int gzip;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		for (gzip = 0; gzip < 2; gzip++) {
			struct zio_in in;
			struct buf b = BUF_INIT(1000);
			struct err e = ERR_INIT;

			put("a", cases[i].text.at, cases[i].text.len, gzip);
			assert_int_equal(zio_in_open(&in, "a", &e), 0);
			assert_int_equal(lines_of(&in, &b, &e), 0);
			assert_true(slice_equal(buf_slice(&b), cases[i].lines));
			assert_int_equal(in.line, cases[i].count);
			assert_int_equal(in.bytes, cases[i].text.len);
			assert_int_equal(in.last_was_ended, cases[i].ended);
			assert_int_equal(in.gzip != NULL, gzip);
			assert_int_equal(lines_of(&in, &b, &e), 0);
			zio_in_close(&in);
			buf_release(&b);
		}
	}
}

/* Lines of growing length, 1 MiB the longest; text that packs badly. */
static struct buf
long_text(void)
{
	struct buf b = BUF_INIT(1 << 24);
	size_t len, i;
	uint32_t seed = 1;

	for (len = 1; len <= 1 << 20; len *= 2) {
		for (i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_add_byte(&b, (char)(' ' + (seed >> 24) % 90));
		}
		buf_add_byte(&b, '\n');
	}
	return b;
}

static void
gives_lines_longer_than_its_buffer(void **state)
{
	struct buf text = long_text();
	int gzip;

	(void)state;
	for (gzip = 0; gzip < 2; gzip++) {
		struct zio_in in;
		struct slice line;
		struct err e = ERR_INIT;
		size_t at = 0;

		put("a", text.at, text.len, gzip);
		assert_int_equal(zio_in_open(&in, "a", &e), 0);
		while (zio_in_line(&in, &line, &e) > 0) {
			assert_int_equal(line.len, 1ul << (in.line - 1));
			assert_memory_equal(line.at, text.at + at, line.len);
			at += line.len + 1;
		}
		assert_int_equal(e.kind, ERR_NONE);
		assert_int_equal(at, text.len);
		zio_in_close(&in);
	}
	buf_release(&text);
}

static void
refuses_a_line_over_the_ceiling_and_takes_one_at_it(void **state)
{
	char *text = mem_grow(NULL, ZIO_LINE_MOST + 4, 1);
	int over, ended;

	(void)state;
	memset(text, 'x', ZIO_LINE_MOST + 4);
	memcpy(text, "1\n", 2);
	for (over = 0; over < 2; over++) {
		for (ended = 0; ended < 2; ended++) {
			size_t len = 2 + ZIO_LINE_MOST + (size_t)over;
			struct zio_in in;
			struct slice line;
			struct err e = ERR_INIT;

			text[len] = 'x';
			if (ended)
				text[len] = '\n';
			put("a", text, len + (size_t)ended, false);
			text[len] = 'x';
			assert_int_equal(zio_in_open(&in, "a", &e), 0);
			assert_int_equal(zio_in_line(&in, &line, &e), 1);
			assert_int_equal(
			    zio_in_line(&in, &line, &e), over ? -1 : 1);
			if (over)
				assert_string_equal(
				    e.text, "a:2: line is over 16 MiB");
			else
				assert_int_equal(line.len, ZIO_LINE_MOST);
			assert_int_equal(e.kind, over ? ERR_INPUT : ERR_NONE);
			zio_in_close(&in);
		}
	}
	mem_free(text);
}

static void
reads_bytes_and_lines_in_turn(void **state)
{
	int gzip;

	(void)state;
	for (gzip = 0; gzip < 2; gzip++) {
		struct zio_in in;
		struct slice line;
		struct err e = ERR_INIT;
		char some[8];

		put("a", "one\ntwo\nthree", 13, gzip);
		assert_int_equal(zio_in_open(&in, "a", &e), 0);
		assert_int_equal(zio_in_read(&in, some, 2, &e), 2);
		assert_memory_equal(some, "on", 2);
		assert_int_equal(zio_in_line(&in, &line, &e), 1);
		assert_true(slice_is(line, "e"));
		assert_int_equal(zio_in_line(&in, &line, &e), 1);
		assert_true(slice_is(line, "two"));
		assert_int_equal(zio_in_read(&in, some, 8, &e), 5);
		assert_memory_equal(some, "three", 5);
		assert_int_equal(zio_in_read(&in, some, 8, &e), 0);
		assert_int_equal(in.bytes, 13);
		zio_in_close(&in);
	}
}

static void
packs_the_same_bytes_each_time_by_name_or_on_request(void **state)
{
	struct buf one = BUF_INIT(1 << 20), two = BUF_INIT(1 << 20);
	static const char header[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";

	(void)state;
	put("a.gz", "text\n", 5, false);
	put("a", "text\n", 5, true);
	load(&one, "a.gz");
	load(&two, "a");
	assert_true(slice_equal(buf_slice(&one), buf_slice(&two)));
	assert_true(one.len > 10);
	assert_memory_equal(one.at, header, 10);
	buf_release(&one);
	buf_release(&two);
}

/*
 * The pieces, packed one member each, with `tail` behind them; the result is
 * read from a file.
 */
static int
read_members(struct slice tail, struct buf *lines, struct err *e)
{
	struct buf packed = BUF_INIT(1 << 20);
	struct zio_in in;
	int got;

	put("a", "one\ntw", 6, true);
	load(&packed, "a");
	put("a", "", 0, true);
	load(&packed, "a");
	put("a", "o\nthree\n", 8, true);
	load(&packed, "a");
	buf_add_slice(&packed, tail);
	put("a", packed.at, packed.len, false);
	buf_release(&packed);
	assert_int_equal(zio_in_open(&in, "a", e), 0);
	got = lines_of(&in, lines, e);
	zio_in_close(&in);
	return got;
}

static void
reads_several_members_as_one_and_knows_their_end(void **state)
{
	static const struct {
		struct slice tail;
		const char *text;
	} cases[] = {
	    {SLICE_INIT(""), ""},
	    {SLICE_INIT("\0"), ""},
	    {SLICE_INIT("\0\0\0\0\0\0\0\0"), ""},
	    {SLICE_INIT("x"), "a: damaged gzip data: garbage behind its end"},
	    {SLICE_INIT("\0\0x"),
		"a: damaged gzip data: garbage behind its end"},
	    {SLICE_INIT("\0\x1f\x8b"),
		"a: damaged gzip data: garbage behind its end"},
	    {SLICE_INIT("\x1fxyz"),
		"a: damaged gzip data: incorrect header check"},
	    {SLICE_INIT("\x1f"), "a: gzip data is cut short"},
	    {SLICE_INIT("\x1f\x8b\x08"), "a: gzip data is cut short"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf lines = BUF_INIT(1000);
		struct err e = ERR_INIT;

		assert_int_equal(read_members(cases[i].tail, &lines, &e),
		    *cases[i].text ? -1 : 0);
		assert_string_equal(buf_text(&lines), "one|two|three|");
		assert_string_equal(e.text, cases[i].text);
		assert_int_equal(e.kind, *cases[i].text ? ERR_INPUT : ERR_NONE);
		buf_release(&lines);
	}
}

static void
finds_each_place_where_gzip_is_cut_or_damaged(void **state)
{
	static const char text[] = "some text, some more text, some\n";
	struct buf packed = BUF_INIT(1000);
	size_t i;

	(void)state;
	put("a", text, sizeof(text) - 1, true);
	load(&packed, "a");
	for (i = 2; i < packed.len * 2; i++) {
		bool cut = i < packed.len;
		size_t at = i - packed.len;
		struct zio_in in;
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;

		/* bytes 0 and 1 make it gzip, 3 to 9 are not checked */
		if (!cut && at < 10)
			continue;
		if (!cut)
			packed.at[at] ^= 0x10;
		put("a", packed.at, cut ? i : packed.len, false);
		if (!cut)
			packed.at[at] ^= 0x10;
		assert_int_equal(zio_in_open(&in, "a", &e), 0);
		assert_int_equal(lines_of(&in, &b, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		if (cut)
			assert_string_equal(
			    e.text, "a: gzip data is cut short");
		zio_in_close(&in);
		buf_release(&b);
	}
	buf_release(&packed);
}

/* Writes the bytes into FIFO "b", one by one at first. */
static pid_t
feed(struct slice bytes)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct file_out out;
		struct err e = ERR_INIT;
		size_t i;

		if (file_out_open(&out, "b", &e) < 0)
			_exit(1);
		for (i = 0; i < bytes.len; i++) {
			if (file_out_add(&out, bytes.at + i, 1, &e) < 0)
				_exit(2);
			if (i < 4 && file_out_flush(&out, &e) < 0)
				_exit(3);
			if (i < 4)
				usleep(5000);
		}
		_exit(file_out_publish(&out, &e) < 0);
	}
	return pid;
}

static void
reads_gzip_from_a_pipe_and_asks_to_try_again_when_cut(void **state)
{
	struct buf packed = BUF_INIT(1000);
	size_t cut;
	int status;

	(void)state;
	put("a", "line\nline\n", 10, true);
	load(&packed, "a");
	assert_int_equal(mkfifo("b", 0600), 0);
	for (cut = 0; cut < 2; cut++) {
		pid_t pid = feed(slice_from(packed.at, packed.len - cut));
		struct zio_in in;
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;

		assert_int_equal(zio_in_open(&in, "b", &e), 0);
		assert_int_equal(lines_of(&in, &b, &e), cut ? -1 : 0);
		assert_string_equal(buf_text(&b), "line|line|");
		assert_int_equal(e.kind, cut ? ERR_AGAIN : ERR_NONE);
		zio_in_close(&in);
		buf_release(&b);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
	buf_release(&packed);
	unlink("b");
}

static void
publishes_all_of_a_group_or_none(void **state)
{
	struct zio_out one, two, closed = ZIO_OUT_INIT;
	struct zio_out *group[] = {&one, &closed, &two};
	struct buf b = BUF_INIT(1000);
	struct zio_in in;
	struct err e = ERR_INIT;
	int fails;

	(void)state;
	for (fails = 1; fails >= 0; fails--) {
		err_clear(&e);
		unlink("a.gz");
		unlink("b");
		assert_int_equal(zio_out_open(&one, "a.gz", false, &e), 0);
		assert_int_equal(zio_out_open(&two, "b", false, &e), 0);
		assert_int_equal(zio_out_add(&one, "1\n", 2, &e), 0);
		assert_int_equal(zio_out_add(&two, "2\n", 2, &e), 0);
		setenv("BOM_FAULT", fails ? "file.write:2" : "", 1);
		fault_init();
		assert_int_equal(zio_out_publish_all(group, 3, &e), -fails);
		assert_int_equal(access("a.gz", F_OK), -fails);
		assert_int_equal(access("b", F_OK), -fails);
	}
	assert_int_equal(zio_in_open(&in, "a.gz", &e), 0);
	assert_int_equal(lines_of(&in, &b, &e), 0);
	assert_string_equal(buf_text(&b), "1|");
	zio_in_close(&in);
	buf_release(&b);
	zio_out_abandon(&closed);
}

static void
says_which_input_failed(void **state)
{
	struct zio_in in;
	struct slice line;
	struct err e = ERR_INIT, f = ERR_INIT;

	(void)state;
	assert_int_equal(zio_in_open(&in, "none", &e), -1);
	assert_string_equal(e.text, "none: No such file or directory");
	put("a", "x\n", 2, false);
	assert_int_equal(zio_in_open(&in, "a", &f), 0);
	setenv("BOM_FAULT", "file.read", 1);
	fault_init();
	assert_int_equal(zio_in_line(&in, &line, &f), -1);
	assert_string_equal(f.text, "a: Input/output error");
	setenv("BOM_FAULT", "", 1);
	fault_init();
	zio_in_close(&in);
}

static void
packs_a_text_in_memory_as_in_a_file(void **state)
{
	struct buf b = BUF_INIT(200000), packed = BUF_INIT(200000);
	struct buf small = BUF_INIT(10);
	struct zio_in in = ZIO_IN_INIT;
	struct err e = ERR_INIT;
	struct slice line;
	FILE *f;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++)
		buf_printf(&b, "%d,", i % 977);
	zio_pack(&packed, buf_slice(&b));
	assert_true(packed.len > 10 && packed.len < b.len);
	f = fopen("packed", "w");
	assert_int_equal(fwrite(packed.at, 1, packed.len, f), packed.len);
	fclose(f);
	buf_release(&packed);
	assert_int_equal(zio_in_open(&in, "packed", &e), 0);
	assert_int_equal(zio_in_line(&in, &line, &e), 1);
	assert_true(slice_equal(line, buf_slice(&b)));
	zio_in_close(&in);
	unlink("packed");
	zio_pack(&small, buf_slice(&b));
	assert_true(small.over);
	buf_release(&b);
	buf_release(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_lines_as_they_are_ended),
	    cmocka_unit_test(gives_lines_longer_than_its_buffer),
	    cmocka_unit_test(
		refuses_a_line_over_the_ceiling_and_takes_one_at_it),
	    cmocka_unit_test(reads_bytes_and_lines_in_turn),
	    cmocka_unit_test(
		packs_the_same_bytes_each_time_by_name_or_on_request),
	    cmocka_unit_test(reads_several_members_as_one_and_knows_their_end),
	    cmocka_unit_test(finds_each_place_where_gzip_is_cut_or_damaged),
	    cmocka_unit_test(
		reads_gzip_from_a_pipe_and_asks_to_try_again_when_cut),
	    cmocka_unit_test(publishes_all_of_a_group_or_none),
	    cmocka_unit_test(says_which_input_failed),
	    cmocka_unit_test(packs_a_text_in_memory_as_in_a_file),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
