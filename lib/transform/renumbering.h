/*
 * renumbering.h - old item numbers to new ones, wherever an item is named.
 */
#ifndef TRANSFORM_RENUMBERING_H
#define TRANSFORM_RENUMBERING_H

#include "transform/changein.h"

extern const char *const renumbering_keys[];

/* The map of a `renumber` step: of a table, or of the state's references. */
const struct valuemap *renumbering_read(struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* True if the member of the type holds an item number. */
bool renumbering_member(enum record_type type, unsigned member);

/*
 * Adds external_id(TYPE, KEY...) to the expressions: the target's own id, NULL
 * where the state has none, or there is no state.
 */
int renumbering_load(struct shared *s, struct err *e) MUST_USE;

#endif
