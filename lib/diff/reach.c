/*
 * reach.c - lists put together from the top down, as far as they are needed.
 *
 * A stack holds the nodes that wait for their users' lists; a node that is on
 * a cycle has no list and is not gone into, so the walk ends.
 */
#include "diff/reach.h"

#include "model/cycle.h"

/* So many entries are remembered; a question in hand may go above. */
#define ENTRIES_MOST ((size_t)8 * 1024 * 1024)

/* How a quantity is packed: the coefficient, or an index into r->wide. */
enum packing { PACK_PLUS, PACK_MINUS, PACK_WIDE, PACK_OVERFLOW };

/* So many entries are summed up before a long list of users goes on. */
#define SUM_MOST ((size_t)64 * 1024)

static int
compare_boms(const struct forest_bom *a, const struct forest_bom *b)
{
	unsigned i;
	int c;

	for (i = 0; i <= BOM_ALTERNATIVE; i++) {
		if (i == BOM_PARENT_REVISION)
			continue;
		c = slice_compare(forest_part(a, i), forest_part(b, i));
		if (c)
			return c;
	}
	return slice_compare_natural(forest_part(a, BOM_PARENT_REVISION),
	    forest_part(b, BOM_PARENT_REVISION));
}

static int
compare_tops(const void *a, const void *b)
{
	const struct forest_bom *const *x = a, *const *y = b;

	return compare_boms(*x, *y);
}

static void
rank_tops(struct reach *r)
{
	const struct forest *f = r->forest;
	const struct forest_bom **tops;
	size_t i, count = 0;

	tops = mem_zero((f->count + 1) * sizeof(*tops));
	for (i = 0; i < f->count; i++)
		if (structure_top(&f->structure, f->boms[i].node))
			tops[count++] = &f->boms[i];
	if (count)
		qsort(tops, count, sizeof(*tops), compare_tops);
	r->tops = mem_zero((count + 1) * sizeof(*r->tops));
	for (i = 0; i < count; i++) {
		r->tops[i] = tops[i]->node;
		r->rank[tops[i]->node] = (uint32_t)i;
	}
	mem_free(tops);
}

void
reach_init(struct reach *r, const struct forest *f, size_t most)
{
	size_t nodes = structure_node_count(&f->structure);

	memset(r, 0, sizeof(*r));
	r->forest = f;
	r->most = most;
	r->rank = mem_zero((nodes + 1) * sizeof(*r->rank));
	r->lists = mem_zero((nodes + 1) * sizeof(*r->lists));
	r->knots = cycle_knots(&f->structure);
	rank_tops(r);
}

void
reach_release(struct reach *r)
{
	mem_free(r->tops);
	mem_free(r->rank);
	mem_free(r->knots);
	mem_free(r->lists);
	mem_free(r->stack);
	mem_free(r->sum);
	mem_free(r->wide);
	arena_release(&r->arena);
	memset(r, 0, sizeof(*r));
}

const struct forest_bom *
reach_bom(const struct reach *r, uint32_t rank)
{
	return forest_bom_of(r->forest, r->tops[rank]);
}

/* --- sums --- */

static int
compare_ranks(const void *a, const void *b)
{
	const struct reach_total *x = a, *y = b;

	return (x->top > y->top) - (x->top < y->top);
}

/* Entries of one top are added, and what is too many is cut; true if it was. */
static bool
add_up(struct reach *r)
{
	struct reach_total *to = r->sum, *from;
	size_t i, count = 0;

	if (r->sum_count)
		qsort(r->sum, r->sum_count, sizeof(*r->sum), compare_ranks);
	for (i = 0; i < r->sum_count; i++) {
		from = &r->sum[i];
		if (!count || to[count - 1].top != from->top)
			to[count++] = *from;
		else if (from->overflow || to[count - 1].overflow ||
		    !decimal_add(&to[count - 1].quantity,
		    to[count - 1].quantity, from->quantity))
			to[count - 1].overflow = true;
	}
	r->sum_count = count < r->most ? count : r->most;
	return count > r->most;
}

static void
add_entry(struct reach *r, const struct reach_total *top,
    struct decimal quantity)
{
	struct reach_total *to;

	if (r->sum_count == r->sum_size) {
		r->sum_size = mem_next_size(r->sum_size, r->sum_count + 1);
		r->sum = mem_grow(r->sum, r->sum_size, sizeof(*r->sum));
	}
	to = &r->sum[r->sum_count++];
	*to = *top;
	to->overflow = top->overflow ||
	    !decimal_mul(&to->quantity, top->quantity, quantity);
}

