/*
 * flat.h - one level of everything that goes into a root: --level flat.
 *
 * Each BOM of the root (the newest revision of those that differ in it only)
 * is rolled up on both sides, and what differs are lines under the root: a
 * component with the quantity that goes into one of the root, over all paths,
 * exactly.  Such a line has no revision, find number or designators.
 * Quantities of one component in several units are one in the first of them,
 * in byte order, if they can be converted exactly, else rows of their own with
 * the occurrences "2", "3".  A sum of more than 38 digits is left out, and
 * the line's note says so.
 */
#ifndef DIFF_FLAT_H
#define DIFF_FLAT_H

#include "diff/edits.h"
#include "diff/root.h"

/*
 * Puts the differences among the edits; what only the old side has is counted
 * as kept unless the new one is `complete`.  ERR_INPUT where the structure
 * contains itself: then nothing has a quantity.
 */
int flat_write(const struct root *r, const struct unit_table *units,
    struct edits *edits, bool complete, struct err *e) MUST_USE;

#endif
