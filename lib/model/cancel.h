/*
 * cancel.h - equal lines of two streams cancelled, in whatever order.
 *
 * Each side is read once, by a thread, and of each line hashes and place are
 * remembered; lines of the same hashes on both sides cancel.  Then only what
 * is left over is read again, and sorted.  That nothing else was cancelled is
 * held by the digests: what was cancelled adds up to the same on both sides.
 * Of a line that is cancelled only the key is looked at.
 * A key that stands twice in a stream, like anything else that is not as it
 * should be, is for others to tell.
 */
#ifndef MODEL_CANCEL_H
#define MODEL_CANCEL_H

#include "model/sift.h"

struct cancel_side {
	int fd;
	uint64_t start, stop;    /* of the record lines */
	struct residue *residue; /* gets what is left over */
	struct figures sum;      /* of all lines */
	sift_tap tap;            /* NULL, or sees all lines of the side */
	void *tap_ctx;
};

/*
 * 1 when all is read, 0 where it is for others.  Holds about `memory` bytes,
 * and the sorts of the residues.
 */
int cancel_run(struct cancel_side sides[2], size_t memory) MUST_USE;

#endif
