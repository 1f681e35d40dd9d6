/* charguess_test.c - marks, UTF-8, UTF-16 without a mark, all others. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "format/charguess.h"

/* The set of a text that comes in pieces of some size; "?" without a mark. */
static const char *
guess(struct slice text, size_t step, bool nuls)
{
	static char words[40];
	struct charguess g = CHARGUESS_INIT;
	size_t i;

	for (i = 0; i < text.len; i += step)
		charguess_add(&g, slice_from(text.at + i,
		    text.len - i < step ? text.len - i : step));
	charguess_end(&g, true, nuls);
	snprintf(words, sizeof(words), "%s%s", g.name ? g.name : "UTF-8",
	    g.marked ? "" : "?");
	return words;
}

static void
marks_are_believed(void **state)
{
	(void)state;
	assert_string_equal(guess(SLICE("\xef\xbb\xbf" "a\xff"), 99, false),
	    "UTF-8");
	assert_string_equal(guess(SLICE("\xff\xfe" "a\0"), 99, false),
	    "UTF-16LE");
	assert_string_equal(guess(SLICE("\xfe\xff\0a"), 99, false),
	    "UTF-16BE");
	assert_string_equal(guess(SLICE("\xff\xfe\0\0a\0\0\0"), 99, false),
	    "UTF-32LE");
	assert_string_equal(guess(SLICE("\0\0\xfe\xff\0\0\0a"), 99, false),
	    "UTF-32BE");
}

static void
what_is_valid_utf8_is_utf8_however_it_is_cut(void **state)
{
	static const struct slice text =
	    SLICE_INIT("a \xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\xa9 z");
	size_t step;

	(void)state;
	for (step = 1; step <= text.len; step++) {
		assert_string_equal(guess(text, step, false), "UTF-8?");
		assert_string_equal(guess(slice_from(text.at, text.len - 3),
		    step, false), "windows-1252?");
	}
	assert_string_equal(guess(SLICE(""), 1, false), "UTF-8?");
}

static void
bytes_that_are_not_utf8_are_windows_1252(void **state)
{
	size_t step;

	(void)state;
	for (step = 1; step < 9; step++) {
		assert_string_equal(guess(SLICE("10 \xb5" "F, \xd8 5"), step,
		    false), "windows-1252?");
		assert_string_equal(guess(SLICE("a\xc3\xa9\xe9"), step,
		    false), "windows-1252?");
		assert_string_equal(guess(SLICE("\x80"), step, false),
		    "windows-1252?");
	}
}

static void
a_nul_in_every_other_byte_is_utf16(void **state)
{
	static const struct slice little = SLICE_INIT("A\0,\0B\0\n\0\xe9\0");
	static const struct slice big = SLICE_INIT("\0A\0,\0B\0\n\0\xe9");
	static const struct slice chinese = SLICE_INIT(
	    "\x10\x62\x49\x51\x74\x51,\0\x4e\x53\xfd\x80\n\0");
	static const struct slice bcp = SLICE_INIT("a|\0|b|\0|c|\0|\n\n");
	size_t step;

	(void)state;
	for (step = 1; step < 12; step++) {
		assert_string_equal(guess(little, step, false), "UTF-16LE?");
		assert_string_equal(guess(big, step, false), "UTF-16BE?");
		assert_string_equal(guess(chinese, step, false),
		    "UTF-16LE?");
		assert_string_equal(guess(bcp, step, true), "UTF-8?");
	}
	assert_string_equal(guess(SLICE("a;\0\nb;c\n"), 99, false), "UTF-8?");
	assert_string_equal(guess(SLICE("A\0,\0B\0x"), 99, false), "UTF-8?");
}

static void
files_are_looked_at(void **state)
{
	char path[] = "/tmp/bomtools-charguess-XXXXXX";
	struct err e = ERR_INIT;
	struct charguess g;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "\xb5", 1), 1);
	close(fd);
	assert_int_equal(charguess_file(&g, path, false, &e), 0);
	assert_string_equal(g.name, "windows-1252");
	unlink(path);
	assert_int_equal(charguess_file(&g, path, false, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_believed),
		cmocka_unit_test(what_is_valid_utf8_is_utf8_however_it_is_cut),
		cmocka_unit_test(bytes_that_are_not_utf8_are_windows_1252),
		cmocka_unit_test(a_nul_in_every_other_byte_is_utf16),
		cmocka_unit_test(files_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
