/*
 * phantomchoice.h - which of the BOMs of a phantom is meant.
 *
 * The nearest by plant: that of the plant it is built in, then that of the
 * parent's BOM, then the one for all plants; of those the same alternative,
 * else none; of those the revision that the line names, else the latest that
 * is released and in effect, by the sequence of the revisions.
 */
#ifndef TRANSFORM_PHANTOMCHOICE_H
#define TRANSFORM_PHANTOMCHOICE_H

#include "transform/phantoms.h"

/* What a parent wants a BOM for; all in quotes. */
struct phantomchoice_wish {
	struct slice component;
	struct slice revision; /* empty: none is named */
	struct slice plant;    /* where it is to be built */
	struct slice source;   /* the plant of the parent's own BOM */
	struct slice alternative;
};

/*
 * The BOM that is meant, borrowed, or NULL and *why, a constant, that follows
 * the name of the component ("has no BOM").
 */
struct phantoms_bom *phantomchoice_find(const struct phantoms *p,
    const struct phantomchoice_wish *w, const char **why);

/* True if what has these dates (in quotes, or empty) holds as of the rules. */
bool phantomchoice_in_effect(const struct restructure_rules *r,
    struct slice from, struct slice to);

#endif
