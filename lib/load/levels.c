/*
 * levels.c - low-level codes turned around, without what is on a cycle.
 *
 * A node is an item in a plant and usage, whatever its revision or
 * alternative: which of them a component means is for the target to say.
 */
#include "load/levels.h"

#include "model/cycle.h"

#define NAME_MOST (4 * KEY_MOST)
#define WORDS_MOST ((size_t)1024 * 1024)

bool
levels_needed(const struct target_section *s)
{
	size_t i;

	for (i = 0; s->type == TYPE_BOM && i < s->part_count; i++)
		if (s->parts[i].type == TYPE_BOM_LINE)
			return true;
	return false;
}

void
levels_release(struct levels *l)
{
	structure_release(&l->graph);
	mem_free(l->units);
	mem_free(l->places);
	mem_free(l->cycles);
	arena_release(&l->arena);
	memset(l, 0, sizeof(*l));
}

static uint32_t
node_of(struct levels *l, const struct key *k, unsigned item)
{
	struct buf name = BUF_INIT(NAME_MOST);
	uint32_t node;

	buf_add_slice(&name, k->parts[item]);
	buf_add_byte(&name, '\0');
	buf_add_slice(&name, k->parts[BOM_PLANT]);
	buf_add_byte(&name, '\0');
	buf_add_slice(&name, k->parts[BOM_USAGE]);
	node = structure_node(&l->graph, buf_slice(&name));
	buf_release(&name);
	return node;
}

/* The lines of a bom_line have the bom's key members in front. */
static uint32_t
add_uses(struct levels *l, const struct plan_step *step, struct arena *a)
{
	struct decimal one = {0};
	uint32_t parent;
	struct key k;
	size_t i;

	if (!key_parse_prefix(&k, step->key, a))
		BUG("levels: a key that is none");
	parent = node_of(l, &k, BOM_PARENT);
	for (i = 0; i < step->part_count; i++) {
		const struct weigh_record *r = &step->parts[i];

		if (r->type == TYPE_BOM_LINE && r->line.len &&
		    key_parse_prefix(&k, r->key, a))
			structure_add(&l->graph, parent, node_of(l, &k,
			    BOM_LINE_COMPONENT), one, 0);
	}
	return parent;
}

void
levels_add(struct levels *l, const struct plan *p,
    const struct plan_step *step)
{
	struct arena a = ARENA_INIT;
	struct levels_unit *u;

	l->lanes = p->course_count;
	if (l->count == l->size) {
		l->size = mem_next_size(l->size, l->count + 1);
		l->units = mem_grow(l->units, l->size, sizeof(*l->units));
	}
	if (l->place_count + l->lanes > l->place_size) {
		l->place_size = mem_next_size(l->place_size,
		    l->place_count + l->lanes);
		l->places = mem_grow(l->places, l->place_size,
		    sizeof(*l->places));
	}
	u = &l->units[l->count++];
	*u = (struct levels_unit){.node = STRUCTURE_NONE,
	    .places = l->place_count};
	memcpy(l->places + l->place_count, step->places,
	    l->lanes * sizeof(*l->places));
	l->place_count += l->lanes;
	if (!step->inputs)
		u->unit = slice_copy(p->unit, &l->arena);
	if (plan_sends(step))
		u->node = add_uses(l, step, &a);
	arena_release(&a);
}

/* --- cycles --- */

struct search {
	struct levels *levels;
	const struct structure *graph;
	size_t *on; /* of each node: the cycle that it is on, or 0 */
};

/* An item's name, without plant and usage. */
static void
add_name(struct buf *b, const struct structure *s, uint32_t node)
{
	struct slice name = structure_name(s, node);

	buf_add_slice(b, slice_cut(&name, '\0'));
}

static void
found_cycle(const uint32_t *edges, size_t count, void *ctx)
{
	struct search *search = ctx;
	struct levels *l = search->levels;
	struct buf words = BUF_INIT(WORDS_MOST);
	const struct structure *s = search->graph;
	size_t i;

	l->cycles = mem_grow(l->cycles, l->cycle_count + 1,
	    sizeof(*l->cycles));
	for (i = 0; i < count; i++) {
		uint32_t parent = s->edges[edges[i]].parent;

		search->on[parent] = l->cycle_count + 1;
		add_name(&words, s, parent);
		buf_add_text(&words, " > ");
	}
	add_name(&words, s, s->edges[edges[0]].parent);
	l->cycles[l->cycle_count++] = slice_copy(buf_slice(&words),
	    &l->arena);
	buf_release(&words);
}

/* The same nodes, and the uses between those that are on no cycle. */
static void
without_cycles(struct structure *to, const struct structure *from,
    const size_t *on)
{
	struct decimal one = {0};
	uint32_t node;
	size_t i;

	for (node = 0; node < structure_node_count(from); node++)
		structure_node(to, structure_name(from, node));
	for (i = 0; i < from->edge_count; i++)
		if (!on[from->edges[i].parent] && !on[from->edges[i].component])
			structure_add(to, from->edges[i].parent,
			    from->edges[i].component, one, 0);
	structure_index(to);
}

/* Takes cycles out until there is none; node numbers stay. */
static void
break_cycles(struct levels *l, size_t *on)
{
	struct search search = {l, &l->graph, on};
	struct structure next;

	structure_index(&l->graph);
	while (cycle_find(&l->graph, found_cycle, &search) > 0) {
		next = (struct structure)STRUCTURE_INIT;
		without_cycles(&next, &l->graph, on);
		structure_release(&l->graph);
		l->graph = next;
	}
}

/* --- order --- */

static int
compare(const void *a, const void *b)
{
	const struct levels_unit *x = a, *y = b;

	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	return x->places < y->places ? -1 : 1;
}

void
levels_sort(struct levels *l)
{
	size_t nodes = structure_node_count(&l->graph), i;
	int32_t *level, deepest = 0;
	size_t *on;

	if (!l->count)
		return;
	on = mem_zero((nodes + 1) * sizeof(*on));
	break_cycles(l, on);
	level = structure_levels(&l->graph);
	for (i = 0; i < nodes; i++)
		if (level[i] > deepest)
			deepest = level[i];
	for (i = 0; i < l->count; i++) {
		struct levels_unit *u = &l->units[i];

		/* What is not sent comes last: nothing waits for it. */
		u->level = (uint32_t)deepest + 1; /* not negative */
		if (u->node == STRUCTURE_NONE)
			continue;
		u->cycle = on[u->node];
		if (!u->cycle)
			u->level = (uint32_t)(deepest - level[u->node]);
	}
	qsort(l->units, l->count, sizeof(*l->units), compare);
	mem_free(level);
	mem_free(on);
}
