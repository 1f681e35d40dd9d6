/*
 * resolve.h - the records of one key looked at together.
 *
 * A key passes whole or not at all: where one of its rows was rejected, or
 * rows contradict each other, all of them are rejected and the key is
 * withheld.  Identical records fold.  Lines of a BOM that share all key
 * members but the occurrence are numbered.  Memory is flat, but for the
 * origins of rows that fold into one record.
 */
#ifndef EXTRACT_RESOLVE_H
#define EXTRACT_RESOLVE_H

#include "extract/gather.h"

/* What became of the records of an entry of the profile. */
struct resolve_count {
	uint64_t made;     /* put into the first sort */
	uint64_t passed;   /* out of it */
	uint64_t folded;   /* identical to one that passed */
	uint64_t rejected; /* here or before */
};

/*
 * Reads the records, puts what goes out among the resolved lines and the
 * others among the rejects; adds to counts[entry].  Call once, when all is
 * gathered.
 */
int resolve_run(struct gather *g, struct resolve_count *counts,
    struct err *e) MUST_USE;

#endif
