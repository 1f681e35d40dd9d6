/* sum_test.c - lines added up. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/sum.h"

#define KEY "{\"type\":\"bom_line\",\"parent\":\"A\"," \
	"\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
	"\"alternative\":\"\",\"find_number\":\"\",\"component\":\"P\"," \
	"\"occurrence\":\""

static void
makes_a_row_of_each_that_adds_up(void **state)
{
	static const struct {
		const char *lines[4];
		const char *rows[4];
	} cases[] = {
	    {{KEY "\",\"quantity\":1}"}, {KEY "\",\"quantity\":1}"}},
	    {{KEY "\",\"quantity\":1.5,\"note\":\"a\"}",
		KEY "\",\"quantity\":0.25,\"note\":\"a\"}"},
		{KEY "\",\"quantity\":1.75,\"note\":\"a\"}"}},
	    {{KEY "\",\"quantity\":1,\"note\":\"a\"}",
		KEY "\",\"quantity\":1,\"note\":\"b\"}"},
		{KEY "\",\"quantity\":2}"}},
	    {{KEY "\",\"refdes\":[\"R10\",\"R2\"]}",
		KEY "\",\"refdes\":[\"R1\",\"R2\"]}"},
		{KEY "\",\"refdes\":[\"R1\",\"R2\",\"R10\"]}"}},
	    {{KEY "\",\"quantity\":1,\"uom\":\"MTR\"}",
		KEY "\",\"quantity\":5,\"uom\":\"EA\"}",
		KEY "\",\"quantity\":2,\"uom\":\"MTR\"}"},
		{KEY "\",\"quantity\":5,\"uom\":\"EA\"}",
		KEY "2\",\"quantity\":3,\"uom\":\"MTR\"}"}},
	    {{KEY "\",\"as_required\":true}", KEY "\",\"quantity\":2}",
		KEY "\",\"quantity\":-2}"},
		{KEY "\",\"quantity\":0}", KEY "2\",\"as_required\":true}"}},
	};
	struct err e = ERR_INIT;
	struct slice line;
	struct sum s;
	size_t i, j;

	(void)state;
	sum_init(&s);
	assert_false(sum_next(&s, &line));
	for (i = 0; i < COUNT_OF(cases); i++) {
		for (j = 0; cases[i].lines[j]; j++)
			assert_int_equal(sum_put(&s,
			    slice_of(cases[i].lines[j]), &e), 0);
		for (j = 0; cases[i].rows[j]; j++) {
			assert_true(sum_next(&s, &line));
			if (!slice_is(line, cases[i].rows[j]))
				fail_msg("row %zu: %.*s", i,
				    (int)line.len, line.at);
		}
		assert_false(sum_next(&s, &line));
	}
	sum_release(&s);
}

static void
refuses_a_sum_of_more_than_38_digits(void **state)
{
	static const char line[] = KEY "\",\"quantity\":"
	    "\"99999999999999999999999999999999999999\"}";
	struct err e = ERR_INIT;
	struct sum s;

	(void)state;
	sum_init(&s);
	assert_int_equal(sum_put(&s, slice_of(line), &e), 0);
	assert_int_equal(sum_put(&s, slice_of(line), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "bom_line:A//////P/: the sum of its "
	    "quantities needs more than 38 digits");
	sum_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(makes_a_row_of_each_that_adds_up),
	    cmocka_unit_test(refuses_a_sum_of_more_than_38_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
