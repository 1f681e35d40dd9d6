/* guess_dialect_test.c - separators and quotes of small texts. */
#include "extract/guess_dialect.h"

#include <setjmp.h>

#include <cmocka.h>

static void
the_separator_gives_most_rows_one_width(void **state)
{
	static const struct {
		const char *text, *separator;
		int quote;
	} cases[] = {
	    {"a,b\n1,2\n", ",", 0},
	    {"a;b,c\n1;2\n3;4,5\n", ";", 0},
	    {"a\tb\n1 \t2\n", "\t", 0},
	    {"|a|b|\n-----\n|1|2|\n|3|4|\n", "|", 0},
	    {"Sum 1,0\nBase 1,0\n|a|b|c|d|e|f|\n|1|2|3|4|5|6,0|\n",
	     "|", 0},
	    {"a^b\n1^2\n", "^", 0},
	    {"one\ntwo\n", ",", 0},
	    {"a,b\n1,\"5\" pipe\n", ",", CSVIN_NO_QUOTE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct csvin_dialect d = {.separator = NULL};

		guess_dialect_find(&d, "x", slice_of(cases[i].text));
		assert_string_equal(d.separator, cases[i].separator);
		assert_int_equal(d.quote, cases[i].quote);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_separator_gives_most_rows_one_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
