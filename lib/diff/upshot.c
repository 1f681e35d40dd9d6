/*
 * upshot.c - a search upwards from what changed, and three sweeps.
 *
 * The search starts at all changed BOMs at once and goes breadth first, so
 * that a step that comes earlier is a shorter path; each node takes the first
 * three that come from different causes.  Duplicates are found while lines
 * pass by: those of one place stand together.
 */
#include "diff/upshot.h"

#include "model/cycle.h"

const char *const upshot_names[UPSHOT_KINDS] = {
	"indirect", "cycle", "orphan", "missing-plant", "duplicate",
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
	buf_init(&f->place, ZIO_LINE_MOST);
	buf_init(&f->only, ZIO_LINE_MOST);
}

void
upshot_release(struct upshot *f)
{
	mem_free(f->changed);
	mem_free(f->steps);
	mem_free(f->first);
	map_release(&f->plants);
	map_release(&f->told);
	mem_free(f->knots);
	map_release(&f->duplicates);
	map_release(&f->others);
	buf_release(&f->place);
	buf_release(&f->only);
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

/* --- duplicates, as lines pass by --- */

void
upshot_again(struct upshot *f)
{
	map_release(&f->duplicates);
	map_release(&f->others);
	buf_clear(&f->place);
	buf_clear(&f->only);
}

/* The key but for the occurrence, which comes last. */
static struct slice
place_of(const struct stream_line *line)
{
	static const char last[] = ",\"occurrence\":\"";
	const char *p = memmem(line->text.at, line->key_length, last,
	    sizeof(last) - 1);

	if (!p)
		BUG("a BOM line without an occurrence");
	return slice_from(line->text.at, (size_t)(p - line->text.at));
}

void
upshot_line(struct upshot *f, const struct stream_line *line)
{
	struct slice place, rest;
	bool added;

	if (line->type != TYPE_BOM_LINE)
		return;
	place = place_of(line);
	rest = slice_from(line->text.at + line->key_length,
	    line->text.len - line->key_length);
	if (!slice_equal(place, buf_slice(&f->place))) {
		if (f->others.count)
			map_release(&f->others);
		buf_clear(&f->place);
		buf_add_slice(&f->place, place);
		buf_clear(&f->only);
		buf_add_slice(&f->only, rest);
		return;
	}
	if (!f->others.count)
		map_put(&f->others, buf_slice(&f->only), NULL);
	map_put(&f->others, rest, &added);
	if (!added)
		map_put(&f->duplicates, slice_from(line->text.at,
		    line->key_length), NULL);
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
		one.item = forest_part(one.bom, BOM_PARENT);
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
	one.item = forest_part(one.bom, BOM_PARENT);
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

	/* entries are 'p', item and plant, a 0 behind each */
	for (i = 0; i < f->forest->plant_items.count; i++) {
		rest = f->forest->plant_items.entries[i].key;
		slice_cut(&rest, '\0');
		slice_cut(&rest, '\0');
		map_put(&f->plants, slice_cut(&rest, '\0'), NULL);
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
	buf_add_byte(&f->text, '\0');
	return map_find(&f->forest->plant_items, buf_slice(&f->text)) != NULL;
}

static bool
orphan(const struct forest *t, struct slice item)
{
	return t->items.count && !map_find(&t->items, item) &&
	    !forest_first(t, item);
}

static bool
missing(struct upshot *f, struct slice item, struct slice plant)
{
	if (!f->plants.count)
		note_plants(f);
	return plant.len && map_find(&f->plants, plant) &&
	    !in_plant(f, item, plant);
}

static int
tell_lacking(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e)
{
	const struct forest *t = f->forest;
	uint32_t nodes = (uint32_t)structure_node_count(&t->structure), i;
	struct upshot_one one = {.kind = UPSHOT_ORPHAN};
	struct slice item, plant;

	for (i = 0; i < nodes; i++) {
		if (forest_is_bom(t, i))
			continue;
		one.item = item = forest_item(t, i);
		plant = forest_plant(t, i);
		one.kind = UPSHOT_ORPHAN;
		one.words = SLICE("");
		if (orphan(t, item) && once(f, one.kind, item, SLICE("")) &&
		    tell_one(f, &one, tell, ctx, e) < 0)
			return -1;
		one.kind = UPSHOT_MISSING_PLANT;
		one.words = plant;
		if (missing(f, item, plant) &&
		    once(f, one.kind, item, plant) &&
		    tell_one(f, &one, tell, ctx, e) < 0)
			return -1;
	}
	return 0;
}

/* "0010 P-200#2" */
static int
tell_duplicates(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e)
{
	struct upshot_one one = {.kind = UPSHOT_DUPLICATE};
	struct arena a = ARENA_INIT;
	struct key k;
	size_t i;
	int rc = 0;

	for (i = 0; i < f->duplicates.count && rc == 0; i++) {
		arena_reset(&a);
		if (!key_parse_prefix(&k, f->duplicates.entries[i].key, &a))
			BUG("a line without a key");
		one.bom = forest_find(f->forest, &k);
		one.item = k.parts[BOM_LINE_COMPONENT];
		buf_clear(&f->text);
		buf_add_slice(&f->text, k.parts[BOM_LINE_FIND_NUMBER]);
		if (f->text.len)
			buf_add_byte(&f->text, ' ');
		buf_add_slice(&f->text, one.item);
		if (k.parts[BOM_LINE_OCCURRENCE].len)
			buf_add_byte(&f->text, '#');
		buf_add_slice(&f->text, k.parts[BOM_LINE_OCCURRENCE]);
		one.words = buf_slice(&f->text);
		rc = tell_one(f, &one, tell, ctx, e);
	}
	arena_release(&a);
	return rc;
}

/* Both ends of the line are in one knot. */
static bool
on_cycle(struct upshot *f, const struct record *line, const struct key *k)
{
	const struct forest_bom *bom = forest_find(f->forest, k);
	uint32_t use = forest_use_of(f->forest, line);

	if (!bom || use == FOREST_NONE)
		return false;
	if (!f->knots)
		f->knots = cycle_knots(&f->forest->structure);
	return f->knots[bom->node] && f->knots[bom->node] == f->knots[use];
}

size_t
upshot_tags(struct upshot *f, const struct record *line, struct slice *list)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct slice item = line->values[BOM_LINE_COMPONENT].text;
	struct slice plant = line->values[BOM_LINE_PLANT].text;
	size_t count = 0;
	struct key k;

	record_key(&k, line);
	key_add_prefix(&prefix, &k);
	if (on_cycle(f, line, &k))
		list[count++] = slice_of(upshot_names[UPSHOT_CYCLE]);
	if (orphan(f->forest, item))
		list[count++] = slice_of(upshot_names[UPSHOT_ORPHAN]);
	if (missing(f, item, plant))
		list[count++] = slice_of(upshot_names[UPSHOT_MISSING_PLANT]);
	if (map_find(&f->duplicates, buf_slice(&prefix)))
		list[count++] = slice_of(upshot_names[UPSHOT_DUPLICATE]);
	buf_release(&prefix);
	return count;
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
	if (tell_lacking(f, tell, ctx, e) < 0)
		return -1;
	return tell_duplicates(f, tell, ctx, e);
}
