/* contradiction_test.c - the first member that is not the same. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/contradiction.h"

#define ITEM(rest) "{\"type\":\"item\",\"item\":\"A/1\"" rest "}"

static const struct {
	const char *line, *other;
	const char *words; /* NULL: they do not differ */
} cases[] = {
	{ITEM(",\"name\":\"x\""), ITEM(",\"name\":\"y\",\"uom\":\"EA\""),
	    "conflicting_duplicate: item:A%2F1: name is \"x\", but \"y\" in "
	    "f.csv:7"},
	{ITEM(",\"name\":\"x\""), ITEM(",\"name\":\"x\",\"uom\":\"EA\""),
	    "conflicting_duplicate: item:A%2F1: uom is nothing, but \"EA\" "
	    "in f.csv:7"},
	{ITEM(",\"mass\":2"), ITEM(",\"mass\":2.5"),
	    "conflicting_duplicate: item:A%2F1: mass is 2, but 2.5 in "
	    "f.csv:7"},
	{ITEM(",\"attrs\":{\"a\":\"1\",\"b\":\"2\"}"),
	    ITEM(",\"attrs\":{\"a\":\"1\",\"b\":\"3\"}"),
	    "conflicting_duplicate: item:A%2F1: b is \"2\", but \"3\" in "
	    "f.csv:7"},
	{ITEM(""), ITEM(",\"attrs\":{\"a\":\"1\"}"),
	    "conflicting_duplicate: item:A%2F1: a is nothing, but \"1\" in "
	    "f.csv:7"},
	{ITEM(",\"name\":\"x\""), ITEM(",\"name\":\"x\""), NULL},
};

static void
the_first_difference_is_said_with_both_values(void **state)
{
	struct buf why = BUF_INIT(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct contradiction c = {slice_of(cases[i].line),
		    slice_of(cases[i].other), SLICE("f.csv:7"), NULL};

		buf_clear(&why);
		assert_int_equal(contradiction_add(&why, &c),
		    cases[i].words != NULL);
		assert_string_equal(buf_text(&why), cases[i].words
		    ? cases[i].words : "");
	}
	buf_release(&why);
}

static void
what_is_combined_may_differ(void **state)
{
	struct combine combine = {.attrs = COMBINE_FIRST};
	struct contradiction c = {
	    SLICE_INIT(ITEM(",\"name\":\"x\",\"mass\":1")),
	    SLICE_INIT(ITEM(",\"name\":\"y\",\"mass\":2,"
	    "\"attrs\":{\"a\":\"1\"}")), SLICE_INIT("f.csv:7"), &combine};
	struct buf why = BUF_INIT(10000);

	(void)state;
	combine.members[ITEM_NAME] = COMBINE_FIRST;
	combine.members[ITEM_MASS] = COMBINE_SUM;
	assert_false(contradiction_add(&why, &c));
	c.other = SLICE(ITEM(",\"name\":\"x\""));
	assert_true(contradiction_add(&why, &c));
	assert_non_null(strstr(buf_text(&why), "mass is 1, but nothing in "));
	buf_release(&why);
}

static void
long_values_are_cut_between_characters(void **state)
{
	struct buf line = BUF_INIT(10000), why = BUF_INIT(10000);
	struct contradiction c = {.other = SLICE_INIT(ITEM("")),
	    .place = SLICE_INIT("f.csv:7")};
	size_t i;

	(void)state;
	buf_add_text(&line, "{\"type\":\"item\",\"item\":\"A\",\"name\":\"");
	for (i = 0; i < 100; i++)
		buf_add_text(&line, "\xc3\xa4");
	buf_add_text(&line, "\"}");
	c.line = buf_slice(&line);
	assert_true(contradiction_add(&why, &c));
	assert_non_null(strstr(buf_text(&why), "\xc3\xa4..., but nothing"));
	assert_int_equal(slice_utf8_length(buf_slice(&why)), why.len);
	assert_true(why.len < 250);
	buf_release(&line);
	buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_first_difference_is_said_with_both_values),
		cmocka_unit_test(what_is_combined_may_differ),
		cmocka_unit_test(long_values_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
