/*
 * sketch_night.h - a night of a reconciliation in a folder of its own, for
 * tests.
 *
 * A header only.  Streams are given as canonical lines with a head; each night
 * reads them, with a state, under a fixed time.
 */
#ifndef RECONCILE_SKETCH_NIGHT_H
#define RECONCILE_SKETCH_NIGHT_H

#include "reconcile/nightly.h"
#include "store/scratch.h"

struct sketch_night {
	struct scratch scratch;
	char paths[2][100]; /* PLM's and the ERP's stream */
	char report[100];
	const char *inputs[2];
	struct policy policy;
	struct limit limit;
	struct opt_list due;
	/* What the next night is to be like. */
	struct nightly_job job;
	struct nightly_result result;
};

static inline void
sketch_sign(struct head *h, struct arena *a)
{
	const struct head_tool by = {.tool = SLICE_INIT("reconcile"),
	    .version = SLICE_INIT("1")};

	h->run = SLICE("sketch");
	head_add_tool(h, &by, a);
}

static inline void
sketch_night_open(struct sketch_night *n)
{
	static const char *const names[] = {"plm.jsonl", "erp.jsonl"};
	char folder[sizeof(n->scratch.folder)];
	int i;

	memset(n, 0, sizeof(*n));
	scratch_folder(&n->scratch);
	memcpy(folder, n->scratch.folder, sizeof(folder));
	for (i = 0; i < 2; i++) {
		snprintf(n->paths[i], sizeof(n->paths[i]), "%s/%s",
		    folder, names[i]);
		n->inputs[i] = n->paths[i];
	}
	snprintf(n->report, sizeof(n->report), "%s/report", folder);
	policy_init(&n->policy);
	n->job = (struct nightly_job){.inputs = n->inputs,
	    .policy = &n->policy, .limit = &n->limit, .due = &n->due,
	    .state = n->scratch.path, .memory = SORT_MEMORY_LEAST,
	    .tool = "reconcile", .sign = sketch_sign};
}

static inline void
sketch_night_close(struct sketch_night *n)
{
	policy_release(&n->policy);
	scratch_close(&n->scratch);
}

/* A sealed snapshot, of these lines (ended by NULL), as one side's stream. */
static inline void
sketch_stream(struct sketch_night *n, int side, struct head *h,
    const char *const *lines)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct key k;

	if (!h->system.len)
		h->system = slice_of(side ? "erp" : "plm");
	h->sorted = true;
	scratch_must(stream_out_open(&out, n->paths[side], false, &e), &e);
	scratch_must(stream_out_head(&out, h, &e), &e);
	for (; *lines; lines++) {
		if (!key_parse_prefix(&k, slice_of(*lines), &a))
			abort();
		scratch_must(stream_out_line(&out, slice_of(*lines), k.type,
		    &e), &e);
	}
	scratch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	arena_release(&a);
}

/* The same without anything special in the head. */
static inline void
sketch_snapshot(struct sketch_night *n, int side, const char *const *lines)
{
	struct head h;

	head_init(&h, HEAD_SNAPSHOT);
	sketch_stream(n, side, &h, lines);
}

/* How many findings there are, or -1 and *e. */
static inline int
sketch_try(struct sketch_night *n, const char *now, struct err *e)
{
	struct reports reports;
	int rc;

	scratch_now(now);
	reports_init(&reports, -1);
	reports_want(&reports, REPORTS_JSON, n->report);
	n->job.reports = &reports;
	db_close(n->scratch.db);
	n->scratch.db = NULL;
	rc = nightly_run(&n->job, &n->result, e);
	return rc < 0 ? -1 : (int)n->result.findings;
}

/* The same of a night that must end well; the state is open afterwards. */
static inline int
sketch_night(struct sketch_night *n, const char *now)
{
	struct err e = ERR_INIT;
	int found = sketch_try(n, now, &e);

	scratch_must(found, &e);
	scratch_reopen(&n->scratch);
	return found;
}

#endif
