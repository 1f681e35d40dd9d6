/*
 * hanging.h - substitutes, which go where their line goes.
 *
 * A line that got another find number takes its substitutes along: theirs are
 * changes of key too, and not removals and additions.
 */
#ifndef DIFF_HANGING_H
#define DIFF_HANGING_H

#include "diff/edits.h"
#include "diff/raw.h"

/* True if some substitute differs, so that edits must `follow` lines. */
bool hanging_any(const struct raw *r);

/*
 * Puts all differences of substitutes among the edits, once the lines are
 * done.  Memory is that of the substitutes whose lines moved.
 */
int hanging_write(struct raw *r, struct edits *edits, struct err *e) MUST_USE;

#endif
