/*
 * rollup.c - totals in topological order.
 *
 * A depth-first walk lists the nodes as they are left; backwards that is an
 * order in which each node stands behind all that lead to it, so one pass
 * over it adds up every path without walking it.  Edges are taken from the
 * last to the first, so that backwards is the order of an explosion as far as
 * it can be.
 */
#include "model/rollup.h"

/* Values of rollup.place while the walk goes on; others are 1 + the place. */
#define PLACE_NEW 0
#define PLACE_INSIDE UINT32_MAX

struct step {
	uint32_t node;
	size_t left; /* of the node's edges, which are taken from the last */
};

struct walk {
	struct rollup *r;
	const struct structure *s;
	enum rollup_way way;
	struct step *steps;
	size_t count;
	size_t size;
};

void
rollup_release(struct rollup *r)
{
	mem_free(r->totals);
	mem_free(r->place);
	*r = (struct rollup)ROLLUP_INIT;
}

/* The edges that lead on from a node, in one of the structure's two forms. */
struct row {
	const struct structure_edge *edges;
	const uint32_t *users;
	size_t count;
};

static struct row
row_of(const struct walk *w, uint32_t node)
{
	struct row row = {NULL, NULL, 0};

	if (w->way == ROLLUP_COMPONENTS)
		row.edges = structure_components(w->s, node, &row.count);
	else
		row.users = structure_users(w->s, node, &row.count);
	return row;
}

static const struct structure_edge *
row_edge(const struct walk *w, const struct row *row, size_t i)
{
	return row->users ? &w->s->edges[row->users[i]] : &row->edges[i];
}

static uint32_t
node_on(const struct walk *w, const struct structure_edge *edge)
{
	return w->way == ROLLUP_COMPONENTS ? edge->component : edge->parent;
}

static void
enter(struct walk *w, uint32_t node)
{
	if (w->count == w->size) {
		w->size = mem_next_size(w->size, w->count + 1);
		w->steps = mem_grow(w->steps, w->size, sizeof(*w->steps));
	}
	w->steps[w->count++] = (struct step){node,
	    row_of(w, node).count};
	w->r->place[node] = PLACE_INSIDE;
}

static void
leave(struct walk *w)
{
	struct rollup *r = w->r;
	uint32_t node = w->steps[--w->count].node;
	struct rollup_total *total;

	if (r->count == r->size) {
		r->size = mem_next_size(r->size, r->count + 1);
		r->totals = mem_grow(r->totals, r->size, sizeof(*r->totals));
	}
	total = &r->totals[r->count++];
	*total = (struct rollup_total){DECIMAL_ZERO, node, 0, false, false};
	r->place[node] = (uint32_t)r->count; /* at most one a node */
}

/* Puts all nodes that are reached into totals; false at a cycle. */
static bool
gather(struct walk *w, uint32_t root)
{
	enter(w, root);
	while (w->count) {
		struct step *step = &w->steps[w->count - 1];
		struct row row = row_of(w, step->node);
		uint32_t to;

		if (!step->left) {
			leave(w);
			continue;
		}
		to = node_on(w, row_edge(w, &row, --step->left));
		if (w->r->place[to] == PLACE_INSIDE) {
			w->r->loop = to;
			return false;
		}
		if (w->r->place[to] == PLACE_NEW)
			enter(w, to);
	}
	return true;
}

static void
turn_round(struct rollup *r)
{
	size_t i;

	for (i = 0; i < r->count / 2; i++) {
		struct rollup_total total = r->totals[i];

		r->totals[i] = r->totals[r->count - 1 - i];
		r->totals[r->count - 1 - i] = total;
	}
	for (i = 0; i < r->count; i++)
		r->place[r->totals[i].node] = (uint32_t)i + 1;
}

/* What goes over one edge is added to the total at its end. */
static void
pass_on(struct rollup_total *to, const struct rollup_total *from,
    struct decimal quantity)
{
	struct decimal share;

	if (to->level <= from->level)
		to->level = from->level + 1;
	if (from->overflow || !decimal_mul(&share, from->quantity, quantity) ||
	    !decimal_add(&to->quantity, to->quantity, share))
		to->overflow = true;
}

static void
add_up(struct walk *w)
{
	struct rollup *r = w->r;
	size_t i, n;

	r->totals[0].quantity = decimal_of(1);
	for (i = 0; i < r->count; i++) {
		struct rollup_total *from = &r->totals[i];
		struct row row = row_of(w, from->node);

		from->end = !row.count;
		if (from->overflow)
			from->quantity = (struct decimal)DECIMAL_ZERO;
		for (n = 0; n < row.count; n++) {
			const struct structure_edge *edge;

			edge = row_edge(w, &row, n);
			pass_on(&r->totals[r->place[node_on(w, edge)] - 1],
			    from, structure_quantity(w->s, edge));
		}
	}
}

bool
rollup_run(struct rollup *r, const struct structure *s, uint32_t root,
    enum rollup_way way)
{
	struct walk w = {r, s, way, NULL, 0, 0};
	size_t i, count = structure_node_count(s);
	bool acyclic;

	if (r->place_count != count) {
		mem_free(r->place);
		r->place = mem_zero(count * sizeof(*r->place));
		r->place_count = count;
	}
	r->count = 0;
	r->loop = STRUCTURE_NONE;
	acyclic = gather(&w, root);
	if (acyclic) {
		turn_round(r);
		add_up(&w);
	}
	for (i = 0; i < w.count; i++)
		r->place[w.steps[i].node] = PLACE_NEW;
	for (i = 0; i < r->count; i++)
		r->place[r->totals[i].node] = PLACE_NEW;
	if (!acyclic)
		r->count = 0;
	mem_free(w.steps);
	return acyclic;
}
