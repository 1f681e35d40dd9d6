/* guess_yaml_test.c - any text reads back from the YAML as it was. */
#include "extract/guess_yaml.h"

#include <setjmp.h>

#include <cmocka.h>

#include "format/ydoc.h"

static void
any_text_reads_back(void **state)
{
	static const char *const texts[] = {
	    "plain", "two words", "a: b", "a #b", "yes", "No", "null", "~", "",
	    "12", "1.5", "-x", "*star", "\"quoted\"", "it's", "\\back", "\t",
	    "tab\there", "a\nb", "\x7f", "\xc2\x85", "\xc3\xa4", "[x]", "{x}",
	    "x:", "Part No.", "a/b", "@stem", "#", "'", "''", "\"'\\", "%",
	    " lead", "trail ", "? x", "| x", "&a", "!t", "0x1F", "x, y",
	    "x\xef\xbb\xbf", "\xef\xbf\xbe", "\xef\xbf\xbf",
	    "\xe2\x82\xac", "\xf0\x9f\x98\x80",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct buf b = BUF_INIT(4096);
		struct err e = ERR_INIT;
		struct slice got = SLICE_INIT("unread");
		struct ydoc doc;

		buf_add_text(&b, "key: ");
		guess_yaml_text(&b, slice_of(texts[i]));
		buf_add_text(&b, "\nlist: [");
		guess_yaml_text(&b, slice_of(texts[i]));
		buf_add_text(&b, ", x]\n");
		if (ydoc_parse(&doc, "test", buf_slice(&b), &e) < 0 ||
		    ydoc_text(ydoc_get(doc.root, "key"), &got, &e) < 0 ||
		    !slice_equal(got, slice_of(texts[i])))
			fail_msg("%s: %s", buf_text(&b), e.text);
		if (ydoc_text(ydoc_get(doc.root, "list")->first, &got,
		    &e) < 0 || !slice_equal(got, slice_of(texts[i])))
			fail_msg("%s: %s", buf_text(&b), e.text);
		ydoc_release(&doc);
		buf_release(&b);
	}
}

static void
one_text_needs_no_list(void **state)
{
	struct slice texts[] = {SLICE_INIT("a"), SLICE_INIT("b c")};
	struct buf b = BUF_INIT(1024);

	(void)state;
	guess_yaml_texts(&b, texts, 1);
	buf_add_byte(&b, '|');
	guess_yaml_texts(&b, texts, 2);
	assert_string_equal(buf_text(&b), "a|[a, b c]");
	buf_release(&b);
}

static void
comments_break_at_blanks_and_hide_controls(void **state)
{
	struct buf b = BUF_INIT(4096);

	(void)state;
	guess_yaml_comment(&b, 4, SLICE("0123456789 0123456789 0123456789 "
	    "0123456789 0123456789 0123456789 0123456789\nnext"));
	assert_string_equal(buf_text(&b), "    # 0123456789 0123456789 "
	    "0123456789 0123456789 0123456789 0123456789\n"
	    "    # 0123456789?next\n");
	buf_clear(&b);
	guess_yaml_comment(&b, 0, SLICE("a\xc2\x85" "b\xff" "c\xc3\xa4"));
	assert_string_equal(buf_text(&b), "# a?b?c\xc3\xa4\n");
	buf_clear(&b);
	guess_yaml_comment(&b, 0, SLICE(""));
	assert_string_equal(buf_text(&b), "# \n");
	buf_release(&b);
}

static void
columns_in_expressions_are_quoted(void **state)
{
	struct buf b = BUF_INIT(1024);

	(void)state;
	guess_yaml_column(&b, SLICE("a \"b\""));
	assert_string_equal(buf_text(&b), "\"a \"\"b\"\"\"");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_text_reads_back),
	    cmocka_unit_test(one_text_needs_no_list),
	    cmocka_unit_test(comments_break_at_blanks_and_hide_controls),
	    cmocka_unit_test(columns_in_expressions_are_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
