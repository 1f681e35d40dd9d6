/*
 * structure.c - edges in one array, arranged by parent, listed by component.
 *
 * The two lists are in compressed sparse row form: the edges of node n stand
 * from first[n] up to first[n + 1].  Nothing here calls itself, so that a
 * chain of a million levels needs memory and not stack.
 */
#include "model/structure.h"

/*
 * A quantity in 64 bits, since nearly all have a handful of digits:
 *
 *	63   sign
 *	58   scale, 0 to 30; 31 means that the rest is an index into wide
 *	0    coefficient, below 2^58
 */
#define PACK_BITS 58
#define PACK_MOST (((uint64_t)1 << PACK_BITS) - 1)
#define PACK_WIDE ((uint64_t)31)

/* Indexes of edges are 32 bits wide. */
#define EDGES_MOST ((size_t)UINT32_MAX - 1)

static uint64_t
pack(struct structure *s, struct decimal d)
{
	if (d.coefficient <= PACK_MOST && d.scale < PACK_WIDE)
		return (uint64_t)d.negative << 63 |
		    (uint64_t)d.scale << PACK_BITS | (uint64_t)d.coefficient;
	if (s->wide_count == s->wide_size) {
		s->wide_size = mem_next_size(s->wide_size, s->wide_count + 1);
		s->wide = mem_grow(s->wide, s->wide_size, sizeof(*s->wide));
	}
	s->wide[s->wide_count] = d;
	return PACK_WIDE << PACK_BITS | s->wide_count++;
}

struct decimal
structure_quantity(const struct structure *s, const struct structure_edge *edge)
{
	uint64_t scale = edge->packed >> PACK_BITS & PACK_WIDE;
	struct decimal d;

	if (scale == PACK_WIDE)
		return s->wide[edge->packed & PACK_MOST];
	d.coefficient = edge->packed & PACK_MOST;
	d.scale = (uint8_t)scale; /* below 31 */
	d.negative = edge->packed >> 63;
	return d;
}

static void
index_drop(struct structure *s)
{
	mem_free(s->first);
	mem_free(s->first_user);
	mem_free(s->users);
	s->first = s->first_user = s->users = NULL;
	s->indexed = false;
}

void
structure_release(struct structure *s)
{
	index_drop(s);
	map_release(&s->nodes);
	mem_free(s->edges);
	mem_free(s->wide);
	*s = (struct structure)STRUCTURE_INIT;
}

uint32_t
structure_node(struct structure *s, struct slice name)
{
	bool added;
	uint64_t *node = map_put(&s->nodes, name, &added);

	if (added) {
		*node = s->nodes.count - 1;
		if (s->indexed)
			index_drop(s);
	}
	return (uint32_t)*node; /* the map holds fewer keys */
}

uint32_t
structure_find(const struct structure *s, struct slice name)
{
	const uint64_t *node = map_find(&s->nodes, name);

	return node ? (uint32_t)*node : STRUCTURE_NONE;
}

static void
node_check(const struct structure *s, uint32_t node)
{
	if (node >= s->nodes.count)
		BUG("structure: no such node");
}

struct slice
structure_name(const struct structure *s, uint32_t node)
{
	node_check(s, node);
	return s->nodes.entries[node].key;
}

void
structure_add(struct structure *s, uint32_t parent, uint32_t component,
    struct decimal quantity, uint64_t tag)
{
	struct structure_edge *edge;

	node_check(s, parent);
	node_check(s, component);
	if (s->indexed)
		index_drop(s);
	if (s->edge_count >= EDGES_MOST)
		BUG("structure: more than 4 billion edges");
	if (s->edge_count == s->edge_size) {
		s->edge_size = mem_next_size(s->edge_size, s->edge_count + 1);
		s->edges = mem_grow(s->edges, s->edge_size,
		    sizeof(*s->edges));
	}
	edge = &s->edges[s->edge_count++];
	edge->parent = parent;
	edge->component = component;
	edge->packed = pack(s, quantity);
	edge->tag = tag;
}

