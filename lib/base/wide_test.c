/* wide_test.c - 256 bits held to identities and to known numbers. */
#include "base/wide.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST ((wide_half)-1)

/* xorshift64: the same numbers in every run. */
static uint64_t
random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Of any length, with runs of ones and zeros more often than by chance. */
static wide_half
random_half(uint64_t *seed)
{
	wide_half n = (wide_half)random_next(seed) << 64 | random_next(seed);

	if (random_next(seed) % 4 == 0)
		n |= MOST << (random_next(seed) % 128);
	return n >> (random_next(seed) % 128);
}

static void
assert_wide(struct wide w, wide_half high, wide_half low)
{
	assert_true(w.high == high && w.low == low);
}

static void
powers_of_ten_are_each_ten_times_the_one_before(void **state)
{
	unsigned n;

	(void)state;
	assert_true(wide_power(0) == 1);
	for (n = 1; n <= 38; n++) {
		assert_true(wide_power(n) / 10 == wide_power(n - 1));
		assert_true(wide_power(n) % 10 == 0);
	}
}

static void
products_of_the_greatest_halves_fit(void **state)
{
	(void)state;
	assert_wide(wide_mul(0, MOST), 0, 0);
	assert_wide(wide_mul(1, MOST), 0, MOST);
	assert_wide(wide_mul(2, MOST), 1, MOST - 1);
	assert_wide(wide_mul(MOST, MOST), MOST - 1, 1);
	assert_wide(wide_mul((wide_half)1 << 64, (wide_half)1 << 64), 1, 0);
}

static void
sums_carry_and_differences_borrow(void **state)
{
	struct wide most = {0, MOST}, one = {0, 1}, next = {1, 0};

	(void)state;
	assert_wide(wide_add(most, one), 1, 0);
	assert_wide(wide_sub(next, one), 0, MOST);
	assert_int_equal(wide_compare(most, next), -1);
	assert_int_equal(wide_compare(next, most), 1);
	assert_int_equal(wide_compare(one, most), -1);
	assert_int_equal(wide_compare(next, next), 0);
}

static void
products_agree_with_sums_of_shifted_factors(void **state)
{
	uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);
	int round, bit;

	(void)state;
	for (round = 0; round < 5000; round++) {
		wide_half a = random_half(&seed), b = random_half(&seed);
		struct wide sum = {0, 0}, product = wide_mul(a, b);

		for (bit = 127; bit >= 0; bit--) {
			sum = wide_add(sum, sum);
			if (b >> bit & 1)
				sum = wide_add(sum, (struct wide){0, a});
		}
		assert_int_equal(wide_compare(sum, product), 0);
		assert_int_equal(wide_compare(wide_mul(b, a), product), 0);
		sum = wide_sub(product, (struct wide){0, product.low});
		assert_wide(sum, product.high, 0);
	}
}

static void
digits_cut_off_and_added_again_give_the_number(void **state)
{
	uint64_t seed = UINT64_C(0x2545f4914f6cdd1d);
	unsigned char digits[80];
	int round;

	(void)state;
	for (round = 0; round < 5000; round++) {
		struct wide w = wide_mul(
				random_half(&seed), random_half(&seed)),
			    rest = w, again = {0, 0};
		size_t n = 0;

		while (rest.high || rest.low) {
			unsigned digit = wide_cut_digit(&rest);

			assert_true(digit < 10 && n < sizeof(digits));
			digits[n++] = (unsigned char)digit;
		}
		while (n)
			wide_add_digit(&again, digits[--n]);
		assert_int_equal(wide_compare(again, w), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(powers_of_ten_are_each_ten_times_the_one_before),
	    cmocka_unit_test(products_of_the_greatest_halves_fit),
	    cmocka_unit_test(sums_carry_and_differences_borrow),
	    cmocka_unit_test(products_agree_with_sums_of_shifted_factors),
	    cmocka_unit_test(digits_cut_off_and_added_again_give_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
