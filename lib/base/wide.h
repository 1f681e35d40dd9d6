/*
 * wide.h - whole numbers of 256 bits, as far as exact decimals need them.
 *
 * The product of two coefficients of 38 digits has 76; 2^256 has 77 and a
 * bit.  No operation reports an overflow: each says what the caller must
 * hold to, and decimal.c's bounds are said there.
 */
#ifndef BASE_WIDE_H
#define BASE_WIDE_H

#include "base/base.h"

/* A name for what ISO C has no word for; needed to be -Wpedantic clean. */
__extension__ typedef unsigned __int128 wide_half;

/* high * 2^128 + low */
struct wide {
	wide_half high;
	wide_half low;
};

/* 10^n for n up to 38. */
wide_half wide_power(unsigned n);

/* a * b, which always fits. */
struct wide wide_mul(wide_half a, wide_half b);

/* a + b modulo 2^256. */
struct wide wide_add(struct wide a, struct wide b);

/* a - b; a must not be less than b. */
struct wide wide_sub(struct wide a, struct wide b);

int wide_compare(struct wide a, struct wide b); /* -1, 0, 1 */

/* *w = *w * 10 + digit modulo 2^256. */
void wide_add_digit(struct wide *w, unsigned digit);

/* Divides *w by ten and returns the remainder. */
unsigned wide_cut_digit(struct wide *w);

#endif
