/*
 * funnel.h - mapped lines on their way out, in order, each key once.
 *
 * Where no rule touches a key lines go straight out; else all go through a
 * sort, behind which lines that have come to the same key meet: equal ones
 * fold, different ones are rejected, and so are lines of a BOM that meet,
 * which never fold.  Withheld records that the rules give rise to, and what
 * stands behind them in key order, wait in a sort of their own, so that
 * sorted input gives sorted output.
 *
 * What a BOM or a routing consists of is held together: where a record of it
 * is held, the lines that have come so far follow, which needs the sort.
 */
#ifndef TRANSFORM_FUNNEL_H
#define TRANSFORM_FUNNEL_H

#include "transform/lineage.h"

struct funnel {
	struct stream_out *out;   /* borrowed */
	struct refusals *rejects;  /* borrowed */
	/* --- what the caller may set, all borrowed --- */
	struct spool_writer *spool; /* lines go there instead */
	struct lineage *lineage; /* is told where changed lines come from */
	struct refusals *refusals_held; /* for lines of held units */
	/* --- */
	bool sorted;              /* the output is to be in order */
	struct sort *all;         /* NULL: lines go straight out */
	struct sort *tail;        /* NULL until needed */
	bool delta;
	uint64_t passed;
	uint64_t folded;
	uint64_t withheld; /* that were not in the input */
	uint64_t held;     /* with others of their BOM or routing */
	uint64_t derived;  /* that went out */
	uint64_t refused;  /* derived ones that met others of their kind */
	struct map units;  /* keys of BOMs and routings that are held */
	struct buf last;   /* the key that went into the spool last */
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

/*
 * A line that is no record of the input but made of one (`original`).  It
 * gives way where its key comes in.  Needs the sort.
 */
int funnel_derive(struct funnel *f, struct slice line, struct slice original,
    struct err *e) MUST_USE;

/* A rejected record leaves a withheld one in its place. */
int funnel_withhold(struct funnel *f, const struct key *k,
    struct err *e) MUST_USE;

/*
 * A held record does so too; `exception` may be "".  The BOM or routing that
 * it belongs to is held with it: then that is withheld, and what hangs on it
 * is unknown as well.  `unit` false: only the record itself, unless one above
 * it was held before.
 */
int funnel_hold(struct funnel *f, const struct key *k, const char *exception,
    bool unit, struct err *e) MUST_USE;

/*
 * No more lines: writes what waits.  Where there is a sort, nothing has been
 * written before, so that the head can wait until here.
 */
int funnel_finish(struct funnel *f, struct err *e) MUST_USE;

#endif
