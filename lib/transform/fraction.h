/*
 * fraction.h - exact quantities that no decimal may be able to hold.
 *
 * A third of a piece, three times, is one piece: quantities are multiplied
 * and added as fractions and become a decimal once, at the end, by a rounding
 * that is said.  A fraction that needs more than 38 digits above or below the
 * line is reported, never shortened.
 */
#ifndef TRANSFORM_FRACTION_H
#define TRANSFORM_FRACTION_H

#include "model/factor.h"

/* Equal fractions are equal structs; of 0 the factor is 1 / 1. */
struct fraction {
	struct factor size; /* without the sign */
	bool zero;
	bool negative;
};

/* False if it needs more than 38 digits below the line. */
bool fraction_of(struct fraction *out, struct decimal d);
struct fraction fraction_one(void);

/* False if more than 38 digits are needed; *out is then untouched. */
bool fraction_mul(struct fraction *out, const struct fraction *a,
    const struct fraction *b);
bool fraction_add(struct fraction *out, const struct fraction *a,
    const struct fraction *b);
/* `d` must be above 0. */
bool fraction_div(struct fraction *out, const struct fraction *a,
    struct decimal d);

/*
 * The decimal, rounded to `digits` behind the point if it has more.  False if
 * it needs more than 38 digits.
 */
bool fraction_decimal(struct decimal *out, const struct fraction *f,
    unsigned digits, enum decimal_rounding how);

#endif
