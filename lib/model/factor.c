/*
 * factor.c - fractions on 128 bits, reduced before they are multiplied.
 */
#include "model/factor.h"

#include "base/wide.h"

/* False if the product has more than 38 digits. */
static bool
multiply(wide_half *out, wide_half a, wide_half b)
{
	return !__builtin_mul_overflow(a, b, out) &&
	    *out < wide_power(DECIMAL_DIGITS_MOST);
}

/* The greatest common divisor; that of n and 0 is n. */
static wide_half
divisor(wide_half a, wide_half b)
{
	while (b) {
		wide_half rest;

		if (!(a >> 64) && !(b >> 64))
			rest = (uint64_t)a % (uint64_t)b;
		else
			rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static struct decimal
whole(wide_half n)
{
	return (struct decimal){n, 0, false};
}

static struct factor
factor_from(wide_half n, wide_half d)
{
	return (struct factor){whole(n), whole(d)};
}

struct factor
factor_of(uint64_t n, uint64_t d)
{
	wide_half g = divisor(n, d);

	return factor_from(n / g, d / g);
}

struct factor
factor_inverse(struct factor f)
{
	return (struct factor){f.denominator, f.numerator};
}

bool
factor_equal(const struct factor *a, const struct factor *b)
{
	return a->numerator.coefficient == b->numerator.coefficient &&
	    a->denominator.coefficient == b->denominator.coefficient;
}

/* The product, reduced before anything is multiplied. */
bool
factor_mul(struct factor *out, const struct factor *a,
    const struct factor *b)
{
	wide_half n, d;
	wide_half g = divisor(a->numerator.coefficient,
	    b->denominator.coefficient);
	wide_half h = divisor(b->numerator.coefficient,
	    a->denominator.coefficient);

	if (!multiply(&n, a->numerator.coefficient / g,
		b->numerator.coefficient / h) ||
	    !multiply(&d, a->denominator.coefficient / h,
		b->denominator.coefficient / g))
		return false;
	*out = factor_from(n, d);
	return true;
}

/* n times 10, coprime to d all the way. */
static bool
times_ten(wide_half *n, wide_half *d)
{
	static const unsigned primes[] = {2, 5};
	size_t i;

	for (i = 0; i < COUNT_OF(primes); i++) {
		if (*d % primes[i] == 0)
			*d /= primes[i];
		else if (!multiply(n, *n, primes[i]))
			return false;
	}
	return true;
}

/* The fraction of two positive decimals. */
bool
factor_make(struct factor *out, struct decimal a, struct decimal b)
{
	wide_half g = divisor(a.coefficient, b.coefficient);
	wide_half n, d;
	int shift = b.scale - a.scale;

	if (a.negative || b.negative || decimal_zero(a) || decimal_zero(b))
		BUG("factor: not above 0");
	n = a.coefficient / g;
	d = b.coefficient / g;
	for (; shift > 0; shift--)
		if (!times_ten(&n, &d))
			return false;
	for (; shift < 0; shift++)
		if (!times_ten(&d, &n))
			return false;
	*out = factor_from(n, d);
	return true;
}

/* quantity and denominator without what they share. */
static void
reduce(struct decimal *quantity, wide_half *denominator)
{
	wide_half g = divisor(quantity->coefficient, *denominator);

	/* a fraction's last digit is not 0, and dividing does not make it so */
	quantity->coefficient /= g;
	*denominator /= g;
}

/*
 * Divides by each 2 as a multiplication by 0.5, by each 5 as one by 0.2; a
 * denominator that has other primes has no end as a decimal.
 */
bool
factor_exact(struct decimal *out, struct decimal quantity,
    const struct factor *factor)
{
	const struct decimal half = {5, 1, false}, fifth = {2, 1, false};
	wide_half d = factor->denominator.coefficient;
	struct decimal product;

	reduce(&quantity, &d);
	if (!decimal_mul(&product, quantity, factor->numerator))
		return false;
	for (; d % 2 == 0; d /= 2)
		if (!decimal_mul(&product, product, half))
			return false;
	for (; d % 5 == 0; d /= 5)
		if (!decimal_mul(&product, product, fifth))
			return false;
	if (d != 1)
		return false;
	*out = product;
	return true;
}

bool
factor_rounded(struct decimal *out, struct decimal quantity,
    const struct factor *factor, unsigned scale,
    enum decimal_rounding how)
{
	wide_half d = factor->denominator.coefficient;
	struct decimal product;

	reduce(&quantity, &d);
	return decimal_mul(&product, quantity, factor->numerator) &&
	    decimal_div(out, product, whole(d), scale, how);
}
