/*
 * chart.h - figures of the last runs as a drawing in a page.
 *
 * One SVG, made here: an axis from 0 (or, of percentages that are all above
 * it, from 90), a line a series, told apart by colour and by dashes, and the
 * newest value of each in words.  A run whose figure is not known leaves a
 * gap.  Exact decimals become places without binary floating point.
 */
#ifndef RECONCILE_CHART_H
#define RECONCILE_CHART_H

#include "reconcile/standing.h"

/* Appends the chart of a title, with all series that name it. */
void chart_add(struct buf *b, const struct standing *st, struct slice title);

/* Appends a chart for each title, in order of the first series of it. */
void chart_add_all(struct buf *b, const struct standing *st);

/*
 * The ends of an axis that holds `low` to `high`: 0 and the next of 1, 2 or 5
 * times a power of ten.
 */
void chart_axis(struct decimal *from, struct decimal *to, struct decimal low,
    struct decimal high);

#endif