/*
 * The start of each node's row, `count + 1` of them, with one more in front
 * while the rows are filled: row n's next free place is then at[n + 1].
 */
static uint32_t *
rows_new(const struct structure *s, bool by_parent)
{
	size_t i, count = s->nodes.count;
	uint32_t *at = mem_zero((count + 2) * sizeof(*at));

	for (i = 0; i < s->edge_count; i++) {
		const struct structure_edge *edge = &s->edges[i];

		at[(by_parent ? edge->parent : edge->component) + (size_t)2]++;
	}
	for (i = 2; i < count + 2; i++)
		at[i] += at[i - 1];
	return at;
}

/*
 * Moves each edge to to[i], in place: a second array of edges would be the
 * greatest thing in memory.  Uses up `to`.
 */
static void
edges_move(struct structure_edge *edges, uint32_t *to, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		while (to[i] != i) {
			uint32_t place = to[i];
			struct structure_edge edge = edges[place];

			edges[place] = edges[i];
			edges[i] = edge;
			to[i] = to[place];
			to[place] = place;
		}
	}
}

static void
edges_shrink(struct structure *s)
{
	if (s->edges && s->edge_size == s->edge_count)
		return;
	s->edges = mem_grow(s->edges, s->edge_count, sizeof(*s->edges));
	s->edge_size = s->edge_count;
}

#ifdef DEBUG_CHECKS
/* The rows follow each other and hold what belongs into them. */
static void
structure_check(const struct structure *s)
{
	size_t i, n = 0, m = 0, count = s->nodes.count;

	if (s->first[0] != 0 || s->first_user[0] != 0 ||
	    s->first[count] != s->edge_count ||
	    s->first_user[count] != s->edge_count)
		BUG("structure: rows do not cover the edges");
	for (i = 0; i < s->edge_count; i++) {
		while (i >= s->first[n + 1])
			n++;
		while (i >= s->first_user[m + 1])
			m++;
		if (s->edges[i].parent != n ||
		    s->edges[s->users[i]].component != m)
			BUG("structure: an edge stands in a wrong row");
	}
}
#endif

void
structure_index(struct structure *s)
{
	uint32_t *places;
	size_t i;

	index_drop(s);
	edges_shrink(s);
	s->first = rows_new(s, true);
	places = mem_grow(NULL, s->edge_count, sizeof(*places));
	for (i = 0; i < s->edge_count; i++)
		places[i] = s->first[s->edges[i].parent + (size_t)1]++;
	edges_move(s->edges, places, s->edge_count);

	s->first_user = rows_new(s, false);
	s->users = places;
	for (i = 0; i < s->edge_count; i++) {
		uint32_t component = s->edges[i].component;

		/* below 2^32: see EDGES_MOST */
		s->users[s->first_user[component + (size_t)1]++] = (uint32_t)i;
	}
	s->indexed = true;
#ifdef DEBUG_CHECKS
	structure_check(s);
#endif
}

static void
index_check(const struct structure *s, uint32_t node)
{
	if (!s->indexed)
		BUG("structure: asked without an index");
	node_check(s, node);
}

const struct structure_edge *
structure_components(const struct structure *s, uint32_t node, size_t *count)
{
	index_check(s, node);
	*count = s->first[node + (size_t)1] - s->first[node];
	return s->edges + s->first[node];
}

const uint32_t *
structure_users(const struct structure *s, uint32_t node, size_t *count)
{
	index_check(s, node);
	*count = s->first_user[node + (size_t)1] - s->first_user[node];
	return s->users + s->first_user[node];
}

bool
structure_top(const struct structure *s, uint32_t node)
{
	index_check(s, node);
	return s->first_user[node + (size_t)1] == s->first_user[node];
}

bool
structure_orphan(const struct structure *s, uint32_t node)
{
	return structure_top(s, node) &&
	    s->first[node + (size_t)1] == s->first[node];
}

