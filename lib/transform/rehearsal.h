/*
 * rehearsal.h - restructuring of a few records, for tests.
 *
 * A header only: nothing of it is in the library.  What goes in, and what
 * comes out, in key order, is told in the words of rehearsal_words.h.
 */
#ifndef TRANSFORM_REHEARSAL_H
#define TRANSFORM_REHEARSAL_H

#include "transform/rehearsal_tell.h"
#include "transform/rehearsal_words.h"
#include "transform/restructure.h"

struct rehearsal {
	struct restructure r;
	struct shared shared;
	struct buf out;     /* in words, BOMs and withheld records only */
	struct buf all;     /* the canonical lines */
	struct buf rejects; /* "RULE: WHY" once for each record */
	struct buf traces;  /* "KEY < KEY by RULE" */
	struct buf last;    /* lines must come in order */
};

static inline int
rehearsal_put(void *ctx, struct slice line, struct err *e)
{
	struct rehearsal *t = ctx;
	struct scan found;

	(void)e;
	if (!scan_key(&found, line))
		BUG("no key");
	if (t->last.len && slice_compare(buf_slice(&t->last),
	    slice_from(line.at, found.key_length)) >= 0)
		BUG("lines are not in key order");
	buf_clear(&t->last);
	buf_add(&t->last, line.at, found.key_length);
	buf_add_slice(&t->all, line);
	buf_add_byte(&t->all, '\n');
	if (found.type == TYPE_BOM || found.type == TYPE_BOM_LINE ||
	    found.type == TYPE_SUBSTITUTE || found.type == TYPE_WITHHELD)
		rehearsal_tell(&t->out, line);
	return 0;
}

static inline int
rehearsal_reject(void *ctx, struct slice line, const char *rule,
    const char *why, struct err *e)
{
	struct rehearsal *t = ctx;

	(void)line;
	(void)e;
	buf_printf(&t->rejects, "%s: %s\n", rule, why);
	return 0;
}

static inline int
rehearsal_trace(void *ctx, struct slice to, struct slice from,
    const char *rule, struct err *e)
{
	struct rehearsal *t = ctx;

	(void)e;
	rehearsal_key(&t->traces, to);
	buf_add_text(&t->traces, " < ");
	rehearsal_key(&t->traces, from);
	buf_printf(&t->traces, " by %s\n", rule);
	return 0;
}

static inline void
rehearsal_init(struct rehearsal *t)
{
	memset(t, 0, sizeof(*t));
	buf_init(&t->out, REHEARSAL_TEXT);
	buf_init(&t->all, REHEARSAL_TEXT);
	buf_init(&t->rejects, REHEARSAL_TEXT);
	buf_init(&t->traces, REHEARSAL_TEXT);
	buf_init(&t->last, REHEARSAL_TEXT);
}

/* The rules, what stands under `restructure`; ERR_USAGE comes back. */
static inline int
rehearsal_load(struct rehearsal *t, const char *rules, struct err *e)
{
	rehearsal_init(t);
	if (shared_parse(&t->shared, "r.yaml", slice_of(rules), e) < 0)
		return -1;
	return restructure_load(&t->r, &t->shared, t->shared.doc.root, e);
}

/* Runs them over records; the rules must be right.  Traced, or not. */
static inline void
rehearsal_run_so(struct rehearsal *t, const char *rules,
    const char *const *records, bool traced)
{
	struct restructure_out out = {rehearsal_put, rehearsal_reject,
	    traced ? rehearsal_trace : NULL, t};
	struct spool s = SPOOL_INIT;
	struct err e = ERR_INIT;

	rehearsal_must(rehearsal_load(t, rules, &e), &e);
	rehearsal_spool(&s, records);
	rehearsal_must(restructure_run(&t->r, &s, &out, &e), &e);
	spool_release(&s);
}

static inline void
rehearsal_run(struct rehearsal *t, const char *rules,
    const char *const *records)
{
	rehearsal_run_so(t, rules, records, true);
}

static inline void
rehearsal_release(struct rehearsal *t)
{
	restructure_release(&t->r);
	shared_release(&t->shared);
	buf_release(&t->out);
	buf_release(&t->all);
	buf_release(&t->rejects);
	buf_release(&t->traces);
	buf_release(&t->last);
}

#endif
