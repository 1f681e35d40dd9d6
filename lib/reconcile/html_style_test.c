/*
 * html_style_test.c - style and script ask nobody for anything.
 *
 * That the filters work is seen in a browser, by scripts/check-page.
 */
#include "reconcile/html_style.h"

#include <setjmp.h>

#include <cmocka.h>

static void
both_are_whole_elements_without_an_address(void **state)
{
	static const char *const none[] = {"http:", "https:", "src=", "href=",
	    "url(", "@import", "fetch(", "XMLHttp", "eval", "innerHTML"};
	struct buf b = BUF_INIT(100000);
	size_t i;

	(void)state;
	html_style_add(&b);
	assert_int_equal(strncmp(buf_text(&b), "<style>", 7), 0);
	assert_non_null(strstr(buf_text(&b), "@media print"));
	assert_non_null(strstr(buf_text(&b), "</style>\n"));
	html_style_add_script(&b);
	assert_non_null(strstr(buf_text(&b), "</style>\n<script>"));
	assert_string_equal(buf_text(&b) + b.len - 10, "</script>\n");
	for (i = 0; i < COUNT_OF(none); i++)
		assert_null(strstr(buf_text(&b), none[i]));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_are_whole_elements_without_an_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
