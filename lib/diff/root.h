/*
 * root.h - two structures compared, and not two whole streams: --root.
 *
 * What counts is the root's BOMs and, over several levels, all BOMs that are
 * reached below it on either side; with them the records of the items that
 * are reached.  The root may have another number on the old side.
 */
#ifndef DIFF_ROOT_H
#define DIFF_ROOT_H

#include "diff/asked.h"
#include "diff/forest.h"

enum root_level { ROOT_MULTI, ROOT_SINGLE, ROOT_FLAT };

struct root_name {
	struct slice item;
	struct slice revision; /* a NULL pointer: any */
};

struct root {
	enum root_level level;
	struct root_name names[2];
	struct forest *forests; /* of both sides */
	/* --- inside --- */
	bool *reached[2];       /* by node */
	struct map items;       /* that are reached */
	struct arena arena;
};

/*
 * ITEM[/REVISION], or one for each side, OLD=NEW; `/`, `=` and `%` in a name
 * stand as %2F, %3D and %25.  `level` is single, multi, flat or NULL.
 * ERR_USAGE.
 */
int root_read(struct root *r, const char *text, const char *level,
    struct err *e) MUST_USE;
void root_release(struct root *r);

/*
 * Cuts the sides down to the root's revisions; where it has another number
 * on the old side that one gets the new one's.  ERR_USAGE where a map says
 * otherwise.
 */
int root_cut(struct root *r, struct asked_cuts *cuts, struct err *e) MUST_USE;

/* Both forests are complete.  ERR_USAGE where neither side has the root. */
int root_reach(struct root *r, struct err *e) MUST_USE;

/* False for what is neither the root's nor reached below it. */
bool root_chosen(const struct root *r, const struct key *k);

#endif
