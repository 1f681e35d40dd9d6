/*
 * diff.h - what lies between two streams, as a delta.
 *
 * A merge of two sorted streams by key.  Lines with equal bytes are equal
 * records and are not looked into.  A record that only the new side has is an
 * add; one that only the old side has is a removal where the new side is
 * entitled to say so (see bom-stream(5), Scope), else it is kept and counted;
 * of one on both sides the members are compared that both sides supply.
 *
 * Law: for snapshots A and B of equal scope, without withheld records,
 * applying the delta to A gives B's record lines byte for byte.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "model/pairing.h"
#include "model/stream_out.h"

struct diff_counts {
	uint64_t added;
	uint64_t changed;
	uint64_t removed;
	uint64_t kept; /* absent from the new side, which cannot say removed */
};

struct diff {
	struct pairing pair;   /* left: old, right: new */
	struct hash128 result; /* the digest of A with the delta applied */
	struct sort *delta;    /* the delta's lines, in order */
	struct diff_counts counts;
	struct arena arena;
	struct buf line;
};

/*
 * Reads both streams to their verified ends and keeps the delta's lines, in
 * memory up to `memory` bytes a sort.  "-" is stdin, for one of them.  Release
 * also after an error.
 */
int diff_run(struct diff *d, const char *old_path, const char *new_path,
    size_t memory, struct err *e) MUST_USE;

/* True if there is nothing between them. */
static inline bool
diff_empty(const struct diff *d)
{
	return !d->counts.added && !d->counts.changed && !d->counts.removed;
}

/* Fills in kind, scope, base and result of the delta's head. */
void diff_head(const struct diff *d, struct head *h);

/* Writes the delta's record lines. */
int diff_write(struct diff *d, struct stream_out *out, struct err *e)
    MUST_USE;

void diff_release(struct diff *d);

#endif
