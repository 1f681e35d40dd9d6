/*
 * anatomy.c - a graph of parts, and what is noted on the way.
 *
 * In key order BOMs come before their lines, these before items, and these
 * before revisions: so a line knows whether its BOM is active, while items and
 * sequences are put to what is there already.
 */
#include "reconcile/anatomy.h"

/* So many top assemblies are named. */
#define NAMED 3

void
anatomy_init(struct anatomy *a, bool on)
{
	memset(a, 0, sizeof(*a));
	a->on = on;
	a->structure = (struct structure)STRUCTURE_INIT;
	a->inactive = a->boms = a->sequences = a->noted =
	    (struct map)MAP_INIT;
	a->line_texts = a->texts = (struct arena)ARENA_INIT;
	buf_init(&a->place, ANATOMY_TEXT_MOST);
	buf_init(&a->text, ANATOMY_TEXT_MOST);
}

void
anatomy_release(struct anatomy *a)
{
	structure_release(&a->structure);
	map_release(&a->inactive);
	map_release(&a->boms);
	map_release(&a->sequences);
	map_release(&a->noted);
	mem_free(a->flags);
	mem_free(a->list);
	mem_free(a->notes);
	mem_free(a->lines);
	mem_free(a->seen);
	arena_release(&a->line_texts);
	arena_release(&a->texts);
	buf_release(&a->place);
	buf_release(&a->text);
	memset(a, 0, sizeof(*a));
}

bool
anatomy_wants(const struct anatomy *a, enum record_type type)
{
	return a->on && (type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_ITEM || type == TYPE_REVISION);
}

/* --- BOMs --- */

/* The key members of a BOM in a->text; without its revision for families. */
static struct slice
bom_name(struct anatomy *a, const struct record *r, bool revision)
{
	unsigned i;

	buf_clear(&a->text);
	for (i = 0; i <= BOM_ALTERNATIVE; i++) {
		if (revision || i != BOM_PARENT_REVISION)
			buf_add_slice(&a->text, record_text(r, i));
		buf_add_byte(&a->text, '\0');
	}
	return buf_slice(&a->text);
}

/* A revision of a BOM is there, by its header or by its lines. */
static void
note_revision(struct anatomy *a, const struct record *r, bool released)
{
	struct slice revision = record_text(r, BOM_PARENT_REVISION);
	uint64_t *last = map_put(&a->boms, bom_name(a, r, false), NULL);
	uint64_t at;

	for (at = *last; at; at = a->list[at - 1].earlier)
		if (slice_equal(a->list[at - 1].revision, revision))
			return;
	if (a->count == a->size) {
		a->size = mem_next_size(a->size, a->count + 1);
		a->list = mem_grow(a->list, a->size, sizeof(*a->list));
	}
	a->list[a->count++] = (struct anatomy_bom){
	    slice_copy(revision, &a->texts), *last, released};
	*last = a->count;
}

static void
put_bom(struct anatomy *a, const struct record *r)
{
	struct slice lifecycle = record_text(r, BOM_LIFECYCLE);

	if (slice_is(lifecycle, "superseded") ||
	    slice_is(lifecycle, "obsolete") ||
	    slice_is(lifecycle, "canceled")) {
		map_put(&a->inactive, bom_name(a, r, true), NULL);
		return;
	}
	note_revision(a, r, !lifecycle.len || slice_is(lifecycle, "released"));
}

/* --- lines --- */

static uint32_t
node_of(struct anatomy *a, struct slice item, uint8_t flag)
{
	uint32_t node = structure_node(&a->structure, item);

	if (node >= a->flag_size) {
		size_t size = mem_next_size(a->flag_size, node + 1);

		a->flags = mem_grow(a->flags, size, sizeof(*a->flags));
		memset(a->flags + a->flag_size, 0, size - a->flag_size);
		a->flag_size = size;
	}
	a->flags[node] |= flag;
	return node;
}

/* The first letter says the class, the rest is for people. */
static void
note(struct anatomy *a, const struct anatomy_line *l,
    enum finding_class class)
{
	bool added;
	uint64_t *at = map_put(&a->noted, l->key, &added);

