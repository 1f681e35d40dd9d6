/*
 * decimal.h - exact decimal numbers of at most 38 significant digits.
 *
 * Quantities, costs and factors are never binary floating point.  A decimal
 * is coefficient * 10^-scale; results that would need more than 38 digits
 * are reported, never rounded behind the caller's back.  Only division and
 * decimal_round round, and both are told how.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/base.h"
#include "base/text.h"
#include "base/wide.h"

#define DECIMAL_DIGITS_MOST 38
#define DECIMAL_SCALE_MOST 38
/* A sign, "0.", 38 decimals and a NUL fit. */
#define DECIMAL_TEXT_SIZE 48
/* Above this many digits a stream writes a number as a string. */
#define DECIMAL_DIGITS_PLAIN 15

/*
 * Normalised: no trailing zero in a fraction, 0 has scale 0 and no sign.  So
 * equal numbers are equal structs.
 */
struct decimal {
	wide_half coefficient; /* at most 10^38 - 1 */
	uint8_t scale;         /* digits behind the point, 0 to 38 */
	bool negative;
};

#define DECIMAL_ZERO {0, 0, false}

enum decimal_rounding {
	DECIMAL_HALF_EVEN, /* ties to the even digit (IEEE 754, ISO 80000-1) */
	DECIMAL_HALF_UP,   /* ties away from zero, the trade's habit */
	DECIMAL_DOWN,      /* towards zero */
	DECIMAL_UP,        /* away from zero */
	DECIMAL_FLOOR,     /* towards minus infinity */
	DECIMAL_CEILING,   /* towards plus infinity */
};

/*
 * JSON's number grammar, exponents included.  False if it is no number, or
 * needs more than 38 digits or 38 decimals; decimal_why says which.
 */
bool decimal_parse(struct decimal *out, struct slice text);
/*
 * What is wrong with a text that decimal_parse refused, a constant: "not a
 * number", "more than 38 significant digits", "more than 38 decimal places".
 */
const char *decimal_why(struct slice text);

/*
 * True if the text is a number in canonical form already:
 * -?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?, no -0, within 38 digits and decimals.
 * *digits (may be NULL) becomes the count of significant digits.
 */
bool decimal_canonical(struct slice text, unsigned *digits);

/* Canonical form with a NUL behind it; returns its length. */
size_t decimal_print(char text[DECIMAL_TEXT_SIZE], struct decimal d);
/* Digits of the canonical form without sign, point, leading zeros; 0 has 1. */
unsigned decimal_digits(struct decimal d);

struct decimal decimal_of(int64_t n);
int decimal_compare(struct decimal a, struct decimal b); /* -1, 0, 1 */
static inline bool
decimal_zero(struct decimal d)
{
	return d.coefficient == 0;
}
struct decimal decimal_negate(struct decimal d);

/*
 * Exact results; false on overflow (more than 38 digits or decimals needed),
 * *out is then untouched.  out may be a or b.
 */
bool decimal_add(struct decimal *out, struct decimal a, struct decimal b);
bool decimal_sub(struct decimal *out, struct decimal a, struct decimal b);
bool decimal_mul(struct decimal *out, struct decimal a, struct decimal b);

/*
 * a / b rounded to `scale` digits behind the point (0 to 38).  False on
 * overflow, when b is zero or when scale is above 38; *out is then untouched.
 */
bool decimal_div(struct decimal *out, struct decimal a, struct decimal b,
    unsigned scale, enum decimal_rounding how);

/* d rounded to `scale` digits behind the point; never overflows. */
struct decimal decimal_round(struct decimal d, unsigned scale,
    enum decimal_rounding how);

/* "half-even", "half-up", ...; false if there is no such rounding. */
bool decimal_rounding_parse(enum decimal_rounding *out, struct slice name);

#endif
