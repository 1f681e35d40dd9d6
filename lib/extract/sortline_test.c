/* sortline_test.c - lines of records, of rejected keys, of blocked BOMs. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/sortline.h"

static const struct {
	struct slice text;
	const char *prefix, *rest;
	bool rejected, blocks, unplaced;
} cases[] = {
	{SLICE_INIT("item A\1x\1{}"), "item A", "{}", false, false, false},
	{SLICE_INIT("item A\1\1a\1b"), "item A", "a\1b", false, false,
	    false},
	{SLICE_INIT("item A\0"), "item A", "", true, false, false},
	{SLICE_INIT("bom A\2"), "bom A", "", false, true, false},
	{SLICE_INIT("bom A\3"), "bom A", "", false, true, true},
};

static void
a_line_says_what_it_is(void **state)
{
	struct origin from = {.source = 2, .entry = 3, .ordinal = 70000,
	    .line = 70001};
	struct buf b = BUF_INIT(1000);
	char bytes[ORIGIN_SIZE];
	struct sortline p;
	size_t i;

	(void)state;
	origin_print(bytes, &from);
	for (i = 0; i < COUNT_OF(cases); i++) {
		buf_clear(&b);
		buf_add_slice(&b, cases[i].text);
		buf_add(&b, bytes, sizeof(bytes));
		p = sortline_take_apart(buf_slice(&b));
		assert_true(slice_is(p.prefix, cases[i].prefix));
		assert_true(slice_is(p.rest, cases[i].rest));
		assert_int_equal(p.rejected, cases[i].rejected);
		assert_int_equal(p.blocks, cases[i].blocks);
		assert_int_equal(p.unplaced, cases[i].unplaced);
		assert_int_equal(p.origin.source, 2);
		assert_int_equal(p.origin.entry, 3);
		assert_int_equal(p.origin.ordinal, 70000);
		assert_int_equal(p.origin.line, 70001);
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
