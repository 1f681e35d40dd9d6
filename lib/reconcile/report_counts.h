/*
 * report_counts.h - the records of a reconciliation by type and class, as a
 * table in a text.
 */
#ifndef RECONCILE_REPORT_COUNTS_H
#define RECONCILE_REPORT_COUNTS_H

#include "reconcile/reconciliation.h"

/*
 * A line a type that either side has, after an empty one; a last line sums
 * several.  Types that are not compared have dashes.
 */
void report_counts_add(struct buf *b, const struct reconcile *r);

#endif
