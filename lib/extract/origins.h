/*
 * origins.h - where the rows of one group came from, however many they are.
 *
 * A block of them in memory and all earlier ones in scratch, since a table may
 * repeat one row for ever.
 */
#ifndef EXTRACT_ORIGINS_H
#define EXTRACT_ORIGINS_H

#include "extract/gather.h"

struct origins {
	char *latest; /* the block that is being filled */
	uint64_t count;
	int scratch; /* whole blocks before it, or -1 */
};

void origins_init(struct origins *o);
void origins_release(struct origins *o);
/* None of them any more. */
void origins_clear(struct origins *o);

int origins_put(struct origins *o, const struct origin *origin,
    struct err *e) MUST_USE;

/* The `i`-th of those that were put, from 0. */
int origins_get(const struct origins *o, uint64_t i, struct origin *out,
    struct err *e) MUST_USE;

#endif