/* A node that the walk is in. */
struct frame {
	struct decimal quantity;
	uint32_t node;
	uint32_t next; /* edge */
	bool overflow;
};

struct walk {
	const struct structure *s;
	struct frame *frames;
	size_t count;
	size_t size;
	unsigned char *inside; /* a bit a node: it is on the path */
};

static bool
walk_inside(const struct walk *w, uint32_t node)
{
	return w->inside[node / 8] >> node % 8 & 1;
}

static void
walk_enter(struct walk *w, uint32_t node, struct decimal quantity,
    bool overflow)
{
	struct frame *f;

	if (w->count == w->size) {
		w->size = mem_next_size(w->size, w->count + 1);
		w->frames = mem_grow(w->frames, w->size, sizeof(*w->frames));
	}
	f = &w->frames[w->count++];
	f->node = node;
	f->next = w->s->first[node];
	f->quantity = quantity;
	f->overflow = overflow;
	w->inside[node / 8] ^= (unsigned char)(1U << node % 8);
}

static void
walk_leave(struct walk *w)
{
	uint32_t node = w->frames[--w->count].node;

	w->inside[node / 8] ^= (unsigned char)(1U << node % 8);
}

/* The next use below the innermost node. */
static struct structure_use
walk_use(struct walk *w)
{
	struct frame *f = &w->frames[w->count - 1];
	struct structure_use use;

	use.edge = &w->s->edges[f->next++];
	use.level = (uint32_t)w->count; /* at most one a node */
	use.quantity = (struct decimal)DECIMAL_ZERO;
	use.overflow = f->overflow ||
	    !decimal_mul(&use.quantity, f->quantity,
		structure_quantity(w->s, use.edge));
	use.loop = walk_inside(w, use.edge->component);
	return use;
}

bool
structure_explode(const struct structure *s, uint32_t root,
    structure_visit visit, void *ctx)
{
	struct walk w = {s, NULL, 0, 0, NULL};
	bool stopped = false;

	index_check(s, root);
	w.inside = mem_zero(s->nodes.count / 8 + 1);
	walk_enter(&w, root, decimal_of(1), false);
	while (w.count && !stopped) {
		const struct frame *f = &w.frames[w.count - 1];
		struct structure_use use;

		if (f->next == s->first[f->node + (size_t)1]) {
			walk_leave(&w);
			continue;
		}
		use = walk_use(&w);
		switch (visit(&use, ctx)) {
		case STRUCTURE_GO:
			if (!use.loop)
				walk_enter(&w, use.edge->component,
				    use.quantity, use.overflow);
			break;
		case STRUCTURE_SKIP:
			break;
		case STRUCTURE_STOP:
			stopped = true;
			break;
		}
	}
	mem_free(w.frames);
	mem_free(w.inside);
	return !stopped;
}

/*
 * Kahn's order: a node comes when all its users have come.  Those on or below
 * a cycle never do.
 */
int32_t *
structure_levels(const struct structure *s)
{
	size_t i, done, count = s->nodes.count, ready = 0;
	int32_t *levels = mem_zero(count * sizeof(*levels));
	uint32_t *queue = mem_grow(NULL, count, sizeof(*queue));
	uint32_t *missing = mem_grow(NULL, count, sizeof(*missing));

	if (!s->indexed)
		BUG("structure: asked without an index");
	for (i = 0; i < count; i++) {
		missing[i] = s->first_user[i + 1] - s->first_user[i];
		if (!missing[i])
			queue[ready++] = (uint32_t)i; /* see map.h */
	}
	for (done = 0; done < ready; done++) {
		uint32_t node = queue[done];

		for (i = s->first[node]; i < s->first[node + (size_t)1]; i++) {
			uint32_t component = s->edges[i].component;

			if (levels[component] <= levels[node])
				levels[component] = levels[node] + 1;
			if (!--missing[component])
				queue[ready++] = component;
		}
	}
	for (i = 0; i < count; i++)
		if (missing[i])
			levels[i] = -1;
	mem_free(queue);
	mem_free(missing);
	return levels;
}
