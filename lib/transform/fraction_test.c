/* fraction_test.c - thirds that come back, signs, 38 digits. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/fraction.h"

#define NINES "99999999999999999999999999999999999999" /* 38 of them */

static struct fraction
of(const char *text)
{
	struct fraction f;
	struct decimal d;

	assert_true(decimal_parse(&d, slice_of(text)));
	assert_true(fraction_of(&f, d));
	return f;
}

static void
assert_decimal(const struct fraction *f, unsigned digits,
    enum decimal_rounding how, const char *right)
{
	char text[DECIMAL_TEXT_SIZE];
	struct decimal d;

	assert_true(fraction_decimal(&d, f, digits, how));
	decimal_print(text, d);
	assert_string_equal(text, right);
}

static void
a_third_three_times_is_one(void **state)
{
	struct fraction third, sum;

	(void)state;
	third = of("1");
	assert_true(fraction_div(&third, &third, decimal_of(3)));
	assert_decimal(&third, 4, DECIMAL_HALF_UP, "0.3333");
	assert_decimal(&third, 4, DECIMAL_UP, "0.3334");
	assert_true(fraction_add(&sum, &third, &third));
	assert_true(fraction_add(&sum, &sum, &third));
	assert_decimal(&sum, 0, DECIMAL_DOWN, "1");
}

static void
products_and_sums_have_their_signs(void **state)
{
	static const struct {
		const char *a, *b, *product, *sum;
	} cases[] = {
	    {"2", "-3", "-6", "-1"},
	    {"-0.5", "-0.25", "0.125", "-0.75"},
	    {"7", "0", "0", "7"},
	    {"0", "0", "0", "0"},
	    {"1.5", "-1.5", "-2.25", "0"},
	    {NINES, "-1", "-" NINES, "99999999999999999999999999999999999998"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct fraction a = of(cases[i].a), b = of(cases[i].b), c;

		assert_true(fraction_mul(&c, &a, &b));
		assert_decimal(&c, 38, DECIMAL_HALF_UP, cases[i].product);
		assert_true(fraction_add(&c, &a, &b));
		assert_decimal(&c, 38, DECIMAL_HALF_UP, cases[i].sum);
	}
}

static void
what_needs_more_than_38_digits_is_told(void **state)
{
	struct fraction a = of(NINES), ten = of("10"), one = of("1"), c = one;
	struct decimal d;

	(void)state;
	assert_false(fraction_mul(&c, &a, &ten));
	assert_false(fraction_add(&c, &a, &one));
	assert_memory_equal(&c, &one, sizeof(c));
	/* but not where it cancels out */
	assert_true(fraction_div(&c, &a, decimal_of(99)));
	assert_true(fraction_mul(&c, &c, &ten));
	assert_decimal(&c, 0, DECIMAL_DOWN,
	    "10101010101010101010101010101010101010");
	assert_true(fraction_div(&c, &one, decimal_of(3)));
	assert_true(fraction_decimal(&d, &c, 38, DECIMAL_DOWN));
	assert_int_equal(decimal_digits(d), 38);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_third_three_times_is_one),
	    cmocka_unit_test(products_and_sums_have_their_signs),
	    cmocka_unit_test(what_needs_more_than_38_digits_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
