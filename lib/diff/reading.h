/*
 * reading.h - a delta in the order in which people read it.
 *
 * A delta is in order of keys, where a line that went and the one that came in
 * its place may be far apart.  Here BOMs come first, one after the other with
 * all their changes (header, lines by find number, substitutes), whatever
 * their revision is; then the other records, type by type.
 */
#ifndef DIFF_READING_H
#define DIFF_READING_H

#include "io/sort.h"
#include "model/record.h"

/* What a change stands under; "" where it stands under none. */
struct reading_place {
	struct slice parent, plant, usage, alternative;
};

struct reading_change {
	struct reading_place place;
	bool of_bom;          /* else a record of another type */
	bool first;           /* another place, or type, than the one before */
	struct record record; /* with its change */
};

struct reading {
	struct sort *sort;
	struct buf line, last;
	struct arena arena;
};

void reading_init(struct reading *r);
void reading_release(struct reading *r);

/* Takes in a line of the delta. */
int reading_put(struct reading *r, struct slice line, struct err *e) MUST_USE;
/* No more. */
int reading_begin(struct reading *r, struct err *e) MUST_USE;

/* 1 and the next change, borrowed until the next call; 0; -1. */
int reading_next(struct reading *r, struct reading_change *c, struct err *e)
    MUST_USE;

#endif
