/*
 * shards.h - which parts of a stream cut into several have come.
 *
 * Heads that carry `shard:{"k":1,"n":4}` need all n; a lone one is read as
 * the part it is.
 */
#ifndef MODEL_SHARDS_H
#define MODEL_SHARDS_H

#include "model/head.h"

struct shards {
	unsigned heads; /* how many were added */
	unsigned n;     /* 0: the heads are no shards */
	bool *seen;
};

#define SHARDS_INIT {0, 0, NULL}

void shards_release(struct shards *s);

/*
 * One more head.  0, or -1 with ERR_INPUT, without a place in front, when it
 * disagrees with the first or has come before.
 */
int shards_add(struct shards *s, const struct head *h, struct err *e)
    MUST_USE;

/* 0 when all have come, or there is only one head; else ERR_INPUT. */
int shards_check(const struct shards *s, struct err *e) MUST_USE;

#endif
