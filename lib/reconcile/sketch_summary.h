/*
 * sketch_summary.h - the summary of a reconciliation that never was, for
 * tests of reports.  A header only.
 */
#ifndef RECONCILE_SKETCH_SUMMARY_H
#define RECONCILE_SKETCH_SUMMARY_H

#include "io/file.h"
#include "reconcile/summary.h"

#include <unistd.h>

#define SKETCH_NOW "2026-11-23T05:00:00Z"

struct sketch_summary {
	struct reconcile r;
	struct policy policy;
	struct standing standing;
	struct standing_series series[4];
	struct standing_figure figures[3];
	char times[STANDING_RUNS][24];
	struct summary s;
};

static inline void
sketch_must(int rc, const struct err *e)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "sketch: %s\n", e->text);
	abort();
}

static inline void
sketch_side(struct stream_in *in, const char *name, const char *system)
{
	in->name = name;
	in->head.kind = HEAD_SNAPSHOT;
	in->head.system = slice_of(system);
	in->figures.records = 8;
}

/* Without findings, and without a state; release with sketch_close. */
static inline void
sketch_open(struct sketch_summary *k)
{
	struct reconcile_counts *c = k->r.counts;
	struct clock_time now;

	memset(k, 0, sizeof(*k));
	policy_init(&k->policy);
	if (!clock_parse(&now, SLICE(SKETCH_NOW)))
		abort();
	finding_list_init(&k->r.findings, 1000, SORT_MEMORY_LEAST);
	headcount_init(&k->r.tally, now);
	totals_init(&k->r.totals);
	k->r.policy = &k->policy;
	sketch_side(&k->r.pair.left.in, "plm<.jsonl", "plm");
	sketch_side(&k->r.pair.right.in, "erp.jsonl", "erp");
	c[TYPE_ITEM].plm = c[TYPE_ITEM].erp = 8;
	c[TYPE_ITEM].of[RECONCILE_MATCH] = 4;
	c[TYPE_ITEM].of[RECONCILE_DIFFER] = 3;
	c[TYPE_ITEM].of[RECONCILE_UNKNOWN_IN_ERP] = 1;
	k->r.unknown[ABSENCE_WITHHELD] = 1;
	k->s = (struct summary){.r = &k->r, .most = 1000};
}

/* No more findings. */
static inline void
sketch_judged(struct sketch_summary *k)
{
	struct err e = ERR_INIT;

	sketch_must(finding_list_finish(&k->r.findings, &e), &e);
	headcount_finish(&k->r.tally);
}

/* What a report writes. */
static inline void
sketch_report(const struct sketch_summary *k, struct buf *is,
    int (*report)(struct zio_out *, const struct summary *, struct err *))
{
	char path[] = "/tmp/sketch_summary.XXXXXX";
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;
	int fd = mkstemp(path);

	if (fd < 0 || close(fd) < 0)
		abort();
	sketch_must(zio_out_open(&out, path, false, &e), &e);
	sketch_must(report(&out, &k->s, &e), &e);
	sketch_must(zio_out_publish(&out, &e), &e);
	buf_clear(is);
	sketch_must(file_load(is, path, is->most, &e), &e);
	unlink(path);
}

static inline void
sketch_close(struct sketch_summary *k)
{
	finding_list_release(&k->r.findings);
	headcount_release(&k->r.tally);
	totals_release(&k->r.totals);
	policy_release(&k->policy);
}

#endif
