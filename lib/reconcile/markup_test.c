/* markup_test.c - nothing of a text becomes markup. */
#include "reconcile/markup.h"

#include <setjmp.h>

#include <cmocka.h>

static void
texts_are_masked_escaped_and_cut(void **state)
{
	static const struct {
		const char *text;
		size_t most;
		const char *html;
	} table[] = {
	    {"", 10, ""},
	    {"plain", 10, "plain"},
	    {"<b a='1'>&\"", 100, "&lt;b a=&#39;1&#39;&gt;&amp;&quot;"},
	    {"\033[2J\xe2\x80\xae", 100, "\\u001b[2J\\u202e"},
	    {"\xff", 100, "\\xff"},
	    {"abcdef", 3, "abc..."},
	};
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		buf_clear(&b);
		markup_text(&b, slice_of(table[i].text), table[i].most);
		assert_string_equal(buf_text(&b), table[i].html);
	}
	buf_release(&b);
}

static void
pieces_are_whole_elements(void **state)
{
	struct buf b = BUF_INIT(1000);

	(void)state;
	markup_cell(&b, SLICE("a<"), 10);
	markup_cell(&b, SLICE(""), 10);
	markup_number(&b, 12);
	assert_string_equal(buf_text(&b), "<td>a&lt;</td><td>&ndash;</td>"
	    "<td class=\"n\">12</td>");
	buf_clear(&b);
	markup_data(&b, "team", SLICE("\" onclick=\"x"));
	assert_string_equal(buf_text(&b), " data-team=\"&quot; onclick="
	    "&quot;x\"");
	buf_clear(&b);
	markup_head(&b, "A|#N|");
	assert_string_equal(buf_text(&b), "<thead><tr><th scope=\"col\">A</th>"
	    "<th scope=\"col\" class=\"n\">N</th><th scope=\"col\"></th></tr>"
	    "</thead>\n");
	buf_clear(&b);
	markup_words(&b, "missing_in_erp");
	assert_string_equal(buf_text(&b), "missing in ERP");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_masked_escaped_and_cut),
	    cmocka_unit_test(pieces_are_whole_elements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
