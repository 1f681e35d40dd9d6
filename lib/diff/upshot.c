/*
 * upshot.c - a search upwards from what changed, and three sweeps.
 *
 * The search starts at all changed BOMs at once and goes breadth first, so
 * that a step that comes earlier is a shorter path; each node takes the first
 * three that come from different causes.
 */
#include "diff/upshot.h"

#include "model/cycle.h"

const char *const upshot_names[UPSHOT_KINDS] = {
	"indirect", "cycle", "orphan", "missing-plant",
};

#define NO_STEP UINT32_MAX

struct upshot_step {
	uint32_t node;
	uint32_t cause; /* the node that changed */
	uint32_t from;  /* the step below; NO_STEP at the cause */
	uint32_t next;  /* an earlier step of the same node */
};

void
upshot_init(struct upshot *f, struct forest *forest)
{
	memset(f, 0, sizeof(*f));
	f->forest = forest;
	buf_init(&f->text, KEY_MOST * 1024);
}

void
upshot_release(struct upshot *f)
{
	mem_free(f->changed);
	mem_free(f->steps);
	mem_free(f->first);
	map_release(&f->plants);
	map_release(&f->told);
	buf_release(&f->text);
	memset(f, 0, sizeof(*f));
}

void
upshot_changed(struct upshot *f, const struct key *k)
{
	const struct forest_bom *b;

	if (k->type != TYPE_BOM && k->type != TYPE_BOM_LINE &&
	    k->type != TYPE_SUBSTITUTE)
		return;
	if (!f->changed)
		f->changed = mem_zero(structure_node_count(
		    &f->forest->structure) + 1);
	b = forest_find(f->forest, k);
	if (b)
		f->changed[b->node] = true;
}

/* --- indirect --- */

/* False where the node has the cause already, or enough of them. */
static bool
add_step(struct upshot *f, uint32_t node, uint32_t cause, uint32_t from)
{
	uint32_t at = f->first[node];
	unsigned n = 0;

	for (; at != NO_STEP; at = f->steps[at].next, n++)
		if (f->steps[at].cause == cause)
			return false;
	if (n == UPSHOT_PATHS)
		return false;
	if (f->step_count == f->step_size) {
		f->step_size = mem_next_size(f->step_size,
		    f->step_count + 1);
		f->steps = mem_grow(f->steps, f->step_size,
		    sizeof(*f->steps));
	}
	f->steps[f->step_count] = (struct upshot_step){node, cause, from,
	    f->first[node]};
	f->first[node] = (uint32_t)f->step_count++;
	return true;
}

static void
search(struct upshot *f)
{
	const struct structure *s = &f->forest->structure;
	uint32_t nodes = (uint32_t)structure_node_count(s), i;
	const uint32_t *users;
	size_t at, count, j;

	f->first = mem_grow(f->first, nodes + 1, sizeof(*f->first));
	f->step_count = 0;
	for (i = 0; i < nodes; i++)
		f->first[i] = NO_STEP;
	for (i = 0; f->changed && i < nodes; i++)
		if (f->changed[i])
			add_step(f, i, i, NO_STEP);
	for (at = 0; at < f->step_count; at++) {
		users = structure_users(s, f->steps[at].node, &count);
		for (j = 0; j < count; j++)
			add_step(f, s->edges[users[j]].parent,
			    f->steps[at].cause, (uint32_t)at);
	}
}

/* "A > S > T", from the step down to its cause; uses are no step. */
static void
add_path(struct upshot *f, uint32_t at)
{
	const char *before = "";
	struct slice item;

	for (; at != NO_STEP; at = f->steps[at].from) {
		if (!forest_is_bom(f->forest, f->steps[at].node))
			continue;
		item = forest_item(f->forest, f->steps[at].node);
		buf_add_text(&f->text, before);
		buf_add_slice(&f->text, item);
		before = " > ";
	}
}

static int
tell_one(struct upshot *f, const struct upshot_one *one, upshot_tell tell,
    void *ctx, struct err *e)
{
	f->counts[one->kind]++;
	return tell ? tell(ctx, one, e) : 0;
}

