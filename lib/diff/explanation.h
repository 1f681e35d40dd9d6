/*
 * explanation.h - what inquiry.h kept, in words for people.
 *
 *	which sides have the key
 *	of a BOM, line or substitute: which BOM became which, and why
 *	of a line: what it could be on the other side, step by step of the
 *	  ladder, in what they differ, which was chosen, who has the others
 *	the members: what differs, and what was left aside and why
 *	the change as the delta has it; or why there is none
 */
#ifndef DIFF_EXPLANATION_H
#define DIFF_EXPLANATION_H

#include "diff/inquiry.h"

/*
 * Appends the words, whole lines.  The comparison has run, its delta was
 * given out; `names` are those of both sides.
 */
int explanation_add(struct buf *out, struct inquiry *x, const struct diff *d,
    const char *const names[2], struct err *e) MUST_USE;

#endif
