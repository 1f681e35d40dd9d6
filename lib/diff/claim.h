/*
 * claim.h - what the delta of a part may speak about.
 *
 * A delta's scope is the new side's, narrowed to what was compared: who reads
 * it must not take what was left out for something that it speaks of.
 */
#ifndef DIFF_CLAIM_H
#define DIFF_CLAIM_H

#include "model/scope.h"

/* The limits of a comparison; zeros: none. */
struct claim {
	const struct value *plants, *usages; /* sets; NULL: all */
	const bool *types;   /* by record type; NULL: all */
	struct slice filter; /* in words, what no list can say */
};

/*
 * The part of `from` that lies within the limits; lists and further scopes
 * live in the arena.  Where nothing is left of it the scope says that it
 * removes nothing.
 */
void claim_narrow(struct scope *to, const struct scope *from,
    const struct claim *c, struct arena *a);

#endif
