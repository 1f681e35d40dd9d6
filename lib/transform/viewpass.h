/*
 * viewpass.h - one view of a stream, written line by line.
 */
#ifndef TRANSFORM_VIEWPASS_H
#define TRANSFORM_VIEWPASS_H

#include "model/stream_out.h"
#include "transform/viewcontrol.h"

struct sort;

/* What became of the lines for one view: the others make up `taken`. */
struct viewpass_counts {
	uint64_t taken;
	uint64_t given;     /* also withheld records that it may be told of */
	uint64_t unnamed;   /* of other types, or by where and when */
	uint64_t elsewhere; /* of plants that are not for it */
	uint64_t refused;
	uint64_t untold; /* withheld records that would tell too much */
};

struct viewpass {
	const struct viewrules *rules;
	struct viewcontrol *control;
	const struct viewrules_view *view;
	const struct spool *in;
	struct stream_out *out; /* open, and empty */
	struct viewpass_counts counts;
	/* --- inside --- */
	struct sort *tail; /* withheld records, and what stands behind them */
	uint64_t silent;   /* clearances that are refused without a word */
	bool unclear[TYPE_COUNT]; /* types whose removals cannot be told */
	struct arena arena;
	struct buf line;
};

/*
 * Writes the view under a head made of `head`, that of the stream; `bare`:
 * the stream has none, this one is only signed.  Sealing is the caller's.
 * -1 also where a condition fails for a record.
 */
int viewpass_run(struct viewpass *w, const struct head *head, bool bare,
    struct err *e) MUST_USE;

#endif
