/*
 * report_json.h - the summary of a reconciliation for programs.
 *
 * Held by schemas/reconcile-report.schema.json; the same for the same inputs,
 * policy and time.  Numbers are written as in a stream: of more than 15 digits
 * as strings.
 */
#ifndef RECONCILE_REPORT_JSON_H
#define RECONCILE_REPORT_JSON_H

#include "reconcile/report.h"

/* Writes the whole summary; the findings can be read once only. */
int report_json(struct zio_out *out, struct reconcile *r, struct err *e)
    MUST_USE;

#endif
