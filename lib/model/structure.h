/*
 * structure.h - the graph of what is built into what.
 *
 * A node is named by bytes, an item number or whatever the caller takes for
 * one, and numbered densely from 0 in order of insertion.  An edge is one use
 * of a component in a parent: an exact quantity, and a tag that means
 * something to the caller only.  Nodes and edges are added in any order; then
 * structure_index() arranges them, and what stands below it works.
 *
 * All answers come in order of insertion: the components of a parent as they
 * were added, nodes by number.  Same input, same answers.
 *
 * Cycles may be added, cycle.h names them.  Here, structure_levels() gives no
 * level to the nodes on or below one, and structure_explode() reports the use
 * that closes one and does not go into it.
 *
 * An edge takes 28 bytes, a node some 40 and its name.
 */
#ifndef MODEL_STRUCTURE_H
#define MODEL_STRUCTURE_H

#include "base/base.h"
#include "base/decimal.h"
#include "base/map.h"
#include "base/text.h"

/* No such node. */
#define STRUCTURE_NONE UINT32_MAX

struct structure_edge {
	uint32_t parent;
	uint32_t component;
	uint64_t packed; /* structure_quantity() says what it is */
	uint64_t tag;
};

struct structure {
	struct map nodes;
	struct structure_edge *edges; /* by parent, once there is an index */
	size_t edge_count;
	size_t edge_size;
	struct decimal *wide; /* quantities too long for 64 bits */
	size_t wide_count;
	size_t wide_size;
	uint32_t *first;      /* of each node: its first edge as a parent */
	uint32_t *first_user; /* of each node: its first place in users */
	uint32_t *users;      /* edges, by component */
	bool indexed;
};

#define STRUCTURE_INIT \
	{MAP_INIT, NULL, 0, 0, NULL, 0, 0, NULL, NULL, NULL, false}

void structure_release(struct structure *s);

/* The node of that name, added if it is new.  The name is copied. */
uint32_t structure_node(struct structure *s, struct slice name);

/* The node of that name, or STRUCTURE_NONE. */
uint32_t structure_find(const struct structure *s, struct slice name);

/* The node's name; borrowed until the structure is released. */
struct slice structure_name(const struct structure *s, uint32_t node);

static inline size_t
structure_node_count(const struct structure *s)
{
	return s->nodes.count;
}

/* One more use of `component` in `parent`, `quantity` to one parent. */
void structure_add(struct structure *s, uint32_t parent, uint32_t component,
    struct decimal quantity, uint64_t tag);

/*
 * Sorts the edges by parent and makes the list by component, in linear time.
 * After a further node or edge it has to be called again.
 */
void structure_index(struct structure *s);

/* The edge's quantity, as it was added. */
struct decimal structure_quantity(const struct structure *s,
    const struct structure_edge *edge);

/* The uses in `node`: *count edges, borrowed until the next change. */
const struct structure_edge *structure_components(const struct structure *s,
    uint32_t node, size_t *count);

/*
 * Where `node` is used: *count indexes into s->edges, by the parents' order;
 * a parent that uses it twice is in it twice.  Borrowed as above.
 */
const uint32_t *structure_users(const struct structure *s, uint32_t node,
    size_t *count);

/* Used nowhere; a node on a cycle is no top. */
bool structure_top(const struct structure *s, uint32_t node);
/* Used nowhere and uses nothing: a name without a structure. */
bool structure_orphan(const struct structure *s, uint32_t node);

/* One step of an explosion. */
struct structure_use {
	const struct structure_edge *edge;
	uint32_t level;          /* 1 for the root's own components */
	struct decimal quantity; /* for one root, along this path */
	bool overflow; /* the quantity needs over 38 digits and is void */
	bool loop;     /* the component is on the path above it already */
};

enum structure_go {
	STRUCTURE_GO,   /* on, into the component */
	STRUCTURE_SKIP, /* on, but not into it */
	STRUCTURE_STOP, /* end the explosion */
};

typedef enum structure_go (*structure_visit)(const struct structure_use *use,
    void *ctx);

/*
 * Walks the whole structure below `root`, each path of its own: a component
 * comes before its components, and as often as it is used.  Where a path
 * closes a cycle the use has `loop` set and the walk does not go into it.
 * Once a path's quantity overflows, so do all below it.  How many uses there
 * are can grow as 2 to the power of the levels; rollup.h visits each node
 * once.  False if `visit` said stop.
 */
bool structure_explode(const struct structure *s, uint32_t root,
    structure_visit visit, void *ctx);

/*
 * Low-level codes: for each node the length of the longest path from any top
 * to it, 0 for tops, -1 for nodes on or below a cycle, which have none.
 * Free with mem_free.
 */
int32_t *structure_levels(const struct structure *s) MUST_USE;

#endif
