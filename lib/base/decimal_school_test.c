/*
 * decimal_school_test.c - decimals held to schoolbook arithmetic on strings
 * of digits that shares nothing with decimal.c.
 */
#include "base/decimal.h"

#include <setjmp.h>

#include <cmocka.h>

#define NINES "99999999999999999999999999999999999999" /* 38 */
#define PAIRS 20000
#define DIGITS 180

/* Digits from the lowest on; the last `scale` of them are decimals. */
struct school {
	bool negative;
	int scale;
	unsigned char digits[DIGITS];
};

/* "-12.50", no exponent, is taken as it stands. */
static struct school
school_of(const char *text)
{
	struct school s = {false, 0, {0}};
	const char *point = strchr(text, '.');
	int n = 0, i;

	if (point)
		s.scale = (int)strlen(point + 1);
	for (i = (int)strlen(text) - 1; i >= 0; i--) {
		if (text[i] == '-')
			s.negative = true;
		else if (text[i] != '.')
			s.digits[n++] = (unsigned char)(text[i] - '0');
	}
	return s;
}

/* times 10^n without changing the scale; n may be negative */
static void
school_shift(struct school *s, int n)
{
	struct school from = *s;
	int i;

	for (i = 0; i < DIGITS; i++)
		s->digits[i] =
		    i - n >= 0 && i - n < DIGITS ? from.digits[i - n] : 0;
}

/* By the lowest n digits, as where a and b have no more. */
static int
school_compare(const struct school *a, const struct school *b, int n)
{
	int i = n - 1;

	while (i > 0 && a->digits[i] == b->digits[i])
		i--;
	return (a->digits[i] > b->digits[i]) - (a->digits[i] < b->digits[i]);
}

static int
school_length(const struct school *s)
{
	int n = DIGITS;

	while (n > 0 && !s->digits[n - 1])
		n--;
	return n;
}

static void
school_plus(struct school *a, const struct school *b)
{
	int i, carry = 0;

	for (i = 0; i < DIGITS; i++) {
		int sum = a->digits[i] + b->digits[i] + carry;

		a->digits[i] = (unsigned char)(sum % 10);
		carry = sum / 10;
	}
}

/* As school_compare; a must not be the lesser one. */
static void
school_minus(struct school *a, const struct school *b, int n)
{
	int i, borrow = 0;

	for (i = 0; i < n; i++) {
		int rest = a->digits[i] - b->digits[i] - borrow;

		borrow = rest < 0;
		a->digits[i] = (unsigned char)(rest + 10 * borrow);
	}
}

static struct school
school_add(struct school a, struct school b)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;

	school_shift(&a, scale - a.scale);
	school_shift(&b, scale - b.scale);
	a.scale = b.scale = scale;
	if (a.negative == b.negative) {
		school_plus(&a, &b);
		return a;
	}
	if (school_compare(&a, &b, DIGITS) < 0) {
		school_minus(&b, &a, DIGITS);
		return b;
	}
	school_minus(&a, &b, DIGITS);
	return a;
}

static struct school
school_mul(struct school a, struct school b)
{
	struct school product = {
	    a.negative != b.negative, a.scale + b.scale, {0}};
	int i, k;

	for (i = school_length(&b) - 1; i >= 0; i--) {
		school_shift(&product, 1);
		for (k = 0; k < b.digits[i]; k++)
			school_plus(&product, &a);
	}
	return product;
}

/* A quotient cut off, and what was cut: anything, and against a half. */
struct quotient {
	struct school cut;
	bool more;
	int half;
};

static struct quotient
school_div(struct school a, struct school b, int scale)
{
	struct quotient q = {{a.negative != b.negative, scale, {0}}, false, 0};
	struct school rest = {false, 0, {0}};
	int i, n;

	school_shift(&a, scale + b.scale);
	school_shift(&b, a.scale);
	n = school_length(&b) + 1;
	for (i = school_length(&a) - 1; i >= 0; i--) {
		memmove(rest.digits + 1, rest.digits, (size_t)n);
		rest.digits[0] = a.digits[i];
		while (school_compare(&rest, &b, n) >= 0) {
			school_minus(&rest, &b, n);
			q.cut.digits[i]++;
		}
	}
	q.more = school_length(&rest) > 0;
	school_plus(&rest, &rest);
	q.half = school_compare(&rest, &b, DIGITS);
	return q;
}

