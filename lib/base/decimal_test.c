/* decimal_test.c - decimals held to tables of known results. */
#include "base/decimal.h"

#include <setjmp.h>

#include <cmocka.h>

#define NINES "99999999999999999999999999999999999999" /* 38 */
#define ZEROS "00000000000000000000000000000000000000" /* 38 */

static struct decimal
decimal_from(const char *text)
{
	struct decimal d;

	if (!decimal_parse(&d, slice_of(text)))
		fail_msg("%s is refused", text);
	return d;
}

static void
every_spelling_has_one_canonical_form(void **state)
{
	static const char *const table[][2] = {
	    {"0", "0"},
	    {"-0", "0"},
	    {"0.0", "0"},
	    {"-0.000e9", "0"},
	    {"0e999999999999999999999", "0"},
	    {"7", "7"},
	    {"-7", "-7"},
	    {"2.50", "2.5"},
	    {"100", "100"},
	    {"1E5", "100000"},
	    {"1e+2", "100"},
	    {"25e-1", "2.5"},
	    {"1.25E1", "12.5"},
	    {"123456789012345678", "123456789012345678"},
	    {"1234567890123456789", "1234567890123456789"},
	    {"18446744073709551616", "18446744073709551616"},
	    {"0.05", "0.05"},
	    {"1.000000000000000000000000000000000000000000", "1"},
	    {"1" ZEROS ZEROS "e-76", "1"},
	    {NINES, NINES},
	    {"-" NINES, "-" NINES},
	    {"0." NINES, "0." NINES},
	    {"1e-38", "0.00000000000000000000000000000000000001"},
	    {"1e37", "10000000000000000000000000000000000000"},
	    {"0." ZEROS ZEROS "5e77", "5"},
	    {"20000000000000000001e-1", "2000000000000000000.1"},
	};
	char text[DECIMAL_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		decimal_print(text, decimal_from(table[i][0]));
		assert_string_equal(text, table[i][1]);
	}
}

static void
what_is_no_number_or_too_long_is_refused_with_the_reason(void **state)
{
#define NO "not a number"
#define LONG "more than 38 significant digits"
#define DEEP "more than 38 decimal places"
	static const char *const table[][2] = {
	    {"", NO},
	    {"-", NO},
	    {"+1", NO},
	    {"01", NO},
	    {"-01", NO},
	    {"00", NO},
	    {".5", NO},
	    {"5.", NO},
	    {"5.e1", NO},
	    {"1e", NO},
	    {"1e+", NO},
	    {"1e1.5", NO},
	    {"1 ", NO},
	    {" 1", NO},
	    {"1,5", NO},
	    {"0x1", NO},
	    {"1_0", NO},
	    {"NaN", NO},
	    {"Infinity", NO},
	    {"--1", NO},
	    {"1-", NO},
	    {"1.2.3", NO},
	    {"1ee5", NO},
	    {"-.5", NO},
	    {"123456789012345678901234567890 ", NO},
	    {NINES "9", LONG},
	    {"1" ZEROS, LONG},
	    {"1e38", LONG},
	    {"1E40", LONG},
	    {"0." NINES "9", LONG},
	    {"1.5e999999999999999999", LONG},
	    {"10000000000000000000.0000000000000000001", LONG},
	    {"1e-39", DEEP},
	    {"1E-40", DEEP},
	    {"12e-39", DEEP},
	    {"1e-999999999999999999999", DEEP},
	};
	struct decimal d = {42, 0, false};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_false(decimal_parse(&d, slice_of(table[i][0])));
		assert_string_equal(
		    decimal_why(slice_of(table[i][0])), table[i][1]);
	}
	assert_false(decimal_parse(&d, slice_from("1\0", 2)));
	assert_false(decimal_parse(&d, slice_from(NULL, 0)));
	assert_int_equal(d.coefficient, 42);
}

