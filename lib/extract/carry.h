/*
 * carry.h - columns that are filled once and hold for the rows below.
 */
#ifndef EXTRACT_CARRY_H
#define EXTRACT_CARRY_H

#include "extract/rows.h"

struct carry;

/*
 * For an open source with `carry`; ERR_USAGE where it lacks a column.  *out is
 * yours, free with carry_free; NULL after a failure.
 */
int carry_new(struct carry **out, const struct rows *r, struct err *e)
    MUST_USE;
/* Accepts NULL. */
void carry_free(struct carry *c);

/* The rows come from the start again. */
void carry_restart(struct carry *c);

/*
 * The next row of the source (neither empty nor skipped), which r has at
 * hand: columns without a text take that of the row above in the same file.
 */
void carry_put(struct carry *c, struct rows *r);

/*
 * r has a corrected row at hand, which stands in the place of the latest row
 * of the source: it takes what is above that, and what is below takes from it.
 */
void carry_replace(struct carry *c, struct rows *r);

#endif
