/*
 * slicemap.h - a map from bytes to bytes.
 *
 * Keys and values are copied in; the first value of a key stays.
 */
#ifndef DIFF_SLICEMAP_H
#define DIFF_SLICEMAP_H

#include "base/map.h"

struct slicemap {
	struct map keys;     /* to indexes */
	struct slice *values; /* in the arena */
	size_t size;
	struct arena arena;
};

#define SLICEMAP_INIT {.keys = MAP_INIT}

/* Accepts one of zeros. */
void slicemap_release(struct slicemap *m);

/* False where the key is there already; then nothing is done. */
bool slicemap_put(struct slicemap *m, struct slice key, struct slice value);

/* The value, borrowed until the release; a NULL pointer: there is none. */
struct slice slicemap_get(const struct slicemap *m, struct slice key);

#endif
