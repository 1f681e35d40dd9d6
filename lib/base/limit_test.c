/* limit_test.c - what is a limit, and what it allows. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/limit.h"

static void
a_limit_is_a_number_or_a_percentage(void **state)
{
	static const struct {
		const char *text;
		bool good, percent;
	} cases[] = {
	    {"0", true, false},
	    {"20", true, false},
	    {"2%", true, true},
	    {"0.5%", true, true},
	    {"100%", true, true},
	    {"250%", true, true},
	    {"%", false, false},
	    {"", false, false},
	    {"-1", false, false},
	    {"-1%", false, false},
	    {"1.5", false, false},
	    {"2%%", false, false},
	    {"many", false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct limit l;
		struct err e = ERR_INIT;
		int rc = limit_parse(&l, "--most", cases[i].text, &e);

		if ((rc == 0) != cases[i].good)
			fail_msg("%s", cases[i].text);
		if (rc < 0)
			assert_int_equal(e.kind, ERR_USAGE);
		else
			assert_int_equal(l.percent, cases[i].percent);
	}
}

static void
a_limit_allows_up_to_itself(void **state)
{
	static const struct {
		const char *text;
		uint64_t count, all;
		bool over;
	} cases[] = {
	    {NULL, UINT32_MAX, 1, false},
	    {"0", 0, 0, false},
	    {"0", 1, 100, true},
	    {"20", 20, 1, false},
	    {"20", 21, 1000, true},
	    {"0%", 0, 0, false},
	    {"2%", 20, 1000, false},
	    {"2%", 21, 1000, true},
	    {"0.1%", 1, 1000, false},
	    {"0.1%", 1, 999, true},
	    {"100%", 1, 0, true},
	    {"200%", 2, 1, false},
	    {"200%", 3, 1, true},
	    {"99999999999999999999999999999999999999%", 1, 1000, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct limit l;
		struct err e = ERR_INIT;

		assert_int_equal(limit_parse(&l, "--most", cases[i].text, &e),
		    0);
		if (limit_over(&l, cases[i].count, cases[i].all) !=
		    cases[i].over)
			fail_msg("%s: %d of %d", cases[i].text,
			    (int)cases[i].count, (int)cases[i].all);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_limit_is_a_number_or_a_percentage),
	    cmocka_unit_test(a_limit_allows_up_to_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
