/* guess_bytes_test.c - loading a part of a file, telling its encoding. */
#include "extract/guess_bytes.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static void
the_encoding_is_told_by_mark_zeros_and_bytes(void **state)
{
	static const struct {
		struct slice bytes;
		const char *encoding;
		bool marked;
	} cases[] = {
	    {SLICE_INIT("a,b"), NULL, false}, {SLICE_INIT(""), NULL, false},
	    {SLICE_INIT("\xef\xbb\xbf" "a"), NULL, true},
	    {SLICE_INIT("M\xc3\xbcller"), NULL, false},
	    {SLICE_INIT("M\xfcller"), "windows-1252", false},
	    {SLICE_INIT("\x81M\xfcller"), "latin-1", false},
	    {SLICE_INIT("\xff\xfe" "a\0"), "UTF-16LE", true},
	    {SLICE_INIT("\xfe\xff\0a"), "UTF-16BE", true},
	    {SLICE_INIT("a\0,\0b\0"), "UTF-16LE", false},
	    {SLICE_INIT("\0a\0,\0b"), "UTF-16BE", false},
	};
	const char *encoding;
	bool marked;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		encoding = guess_bytes_encoding(cases[i].bytes, true, &marked);
		assert_int_equal(encoding != NULL, cases[i].encoding != NULL);
		if (encoding)
			assert_string_equal(encoding, cases[i].encoding);
		assert_int_equal(marked, cases[i].marked);
	}
	/* the end of what was read may cut a character */
	assert_null(guess_bytes_encoding(SLICE("M\xc3"), false, &marked));
	assert_non_null(guess_bytes_encoding(SLICE("M\xc3"), true, &marked));
}

static void
no_more_is_loaded_than_asked_for(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);
	struct err e = ERR_INIT;
	bool whole;

	(void)state;
	assert_int_equal(guess_bytes_load(&b, trial_file("abc"), 100, &whole,
	    &e), 0);
	assert_true(whole);
	assert_string_equal(buf_text(&b), "abc");
	buf_clear(&b);
	assert_int_equal(guess_bytes_load(&b, trial_file("abc"), 3, &whole,
	    &e), 0);
	assert_false(whole);
	assert_int_equal(guess_bytes_load(&b, "/nowhere", 3, &whole, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_encoding_is_told_by_mark_zeros_and_bytes),
	    cmocka_unit_test(no_more_is_loaded_than_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
