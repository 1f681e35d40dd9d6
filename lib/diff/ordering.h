/*
 * ordering.h - a delta in the order in which people read it.
 *
 * A delta is in order of keys, where a line that went and the one that came in
 * its place may be far apart.  Here BOMs come first, one after the other with
 * all their changes (header, lines by find number, substitutes), those of an
 * old revision with those of the new one that it became; then the other
 * records, type by type.  Memory beside that of sorts is that of the names of
 * BOMs whose revision changed.
 */
#ifndef DIFF_ORDERING_H
#define DIFF_ORDERING_H

#include "base/map.h"
#include "io/sort.h"
#include "model/record.h"

/* What a change stands under; "" where it stands under none. */
struct ordering_place {
	struct slice parent, plant, usage, alternative;
	struct slice revision; /* of the parent */
	struct slice was;      /* the revision that became this one; or it */
};

struct ordering_change {
	struct ordering_place place;
	bool of_bom;          /* else a record of another type */
	bool first;           /* another place, or type, than the one before */
	struct record record; /* with its change */
};

struct ordering {
	struct sort *sort;
	/* What went waits: its revision may have become another one. */
	struct sort *gone;
	/* BOMs whose revision changed: from old to new, and back. */
	struct map forward, back;
	struct slice *revisions;
	size_t revision_count, revision_size;
	struct arena texts;
	struct buf key;
	struct buf line, last;
	struct arena arena;
};

void ordering_init(struct ordering *r);
void ordering_release(struct ordering *r);

/* Takes in a line of the delta. */
int ordering_put(struct ordering *r, struct slice line, struct err *e) MUST_USE;
/* No more. */
int ordering_begin(struct ordering *r, struct err *e) MUST_USE;

/* 1 and the next change, borrowed until the next call; 0; -1. */
int ordering_next(struct ordering *r, struct ordering_change *c, struct err *e)
    MUST_USE;

#endif
