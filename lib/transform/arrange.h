/*
 * arrange.h - the lines of a made BOM changed, rolled, merged and numbered.
 *
 * Everything here is about one BOM whose lines are all there.  Where the
 * order of lines matters and nothing else tells, it is that of the structure.
 */
#ifndef TRANSFORM_ARRANGE_H
#define TRANSFORM_ARRANGE_H

#include "transform/mbom.h"

/* The entries of `change`.  0; 1: the BOM is rejected; -1. */
int arrange_change(struct mbom *m, struct err *e) MUST_USE;

/*
 * A line for each entry of `add` that holds for the bom, or for the item of
 * its parent (a line, or empty), as above.
 */
int arrange_add(struct mbom *m, struct slice item, struct err *e) MUST_USE;

/*
 * Lines rolled together or apart, quantities rounded, dates merged or taken
 * off, find numbers and occurrences given.  0, or 1: rejected.
 */
int arrange_lines(struct mbom *m);

#endif
