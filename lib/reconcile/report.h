/*
 * report.h - the summary of a reconciliation for people.
 *
 * For a terminal or a mail: what matters first, at most a page, and nothing in
 * it can drive a terminal.  The same for the same inputs and policy.
 */
#ifndef RECONCILE_REPORT_H
#define RECONCILE_REPORT_H

#include "reconcile/summary.h"

int report_text(struct zio_out *out, const struct summary *s, struct err *e)
    MUST_USE;

#endif
