/*
 * restructure_entries.h - the lists of a `restructure`: drop, change, add.
 */
#ifndef TRANSFORM_RESTRUCTURE_ENTRIES_H
#define TRANSFORM_RESTRUCTURE_ENTRIES_H

#include "transform/condition.h"

/* An entry of drop, change or add. */
struct restructure_entry {
	const char *name;
	struct condition condition;
	struct changein operations;
};

struct restructure_entries {
	struct restructure_entry *list;
	size_t count;
};

/* The known keys of an entry, ended by NULL. */
extern const char *const restructure_entries_drop_keys[];
extern const char *const restructure_entries_change_keys[];
extern const char *const restructure_entries_add_keys[];

/* Each reads a list (NULL: none) into *out.  0, or -1 with ERR_USAGE. */
int restructure_entries_drops(struct restructure_entries *out,
    struct shared *s, const struct ydoc_node *n, struct err *e) MUST_USE;
int restructure_entries_changes(struct restructure_entries *out,
    struct shared *s, const struct ydoc_node *n, struct err *e) MUST_USE;
int restructure_entries_adds(struct restructure_entries *out,
    struct shared *s, const struct ydoc_node *n, struct err *e) MUST_USE;

#endif