static struct school
school_round(struct quotient q, enum decimal_rounding how)
{
	struct school one = school_of("1");
	bool up = false;

	if (how == DECIMAL_HALF_EVEN)
		up = q.half > 0 || (q.half == 0 && q.cut.digits[0] % 2);
	else if (how == DECIMAL_HALF_UP)
		up = q.half >= 0;
	else if (how != DECIMAL_DOWN)
		up = q.more && (how == DECIMAL_UP ||
				   q.cut.negative == (how == DECIMAL_FLOOR));
	if (up)
		school_plus(&q.cut, &one);
	return q.cut;
}

/* The canonical text; false if it takes more than 38 digits or decimals. */
static bool
school_print(char *to, struct school s)
{
	int i, length;

	while (s.scale > 0 && !s.digits[0]) {
		school_shift(&s, -1);
		s.scale--;
	}
	length = school_length(&s);
	if (length > 38 || s.scale > 38)
		return false;
	if (s.negative && length)
		*to++ = '-';
	if (length <= s.scale)
		length = s.scale + 1;
	for (i = length - 1; i >= 0; i--) {
		*to++ = (char)('0' + s.digits[i]);
		if (i == s.scale && i > 0)
			*to++ = '.';
	}
	*to = '\0';
	return true;
}

/* xorshift64: the same numbers in every run. */
static unsigned
random_below(uint64_t *seed, unsigned n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (unsigned)((*seed >> 16) % n);
}

/*
 * A number of 1 to 38 digits, many of them 0, 5 or 9, with a point anywhere,
 * so that carries, ties, trailing zeros and overflows are frequent.
 */
static void
random_text(char text[80], uint64_t *seed)
{
	static const char favourites[] = "00000599", digits[] = "0123456789";
	unsigned n = 1 + random_below(seed, random_below(seed, 2) ? 38 : 6);
	unsigned scale = random_below(seed, random_below(seed, 2) ? 39 : 4);
	unsigned even = random_below(seed, 3) == 0, i;

	if (random_below(seed, 2))
		*text++ = '-';
	if (n <= scale) {
		*text++ = '0';
		if (scale)
			*text++ = '.';
		for (i = n; i < scale; i++)
			*text++ = '0';
	}
	for (i = n; i > 0; i--) {
		if (i == scale && n > scale)
			*text++ = '.';
		if (i == n && n > scale)
			*text++ = digits[1 + random_below(seed, 9)];
		else if (even)
			*text++ = digits[random_below(seed, 10)];
		else
			*text++ = favourites[random_below(seed, 8)];
	}
	*text = '\0';
}

static struct decimal
decimal_from(const char *text)
{
	struct decimal d;

	if (!decimal_parse(&d, slice_of(text)))
		fail_msg("%s is refused", text);
	return d;
}

/* `got`, valid if `fits`, is what the school has; `what` is for the message. */
static void
assert_agrees(
    bool fits, struct decimal got, struct school expected, const char *what)
{
	char text[DECIMAL_TEXT_SIZE] = "overflow", school[80] = "overflow";
	bool school_fits = school_print(school, expected);
	size_t len = strlen(text);
	unsigned digits;

	if (fits)
		len = decimal_print(text, got);
	assert_int_equal(len, strlen(text));
	if (fits != school_fits || strcmp(text, school) != 0)
		fail_msg("%s: %s, should be %s", what, text, school);
	if (!fits)
		return;
	assert_true(decimal_canonical(slice_of(text), &digits));
	assert_int_equal(digits, decimal_digits(got));
	assert_int_equal(decimal_compare(decimal_from(text), got), 0);
}

