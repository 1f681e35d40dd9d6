/*
 * changein.h - reading the operations of a `change` rule for one type.
 *
 * Members are checked against the type, constants against the kinds of their
 * members, so that what can be wrong is wrong here, with its place in the
 * file, and not at some record.
 */
#ifndef TRANSFORM_CHANGEIN_H
#define TRANSFORM_CHANGEIN_H

#include "transform/operation.h"
#include "transform/shared.h"

struct changein {
	struct operation *list; /* in order of the file; in the arena */
	size_t count;
};

/* The known keys of a change and of maps in it, ended by NULL. */
extern const char *const changein_keys[];
extern const char *const changein_pattern_keys[];
extern const char *const changein_join_keys[];
extern const char *const changein_split_keys[];

/*
 * Reads all operations of the map `n` as they are for `type`.  What they name
 * lives in `s`.  0, or -1 with ERR_USAGE.
 */
int changein_read(struct changein *c, struct shared *s,
    enum record_type type, const struct ydoc_node *n, struct err *e) MUST_USE;

/* The operations of an `enrich` step. */
int changein_read_enrich(struct changein *c, struct shared *s,
    enum record_type type, const struct ydoc_node *n, struct err *e) MUST_USE;

/* Adds one: the member is mapped. */
void changein_map_member(struct changein *c, struct shared *s,
    unsigned member, const struct valuemap *map);

/* True if one of them may hold a record. */
bool changein_may_hold(const struct changein *c);

/*
 * Finds the slot that `name` says; where there is none the error stands at
 * the node's key (at_key) or at the node and names the nearest.
 */
int changein_slot(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e) MUST_USE;

#endif
