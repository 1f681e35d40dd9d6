/*
 * reports.h - the reports of a reconciliation that are wanted, written as one.
 *
 * The summary, in one of four forms, and more of them in files beside it.  All
 * are written before the first is published.
 */
#ifndef RECONCILE_REPORTS_H
#define RECONCILE_REPORTS_H

#include "reconcile/summary.h"

enum reports_format {
	REPORTS_TEXT,
	REPORTS_JSON,
	REPORTS_CSV,
	REPORTS_HTML,
	REPORTS_FORMATS,
};

/* text, json, csv, html; NULL-ended, in the order of the enum. */
extern const char *const reports_formats[];

#define REPORTS_MOST 8

struct reports {
	struct {
		enum reports_format format;
		const char *path; /* NULL or "-": the standard output */
		struct zio_out out;
	} list[REPORTS_MOST];
	size_t count;
	/* Findings to be listed in each; -1: as many as suits the form. */
	long most;
};

/* False if there is no such form; *format is then untouched. */
bool reports_parse(enum reports_format *format, const char *name);

/* `most` is -1 or that of --max-findings; wants none yet. */
void reports_init(struct reports *r, long most);
/* One more; the path is borrowed.  At most REPORTS_MOST. */
void reports_want(struct reports *r, enum reports_format format,
    const char *path);

/* How many findings the list must hold for all of them. */
uint64_t reports_listed(const struct reports *r);

int reports_open(struct reports *r, struct err *e) MUST_USE;
/* Writes all; s->most is set for each. */
int reports_write(struct reports *r, struct summary *s, struct err *e)
    MUST_USE;
/* Adds what is to be published to `outs`; how many there are now. */
size_t reports_outs(struct reports *r, struct zio_out **outs, size_t count);
/* Leaves nothing behind of what was not published. */
void reports_abandon(struct reports *r);

#endif
