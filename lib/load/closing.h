/*
 * closing.h - the end of a run: what was settled, what is left.
 *
 * Exceptions that this run has settled are closed, change orders that were
 * taken in part are opened, and what the target has only accepted is asked
 * for.
 */
#ifndef LOAD_CLOSING_H
#define LOAD_CLOSING_H

#include "load/remark.h"

/* Counts change orders taken in part and opens or sees their exceptions. */
int closing_partial(struct batch_place *p, const struct spool *input,
    uint64_t *count, struct err *e) MUST_USE;

/* Closes what this run has not seen again and has found to be settled. */
int closing_fix(struct batch_place *p, const struct spool *input,
    struct err *e) MUST_USE;

#endif