	if (!added)
		return;
	if (a->note_count == a->note_size) {
		a->note_size = mem_next_size(a->note_size, a->note_count + 1);
		a->notes = mem_grow(a->notes, a->note_size,
		    sizeof(*a->notes));
	}
	buf_add_byte(&a->text, (char)('a' + (int)class));
	*at = a->note_count;
	a->notes[a->note_count++] = slice_copy(buf_slice(&a->text),
	    &a->texts);
}

static int
compare_lines(const void *x, const void *y)
{
	const struct anatomy_line *a = x, *b = y;
	int c = slice_compare(a->from, b->from);

	return c ? c : slice_compare(a->key, b->key);
}

/* Of two lines of a place, `b` from the same day on or later. */
static void
check_lines(struct anatomy *a, const struct anatomy_line *x,
    const struct anatomy_line *y)
{
	bool overlap = !x->to.len || slice_compare(x->to, y->from) > 0;
	bool dated = x->from.len || x->to.len || y->from.len || y->to.len;

	buf_clear(&a->text);
	if (overlap && slice_equal(x->component, y->component) &&
	    slice_equal(x->refdes, y->refdes) &&
	    slice_equal(x->operation, y->operation)) {
		buf_printf(&a->text, "the same component at the same place "
		    "twice");
		note(a, y, FINDING_DUPLICATE);
	} else if (dated && overlap && x->refdes.len == y->refdes.len &&
	    slice_equal(x->refdes, y->refdes)) {
		buf_printf(&a->text, "overlaps with %.*s",
		    SLICE_ARGS(x->component));
		note(a, y, FINDING_EFFECTIVITY);
	} else if (dated && !overlap && slice_compare(x->to, y->from) < 0) {
		buf_printf(&a->text, "nothing from %.*s to %.*s",
		    SLICE_ARGS(x->to), SLICE_ARGS(y->from));
		note(a, y, FINDING_EFFECTIVITY);
	}
}

static void
end_place(struct anatomy *a)
{
	size_t i;

	if (a->line_count > 1)
		qsort(a->lines, a->line_count, sizeof(*a->lines),
		    compare_lines);
	for (i = 1; i < a->line_count; i++)
		check_lines(a, &a->lines[i - 1], &a->lines[i]);
	a->line_count = 0;
	arena_reset(&a->line_texts);
}

/* Lines without a find number have no place in common. */
static void
put_place(struct anatomy *a, const struct record *r)
{
	struct slice find = record_text(r, BOM_LINE_FIND_NUMBER);
	struct anatomy_line *l;
	struct key k;

	bom_name(a, r, true);
	buf_add_slice(&a->text, find);
	if (!find.len || !slice_equal(buf_slice(&a->text),
	    buf_slice(&a->place))) {
		buf_clear(&a->place);
		buf_add_slice(&a->place, buf_slice(&a->text));
		end_place(a);
	}
	if (a->line_count == a->line_size) {
		a->line_size = mem_next_size(a->line_size, a->line_count + 1);
		a->lines = mem_grow(a->lines, a->line_size,
		    sizeof(*a->lines));
	}
	l = &a->lines[a->line_count++];
	record_key(&k, r);
	buf_clear(&a->text);
	key_add_prefix(&a->text, &k);
	l->key = slice_copy(buf_slice(&a->text), &a->line_texts);
	buf_clear(&a->text);
	if (r->values[BOM_LINE_REFDES].kind != VALUE_ABSENT)
		value_add(&a->text, &r->values[BOM_LINE_REFDES]);
	l->refdes = slice_copy(buf_slice(&a->text), &a->line_texts);
	l->component = slice_copy(record_text(r, BOM_LINE_COMPONENT),
	    &a->line_texts);
	l->operation = slice_copy(record_text(r, BOM_LINE_OPERATION),
	    &a->line_texts);
	l->from = slice_copy(record_text(r, BOM_LINE_EFFECTIVE_FROM),
	    &a->line_texts);
	l->to = slice_copy(record_text(r, BOM_LINE_EFFECTIVE_TO),
	    &a->line_texts);
}

