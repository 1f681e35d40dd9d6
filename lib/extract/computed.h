/*
 * computed.h - columns that expressions make of a row's others.
 *
 * They are derived columns: look-ups, filters and rules take them like those
 * that the file has.
 */
#ifndef EXTRACT_COMPUTED_H
#define EXTRACT_COMPUTED_H

#include "extract/rows.h"

struct computed;

/*
 * For an open source with `computed`.  ERR_USAGE where an expression does not
 * compile.  *out is yours, free with computed_free; NULL after a failure.
 */
int computed_new(struct computed **out, const struct rows *r, struct err *e)
    MUST_USE;
/* Accepts NULL. */
void computed_free(struct computed *c);

/*
 * Fills them for the row at hand; an expression sees the columns that the
 * profile names before it.  Where one fails the row is wrong.  Texts live
 * until the next row.
 */
int computed_put(struct computed *c, struct rows *r, struct row *row,
    struct err *e) MUST_USE;

/* True if a computed column (by its number) reads another of the row's. */
bool computed_reads(const struct computed *c, size_t at, unsigned column);

#endif
