/*
 * lane.h - lines of one type that wait until their place in the stream comes.
 *
 * Put in key order while other types are at work, given back once.  They lie
 * in a scratch file, which a thread writes and then reads ahead; memory holds
 * a few pieces.
 */
#ifndef TRANSFORM_LANE_H
#define TRANSFORM_LANE_H

#include "base/err.h"
#include "base/text.h"

#define LANE_CHUNKS 3

struct relay;

struct lane {
	int fd;
	uint64_t size; /* of the file */
	struct relay *relay; /* the thread, NULL: there is none */
	struct buf chunks[LANE_CHUNKS];
	struct buf *filling;
};

void lane_init(struct lane *l);
void lane_release(struct lane *l);

/* Lines, each ended by a newline.  0 or -1. */
int lane_put(struct lane *l, struct slice lines, struct err *e) MUST_USE;

typedef int (*lane_taker)(void *ctx, struct slice line, struct err *e);

/*
 * Gives all lines to `take`, without newlines, and forgets them; once, behind
 * the last put.
 */
int lane_give(struct lane *l, lane_taker take, void *ctx,
    struct err *e) MUST_USE;

#endif
