/*
 * rollup.h - totals over a whole structure, each node visited once.
 *
 * How much of each component goes into one of a root, over all paths; or, the
 * other way, how much of one component each parent up to the top assemblies
 * holds.  Quantities are exact.  The work is linear in the nodes and uses
 * that are reached, however many paths there are.  Totals come in an order
 * that is near to an explosion's, but no node before what it is used in.
 */
#ifndef MODEL_ROLLUP_H
#define MODEL_ROLLUP_H

#include "base/base.h"
#include "base/decimal.h"
#include "model/structure.h"

enum rollup_way {
	ROLLUP_COMPONENTS, /* down: what one root needs */
	ROLLUP_PARENTS,    /* up: where one component goes, and how much */
};

struct rollup_total {
	struct decimal quantity;
	uint32_t node;
	uint32_t level; /* edges on the longest path from the root */
	bool end;       /* no further: bought or raw going down, top going up */
	bool overflow;  /* needs more than 38 digits: the quantity is void */
};

struct rollup {
	struct rollup_total *totals; /* each behind all that lead to it */
	size_t count;
	size_t size;
	uint32_t loop;   /* STRUCTURE_NONE, or a node on a cycle */
	uint32_t *place; /* of each node, kept clear between runs */
	size_t place_count;
};

#define ROLLUP_INIT {NULL, 0, 0, STRUCTURE_NONE, NULL, 0}

void rollup_release(struct rollup *r);

/*
 * Fills r->totals, the root itself first with quantity 1; borrowed until the
 * next run.  A struct rollup can serve many roots of one structure, and then
 * costs only what each of them reaches.  False if a cycle is reached: there
 * are no totals then, and r->loop is a node on it.  A total that overflows
 * makes void what is made of it, and nothing else.
 */
bool rollup_run(struct rollup *r, const struct structure *s, uint32_t root,
    enum rollup_way way);

#endif
