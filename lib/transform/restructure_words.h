/*
 * restructure_words.h - a condition of the rules in words, for a filter.
 */
#ifndef TRANSFORM_RESTRUCTURE_WORDS_H
#define TRANSFORM_RESTRUCTURE_WORDS_H

#include "format/ydoc.h"

/*
 * "WHAT where lifecycle=released when quantity > 1" of the map's keys; empty
 * where it has no condition.  Lives in the arena.
 */
struct slice restructure_words(const char *what, const struct ydoc_node *map,
    struct arena *a);

#endif
