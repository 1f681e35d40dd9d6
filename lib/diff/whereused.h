/*
 * whereused.h - the top assemblies that a change reaches, before and after.
 *
 * For a BOM, or an item in all that it is used in, each top assembly with the
 * quantity that goes into one of it, over all paths, on the old side and on
 * the new one.  A top whose revision changed is one row if it has one
 * revision on each side that the other has not.  Where only the first tops
 * are asked for, only rows are given that are known to be whole.
 */
#ifndef DIFF_WHEREUSED_H
#define DIFF_WHEREUSED_H

#include "diff/forest.h"
#include "diff/ordering.h"
#include "diff/reach.h"

enum whereused_state {
	WHEREUSED_NONE,     /* not in this top on this side */
	WHEREUSED_QUANTITY,
	WHEREUSED_OVERFLOW, /* more than 38 digits */
};

struct whereused_row {
	const struct forest_bom *tops[2]; /* of each side; NULL: none */
	struct slice uom; /* of an item; of a BOM "" */
	enum whereused_state states[2];
	struct decimal quantities[2];
};

struct whereused {
	struct forest *forests; /* of both sides */
	struct reach reach[2];
	struct whereused_row *rows;
	size_t count, size;
	bool more; /* there are further tops behind these */
	const struct forest_bom *last[2]; /* of a list that was cut */
	bool loops[2]; /* a part contains itself: this side has no rows */
};

/*
 * The forests are complete.  At least `most` rows if there are so many, all
 * of them where it is SIZE_MAX.
 */
void whereused_init(struct whereused *w, struct forest *forests, size_t most);
void whereused_release(struct whereused *w);

/*
 * Fills in the rows for the BOM of a place, or for an item; in order of the
 * tops' keys.  The thing itself is no row.
 */
void whereused_of_bom(struct whereused *w, const struct ordering_place *p);
void whereused_of_item(struct whereused *w, struct slice item);

#endif
