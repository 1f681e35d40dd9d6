/*
 * gatecycle.c - a part of the structure, from the changed BOMs downwards.
 *
 * A node is an item in a plant and usage, an edge a line; its tag is the
 * line's offset in the spool, and in the lowest bit whether it changed.
 */
#include "transform/gatecycle.h"

#include "model/cycle.h"
#include "model/recin.h"

void
gatecycle_init(struct gatecycle *g, struct gatecheck *c)
{
	*g = (struct gatecycle){c, STRUCTURE_INIT, 0, ARENA_INIT};
}

void
gatecycle_release(struct gatecycle *g)
{
	structure_release(&g->structure);
	arena_release(&g->arena);
}

/* The item comes last, so that it can be told again. */
static uint32_t
node_of(struct gatecycle *g, const struct key *line, struct slice item)
{
	struct buf name = BUF_INIT(KEY_MOST * 4);
	uint32_t node;

	buf_add_slice(&name, line->parts[2]);
	buf_add_byte(&name, '\0');
	buf_add_slice(&name, line->parts[3]);
	buf_add_byte(&name, '\0');
	buf_add_slice(&name, item);
	node = structure_node(&g->structure, buf_slice(&name));
	buf_release(&name);
	return node;
}

void
gatecycle_start(struct gatecycle *g, const struct key *bom)
{
	(void)node_of(g, bom, bom->parts[0]);
}

/* Plant, usage and item of a node. */
static void
parts_of(const struct gatecycle *g, uint32_t node, struct slice *plant,
    struct slice *usage, struct slice *item)
{
	*item = structure_name(&g->structure, node);
	*plant = slice_cut(item, '\0');
	*usage = slice_cut(item, '\0');
}

/* --- reading --- */

static bool
consumes(const struct record *r, const char *today)
{
	static const char *const none[] = {"reference", "document", "text",
	    "tool", "by_product", "co_product"};
	struct slice kind = record_text(r, BOM_LINE_LINE_KIND);
	struct slice to = record_text(r, BOM_LINE_EFFECTIVE_TO);
	size_t i;

	for (i = 0; i < COUNT_OF(none); i++)
		if (slice_is(kind, none[i]))
			return false;
	return !to.len || slice_compare(slice_of(today), to) < 0;
}

/* 1: the BOM over the line is void; 0; -1. */
static int
dead(struct gatecycle *g, const struct key *line, struct err *e)
{
	struct key k = *line;
	struct slice lifecycle;
	struct record bom;
	int got;

	k.type = TYPE_BOM;
	k.count = schema_types[TYPE_BOM].key_count;
	got = around_get(g->check->around, &k, &bom, &g->arena, e);
	if (got <= 0)
		return got;
	lifecycle = record_text(&bom, BOM_LIFECYCLE);
	return slice_is(lifecycle, "obsolete") ||
	    slice_is(lifecycle, "canceled") ||
	    slice_is(lifecycle, "superseded");
}

static int
add_line(struct gatecycle *g, const struct recordindex_cursor *at,
    struct slice line, uint32_t node, struct err *e)
{
	const struct known *known = &g->check->around->known;
	bool changed = known_get(known, at->ordinal) != KNOWN_SAME;
	struct slice plant, usage, item;
	struct record r;
	struct key k;
	int void_bom;

	arena_reset(&g->arena);
	if (recin_parse(&r, line, JSON_AT("<record>", 1), &g->arena, e) < 0)
		return -1;
	record_key(&k, &r);
	parts_of(g, node, &plant, &usage, &item);
	if (!slice_equal(k.parts[2], plant) ||
	    !slice_equal(k.parts[3], usage) ||
	    !consumes(&r, g->check->today))
		return 0;
	void_bom = dead(g, &k, e);
	if (void_bom)
		return void_bom < 0 ? -1 : 0;
	structure_add(&g->structure, node,
	    node_of(g, &k, record_text(&r, BOM_LINE_COMPONENT)),
	    decimal_of(1), at->offset * 2 + changed);
	return 0;
}