static void
assert_roundings_agree(const char *x, const char *y, unsigned scale)
{
	struct school s = school_of(x), t = school_of(y);
	struct decimal a = decimal_from(x), b = decimal_from(y), c;
	/* d rounded is d divided by one, never to more decimals than d's */
	struct quotient by_one = school_div(
	    s, school_of("1"), (int)scale < s.scale ? (int)scale : s.scale);
	struct quotient q = {s, false, 0};
	char what[200];
	int how;

	snprintf(what, sizeof(what), "%s / %s, scale %u", x, y, scale);
	if (!decimal_zero(b))
		q = school_div(s, t, (int)scale);
	for (how = DECIMAL_HALF_EVEN; how <= DECIMAL_CEILING; how++) {
		/* the cast: `how` runs over the constants */
		enum decimal_rounding r = (enum decimal_rounding)how;
		bool fits = decimal_div(&c, a, b, scale, r);

		assert_agrees(true, decimal_round(a, scale, r),
		    school_round(by_one, r), what);
		if (decimal_zero(b))
			assert_false(fits);
		else
			assert_agrees(fits, c, school_round(q, r), what);
	}
}

static void
assert_pair_agrees(const char *x, const char *y)
{
	struct school s = school_of(x), t = school_of(y), minus = t, sum;
	struct decimal a = decimal_from(x), b = decimal_from(y), c;
	char what[200];
	int sign = 0;
	bool fits;

	snprintf(what, sizeof(what), "%s and %s", x, y);
	minus.negative = !t.negative;
	sum = school_add(s, minus);
	if (school_length(&sum))
		sign = sum.negative ? -1 : 1;
	assert_int_equal(decimal_compare(a, b), sign);
	assert_int_equal(decimal_compare(b, a), -sign);
	fits = decimal_sub(&c, a, b);
	assert_agrees(fits, c, sum, what);
	fits = decimal_add(&c, a, b);
	assert_agrees(fits, c, school_add(s, t), what);
	fits = decimal_mul(&c, a, b);
	assert_agrees(fits, c, school_mul(s, t), what);
	assert_agrees(true, a, s, what);
}

static void
random_pairs_agree_with_schoolbook_arithmetic(void **state)
{
	uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);
	char x[80], y[80];
	int i;

	(void)state;
	for (i = 0; i < PAIRS; i++) {
		random_text(x, &seed);
		random_text(y, &seed);
		assert_pair_agrees(x, y);
		assert_roundings_agree(x, y, random_below(&seed, 39));
	}
}

static void
random_spellings_with_exponents_agree_with_shifted_digits(void **state)
{
	uint64_t seed = UINT64_C(0x2545f4914f6cdd1d);
	char digits[80], text[120];
	int i;

	(void)state;
	for (i = 0; i < PAIRS; i++) {
		struct decimal d = DECIMAL_ZERO;
		struct school s;
		int exponent = (int)random_below(&seed, 121) - 60;
		bool fits;

		random_text(digits, &seed);
		snprintf(text, sizeof(text), "%s%c%s%d", digits,
		    random_below(&seed, 2) ? 'e' : 'E',
		    exponent >= 0 && random_below(&seed, 2) ? "+" : "",
		    exponent);
		s = school_of(digits);
		if (exponent > 0)
			school_shift(&s, exponent);
		else
			s.scale -= exponent;
		fits = decimal_parse(&d, slice_of(text));
		assert_agrees(fits, d, s, text);
	}
}

static void
edges_of_the_range_agree_with_schoolbook_arithmetic(void **state)
{
	static const char *const edges[] = {
	    "0",
	    "1",
	    "-1",
	    "10",
	    "0.1",
	    "-0.5",
	    "2",
	    "3",
	    "-7",
	    "0.8",
	    "12.5",
	    NINES,
	    "-" NINES,
	    "0." NINES,
	    "-0." NINES,
	    "12500000000000000000000000000000000000",
	    "18446744073709551615",
	    "18446744073709551616",
	    "9999999999999999999.9999999999999999999",
	    "0.00000000000000000000000000000000000001",
	    "10000000000000000000000000000000000000",
	    "50000000000000000000000000000000000000",
	    "-0.00000000000000000000000000000000000005",
	};
	size_t i, k;
	unsigned scale;

	(void)state;
	for (i = 0; i < COUNT_OF(edges); i++)
		for (k = 0; k < COUNT_OF(edges); k++) {
			assert_pair_agrees(edges[i], edges[k]);
			for (scale = 0; scale <= 38; scale++)
				assert_roundings_agree(
				    edges[i], edges[k], scale);
		}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(random_spellings_with_exponents_agree_with_shifted_digits),
	    TEST(random_pairs_agree_with_schoolbook_arithmetic),
	    TEST(edges_of_the_range_agree_with_schoolbook_arithmetic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
