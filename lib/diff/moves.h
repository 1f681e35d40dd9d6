/*
 * moves.h - components that left one parent and came into another.
 *
 * A line that went and one that came with the same component, quantity and
 * unit, in BOMs of the same plant, usage and alternative but of two parents,
 * are one move: both are tagged and in one group.  Of several they pair in
 * byte order of their keys.  Memory is that of two sorts.
 */
#ifndef DIFF_MOVES_H
#define DIFF_MOVES_H

#include "io/sort.h"
#include "model/record.h"

struct moves {
	struct sort *lines; /* those that came or went */
	struct sort *notes; /* of those that moved: key, and group */
	struct buf line;
	struct arena arena;
	/* --- of the notes, once they are read --- */
	struct buf note;
	bool reading;
};

void moves_init(struct moves *m);
void moves_release(struct moves *m);

/* A BOM line that came (CHANGE_ADD) or went (CHANGE_REMOVE). */
int moves_put(struct moves *m, const struct record *line, enum change_op op,
    struct err *e) MUST_USE;

/* Adds the lines that were put into *other, to which no more come. */
int moves_join(struct moves *m, struct moves *other, struct err *e) MUST_USE;

/* No more lines: pairs them. */
int moves_pair(struct moves *m, struct err *e) MUST_USE;

/*
 * To be asked with the key prefixes of the delta in their order: 1 and the
 * group of a line that moved, borrowed until the next call; 0; -1.
 */
int moves_group(struct moves *m, struct slice prefix, struct slice *group,
    struct err *e) MUST_USE;

#endif
