/*
 * cycle.h - the cycles of a structure, one for each knot of them.
 *
 * Parts that contain each other form a strongly connected component of the
 * graph; one that has a cycle (a part that contains itself counts) gets one
 * report, of a shortest cycle in it.  After that is mended the next run shows
 * what is left.  The tops, levels and totals of structure.h and rollup.h say
 * themselves what a cycle does to them.
 */
#ifndef MODEL_CYCLE_H
#define MODEL_CYCLE_H

#include "base/base.h"
#include "base/text.h"
#include "model/structure.h"

/*
 * `edges` are `count` indexes into structure.edges: each one's component is
 * the next one's parent, the last one's component the first one's parent.
 */
typedef void (*cycle_found)(const uint32_t *edges, size_t count, void *ctx);

/*
 * Calls `found` for each knot, in order of its first node by insertion, and
 * answers how many there were.  A cycle starts with its first node.  Among
 * shortest cycles it is the one whose first node is the earliest.  In a knot
 * of more than some thousand nodes not every start is tried: the cycle is
 * then the shortest through those that were, the same in each run.  The
 * structure needs its index.
 */
size_t cycle_find(const struct structure *s, cycle_found found, void *ctx);

/*
 * For each node 1 + the number of its knot, 0 where it is on no cycle: an edge
 * is part of one where both its ends have the same.  Free with mem_free.
 */
uint32_t *cycle_knots(const struct structure *s) MUST_USE;

/* "A-1 > B-2 > A-1", appended to `out`. */
void cycle_print(struct buf *out, const struct structure *s,
    const uint32_t *edges, size_t count);

#endif