static int
tell_indirect(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e)
{
	struct upshot_one one = {.kind = UPSHOT_INDIRECT};
	uint32_t paths[UPSHOT_PATHS], at;
	size_t i;
	unsigned n;

	search(f);
	for (i = 0; i < f->forest->count; i++) {
		one.bom = &f->forest->boms[i];
		at = f->first[one.bom->node];
		if (at == NO_STEP || f->changed[one.bom->node])
			continue;
		for (n = 0; at != NO_STEP; at = f->steps[at].next)
			paths[n++] = at;
		buf_clear(&f->text);
		while (n > 0) {
			add_path(f, paths[--n]);
			if (n)
				buf_add_text(&f->text, "; ");
		}
		one.item = one.bom->key.parts[BOM_PARENT];
		one.words = buf_slice(&f->text);
		if (tell_one(f, &one, tell, ctx, e) < 0)
			return -1;
	}
	return 0;
}

/* --- cycles --- */

struct cycle_ctx {
	struct upshot *f;
	upshot_tell tell;
	void *ctx;
	struct err *e;
	int rc;
};

static void
tell_cycle(const uint32_t *edges, size_t count, void *ctx)
{
	struct cycle_ctx *c = ctx;
	const struct forest *forest = c->f->forest;
	struct upshot_one one = {.kind = UPSHOT_CYCLE};
	struct buf *text = &c->f->text;
	uint32_t node;
	size_t i;

	if (c->rc < 0)
		return;
	buf_clear(text);
	for (i = 0; i < count; i++) {
		node = forest->structure.edges[edges[i]].parent;
		if (!forest_is_bom(forest, node))
			continue;
		if (!one.bom)
			one.bom = forest_bom_of(forest, node);
		buf_add_slice(text, forest_item(forest, node));
		buf_add_text(text, " > ");
	}
	one.item = one.bom->key.parts[BOM_PARENT];
	buf_add_slice(text, one.item);
	one.words = buf_slice(text);
	c->rc = tell_one(c->f, &one, c->tell, c->ctx, c->e);
}

/* --- what records lack --- */

static void
note_plants(struct upshot *f)
{
	struct slice rest;
	size_t i;

	/* entries are 'p', item and plant, each behind a 0 */
	for (i = 0; i < f->forest->plant_items.count; i++) {
		rest = f->forest->plant_items.entries[i].key;
		slice_cut(&rest, '\0');
		slice_cut(&rest, '\0');
		map_put(&f->plants, rest, NULL);
	}
}

/* True the first time. */
static bool
once(struct upshot *f, enum upshot_kind kind, struct slice item,
    struct slice plant)
{
	bool added;

	buf_clear(&f->text);
	buf_add_byte(&f->text, (char)kind);
	buf_add_slice(&f->text, item);
	buf_add_byte(&f->text, '\0');
	buf_add_slice(&f->text, plant);
	map_put(&f->told, buf_slice(&f->text), &added);
	return added;
}

static bool
in_plant(struct upshot *f, struct slice item, struct slice plant)
{
	buf_clear(&f->text);
	buf_add_byte(&f->text, 'p');
	buf_add_byte(&f->text, '\0');
	buf_add_slice(&f->text, item);
	buf_add_byte(&f->text, '\0');
	buf_add_slice(&f->text, plant);
	return map_find(&f->forest->plant_items, buf_slice(&f->text)) != NULL;
}

static int
tell_lacking(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e)
{
	const struct forest *t = f->forest;
	uint32_t nodes = (uint32_t)structure_node_count(&t->structure), i;
	struct upshot_one one = {.kind = UPSHOT_ORPHAN};
	struct slice item, plant;

	note_plants(f);
	for (i = 0; i < nodes; i++) {
		if (forest_is_bom(t, i))
			continue;
		one.item = item = forest_item(t, i);
		plant = forest_plant(t, i);
		one.kind = UPSHOT_ORPHAN;
		one.words = SLICE("");
		if (t->items.count && !map_find(&t->items, item) &&
		    !forest_first(t, item) &&
		    once(f, one.kind, item, SLICE("")) &&
		    tell_one(f, &one, tell, ctx, e) < 0)
			return -1;
		one.kind = UPSHOT_MISSING_PLANT;
		one.words = plant;
		if (plant.len && map_find(&f->plants, plant) &&
		    !in_plant(f, item, plant) &&
		    once(f, one.kind, item, plant) &&
		    tell_one(f, &one, tell, ctx, e) < 0)
			return -1;
	}
	return 0;
}

int
upshot_all(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e)
{
	struct cycle_ctx c = {f, tell, ctx, e, 0};

	memset(f->counts, 0, sizeof(f->counts));
	if (tell_indirect(f, tell, ctx, e) < 0)
		return -1;
	cycle_find(&f->forest->structure, tell_cycle, &c);
	if (c.rc < 0)
		return -1;
	return tell_lacking(f, tell, ctx, e);
}
