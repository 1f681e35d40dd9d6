/*
 * standing.h - how things stand by the state, for the reports.
 *
 * What one comparison cannot know: how many exceptions are open and since
 * when, what the last runs gave, and the key figures.
 */
#ifndef RECONCILE_STANDING_H
#define RECONCILE_STANDING_H

#include "base/decimal.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

#define STANDING_RUNS 30 /* at most that many are charted */

/* A run of the same kind: its id, and its time as RFC 3339. */
struct standing_run {
	struct slice run, at;
};

/* A figure of each run; series of one chart are drawn in one. */
struct standing_series {
	struct slice chart; /* its title: "Open exceptions by impact" */
	struct slice name;  /* in the chart: "line_stop" */
	struct slice unit;  /* "", "%", "days" */
	struct decimal values[STANDING_RUNS]; /* one a run */
	bool known[STANDING_RUNS];
};

/* A key figure of this run. */
struct standing_figure {
	struct slice name;      /* for programs: "accuracy.first_pass" */
	struct slice dimension; /* "plant 1000", or empty */
	struct slice title;     /* for people */
	struct slice value;     /* canonical decimal; empty: not known */
	struct slice unit;
	struct slice formula;   /* in words, what is divided by what */
};

struct standing {
	struct slice run; /* this run's id */
	/* Exceptions, at the end of this run. */
	uint64_t open; /* with accepted ones */
	uint64_t opened, reopened, fixed; /* by this run */
	uint64_t overdue;
	uint64_t accepted; /* an override lets them pass */
	/* Oldest first; the last one is this run. */
	struct standing_run runs[STANDING_RUNS];
	size_t run_count;
	const struct standing_series *series;
	size_t series_count;
	const struct standing_figure *figures;
	size_t figure_count;
	struct arena texts; /* inside: all of the above */
};

struct session;
struct reconcile;

/*
 * Fills it from the state, once indicator_put_all has put this run's figures.
 * Release in any case.
 */
int standing_load(struct standing *s, const struct session *session,
    const struct reconcile *r, struct err *e) MUST_USE;
void standing_release(struct standing *s);

#endif
