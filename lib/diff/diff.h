/*
 * diff.h - what lies between two streams, as a delta.
 *
 * Lines with equal bytes are equal records and are not looked into.  A record
 * that only the new side has is an add; one that only the old side has is a
 * removal where the new side is entitled to say so (see bom-stream(5), Scope),
 * else it is kept and counted; of one on both sides the members are compared
 * that both sides supply.  Lines of BOMs are found again under other keys: see
 * parent.h and ladder.h.
 *
 * Law: for snapshots A and B of equal scope, without withheld records,
 * applying the delta to A gives B's record lines byte for byte.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "diff/claim.h"
#include "diff/edits.h"
#include "diff/parent.h"
#include "diff/raw.h"
#include "model/stream_out.h"

/* What the user says; zeros: everything, exactly, by the whole ladder. */
struct diff_options {
	struct equality *equality; /* or NULL */
	size_t memory;                   /* of the sorts, in bytes */
	/* Only records of these types, by type; NULL: all. */
	const bool *types;
	const struct claim *claim; /* what was compared; NULL: all */
	/* Substitutes do not go along with lines: no list of those is kept. */
	bool flat;
	struct parent_watch watch; /* who sees the pairs of BOMs */
	/*
	 * Says more of a bom_line that came or changed, as the delta is given
	 * out: so many tags, in `list` of COMPARE_TAGS_MOST.  NULL: nothing.
	 */
	size_t (*more_tags)(void *ctx, const struct record *line,
	    struct slice *list);
	void *more_ctx;
};

struct diff {
	const struct diff_options *options;
	struct raw raw;
	struct edits edits;
	uint64_t passed_over; /* differences in records of other types */
};

/*
 * Reads both streams to their verified ends and keeps the delta's lines.  "-"
 * is stdin, for one of them; the options must outlive the diff.  Release also
 * after an error.
 */
int diff_run(struct diff *d, const char *const paths[2],
    const struct diff_options *options, struct err *e) MUST_USE;

/* The same of a part of the sides; then the delta is a lossy one. */
int diff_run_view(struct diff *d, const char *const paths[2],
    const struct diff_options *options, const struct raw_view *view,
    struct err *e) MUST_USE;

/* True if there is nothing between them. */
static inline bool
diff_empty(const struct diff *d)
{
	const struct diff_counts *c = &d->edits.counts;

	return !c->added && !c->changed && !c->removed && !c->unknown;
}

/* Fills in kind, scope, base and result of the delta's head. */
void diff_head(struct diff *d, struct head *h);

/* Writes the delta's record lines; or gives them to `take`, one by one. */
int diff_write(struct diff *d, struct stream_out *out, struct err *e)
    MUST_USE;
typedef int (*diff_taker)(void *ctx, struct slice line, struct err *e);
int diff_each(struct diff *d, diff_taker take, void *ctx, struct err *e)
    MUST_USE;

void diff_release(struct diff *d);

#endif
