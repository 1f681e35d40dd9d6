/* wide.c - 256 bits as two halves of 128. */
#include "base/wide.h"

#define POWER_19 UINT64_C(10000000000000000000)

wide_half
wide_power(unsigned n)
{
	static const uint64_t powers[] = {
	    UINT64_C(1),
	    UINT64_C(10),
	    UINT64_C(100),
	    UINT64_C(1000),
	    UINT64_C(10000),
	    UINT64_C(100000),
	    UINT64_C(1000000),
	    UINT64_C(10000000),
	    UINT64_C(100000000),
	    UINT64_C(1000000000),
	    UINT64_C(10000000000),
	    UINT64_C(100000000000),
	    UINT64_C(1000000000000),
	    UINT64_C(10000000000000),
	    UINT64_C(100000000000000),
	    UINT64_C(1000000000000000),
	    UINT64_C(10000000000000000),
	    UINT64_C(100000000000000000),
	    UINT64_C(1000000000000000000),
	    POWER_19,
	};

	if (n > 38)
		BUG("wide_power: above 10^38");
	if (n <= 19)
		return powers[n];
	return (wide_half)POWER_19 * powers[n - 19];
}

/* By quarters of 64 bits; no sum below can carry out of its 128 bits. */
struct wide
wide_mul(wide_half a, wide_half b)
{
	/* the casts cut off the upper quarter */
	wide_half a0 = (uint64_t)a, a1 = a >> 64;
	wide_half b0 = (uint64_t)b, b1 = b >> 64;
	wide_half low = a0 * b0;
	wide_half middle = a1 * b0 + (low >> 64);
	wide_half cross = a0 * b1 + (uint64_t)middle;

	return (struct wide){a1 * b1 + (middle >> 64) + (cross >> 64),
	    cross << 64 | (uint64_t)low};
}

struct wide
wide_add(struct wide a, struct wide b)
{
	wide_half low = a.low + b.low;

	return (struct wide){a.high + b.high + (low < a.low), low};
}

struct wide
wide_sub(struct wide a, struct wide b)
{
	return (struct wide){a.high - b.high - (a.low < b.low), a.low - b.low};
}

int
wide_compare(struct wide a, struct wide b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	if (a.low != b.low)
		return a.low < b.low ? -1 : 1;
	return 0;
}

void
wide_add_digit(struct wide *w, unsigned digit)
{
	wide_half high = w->high;

	*w = wide_add(wide_mul(w->low, 10), (struct wide){0, digit});
	w->high += high * 10;
}

unsigned
wide_cut_digit(struct wide *w)
{
	/* the casts cut off the upper quarter */
	uint64_t digits[4] = {(uint64_t)(w->high >> 64), (uint64_t)w->high,
	    (uint64_t)(w->low >> 64), (uint64_t)w->low};
	wide_half rest = 0;
	int i;

	if (!w->high && !digits[2]) {
		w->low = digits[3] / 10;
		return (unsigned)(digits[3] % 10);
	}
	for (i = 0; i < 4; i++) {
		rest = rest << 64 | digits[i];
		/* rest was below 10 * 2^64, so this has 64 bits */
		digits[i] = (uint64_t)(rest / 10);
		rest %= 10;
	}
	w->high = (wide_half)digits[0] << 64 | digits[1];
	w->low = (wide_half)digits[2] << 64 | digits[3];
	return (unsigned)rest;
}
