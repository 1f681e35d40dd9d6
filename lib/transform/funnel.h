/*
 * funnel.h - mapped lines on their way out, in order, each key once.
 *
 * Where no rule touches a key lines go straight out; else all go through a
 * sort, behind which lines that have come to the same key meet: equal ones
 * fold, different ones are rejected, and so are lines of a BOM that meet,
 * which never fold.  Withheld records that the rules give rise to, and what
 * stands behind them in key order, wait in a sort of their own, so that
 * sorted input gives sorted output.
 */
#ifndef TRANSFORM_FUNNEL_H
#define TRANSFORM_FUNNEL_H

#include "transform/refusals.h"

struct funnel {
	struct stream_out *out;   /* borrowed */
	struct refusals *rejects;  /* borrowed */
	bool sorted;              /* the output is to be in order */
	struct sort *all;         /* NULL: lines go straight out */
	struct sort *tail;        /* NULL until needed */
	bool delta;
	uint64_t passed;
	uint64_t folded;
	uint64_t withheld; /* that were not in the input */
	struct buf line;
	struct arena arena;
};

/* `memory` is the sort's ceiling; 0: no sort, lines go straight out. */
void funnel_init(struct funnel *f, struct stream_out *out,
    struct refusals *rejects, size_t memory);
void funnel_release(struct funnel *f);

/* A mapped line, and what it was made of, empty if that is the same. */
int funnel_put(struct funnel *f, const struct stream_line *line,
    struct slice original, struct err *e) MUST_USE;

/* A rejected record leaves a withheld one in its place. */
int funnel_withhold(struct funnel *f, const struct key *k,
    struct err *e) MUST_USE;

/*
 * No more lines: writes what waits.  Where there is a sort, nothing has been
 * written before, so that the head can wait until here.
 */
int funnel_finish(struct funnel *f, struct err *e) MUST_USE;

#endif
