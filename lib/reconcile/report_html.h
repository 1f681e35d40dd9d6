/*
 * report_html.h - a reconciliation as one HTML page that needs nothing else.
 *
 * What matters first: the figures of this run, findings by impact, team and
 * age, the trend of the last runs, each finding with filters, then control
 * totals, counts by type, what was not concluded, key figures, inputs and
 * evidence.  No network; readable without a script, on paper, and by those who
 * hear it: headings, and tables whose heads say what stands in them.
 */
#ifndef RECONCILE_REPORT_HTML_H
#define RECONCILE_REPORT_HTML_H

#include "reconcile/summary.h"

int report_html(struct zio_out *out, const struct summary *s, struct err *e)
    MUST_USE;

#endif
