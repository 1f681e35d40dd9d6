/*
 * designators.h - one text of a column that holds a list, taken apart.
 */
#ifndef EXTRACT_DESIGNATORS_H
#define EXTRACT_DESIGNATORS_H

#include "format/ydoc.h"

/* One text may stand for no more. */
#define DESIGNATORS_MOST 10000

/* What stands between the texts, and whether some stand for several. */
struct designators {
	struct ydoc_texts split; /* none: commas, semicolons and blanks */
	bool ranges;
};

struct designator_list {
	struct slice *at; /* in the arena; in the order they stand in */
	size_t count;
};

/*
 * Empty texts are left out.  With ranges, "R1-R4", "R1-4", "R1..R4" and the
 * same with blanks around the mark stand for R1, R2, R3, R4.  That is: the
 * same letters (which a second text may leave out) in front of two whole
 * numbers, the second not below the first, with as many digits where one
 * begins with 0.  Whatever else has a mark in it is one text: "USB-C1",
 * "R4-R1", "R1-C4", "10-12".
 *
 * False where there would be more than DESIGNATORS_MOST; *why says so.
 */
bool designators_list(struct designator_list *out, struct slice text,
    const struct designators *how, struct arena *a, const char **why)
    MUST_USE;

#endif
