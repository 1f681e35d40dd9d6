/*
 * slotin.h - the places that a rules file names, checked against a type.
 */
#ifndef TRANSFORM_SLOTIN_H
#define TRANSFORM_SLOTIN_H

#include "format/ydoc.h"
#include "transform/slot.h"

/*
 * Finds the slot that the node's text names (or its key, at_key); where there
 * is none the error stands there and names the nearest.
 */
int slotin_read(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e) MUST_USE;

/* The same, but not all site fields together. */
int slotin_one(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e) MUST_USE;

/* The slots of a list, or of a single text; in the arena. */
struct slotin_list {
	struct slot *at;
	size_t count;
};

int slotin_all(struct slotin_list *list, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e) MUST_USE;

#endif
