/* level_test.c - depths as reports write them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/level.h"

static void
a_level_is_a_whole_number(void **state)
{
	static const struct {
		const char *text;
		long level; /* -1: none */
	} cases[] = {
		{"0", 0}, {"1", 1}, {"02", 2}, {" 3 ", 3}, {"1.0", 1},
		{"12.00", 12}, {"1000", 1000}, {"1001", -1}, {"", -1},
		{"1.", -1}, {"1.1", -1}, {"-1", -1}, {"+1", -1}, {"x", -1},
		{"99999999999999999999", -1}, {".0", -1}, {"1 2", -1},
	};
	size_t i;
	long n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		n = -1;
		if (level_number(&n, slice_of(cases[i].text)) !=
		    (cases[i].level >= 0) || n != cases[i].level)
			fail_msg("\"%s\": %ld", cases[i].text, n);
	}
}

static void
a_path_has_parts_with_marks_between(void **state)
{
	static const struct {
		const char *text, *marks;
		long count;
		const char *path; /* NULL: none */
	} cases[] = {
		{"1", ".", 1, "1"},
		{"1.2.10", ".", 3, "1\0012\00110"},
		{" 1. 2 .3. ", ".", 3, "1\0012\0013"},
		{"1-2/3", "-/", 3, "1\0012\0013"},
		{"A.b", ".", 2, "A\001b"},
		{"1\xe2\x80\xa2" "2", "\xe2\x80\xa2", 2, "1\0012"},
		{"", ".", 0, NULL}, {".", ".", 0, NULL}, {".1", ".", 0, NULL},
		{"1..2", ".", 0, NULL}, {"1.\x01", ".", 0, NULL},
	};
	struct buf path = BUF_INIT(1000);
	size_t i;
	long n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		bool is = level_path(&path, &n, slice_of(cases[i].text),
		    cases[i].marks);

		if (is != (cases[i].path != NULL) || (is &&
		    (n != cases[i].count || strcmp(buf_text(&path),
		    cases[i].path) != 0)))
			fail_msg("\"%s\": %ld", cases[i].text, n);
	}
	buf_release(&path);
}

static void
a_zero_that_a_spreadsheet_dropped_shows_in_the_order(void **state)
{
	char text[8];

	(void)state;
	assert_true(level_zero_lost(9, SLICE("1")));
	assert_true(level_zero_lost(19, SLICE("2")));
	assert_true(level_zero_lost(99, SLICE("1")));
	assert_false(level_zero_lost(9, SLICE("10")));
	assert_false(level_zero_lost(8, SLICE("1")));
	assert_false(level_zero_lost(19, SLICE("1")));
	assert_false(level_zero_lost(0, SLICE("1")));
	assert_false(level_zero_lost(9, SLICE("x")));
	level_print_path(text, sizeof(text), SLICE("1\0012\001345678"), "-");
	assert_string_equal(text, "1-2-345");
}

static void
marks_in_front_are_counted_and_blanks_between_do_no_harm(void **state)
{
	static const struct {
		const char *text, *marks;
		long count;
		const char *label;
	} cases[] = {
		{"..2", ".", 2, "2"}, {". . 3", ".", 2, "3"},
		{"P-1", ".", 0, "P-1"}, {"--P-1", "-", 2, "P-1"},
		{" > > x y ", ">", 2, "x y"}, {"", ".", 0, ""},
		{"...", ".", 3, ""}, {"+-x", "-+", 2, "x"},
		{"\xe2\x80\xa2\xe2\x80\xa2 9", "\xe2\x80\xa2", 2, "9"},
		{"\xe2.", ".", 0, "\xe2."},
	};
	struct slice label;
	size_t i;
	long n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		n = level_marks(slice_of(cases[i].text), cases[i].marks,
		    &label);
		if (n != cases[i].count || !slice_is(label, cases[i].label))
			fail_msg("\"%s\": %ld", cases[i].text, n);
	}
}

static void
blanks_and_marks_in_front_are_the_width(void **state)
{
	static const struct {
		const char *text, *marks;
		long width;
		const char *label;
	} cases[] = {
		{"x", "", 0, "x"}, {"  x y ", "", 2, "x y"},
		{"\t\tx", "", 2, "x"}, {" \xc2\xa0x", "", 2, "x"},
		{"\xe3\x80\x80x", "", 1, "x"}, {"|- x", "|-", 3, "x"},
		{"\xe2\x94\x82 \xe2\x94\x94\xe2\x94\x80x",
		    "\xe2\x94\x82\xe2\x94\x94\xe2\x94\x80", 4, "x"},
		{"   ", "", 3, ""}, {"", "", 0, ""},
	};
	struct slice label;
	size_t i;
	long n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		n = level_width(slice_of(cases[i].text), cases[i].marks,
		    &label);
		if (n != cases[i].width || !slice_is(label, cases[i].label))
			fail_msg("\"%s\": %ld", cases[i].text, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_is_a_whole_number),
		cmocka_unit_test(a_path_has_parts_with_marks_between),
		cmocka_unit_test(
		    a_zero_that_a_spreadsheet_dropped_shows_in_the_order),
		cmocka_unit_test(
		    marks_in_front_are_counted_and_blanks_between_do_no_harm),
		cmocka_unit_test(blanks_and_marks_in_front_are_the_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
