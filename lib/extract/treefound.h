/*
 * treefound.h - texts that a path has found, in order.
 */
#ifndef EXTRACT_TREEFOUND_H
#define EXTRACT_TREEFOUND_H

#include "extract/treepath.h"

struct treefound {
	struct slice *texts;
	size_t count, size;
};

#define TREEFOUND_INIT {NULL, 0, 0}

/* The array lives in the arena, as the texts may. */
void treefound_add(struct treefound *f, struct slice text,
    struct arena *a);

/*
 * Whether what the path of a test has found meets it; of a test other than
 * TREEPATH_AT.
 */
bool treefound_meets(const struct treepath_test *t,
    const struct treefound *f);

#endif
