/*
 * summary.h - what the reports of a reconciliation are made from.
 *
 * All forms, text, JSON, CSV and HTML, tell the same from this; each reads the
 * list of findings from its beginning, so any number of them can be made.
 */
#ifndef RECONCILE_SUMMARY_H
#define RECONCILE_SUMMARY_H

#include "io/zio.h"
#include "reconcile/reconciliation.h"
#include "reconcile/standing.h"
#include "reconcile/headcount.h"

struct summary {
	struct reconcile *r; /* judged; only its list of findings is moved */
	const struct standing *standing; /* NULL: there is no state */
	/* Of the evidence, and where it will be; NULL: there is none. */
	const char *seal, *evidence;
	uint64_t most; /* findings to be listed */
};

/* The sums of a summary's records over all types. */
struct summary_counts {
	uint64_t compared;  /* of both sides, each key once */
	uint64_t in_step;   /* match, information, fine on one side */
	uint64_t unknown;   /* not concluded */
	uint64_t concerned; /* with a finding */
	size_t totals, totals_differ; /* control totals */
};

void summary_count(struct summary_counts *c, const struct summary *s);

/* Why an absence means nothing: for people; NULL for ABSENCE_GONE. */
const char *summary_reason(enum absence why);

/* Writes what is in the buf and empties it: a piece of a long report. */
int summary_put(struct zio_out *out, struct buf *b, struct err *e) MUST_USE;

#endif
