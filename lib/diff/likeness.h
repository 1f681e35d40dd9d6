/*
 * likeness.h - two records of one thing compared, in words for people.
 *
 * The same comparison as that of the delta, by the same scopes and options.
 */
#ifndef DIFF_LIKENESS_H
#define DIFF_LIKENESS_H

#include "diff/diff.h"

/* Two canonical lines; those of a BOM may have other keys. */
struct likeness {
	const struct diff *diff;
	struct slice old, new;
};

/*
 * Appends "differs in find_number 20 -> 25, note (none) -> new"; the BOM's
 * revision is no difference.  ERR_INPUT for a line that is no record.
 */
int likeness_add_differences(struct buf *out, const struct likeness *l,
    struct err *e) MUST_USE;

/*
 * Appends a line for each member that one of them has: its values, and
 * whether they are equal, differ, or were left aside and why.
 */
int likeness_add_members(struct buf *out, const struct likeness *l,
    struct err *e) MUST_USE;

#endif
