/*
 * report_csv.h - the findings of a reconciliation for a spreadsheet.
 *
 * A row a finding, so a member that differs is a row; all findings, or as many
 * as are to be listed.  RFC 4180; what a spreadsheet would run as a formula
 * gets an apostrophe in front, and texts with control characters show them as
 * \u0000.
 */
#ifndef RECONCILE_REPORT_CSV_H
#define RECONCILE_REPORT_CSV_H

#include "reconcile/summary.h"

int report_csv(struct zio_out *out, const struct summary *s, struct err *e)
    MUST_USE;

/* The titles of its columns; NULL-ended. */
extern const char *const report_csv_columns[];

#endif