static int
read_node(struct gatecycle *g, uint32_t node, struct err *e)
{
	struct recordindex_cursor at = RECORDINDEX_CURSOR_INIT;
	struct key k = {.type = TYPE_BOM_LINE, .count = 1};
	struct slice plant, usage, line;
	int got;

	parts_of(g, node, &plant, &usage, &k.parts[0]);
	around_open(g->check->around, &at, &k, 1);
	while ((got = recordindex_next(&at, &line, e)) > 0)
		if (add_line(g, &at, line, node, e) < 0) {
			got = -1;
			break;
		}
	recordindex_close(&at);
	return got;
}

/* --- telling --- */

struct telling {
	struct gatecycle *cycle;
	const struct gatecycle_tell *to;
	struct err *e;
	bool failed;
};

/* The record of an edge's line. */
static int
line_of(struct gatecycle *g, const struct structure_edge *edge,
    struct record *r, struct err *e)
{
	struct buf line = BUF_INIT(ZIO_LINE_MOST);
	int rc = recordindex_at(&g->check->around->index, edge->tag / 2,
	    &line, e);

	if (rc == 0)
		rc = recin_parse(r, slice_copy(buf_slice(&line), &g->arena),
		    JSON_AT("<record>", 1), &g->arena, e);
	buf_release(&line);
	return rc;
}

static void
add_path(struct buf *b, const struct gatecycle *g, const uint32_t *edges,
    size_t count)
{
	struct slice plant, usage, item;
	size_t i;

	for (i = 0; i <= count; i++) {
		parts_of(g, g->structure.edges[edges[i % count]].parent,
		    &plant, &usage, &item);
		buf_printf(b, "%s%.*s", i ? " > " : "", SLICE_ARGS(item));
	}
}

/* The changed edge whose line stands first; -1: none changed. */
static int64_t
first_changed(const struct gatecycle *g, const uint32_t *edges, size_t count)
{
	int64_t best = -1;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct structure_edge *x = &g->structure.edges[edges[i]];

		if (x->tag % 2 && (best < 0 ||
		    x->tag < g->structure.edges[best].tag))
			best = edges[i];
	}
	return best;
}

static int
tell_cycle(struct telling *t, const uint32_t *edges, size_t count,
    uint32_t first)
{
	struct gatecycle *g = t->cycle;
	struct buf words = BUF_INIT(KEY_MOST * 16);
	struct record r;
	struct key k;
	size_t i;
	int rc;

	arena_reset(&g->arena);
	buf_add_text(&words, "contains itself: ");
	add_path(&words, g, edges, count);
	rc = line_of(g, &g->structure.edges[first], &r, t->e);
	if (rc == 0)
		rc = t->to->tell.tell(t->to->tell.ctx, &r, buf_slice(&words),
		    t->e);
	for (i = 0; rc == 0 && i < count; i++) {
		const struct structure_edge *x = &g->structure.edges[edges[i]];

		if (!(x->tag % 2))
			continue;
		rc = line_of(g, x, &r, t->e);
		record_key(&k, &r);
		if (rc == 0)
			t->to->join(t->to->tell.ctx, &k);
	}
	buf_release(&words);
	return rc;
}

static void
found(const uint32_t *edges, size_t count, void *ctx)
{
	struct telling *t = ctx;
	int64_t first = first_changed(t->cycle, edges, count);

	if (t->failed || first < 0)
		return;
	t->failed = tell_cycle(t, edges, count, (uint32_t)first) < 0;
}

int
gatecycle_run(struct gatecycle *g, const struct gatecycle_tell *to,
    struct err *e)
{
	struct telling t = {g, to, e, false};

	while (g->done < structure_node_count(&g->structure))
		if (read_node(g, g->done++, e) < 0)
			return -1;
	structure_index(&g->structure);
	cycle_find(&g->structure, found, &t);
	return t.failed ? -1 : 0;
}
