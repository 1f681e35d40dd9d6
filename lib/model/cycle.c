/*
 * cycle.c - Tarjan's strongly connected components, then breadth first.
 *
 * Tarjan finds the knots in one linear walk, here with a stack of its own.
 * In each knot a breadth-first search from a node, kept to the knot, finds
 * the shortest cycle through that node; the best over all starts is a
 * shortest cycle.  That is quadratic, so a budget ends it in great knots.
 */
#include "model/cycle.h"

/* Edges looked at in one knot before the best cycle so far is taken. */
#define BUDGET ((size_t)20 * 1000 * 1000)

struct step {
	uint32_t node;
	uint32_t next; /* edge */
};

struct knot {
	uint32_t *nodes; /* ascending; a part of search.members */
	size_t first;    /* where that part begins */
	size_t count;
};

struct search {
	const struct structure *s;
	uint32_t *number; /* of each node, in order of the walk, 0 is new */
	uint32_t *low;    /* the least number that the node leads back to */
	uint32_t *knot;   /* 1 + its knot, 0 for none */
	uint32_t *stack;  /* nodes whose component is not settled */
	size_t stack_count;
	struct step *steps;
	size_t step_count;
	size_t step_size;
	uint32_t numbers;
	uint32_t *members; /* nodes of all knots */
	size_t member_count;
	struct knot *knots;
	size_t knot_count;
	size_t knot_size;
	uint32_t *queue;
	uint32_t *via;   /* 1 + the edge by which a node was reached */
	uint32_t *best;  /* edges of the best cycle so far */
	size_t best_count;
	size_t budget;
};

static void
search_init(struct search *x, const struct structure *s)
{
	size_t count = structure_node_count(s);

	*x = (struct search){0};
	x->s = s;
	x->number = mem_zero(count * sizeof(*x->number));
	x->low = mem_zero(count * sizeof(*x->low));
	x->knot = mem_zero(count * sizeof(*x->knot));
	x->stack = mem_grow(NULL, count, sizeof(*x->stack));
	x->members = mem_grow(NULL, count, sizeof(*x->members));
}

static void
search_release(struct search *x)
{
	mem_free(x->number);
	mem_free(x->low);
	mem_free(x->knot);
	mem_free(x->stack);
	mem_free(x->steps);
	mem_free(x->members);
	mem_free(x->knots);
	mem_free(x->queue);
	mem_free(x->via);
	mem_free(x->best);
}

static void
enter(struct search *x, uint32_t node)
{
	if (x->step_count == x->step_size) {
		x->step_size = mem_next_size(x->step_size, x->step_count + 1);
		x->steps = mem_grow(x->steps, x->step_size,
		    sizeof(*x->steps));
	}
	x->steps[x->step_count++] = (struct step){node, x->s->first[node]};
	x->number[node] = x->low[node] = ++x->numbers;
	x->stack[x->stack_count++] = node;
}

/* A part that contains itself directly. */
static bool
self_used(const struct structure *s, uint32_t node)
{
	const struct structure_edge *edges;
	size_t i, count;

	edges = structure_components(s, node, &count);
	for (i = 0; i < count; i++)
		if (edges[i].component == node)
			return true;
	return false;
}

static int
by_number(const void *a, const void *b)
{
	/* qsort hands over elements of members */
	uint32_t m = *(const uint32_t *)a, n = *(const uint32_t *)b;

	return (m > n) - (m < n);
}

/*
 * The nodes of a settled component, from `first` to the end of the stack: a
 * knot if there are several, or the only one contains itself.
 */
static void
settle(struct search *x, size_t first)
{
	size_t i, count = x->stack_count - first;
	const uint32_t *nodes = x->stack + first;

	/* no edge may lead back to them: as if they were numbered last */
	for (i = 0; i < count; i++)
		x->low[nodes[i]] = UINT32_MAX;
	x->stack_count = first;
	if (count == 1 && !self_used(x->s, nodes[0]))
		return;
	if (x->knot_count == x->knot_size) {
		x->knot_size = mem_next_size(x->knot_size, x->knot_count + 1);
		x->knots = mem_grow(x->knots, x->knot_size,
		    sizeof(*x->knots));
	}
	x->knots[x->knot_count++] = (struct knot){NULL, x->member_count,
	    count};
	for (i = 0; i < count; i++) {
		x->knot[nodes[i]] = (uint32_t)x->knot_count;
		x->members[x->member_count++] = nodes[i];
	}
}

/* All nodes above the node on the stack are its component's, if it is root. */
static void
leave(struct search *x)
{
	uint32_t node = x->steps[--x->step_count].node;
	uint32_t low = x->low[node];
	size_t first;

	if (x->step_count) {
		uint32_t up = x->steps[x->step_count - 1].node;

		if (low < x->low[up])
			x->low[up] = low;
	}
	if (low != x->number[node])
		return;
	for (first = x->stack_count; x->stack[first - 1] != node; first--)
		;
	settle(x, first - 1);
}

