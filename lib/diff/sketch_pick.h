/*
 * sketch_pick.h - numbers at random, the same on every machine, for tests.
 * A header only.
 */
#ifndef DIFF_SKETCH_PICK_H
#define DIFF_SKETCH_PICK_H

#include "base/base.h"

/* One of 0 to most - 1; xorshift64 from the seed, which is not 0. */
static inline unsigned
sketch_pick(uint64_t *seed, unsigned most)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (unsigned)(*seed >> 33) % most;
}

#endif
