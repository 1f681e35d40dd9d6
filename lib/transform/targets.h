/*
 * targets.h - which BOMs are made of those of a parent.
 *
 * By usage, alternative and plant: each BOM goes to the plants that build the
 * parent, to the alternatives that the rules give it, or nowhere.
 */
#ifndef TRANSFORM_TARGETS_H
#define TRANSFORM_TARGETS_H

#include "transform/assembly.h"
#include "transform/phantoms.h"

struct target {
	struct assembly_bom *from;
	struct slice keys[RAWLINE_BOM_KEYS]; /* in quotes */
	struct slice name; /* the keys as they stand in lines */
	bool as_is;        /* no rule is about it */
	const char *refuse; /* why it cannot be made, or NULL */
	bool twice; /* not the first of those with the same keys */
};

struct targets {
	struct restructure_rules *rules;
	struct phantoms *phantoms;
	const struct unknowns *unknowns;
	bool partial; /* the stream is not complete */
	struct map orders; /* change order in quotes -> index into plants */
	struct value *plants; /* of change orders, each in quotes */
	size_t order_count;
	struct arena orders_arena;
	struct target *list;
	size_t count, size;
};

/* Reads what is needed of the whole stream: change orders. */
int targets_open(struct targets *t, struct restructure_rules *r,
    const struct spool *in, struct err *e) MUST_USE;
void targets_close(struct targets *t);

/*
 * What is to be made of the parent's BOMs, in key order, in t->list.  BOMs of
 * which nothing is made have the fates of their records.  0 or -1.
 */
int targets_find(struct targets *t, struct assembly *a, struct err *e)
    MUST_USE;

/* All records of the BOM are left out by this part. */
void targets_drop(struct assembly_bom *b, unsigned part);

#endif
