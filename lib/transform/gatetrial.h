/*
 * gatetrial.h - rules tried on a gatescratch, and what came out, for tests.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef TRANSFORM_GATETRIAL_H
#define TRANSFORM_GATETRIAL_H

#include "transform/gatescratch.h"

/* The rules: a map with `gates` and, perhaps, `people`. */
static inline void
gatetrial_rules(struct gatescratch *g, const char *yaml)
{
	struct err e = ERR_INIT;

	gating_end(g->work);
	g->work = NULL;
	gating_release(&g->gating);
	shared_release(&g->shared);
	scratch_must(shared_parse(&g->shared, "r.yaml", slice_of(yaml), &e),
	    &e);
	scratch_must(gating_load(&g->gating, &g->shared,
	    ydoc_get(g->shared.doc.root, "gates"),
	    ydoc_get(g->shared.doc.root, "people"), &e), &e);
}

static inline void
gatetrial_note(struct gatescratch *g, const char *fate, struct slice line)
{
	struct arena arena = ARENA_INIT;
	struct key k;

	if (!key_parse_prefix(&k, line, &arena))
		abort();
	buf_add_text(&g->fates, fate);
	key_add_text(&g->fates, &k);
	buf_add_byte(&g->fates, '\n');
	arena_release(&arena);
}

static inline int
gatetrial_pass(void *ctx, struct slice line, struct err *e)
{
	(void)e;
	gatetrial_note(ctx, "pass ", line);
	return 0;
}

static inline int
gatetrial_hold(void *ctx, struct slice line, const char *exception,
    const char *reason, struct err *e)
{
	struct gatescratch *g = ctx;

	(void)exception, (void)e;
	gatetrial_note(g, "hold ", line);
	buf_printf(&g->reasons, "%s\n", reason);
	return 0;
}

static inline int
gatetrial_withhold(void *ctx, struct slice key, const char *exception,
    struct err *e)
{
	(void)exception, (void)e;
	gatetrial_note(ctx, "withhold ", key);
	return 0;
}

/* Runs the rules over the spool, against the ledger of "erp". */
static inline int
gatetrial_run(struct gatescratch *g, struct err *e)
{
	gating_end(g->work);
	g->work = NULL;
	buf_clear(&g->fates);
	buf_clear(&g->reasons);
	g->out = (struct gating_out){gatetrial_pass, gatetrial_hold,
	    gatetrial_withhold, g};
	g->wish.db = g->state.db;
	g->wish.target = "erp";
	g->wish.by = (struct audit_by){"run", "test"};
	g->wish.to = &g->out;
	return gating_run(&g->gating, &g->spool, &g->wish, &g->work, e);
}

/* What was found, "RULE KEY: MESSAGE" a line, in order of the findings. */
static inline const char *
gatetrial_found(struct gatescratch *g)
{
	size_t i;

	buf_clear(&g->reasons);
	for (i = 0; i < g->work->findings.count; i++) {
		const struct gatefinding *f = &g->work->findings.list[i];

		buf_printf(&g->reasons, "%s %.*s: ", f->gate->name,
		    SLICE_ARGS(f->about));
		buf_add_slice(&g->reasons, f->message);
		buf_add_byte(&g->reasons, '\n');
	}
	return buf_text(&g->reasons);
}

#endif
