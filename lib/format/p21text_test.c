/* p21text_test.c - what stands between the quotes of a STEP file. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/p21text.h"

static const struct {
	const char *quoted;
	const char *encoding;
	const char *wanted;
} good[] = {
	{"", NULL, ""},
	{"plain", NULL, "plain"},
	{"it''s", NULL, "it's"},
	{"a\\\\b", NULL, "a\\b"},
	{"\\X\\E9t\\X\\e9", NULL, "\u00e9t\u00e9"},
	{"\\X2\\00C4006E\\X0\\!", NULL, "\u00c4n!"},
	{"\\X2\\D83DDE00\\X0\\", NULL, "\U0001F600"},
	{"\\X4\\0001F600\\X0\\", NULL, "\U0001F600"},
	{"\\S\\d", NULL, "\u00e4"},
	{"\\PE\\\\S\\6\\PA\\\\S\\6", NULL, "\u0416\u00b6"},
	{"\\S\\''x", NULL, "\u00a7x"},
	{"a\\N\\b", NULL, "a\nb"},
	{"bro\r\nken", NULL, "broken"},
	{"schon UTF-8: \u00e4", NULL, "schon UTF-8: \u00e4"},
	{"\xe4\\X\\E9", "latin-1", "\u00e4\u00e9"},
	{"\x80", "windows-1252", "\u20ac"},
	/* What is no directive stands for itself. */
	{"C:\\Parts\\x.stp", NULL, "C:\\Parts\\x.stp"},
	{"\\X2\\12\\X0\\", NULL, "\\X2\\12\\X0\\"},
	{"\\X2\\0041", NULL, "\\X2\\0041"},
	{"\\X\\ZZ", NULL, "\\X\\ZZ"},
	{"\\S", NULL, "\\S"},
	{"\\", NULL, "\\"},
};

static void
directives_become_characters(void **state)
{
	struct buf b = BUF_INIT(1024);
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(good); i++) {
		buf_clear(&b);
		why = p21text_add(&b, slice_of(good[i].quoted),
		    good[i].encoding);
		if (why)
			fail_msg("%s: %s", good[i].quoted, why);
		assert_string_equal(buf_text(&b), good[i].wanted);
	}
	buf_release(&b);
}

static const struct {
	const char *quoted;
	const char *encoding;
	const char *wanted;
} bad[] = {
	{"\xe4", NULL, "is not UTF-8 (name the source's \"encoding\")"},
	{"\x81", "windows-1252", "has bytes that the source's encoding has "
	    "not"},
	{"\\X2\\D83D\\X0\\", NULL, "holds what is no character of Unicode"},
	{"\\X\\00", NULL, "holds what is no character of Unicode"},
	{"\\X4\\00110000\\X0\\", NULL, "holds what is no character of "
	    "Unicode"},
	{"x", "klingon", "is in an unknown encoding"},
};

static void
what_is_no_text_has_a_reason(void **state)
{
	struct buf b = BUF_INIT(1024);
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		why = p21text_add(&b, slice_of(bad[i].quoted),
		    bad[i].encoding);
		assert_non_null(why);
		assert_string_equal(why, bad[i].wanted);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directives_become_characters),
		cmocka_unit_test(what_is_no_text_has_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
