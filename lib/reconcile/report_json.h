/*
 * report_json.h - the summary of a reconciliation for programs.
 *
 * Held by schemas/reconcile-report.schema.json; the same for the same inputs,
 * policy and time.  Numbers are written as in a stream: of more than 15 digits
 * as strings.
 */
#ifndef RECONCILE_REPORT_JSON_H
#define RECONCILE_REPORT_JSON_H

#include "reconcile/summary.h"

int report_json(struct zio_out *out, const struct summary *s, struct err *e)
    MUST_USE;

/* Appends a finding as it stands in the list, an object. */
void report_json_finding(struct buf *b, const struct finding *one);

#endif
