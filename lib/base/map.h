/*
 * map.h - a hash map from bytes to a 64-bit number.
 *
 * Keys are copied in; values are numbers, for which callers put an index into
 * an array of their own (so that the map needs to know nothing of lifetimes).
 * Iteration is in the order of insertion, never of hashes: same input, same
 * bytes out.  Open addressing, XXH3-64, grows at 3/4.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/base.h"
#include "base/text.h"

struct map_entry {
	struct slice key; /* owned by the map */
	uint64_t value;
};

struct map {
	struct map_entry *entries; /* in order of insertion */
	size_t count;
	size_t size;
	uint64_t *slots; /* hash, and index + 1 into entries; 0 is free */
	size_t slot_count;
	struct arena keys;
};

#define MAP_INIT {NULL, 0, 0, NULL, 0, ARENA_INIT}

void map_release(struct map *m);

/*
 * The value's place for the key, added with value 0 if it was not there
 * (*added says so, may be NULL).  Borrowed until the next put.
 */
uint64_t *map_put(struct map *m, struct slice key, bool *added);

/* The value's place, NULL where the key is absent.  Borrowed as above. */
uint64_t *map_find(const struct map *m, struct slice key);

#endif
