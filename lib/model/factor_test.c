/* factor_test.c - fractions held to tables. */
#include "model/factor.h"

#include <setjmp.h>

#include <cmocka.h>

#define NINES "99999999999999999999999999999999999999" /* 38 */

static struct decimal
number(const char *text)
{
	struct decimal d;

	if (!decimal_parse(&d, slice_of(text)))
		fail_msg("%s is no number", text);
	return d;
}

static void
assert_factor(struct factor f, const char *n, const char *d)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, f.numerator);
	assert_string_equal(text, n);
	decimal_print(text, f.denominator);
	assert_string_equal(text, d);
}

static void
two_decimals_make_a_reduced_fraction(void **state)
{
	static const struct {
		const char *a, *b;
		const char *n, *d; /* NULL where it is too long */
	} table[] = {
	    {"1", "1", "1", "1"}, {"12", "4", "3", "1"},
	    {"0.0254", "1", "127", "5000"}, {"1", "0.0254", "5000", "127"},
	    {"0.45359237", "1", "45359237", "100000000"},
	    {"2.5", "0.5", "5", "1"}, {"0.3", "0.09", "10", "3"},
	    {"1e37", "1e-1", NULL, NULL},
	    {"1e37", "1", "10000000000000000000000000000000000000", "1"},
	    {"1e-38", "1", NULL, NULL}, {"5e-38", "1", "1",
	    "20000000000000000000000000000000000000"}, {"1", "5e-38",
	    "20000000000000000000000000000000000000", "1"},
	    {NINES, NINES, "1", "1"}, {NINES, "0." NINES, NULL, NULL},
	    {NINES, "2", NINES, "2"}, {"1e37", "1e37", "1", "1"},
	    {"0.2", NINES, NULL, NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct factor f = factor_of(7, 3);
		bool made = factor_make(&f, number(table[i].a),
		    number(table[i].b));

		assert_int_equal(made, table[i].d != NULL);
		assert_factor(f, made ? table[i].n : "7",
		    made ? table[i].d : "3");
	}
	assert_factor(factor_of(UINT64_MAX, 5), "3689348814741910323", "1");
}

static void
products_are_reduced_before_they_overflow(void **state)
{
	static const struct {
		const char *a[2], *b[2];
		const char *n, *d;
	} table[] = {
	    {{"2", "3"}, {"9", "4"}, "3", "2"},
	    {{NINES, "7"}, {"7", NINES}, "1", "1"},
	    {{NINES, "1"}, {"1", "2"}, NINES, "2"},
	    {{NINES, "1"}, {"2", "1"}, NULL, NULL},
	    {{"1", NINES}, {"1", "2"}, NULL, NULL},
	    {{"1e20", "1"}, {"1e20", "1"}, NULL, NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct factor a, b;
		bool fits;

		assert_true(factor_make(&a, number(table[i].a[0]),
		    number(table[i].a[1])));
		assert_true(factor_make(&b, number(table[i].b[0]),
		    number(table[i].b[1])));
		fits = factor_mul(&a, &a, &b);
		assert_int_equal(fits, table[i].d != NULL);
		if (fits)
			assert_factor(a, table[i].n, table[i].d);
		else
			assert_factor(a, table[i].a[0][0] == '1' &&
			    table[i].a[0][1] ? "100000000000000000000" :
			    table[i].a[0], table[i].a[1]);
	}
}

static void
inverses_and_equality(void **state)
{
	struct factor f = factor_of(4, 6), g = factor_inverse(f);

	(void)state;
	assert_factor(g, "3", "2");
	assert_false(factor_equal(&f, &g));
	assert_true(factor_mul(&g, &g, &f));
	f = factor_of(5, 5);
	assert_true(factor_equal(&f, &g));
}

static void
quantities_are_exact_or_rounded_as_told(void **state)
{
	static const struct {
		const char *quantity;
		uint64_t n, d;
		const char *exact; /* NULL where there is none */
		const char *rounded; /* 3 digits, half up */
	} table[] = {
	    {"2", 127, 5000, "0.0508", "0.051"},
	    {"-2", 127, 5000, "-0.0508", "-0.051"},
	    {"0", 127, 5000, "0", "0"}, {"0", 1, 3, "0", "0"},
	    {"1", 1, 3, NULL, "0.333"}, {"2", 1, 3, NULL, "0.667"},
	    {"-2", 1, 3, NULL, "-0.667"}, {"3", 1, 3, "1", "1"},
	    {"0.3", 1, 3, "0.1", "0.1"}, {"1.5", 12, 1, "18", "18"},
	    {"0.5", 2, 1, "1", "1"}, {"1", 1, 1024, "0.0009765625",
	    "0.001"}, {"1", 1, 15625, "0.000064", "0"},
	    {"7", 12, 7, "12", "12"}, {"0.0005", 1, 1, "0.0005", "0.001"},
	    {"1", 1, (uint64_t)1 << 38, "0.00000000000363797880709171295166"
	    "015625", "0"}, {"1", 1, (uint64_t)1 << 39, NULL, "0"},
	    {NINES, 1, 2, NULL,
	    "49999999999999999999999999999999999999.5"},
	    {NINES, 2, 1, NULL, NULL},
	};
	struct decimal exact, rounded;
	char text[DECIMAL_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct factor f = factor_of(table[i].n, table[i].d);
		struct decimal q = number(table[i].quantity);

		exact = rounded = decimal_of(99);
		assert_int_equal(factor_exact(&exact, q, &f),
		    table[i].exact != NULL);
		decimal_print(text, exact);
		assert_string_equal(text, table[i].exact ? table[i].exact :
		    "99");
		if (!factor_rounded(&rounded, q, &f, 3, DECIMAL_HALF_UP)) {
			/* 39 digits, whether before or after rounding */
			assert_true(!table[i].rounded ||
			    strlen(table[i].rounded) > 38);
			continue;
		}
		decimal_print(text, rounded);
		assert_string_equal(text, table[i].rounded);
	}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(two_decimals_make_a_reduced_fraction),
	    TEST(products_are_reduced_before_they_overflow),
	    TEST(inverses_and_equality),
	    TEST(quantities_are_exact_or_rounded_as_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
