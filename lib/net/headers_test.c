/* headers_test.c - tests of lists of headers. */
#include "net/headers.h"

#include <setjmp.h>
#include <cmocka.h>

static void
keeps_texts_while_it_grows(void **state)
{
	struct headers h = HEADERS_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++) {
		buf_add_text(headers_begin(&h, SLICE("X")), "value ");
		buf_printf(&h.texts[i], "%zu", i);
		headers_end(&h);
	}
	assert_int_equal(h.count, 100);
	assert_true(slice_is(h.at[0].value, "value 0"));
	assert_true(slice_is(h.at[99].value, "value 99"));
	headers_release(&h);
	headers_release(&h);
	assert_int_equal(h.count, 0);
}

static void
adds_what_is_missing_in_any_case(void **state)
{
	const struct http_header more[] = {
		{SLICE_INIT("accept"), SLICE_INIT("b")},
		{SLICE_INIT("Cookie"), SLICE_INIT("c")},
	};
	struct headers h = HEADERS_INIT;

	(void)state;
	headers_add(&h, SLICE("Accept"), SLICE("a"));
	headers_add_missing(&h, more, 2);
	assert_int_equal(h.count, 2);
	assert_true(slice_is(h.at[0].value, "a"));
	assert_true(slice_is(h.at[1].value, "c"));
	headers_release(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_texts_while_it_grows),
		cmocka_unit_test(adds_what_is_missing_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
