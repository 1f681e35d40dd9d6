/* show_test.c - nothing that is shown can drive what shows it. */
#include "base/show.h"

#include <setjmp.h>

#include <cmocka.h>

static void
controls_and_direction_marks_are_shown_as_escapes(void **state)
{
	static const struct {
		const char *text, *wanted;
	} table[] = {
	    {"", ""},
	    {"plain \"text\" %s", "plain \"text\" %s"},
	    {"Gr\xc3\xb6\xc3\x9f" "e \xe2\x84\xa6", "Gr\xc3\xb6\xc3\x9f"
		"e \xe2\x84\xa6"},
	    {"\x1b[31m\n\t", "\\u001b[31m\\u000a\\u0009"},
	    {"\x7f", "\\u007f"},
	    {"\xc2\x9b" "31m", "\\u009b31m"},            /* C1's CSI */
	    {"\xc2\xa0", "\xc2\xa0"},
	    {"\xe2\x80\xae" "x", "\\u202ex"},            /* right to left */
	    {"\xe2\x81\xa6\xef\xbb\xbf", "\\u2066\\ufeff"},
	    {"\xff\xc3", "\\xff\\xc3"},
	    {"\xf0\x9f\x94\xa9", "\xf0\x9f\x94\xa9"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct buf b = BUF_INIT(1024);

		show_plain(&b, slice_of(table[i].text), 100);
		assert_string_equal(buf_text(&b), table[i].wanted);
		buf_release(&b);
	}
}

static void
long_texts_are_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t most;
		const char *wanted;
	} table[] = {
	    {"abcdef", 6, "abcdef"},
	    {"abcdefg", 6, "abcdef..."},
	    {"\xc3\xb6\xc3\xb6\xc3\xb6", 3, "\xc3\xb6\xc3\xb6..."},
	    {"\x1b\x1b\x1b", 7, "\\u001b\\u001b..."},
	    {"x", 0, "..."},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct buf b = BUF_INIT(1024);

		buf_add_text(&b, "in front ");
		show_plain(&b, slice_of(table[i].text), table[i].most);
		assert_string_equal(buf_text(&b) + 9, table[i].wanted);
		buf_release(&b);
	}
}

static void
cells_do_not_run(void **state)
{
	static const struct {
		const char *text, *wanted;
	} table[] = {
	    {"", ""},
	    {"P-200", "P-200"},
	    {"a,b", "\"a,b\""},
	    {"5\" pipe", "\"5\"\" pipe\""},
	    {"two\nlines", "\"two\nlines\""},
	    {"=1+1", "'=1+1"},
	    {"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
	    {"@SUM(A1)", "'@SUM(A1)"},
	    {"-2.5", "-2.5"},
	    {"+1", "+1"},
	    {"-cmd", "'-cmd"},
	    {"-", "'-"},
	    {"\tx", "'\tx"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct buf b = BUF_INIT(1024);

		show_csv(&b, slice_of(table[i].text));
		assert_string_equal(buf_text(&b), table[i].wanted);
		buf_release(&b);
	}
}

static void
pages_get_no_tags(void **state)
{
	struct buf b = BUF_INIT(1024);

	(void)state;
	show_html(&b, SLICE("<b a=\"1\">R&D</b>'"));
	assert_string_equal(buf_text(&b), "&lt;b a=&quot;1&quot;&gt;R&amp;D"
	    "&lt;/b&gt;&#39;");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(controls_and_direction_marks_are_shown_as_escapes),
	    cmocka_unit_test(long_texts_are_cut_between_characters),
	    cmocka_unit_test(cells_do_not_run),
	    cmocka_unit_test(pages_get_no_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
