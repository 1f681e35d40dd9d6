/*
 * levels.h - the order in which BOMs go out: components before parents.
 *
 * Computed from what is to be sent, and from nothing else: what is over there
 * already is no concern.  BOMs that contain each other in a circle have no
 * order and are told apart; the rest goes on without them.  Memory is
 * proportional to the BOMs that are to be sent and their lines.
 */
#ifndef LOAD_LEVELS_H
#define LOAD_LEVELS_H

#include "load/plan.h"
#include "model/structure.h"

/* A unit that is to be sent or told of. */
struct levels_unit {
	uint32_t node; /* STRUCTURE_NONE: has no place in the order */
	uint32_t level; /* 0 goes first; after levels_sort */
	size_t cycle;   /* the cycle that it is on, from 1; 0: on none */
	struct slice unit; /* where the input has no line of it; else empty */
	size_t places;  /* index of its places */
};

struct levels {
	struct structure graph;
	struct levels_unit *units;
	size_t count;
	size_t size;
	uint64_t *places;
	size_t place_count;
	size_t place_size;
	size_t lanes; /* places of a unit */
	struct slice *cycles; /* in words: "A > B > A" */
	size_t cycle_count;
	struct arena arena;
};

/* True if units of the section have an order among themselves. */
bool levels_needed(const struct target_section *s);

void levels_release(struct levels *l);

/* Notes a step that is to be acted upon in the first walk. */
void levels_add(struct levels *l, const struct plan *p,
    const struct plan_step *step);

/* Arranges the units: by level, then as they were added. */
void levels_sort(struct levels *l);

#endif
