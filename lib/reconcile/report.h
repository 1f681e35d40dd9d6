/*
 * report.h - the summary of a reconciliation for people.
 *
 * For a terminal or a mail: what matters first, at most a page, and nothing in
 * it can drive a terminal.  The same for the same inputs and policy.
 */
#ifndef RECONCILE_REPORT_H
#define RECONCILE_REPORT_H

#include "io/zio.h"
#include "reconcile/reconciliation.h"

/* Writes the whole summary; the findings can be read once only. */
int report_text(struct zio_out *out, struct reconcile *r, struct err *e)
    MUST_USE;

/* Writes what is in the buf and empties it: a piece of a long summary. */
int report_put(struct zio_out *out, struct buf *b, struct err *e) MUST_USE;

/*
 * Appends a text for people: control characters (C0, DEL, C1) and those that
 * turn the direction of writing as \u0000, bytes that are no UTF-8 as \x00.
 * Behind `most` bytes it is cut, between characters, and ends in "...".
 */
void report_add_masked(struct buf *b, struct slice s, size_t most);

#endif