static struct reach_top
pack(struct reach *r, const struct reach_total *t)
{
	struct reach_top to = {0, t->top, t->quantity.scale,
	    t->quantity.negative ? PACK_MINUS : PACK_PLUS};

	to.packed = (uint64_t)t->quantity.coefficient; /* the low half */
	if (t->overflow) {
		to.state = PACK_OVERFLOW;
	} else if (t->quantity.coefficient > UINT64_MAX) {
		if (r->wide_count == r->wide_size) {
			r->wide_size = mem_next_size(r->wide_size,
			    r->wide_count + 1);
			r->wide = mem_grow(r->wide, r->wide_size,
			    sizeof(*r->wide));
		}
		to.state = PACK_WIDE;
		to.packed = r->wide_count;
		r->wide[r->wide_count++] = t->quantity;
	}
	return to;
}

void
reach_total(const struct reach *r, const struct reach_top *top,
    struct reach_total *total)
{
	*total = (struct reach_total){decimal_of(0), top->top,
	    top->state == PACK_OVERFLOW};
	if (top->state == PACK_WIDE)
		total->quantity = r->wide[top->packed];
	else if (!total->overflow)
		total->quantity = (struct decimal){top->packed, top->scale,
		    top->state == PACK_MINUS};
}

static const struct reach_list *
keep(struct reach *r, uint32_t node, bool more, bool loop)
{
	struct reach_list *list;
	size_t i;

	list = arena_alloc(&r->arena, sizeof(*list) +
	    r->sum_count * sizeof(*list->tops));
	list->count = (uint32_t)r->sum_count; /* tops are nodes */
	list->more = more;
	list->loop = loop;
	for (i = 0; i < r->sum_count; i++)
		list->tops[i] = pack(r, &r->sum[i]);
	r->entries += r->sum_count + 1;
	r->lists[node] = list;
	return list;
}

/* The list of a node whose users all have theirs. */
static void
put_together(struct reach *r, uint32_t node)
{
	const struct structure *s = &r->forest->structure;
	const struct reach_total self = {decimal_of(1), r->rank[node], false};
	const struct reach_list *above;
	struct reach_total total;
	const uint32_t *users;
	size_t count, i, j, limit = SUM_MOST;
	bool more = false, loop = false;

	r->sum_count = 0;
	users = structure_users(s, node, &count);
	for (i = 0; i < count && !loop; i++) {
		const struct structure_edge *edge = &s->edges[users[i]];

		above = r->lists[edge->parent];
		more |= above->more;
		loop = above->loop;
		for (j = 0; j < above->count; j++) {
			reach_total(r, &above->tops[j], &total);
			add_entry(r, &total, structure_quantity(s, edge));
		}
		if (r->sum_count > limit) {
			more |= add_up(r);
			limit = r->sum_count + SUM_MOST;
		}
	}
	if (loop)
		r->sum_count = 0;
	else if (!count && forest_is_bom(r->forest, node))
		add_entry(r, &self, decimal_of(1));
	more |= add_up(r);
	keep(r, node, more, loop);
}

static void
push(struct reach *r, uint32_t node)
{
	if (r->stack_count == r->stack_size) {
		r->stack_size = mem_next_size(r->stack_size,
		    r->stack_count + 1);
		r->stack = mem_grow(r->stack, r->stack_size,
		    sizeof(*r->stack));
	}
	r->stack[r->stack_count++] = node;
}

/* Pushes the users that have no list yet; false: there are none. */
static bool
push_users(struct reach *r, uint32_t node)
{
	const struct structure *s = &r->forest->structure;
	const uint32_t *users;
	size_t count, i, before = r->stack_count;

	users = structure_users(s, node, &count);
	for (i = 0; i < count; i++)
		if (!r->lists[s->edges[users[i]].parent])
			push(r, s->edges[users[i]].parent);
	return r->stack_count > before;
}

static void
forget(struct reach *r)
{
	size_t nodes = structure_node_count(&r->forest->structure);

	memset(r->lists, 0, nodes * sizeof(*r->lists));
	arena_release(&r->arena);
	r->entries = r->wide_count = 0;
}

const struct reach_list *
reach_of(struct reach *r, uint32_t node)
{
	uint32_t at;

	if (r->lists[node])
		return r->lists[node];
	if (r->most == SIZE_MAX && r->entries > ENTRIES_MOST)
		forget(r);
	push(r, node);
	while (r->stack_count) {
		at = r->stack[r->stack_count - 1];
		if (r->lists[at]) {
			r->stack_count--;
		} else if (r->knots[at]) {
			r->sum_count = 0;
			keep(r, at, false, true);
			r->stack_count--;
		} else if (!push_users(r, at)) {
			put_together(r, at);
			r->stack_count--;
		}
	}
	return r->lists[node];
}
