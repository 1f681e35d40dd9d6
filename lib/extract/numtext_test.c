/* numtext_test.c - numbers as sources write them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/numtext.h"

static const struct {
	const char *text;
	struct numtext how;
	const char *wanted; /* NULL: refused */
} cases[] = {
	{"1", {0, 0}, "1"},
	{".5000", {0, 0}, "0.5"},
	{"5.", {0, 0}, "5"},
	{"-.25", {0, 0}, "-0.25"},
	{"+7", {0, 0}, "7"},
	{"12.50-", {0, 0}, "-12.5"},
	{"12.50+", {0, 0}, "12.5"},
	{"000123.4500", {0, 0}, "123.45"},
	{"0000", {0, 0}, "0"},
	{"-0.0", {0, 0}, "0"},
	{"1E3", {0, 0}, "1000"},
	{"1.5e-2", {0, 0}, "0.015"},
	{"1e+2", {0, 0}, "100"},
	{"1.234,5", {',', '.'}, "1234.5"},
	{"1.234.567", {',', '.'}, "1234567"},
	{"1234,5", {',', '.'}, "1234.5"},
	{"1 234", {0, ' '}, "1234"},
	{"1'234.5", {0, '\''}, "1234.5"},
	{"1,5", {0, ','}, NULL},
	{"1.23.4", {',', '.'}, NULL},
	{"1234.567", {',', '.'}, NULL},
	{",123", {0, ','}, NULL},
	{"1,2.3", {',', '.'}, NULL},
	{"", {0, 0}, NULL},
	{".", {0, 0}, NULL},
	{"-", {0, 0}, NULL},
	{"-5-", {0, 0}, NULL},
	{"- 5", {0, 0}, NULL},
	{"5 ", {0, 0}, NULL},
	{"1e", {0, 0}, NULL},
	{"e5", {0, 0}, NULL},
	{"0x10", {0, 0}, NULL},
	{"1,5", {0, 0}, NULL},
	{"NaN", {0, 0}, NULL},
};

static void
reads_what_sources_write_and_nothing_else(void **state)
{
	char text[DECIMAL_TEXT_SIZE];
	const char *why;
	struct decimal d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		bool good = numtext_parse(&d, slice_of(cases[i].text),
		    cases[i].how, &why);

		if (good != (cases[i].wanted != NULL))
			fail_msg("\"%s\": %s", cases[i].text, good ? "read"
			    : why);
		if (!good) {
			assert_string_equal(why, "is not a number");
			continue;
		}
		decimal_print(text, d);
		assert_string_equal(text, cases[i].wanted);
	}
}

static void
says_when_there_are_too_many_digits(void **state)
{
	char many[600];
	struct decimal d;
	const char *why;

	(void)state;
	memset(many, '7', sizeof(many));
	assert_false(numtext_parse(&d, slice_from(many, 39),
	    (struct numtext){0, 0}, &why));
	assert_string_equal(why, "has more than 38 significant digits");
	assert_true(numtext_parse(&d, slice_from(many, 38),
	    (struct numtext){0, 0}, &why));
	assert_false(numtext_parse(&d, slice_from(many, sizeof(many)),
	    (struct numtext){0, 0}, &why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_sources_write_and_nothing_else),
		cmocka_unit_test(says_when_there_are_too_many_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
