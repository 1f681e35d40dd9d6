/*
 * filter.h - what a stream leaves out, in words: "PART; PART".
 *
 * Records are called removed only where two streams have the same filter, so
 * the same parts must give the same text whatever order they came in.
 */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "base/mem.h"
#include "base/text.h"

/*
 * The parts of both, each once, in byte order.  Where one is empty, or both
 * are the same, the other as it is.  Lives where they do or in the arena.
 */
struct slice filter_unite(struct slice filter, struct slice other,
    struct arena *a);

#endif
