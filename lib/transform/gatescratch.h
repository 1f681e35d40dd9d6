/*
 * gatescratch.h - gates over a spool and a ledger of a few lines, for tests.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef TRANSFORM_GATESCRATCH_H
#define TRANSFORM_GATESCRATCH_H

#include "io/log.h"
#include "model/spool.h"
#include "model/stream_out.h"
#include "store/ledger.h"
#include "store/scratch.h"
#include "transform/gating.h"
#include "transform/gatework.h"

struct gatescratch {
	struct scratch state;
	struct spool spool;
	char path[96];
	struct shared shared;
	struct gating gating;
	struct gating_wish wish;
	struct gating_out out;
	struct gatework *work; /* of the last run */
	struct buf fates;      /* "pass KEY", "hold KEY", "withhold KEY" */
	struct buf reasons;
};

/* A sealed snapshot of lines in any spelling and order, ended by NULL. */
static inline void
gatescratch_spool(struct gatescratch *g, const char *const *lines)
{
	struct stream_out out;
	struct canon canon;
	struct canon_line made;
	struct err e = ERR_INIT;
	struct head h;

	gating_end(g->work);
	g->work = NULL;
	spool_release(&g->spool);
	canon_init(&canon, "test");
	head_init(&h, HEAD_SNAPSHOT);
	scratch_must(stream_out_open(&out, g->path, false, &e), &e);
	scratch_must(stream_out_head(&out, &h, &e), &e);
	for (; *lines; lines++) {
		scratch_must(canon_make(&canon, &made, slice_of(*lines), 1,
		    &e), &e);
		scratch_must(stream_out_line(&out, made.text, made.type, &e),
		    &e);
	}
	scratch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	canon_release(&canon);
	scratch_must(spool_load(&g->spool, g->path, SORT_MEMORY_LEAST, &e),
	    &e);
}

static inline void
gatescratch_open(struct gatescratch *g)
{
	memset(g, 0, sizeof(*g));
	log_init("test", LOG_ERROR, LOG_TEXT);
	scratch_open(&g->state);
	buf_init(&g->fates, (size_t)1024 * 1024);
	buf_init(&g->reasons, (size_t)1024 * 1024);
	g->spool = (struct spool)SPOOL_INIT;
	snprintf(g->path, sizeof(g->path), "%.60s/in", g->state.folder);
}

static inline void
gatescratch_close(struct gatescratch *g)
{
	gating_end(g->work);
	g->work = NULL;
	gating_release(&g->gating);
	shared_release(&g->shared);
	spool_release(&g->spool);
	buf_release(&g->fates);
	buf_release(&g->reasons);
	scratch_close(&g->state);
}

/* The target "erp" has acknowledged these lines; any spelling. */
static inline void
gatescratch_acknowledge(struct gatescratch *g, const char *const *lines)
{
	const struct ledger_group group = {"erp", "run", SLICE_INIT("")};
	struct err e = ERR_INIT;
	struct canon canon;
	struct canon_line made;

	canon_init(&canon, "test");
	for (; *lines; lines++) {
		struct ledger_fact fact = {.digest = SLICE("0123456789abcdef"),
		    .external_id = SLICE("")};

		scratch_must(canon_make(&canon, &made, slice_of(*lines), 1,
		    &e), &e);
		fact.line = made.text;
		fact.key = slice_from(made.text.at, made.key_length);
		fact.type = schema_types[made.type].name;
		scratch_must(ledger_put(g->state.db, &group, &fact, 1, &e),
		    &e);
	}
	canon_release(&canon);
}

#endif
