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

#endif
