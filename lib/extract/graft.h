/*
 * graft.h - a YAML skeleton with something more in it.
 */
#ifndef EXTRACT_GRAFT_H
#define EXTRACT_GRAFT_H

#include "format/ydoc.h"

/*
 * A copy of `body` with `value` behind the other elements of the list that a
 * JSON Pointer names in it, or with the members of `value` in the map there.
 * NULL with ERR_USAGE at `value` where the pointer leads to neither.  Nodes
 * that are the same are shared; the others lie in the arena.
 */
const struct ydoc_node *graft(const struct ydoc_node *body,
    struct slice pointer, const struct ydoc_node *value, struct arena *a,
    struct err *e) MUST_USE;

#endif
