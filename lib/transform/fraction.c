/* fraction.c - a factor with a sign, and 0. */
#include "transform/fraction.h"

static struct decimal
size_of(struct decimal d)
{
	d.negative = false;
	return d;
}

struct fraction
fraction_one(void)
{
	return (struct fraction){factor_of(1, 1), false, false};
}

static struct fraction
nothing(void)
{
	return (struct fraction){factor_of(1, 1), true, false};
}

bool
fraction_of(struct fraction *out, struct decimal d)
{
	struct fraction made = {.negative = d.negative};

	if (decimal_zero(d)) {
		*out = nothing();
		return true;
	}
	if (!factor_make(&made.size, size_of(d), decimal_of(1)))
		return false;
	*out = made;
	return true;
}

bool
fraction_mul(struct fraction *out, const struct fraction *a,
    const struct fraction *b)
{
	struct fraction made = {.negative = a->negative != b->negative};

	if (a->zero || b->zero) {
		*out = nothing();
		return true;
	}
	if (!factor_mul(&made.size, &a->size, &b->size))
		return false;
	*out = made;
	return true;
}

bool
fraction_div(struct fraction *out, const struct fraction *a, struct decimal d)
{
	struct fraction by = fraction_one();

	return factor_make(&by.size, decimal_of(1), d) &&
	    fraction_mul(out, a, &by);
}

/*
 * a/b + c/d is (a * (d/g) + c * (b/g)) / (b * (d/g)), with g what b and d
 * share: b/d reduced is (b/g)/(d/g).
 */
bool
fraction_add(struct fraction *out, const struct fraction *a,
    const struct fraction *b)
{
	struct fraction made = fraction_one();
	struct decimal left, right, below;
	struct factor part;

	if (a->zero || b->zero) {
		*out = a->zero ? *b : *a;
		return true;
	}
	if (!factor_make(&part, a->size.denominator, b->size.denominator) ||
	    !decimal_mul(&left, a->size.numerator, part.denominator) ||
	    !decimal_mul(&right, b->size.numerator, part.numerator) ||
	    !decimal_mul(&below, a->size.denominator, part.denominator))
		return false;
	if (a->negative)
		left = decimal_negate(left);
	if (b->negative)
		right = decimal_negate(right);
	if (!decimal_add(&left, left, right))
		return false;
	if (decimal_zero(left)) {
		*out = nothing();
		return true;
	}
	made.negative = left.negative;
	if (!factor_make(&made.size, size_of(left), below))
		return false;
	*out = made;
	return true;
}

bool
fraction_decimal(struct decimal *out, const struct fraction *f,
    unsigned digits, enum decimal_rounding how)
{
	const struct decimal one =
	    f->negative ? decimal_negate(decimal_of(1)) : decimal_of(1);
	struct decimal made;

	if (f->zero) {
		*out = decimal_of(0);
		return true;
	}
	if (factor_exact(&made, one, &f->size) && made.scale <= digits) {
		*out = made;
		return true;
	}
	return factor_rounded(out, one, &f->size, digits, how);
}