static void
put_line(struct anatomy *a, const struct record *r)
{
	uint32_t parent, component;

	if (a->inactive.count && map_find(&a->inactive, bom_name(a, r, true)))
		return;
	note_revision(a, r, true);
	parent = node_of(a, record_text(r, BOM_LINE_PARENT), ANATOMY_PARENT);
	component = node_of(a, record_text(r, BOM_LINE_COMPONENT),
	    ANATOMY_COMPONENT);
	structure_add(&a->structure, parent, component, decimal_of(1), 0);
	put_place(a, r);
}

/* --- items and revisions --- */

static void
put_item(struct anatomy *a, const struct record *r)
{
	struct slice lifecycle = record_text(r, ITEM_LIFECYCLE);
	uint32_t node = structure_find(&a->structure,
	    record_text(r, ITEM_ITEM));

	if (node == STRUCTURE_NONE)
		return;
	a->flags[node] |= ANATOMY_ITEM;
	if (slice_is(lifecycle, "obsolete") || slice_is(lifecycle, "canceled"))
		a->flags[node] |= ANATOMY_OBSOLETE;
}

/* Sequences are whole numbers in all but name. */
static void
put_revision(struct anatomy *a, const struct record *r)
{
	struct decimal sequence;

	if (!record_number(&sequence, r, REVISION_SEQUENCE) ||
	    sequence.negative || sequence.scale ||
	    sequence.coefficient >= UINT64_MAX)
		return;
	buf_clear(&a->text);
	buf_add_slice(&a->text, record_text(r, REVISION_ITEM));
	buf_add_byte(&a->text, '\0');
	buf_add_slice(&a->text, record_text(r, REVISION_REVISION));
	*map_put(&a->sequences, buf_slice(&a->text), NULL) =
	    1 + (uint64_t)sequence.coefficient;
}

void
anatomy_put(struct anatomy *a, const struct record *r)
{
	switch ((int)r->type) {
	case TYPE_BOM:
		put_bom(a, r);
		break;
	case TYPE_BOM_LINE:
		put_line(a, r);
		break;
	case TYPE_ITEM:
		put_item(a, r);
		break;
	case TYPE_REVISION:
		put_revision(a, r);
		break;
	}
}

void
anatomy_end(struct anatomy *a)
{
	end_place(a);
	structure_index(&a->structure);
	a->seen = mem_zero((structure_node_count(&a->structure) + 1) *
	    sizeof(*a->seen));
}

/* --- what it reaches --- */

struct reached {
	uint64_t count;
	struct slice first[NAMED]; /* in byte order */
	unsigned named;
};

static void
reach_top(struct reached *t, struct slice name)
{
	unsigned i;

	t->count++;
	for (i = t->named; i > 0 && slice_compare(name, t->first[i - 1]) < 0;
	    i--)
		if (i < NAMED)
			t->first[i] = t->first[i - 1];
	if (i == NAMED)
		return;
	t->first[i] = name;
	t->named += t->named < NAMED;
}

/* Upwards, each part once. */
static void
walk_up(struct anatomy *a, uint32_t node, struct reached *t)
{
	const struct structure *s = &a->structure;
	uint32_t *queue = mem_grow(NULL, ANATOMY_STEPS, sizeof(*queue));
	size_t at = 0, end = 0, users, i;

	a->walk++;
	a->seen[node] = a->walk;
	queue[end++] = node;
	while (at < end) {
		const uint32_t *edges;

		node = queue[at++];
		edges = structure_users(s, node, &users);
		if (!users)
			reach_top(t, structure_name(s, node));
		for (i = 0; i < users && end < ANATOMY_STEPS; i++) {
			uint32_t parent = s->edges[edges[i]].parent;

			if (a->seen[parent] == a->walk)
				continue;
			a->seen[parent] = a->walk;
			queue[end++] = parent;
		}
	}
	mem_free(queue);
}

uint64_t
anatomy_reach(struct anatomy *a, struct slice item, struct buf *names)
{
	struct reached t = {.count = 0};
	uint32_t node = a->on ? structure_find(&a->structure, item)
			      : STRUCTURE_NONE;
	unsigned i;

	if (node == STRUCTURE_NONE)
		return 0;
	walk_up(a, node, &t);
	for (i = 0; i < t.named; i++) {
		buf_add_text(names, i ? ", " : "");
		buf_add_slice(names, t.first[i]);
	}
	return t.count;
}