static void
find_knots(struct search *x, uint32_t root)
{
	enter(x, root);
	while (x->step_count) {
		struct step *step = &x->steps[x->step_count - 1];
		uint32_t node = step->node, to;

		if (step->next == x->s->first[node + (size_t)1]) {
			leave(x);
			continue;
		}
		to = x->s->edges[step->next++].component;
		if (!x->number[to])
			enter(x, to);
		else if (x->low[to] != UINT32_MAX &&
		    x->number[to] < x->low[node])
			x->low[node] = x->number[to];
	}
}

/* Keeps the cycle that `edge` closes, back along via to its start. */
static void
keep(struct search *x, uint32_t start, uint32_t edge)
{
	uint32_t at = edge;
	size_t n = 1, i;

	while (x->s->edges[at].parent != start) {
		at = x->via[x->s->edges[at].parent] - 1;
		n++;
	}
	x->best = mem_grow(x->best, n, sizeof(*x->best));
	x->best_count = n;
	for (at = edge, i = n; i-- > 0;) {
		x->best[i] = at;
		if (i)
			at = x->via[x->s->edges[at].parent] - 1;
	}
}

/*
 * The shortest cycle through `start`, if it is shorter than the best.  A
 * node's distance is not kept: the queue is walked a distance at a time.
 */
static void
try_start(struct search *x, uint32_t start)
{
	size_t done = 0, filled = 1, end = 1, distance = 1, i;
	uint32_t group = x->knot[start];

	x->queue[0] = start;
	for (; done < filled; done++) {
		uint32_t node = x->queue[done];
		size_t last = x->s->first[node + (size_t)1];

		if (done == end) {
			end = filled;
			distance++;
		}
		if (x->best_count && distance >= x->best_count)
			break;
		for (i = x->s->first[node]; i < last; i++) {
			uint32_t to = x->s->edges[i].component;

			x->budget -= x->budget > 0;
			if (to == start) {
				keep(x, start, (uint32_t)i);
				goto out;
			}
			if (x->knot[to] != group || x->via[to])
				continue;
			x->via[to] = (uint32_t)i + 1;
			x->queue[filled++] = to;
		}
	}
out:
	for (i = 0; i < filled; i++)
		x->via[x->queue[i]] = 0;
}

static int
by_first_node(const void *a, const void *b)
{
	/* qsort hands over elements of knots */
	const struct knot *m = a, *n = b;

	return by_number(&m->nodes[0], &n->nodes[0]);
}

size_t
cycle_find(const struct structure *s, cycle_found found, void *ctx)
{
	struct search x;
	size_t i, n, knots, count = structure_node_count(s);

	if (!s->indexed)
		BUG("cycle: asked without an index");
	search_init(&x, s);
	for (i = 0; i < count; i++)
		if (!x.number[i])
			find_knots(&x, (uint32_t)i);
	for (i = 0; i < x.knot_count; i++) {
		struct knot *k = &x.knots[i];

		k->nodes = x.members + k->first;
		qsort(k->nodes, k->count, sizeof(*k->nodes), by_number);
	}
	if (x.knot_count)
		qsort(x.knots, x.knot_count, sizeof(*x.knots), by_first_node);
	x.queue = mem_grow(NULL, x.member_count, sizeof(*x.queue));
	x.via = mem_zero(count * sizeof(*x.via));
	for (i = 0; i < x.knot_count; i++) {
		x.best_count = 0;
		x.budget = BUDGET;
		for (n = 0; n < x.knots[i].count && x.budget > 0 &&
		    x.best_count != 1; n++)
			try_start(&x, x.knots[i].nodes[n]);
		found(x.best, x.best_count, ctx);
	}
	knots = x.knot_count;
	search_release(&x);
	return knots;
}

uint32_t *
cycle_knots(const struct structure *s)
{
	size_t i, count = structure_node_count(s);
	struct search x;
	uint32_t *knots;

	if (!s->indexed)
		BUG("cycle: asked without an index");
	search_init(&x, s);
	for (i = 0; i < count; i++)
		if (!x.number[i])
			find_knots(&x, (uint32_t)i);
	knots = x.knot;
	x.knot = NULL;
	search_release(&x);
	return knots;
}

void
cycle_print(struct buf *out, const struct structure *s, const uint32_t *edges,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buf_add_slice(out,
		    structure_name(s, s->edges[edges[i]].parent));
		buf_add_text(out, " > ");
	}
	if (count)
		buf_add_slice(out,
		    structure_name(s, s->edges[edges[0]].parent));
}
