/*
 * factor.h - exact fractions, for factors that no decimal can hold.
 *
 * A factor is numerator / denominator, whole, above 0 and coprime, so equal
 * factors are equal structs.  Nothing is rounded but by factor_rounded, once.
 */
#ifndef MODEL_FACTOR_H
#define MODEL_FACTOR_H

#include "base/base.h"
#include "base/decimal.h"

struct factor {
	struct decimal numerator;
	struct decimal denominator;
};

/* The fraction n / d, reduced; both must be above 0. */
struct factor factor_of(uint64_t n, uint64_t d);

/*
 * a / b, reduced; both must be above 0.  False, and *out untouched, if that
 * needs more than 38 digits above or below the line.
 */
bool factor_make(struct factor *out, struct decimal a, struct decimal b);

struct factor factor_inverse(struct factor f);
bool factor_equal(const struct factor *a, const struct factor *b);

/* a * b; false as above.  out may be a or b. */
bool factor_mul(struct factor *out, const struct factor *a,
    const struct factor *b);

/*
 * quantity * factor, exact.  False if it has no end as a decimal, or more
 * than 38 digits; *out is then untouched.
 */
bool factor_exact(struct decimal *out, struct decimal quantity,
    const struct factor *factor);

/*
 * quantity * factor, rounded once, to `scale` digits behind the point.  False
 * if a number on the way needs more than 38 digits.
 */
bool factor_rounded(struct decimal *out, struct decimal quantity,
    const struct factor *factor, unsigned scale, enum decimal_rounding how);

#endif
