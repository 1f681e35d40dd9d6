/*
 * html_findings.h - the findings of a page: how many of what, and each one.
 *
 * Tables by impact, team and record type count all findings; their figures
 * are buttons that set the filters of the list below, which holds as many
 * findings as are to be listed.
 */
#ifndef RECONCILE_HTML_FINDINGS_H
#define RECONCILE_HTML_FINDINGS_H

#include "reconcile/summary.h"

/* Findings by impact and by team, with their ages where there is a state. */
void html_findings_add_tables(struct buf *b, const struct summary *s);

/* The filters and the list, written piece by piece; empties *b. */
int html_findings_put(struct zio_out *out, struct buf *b,
    const struct summary *s, struct err *e) MUST_USE;

#endif
