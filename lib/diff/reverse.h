/*
 * reverse.h - a delta turned around: from what is new to what was old.
 *
 * What it added it removes, what it changed it changes back.  Twice reversed
 * it is itself, byte for byte.
 */
#ifndef DIFF_REVERSE_H
#define DIFF_REVERSE_H

#include "model/stream_in.h"
#include "model/stream_out.h"

struct reverse {
	struct stream_in in;
	struct sort *lines; /* reversed: a renumbered line has its old key */
	struct arena arena;
	struct buf line;
};

/*
 * Reads the delta at `path` ("-": stdin) to its verified end.  ERR_USAGE if it
 * is none, or a lossy one, which cannot tell what was.  Release also on error.
 */
int reverse_open(struct reverse *r, const char *path, size_t memory,
    struct err *e) MUST_USE;

/*
 * Fills in the delta's head.  True if that delta was a reversed one itself:
 * then its line of provenance is taken out, and no other is due, so that what
 * is turned around twice is the same bytes again.
 */
bool reverse_head(const struct reverse *r, struct head *h);

int reverse_write(struct reverse *r, struct stream_out *out, struct err *e)
    MUST_USE;

void reverse_release(struct reverse *r);

#endif
