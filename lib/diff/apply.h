/*
 * apply.h - a delta applied to the stream it was made against.
 *
 * A merge of the old stream and the delta, both in key order.  The delta must
 * fit: its `base` is the digest of the old stream, what it changes or removes
 * is there, what it adds is not; and what comes out must have the digest that
 * it calls `result`.  A bare delta (from grep or jq) claims no base and is
 * applied leniently: what it adds replaces, what it removes may be gone.
 */
#ifndef DIFF_APPLY_H
#define DIFF_APPLY_H

#include "model/stream_in.h"
#include "model/stream_out.h"

struct apply {
	struct stream_in old;
	struct stream_in delta;
	/* Old keys of renumbered lines: gone, though no record says remove. */
	struct sort *moved;
	struct sort *changes; /* the delta's lines, read once for `moved` */
	struct slice gone;    /* the next key in `moved`; empty at the end */
	bool lenient;
	struct arena arena;
	struct buf line;
	struct figures figures; /* of what comes out */
};

/* Opens both and reads the delta to its end.  Release also on an error. */
int apply_open(struct apply *p, const char *old_path, const char *delta_path,
    size_t memory, struct err *e) MUST_USE;

/* The head of what comes out: the old one's.  Bare old streams have none. */
void apply_head(const struct apply *p, struct head *h);

/*
 * Writes the record lines.  ERR_INPUT when the delta does not fit, found at
 * the end at the latest: publish only after 0.
 */
int apply_write(struct apply *p, struct stream_out *out, struct err *e)
    MUST_USE;

void apply_release(struct apply *p);

#endif
