/*
 * candidates.h - what a line could be on the other side, and what it is.
 *
 * The lines of the paired BOM that some step of the ladder would bring
 * together with it, what agrees most first: in what they agree and differ,
 * which was chosen and on which rung, and who has the others.
 */
#ifndef DIFF_CANDIDATES_H
#define DIFF_CANDIDATES_H

#include "diff/inquiry.h"

/* Of several so many are told. */
#define CANDIDATES_MOST 20

/*
 * Appends them for the key that is explained, which `side` has; nothing where
 * there is no BOM on the other side.
 */
int candidates_add(struct buf *out, const struct inquiry *x,
    const struct diff *d, int side, struct err *e) MUST_USE;

/* "0010 P-200#2  quantity 3 EA at R1 R2" */
void candidates_add_line(struct buf *b, const struct ladder_line *l);

#endif