static void
canonical_texts_are_known_without_parsing(void **state)
{
	static const struct {
		const char *text;
		unsigned digits; /* 0: not canonical */
	} table[] = {
	    {"0", 1},
	    {"5", 1},
	    {"-5", 1},
	    {"1000", 4},
	    {"0.05", 1},
	    {"100.5", 4},
	    {"-0.5", 1},
	    {"10.01", 4},
	    {NINES, 38},
	    {"0." NINES, 38},
	    {"123456789012345", 15},
	    {"1234567890123456", 16},
	    {"", 0},
	    {"-", 0},
	    {"-0", 0},
	    {"0.0", 0},
	    {"1.50", 0},
	    {"1.", 0},
	    {".5", 0},
	    {"01", 0},
	    {"1e5", 0},
	    {"+1", 0},
	    {" 1", 0},
	    {"1 ", 0},
	    {"1,5", 0},
	    {NINES "9", 0},
	    {"0.0" NINES, 0},
	    {"1.5.5", 0},
	    {"-00.5", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct slice text = slice_of(table[i].text);
		unsigned digits = 0;

		assert_int_equal(
		    decimal_canonical(text, &digits), table[i].digits > 0);
		assert_int_equal(digits, table[i].digits);
		assert_int_equal(decimal_canonical(text, NULL), digits > 0);
	}
}

static void
zeros_that_cancel_are_no_overflow(void **state)
{
	struct decimal a = decimal_from(
			   "12500000000000000000000000000000000000"),
		       b;
	struct decimal tiny = decimal_from("1e-38"),
		       huge = decimal_from("1e37");
	char text[DECIMAL_TEXT_SIZE];

	(void)state;
	assert_true(decimal_mul(&b, a, decimal_from("0.8")));
	assert_int_equal(decimal_compare(b, huge), 0);
	assert_true(decimal_mul(&b, tiny, huge));
	decimal_print(text, b);
	assert_string_equal(text, "0.1");
	assert_true(decimal_div(&b, huge, decimal_of(1), 38, DECIMAL_DOWN));
	assert_int_equal(decimal_compare(b, huge), 0);
	assert_true(decimal_add(&b, decimal_from("0." NINES), tiny));
	assert_int_equal(decimal_compare(b, decimal_of(1)), 0);
}

static void
an_overflow_leaves_the_result_untouched(void **state)
{
	struct decimal nines = decimal_from(NINES), one = decimal_of(1);
	struct decimal out = decimal_of(42), tiny = decimal_from("1e-38");

	(void)state;
	assert_false(decimal_add(&out, nines, one));
	assert_false(decimal_add(&out, nines, tiny));
	assert_false(decimal_sub(&out, decimal_negate(nines), one));
	assert_false(decimal_mul(&out, nines, decimal_of(2)));
	assert_false(decimal_mul(&out, tiny, decimal_from("0.1")));
	assert_false(decimal_div(&out, nines, tiny, 0, DECIMAL_DOWN));
	assert_false(decimal_div(&out, nines, decimal_of(7), 2, DECIMAL_UP));
	assert_false(decimal_div(&out, one, decimal_of(0), 2, DECIMAL_DOWN));
	assert_false(decimal_div(&out, one, one, 39, DECIMAL_DOWN));
	assert_int_equal(decimal_compare(out, decimal_of(42)), 0);
}

static void
a_result_may_be_its_own_operand(void **state)
{
	struct decimal d = decimal_from("1.5");

	(void)state;
	assert_true(decimal_add(&d, d, d));
	assert_int_equal(decimal_compare(d, decimal_of(3)), 0);
	assert_true(decimal_mul(&d, d, d));
	assert_int_equal(decimal_compare(d, decimal_of(9)), 0);
	assert_true(decimal_div(&d, d, d, 5, DECIMAL_HALF_UP));
	assert_int_equal(decimal_compare(d, decimal_of(1)), 0);
	assert_true(decimal_sub(&d, d, d));
	assert_true(decimal_zero(d) && !d.negative && d.scale == 0);
	assert_false(decimal_negate(d).negative);
}

static void
ties_go_where_the_rounding_says(void **state)
{
	static const struct {
		const char *name;
		const char *rounded[4]; /* of 2.5, -2.5, 3.5, -0.4 */
	} table[] = {
	    {"half-even", {"2", "-2", "4", "0"}},
	    {"half-up", {"3", "-3", "4", "0"}},
	    {"down", {"2", "-2", "3", "0"}},
	    {"up", {"3", "-3", "4", "-1"}},
	    {"floor", {"2", "-3", "3", "-1"}},
	    {"ceiling", {"3", "-2", "4", "0"}},
	};
	static const char *const from[4] = {"2.5", "-2.5", "3.5", "-0.4"};
	enum decimal_rounding how;
	char text[DECIMAL_TEXT_SIZE];
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_true(
		    decimal_rounding_parse(&how, slice_of(table[i].name)));
		for (k = 0; k < COUNT_OF(from); k++) {
			decimal_print(
			    text, decimal_round(decimal_from(from[k]), 0, how));
			assert_string_equal(text, table[i].rounded[k]);
		}
	}
	assert_false(decimal_rounding_parse(&how, SLICE("half-down")));
	assert_false(decimal_rounding_parse(&how, SLICE("")));
}

static void
whole_numbers_become_decimals(void **state)
{
	static const int64_t table[] = {0, 1, -1, 42, INT64_MAX, INT64_MIN};
	char text[DECIMAL_TEXT_SIZE], expected[DECIMAL_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		decimal_print(text, decimal_of(table[i]));
		snprintf(expected, sizeof(expected), "%" PRId64, table[i]);
		assert_string_equal(text, expected);
	}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_spelling_has_one_canonical_form),
	    TEST(what_is_no_number_or_too_long_is_refused_with_the_reason),
	    TEST(canonical_texts_are_known_without_parsing),
	    TEST(zeros_that_cancel_are_no_overflow),
	    TEST(an_overflow_leaves_the_result_untouched),
	    TEST(a_result_may_be_its_own_operand),
	    TEST(ties_go_where_the_rounding_says),
	    TEST(whole_numbers_become_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
