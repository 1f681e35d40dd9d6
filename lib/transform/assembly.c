/*
 * assembly.c - five cursors and the list of what is withheld, side by side.
 *
 * Texts are gathered in bufs that move as they grow, so places in them are
 * kept as offsets until the parent is whole.
 */
#include "transform/assembly.h"

#define TEXT_MOST ((size_t)8 * 1024 * 1024 * 1024)

static const enum record_type types[3] = {
    TYPE_BOM, TYPE_BOM_LINE, TYPE_SUBSTITUTE};

/* --- feeds --- */

/* 1 and f->line, 0, -1. */
static int
feed_line(struct assembly_feed *f, struct err *e)
{
	struct stream_line line;
	int got = spool_cursor_next(&f->cursor, &line, e);

	if (got > 0)
		f->line = line.text;
	return got;
}

static int
feed_next(struct assembly_feed *f, struct err *e)
{
	int got = feed_line(f, e);

	f->has = got > 0;
	if (f->has)
		f->first = rawline_first(f->type, f->line);
	return got < 0 ? -1 : 0;
}

static int
feed_open(struct assembly_feed *f, const struct spool *in,
    enum record_type type, struct err *e)
{
	f->type = type;
	spool_cursor_open(&f->cursor, in, type, type);
	return feed_next(f, e);
}

int
assembly_open(struct assembly *a, const struct spool *in,
    const struct unknowns *u, bool views, struct err *e)
{
	unsigned i;

	memset(a, 0, sizeof(*a));
	a->unknowns = u;
	buf_init(&a->name, KEY_MOST * 2);
	for (i = 0; i < COUNT_OF(types); i++)
		buf_init(&a->texts[i], TEXT_MOST);
	for (i = 0; i < COUNT_OF(types); i++)
		if (feed_open(&a->feeds[i], in, types[i], e) < 0)
			return -1;
	if (!views)
		return 0;
	if (feed_open(&a->items, in, TYPE_ITEM, e) < 0 ||
	    feed_open(&a->views, in, TYPE_PLANT_ITEM, e) < 0)
		return -1;
	return 0;
}

void
assembly_close(struct assembly *a)
{
	unsigned i;

	for (i = 0; i < COUNT_OF(types); i++) {
		spool_cursor_close(&a->feeds[i].cursor);
		buf_release(&a->texts[i]);
	}
	spool_cursor_close(&a->items.cursor);
	spool_cursor_close(&a->views.cursor);
	mem_free(a->boms);
	buf_release(&a->name);
	arena_release(&a->arena);
	memset(a, 0, sizeof(*a));
}

/* --- BOMs --- */

/*
 * The BOM with these keys.  Each type comes in the order of keys, so it is
 * nearly always the one after the last that was found.
 */
static struct assembly_bom *
bom_of(struct assembly *a, struct slice keys)
{
	struct assembly_bom *b;
	size_t i;

	for (i = 0; i < a->bom_count; i++) {
		size_t at = (a->last + i) % a->bom_count;

		if (slice_equal(a->boms[at].keys, keys)) {
			a->last = at;
			return &a->boms[at];
		}
	}
	if (a->bom_count == a->bom_size) {
		a->bom_size = mem_next_size(a->bom_size, a->bom_count + 1);
		a->boms = mem_grow(a->boms, a->bom_size, sizeof(*a->boms));
	}
	a->last = a->bom_count;
	b = &a->boms[a->bom_count++];
	memset(b, 0, sizeof(*b));
	b->header = SLICE("");
	b->keys = slice_copy(keys, &a->arena);
	for (i = 0; i < RAWLINE_BOM_KEYS; i++)
		b->raw[i] = rawline_key(TYPE_BOM, b->keys, (unsigned)i);
	return b;
}

/* They end with a quote, so no longer keys begin with them. */
static bool
has_keys(enum record_type type, struct slice line, struct slice keys)
{
	size_t lead = schema_types[type].lead.len;

	return line.len > lead + keys.len &&
	    memcmp(line.at + lead, keys.at, keys.len) == 0;
}

static int
take_type(struct assembly *a, unsigned i, struct err *e)
{
	struct assembly_feed *f = &a->feeds[i];
	struct buf *text = &a->texts[i];

	while (f->has && slice_equal(f->first, a->parent)) {
		struct assembly_bom *b = bom_of(a, rawline_keys(types[i],
		    f->line, RAWLINE_BOM_KEYS));
		size_t *count = i == 0 ? &b->header_count
		    : i == 1 ? &b->line_count : &b->sub_count;
		int got = 1;

		if (!*count)
			b->starts[i] = text->len;
		while (got > 0 && has_keys(types[i], f->line, b->keys)) {
			++*count;
			buf_add_slice(text, f->line);
			buf_add_byte(text, '\n');
			got = feed_line(f, e);
		}
		b->ends[i] = text->len;
		if (text->over)
			return err_set(e, ERR_INPUT, "the BOMs of %.*s have "
			    "more than %zu bytes", SLICE_ARGS(a->parent),
			    text->most);
		if (got < 0)
			return -1;
		f->has = got > 0;
		if (f->has)
			f->first = rawline_first(types[i], f->line);
	}
	return 0;
}

/* With the texts at rest: the records of a BOM as slices of them. */
static void
cut_records(struct assembly *a, struct assembly_bom *b)
{
	size_t count = b->header_count + b->line_count + b->sub_count, n = 0;
	unsigned i;

	b->records = arena_alloc(&a->arena,
	    (count + 1) * sizeof(*b->records));
	for (i = 0; i < COUNT_OF(types); i++) {
		struct slice rest = slice_from(a->texts[i].at + b->starts[i],
		    b->ends[i] - b->starts[i]);

		while (rest.len)
			b->records[n++] = (struct assembly_record){
			    slice_cut(&rest, '\n'), 0, FATE_DROPPED};
	}
	if (b->header_count)
		b->header = b->records[0].line;
}

static int
by_keys(const void *a, const void *b)
{
	const struct assembly_bom *x = a, *y = b;

	return slice_compare(x->keys, y->keys);
}

/* --- what stands beside --- */

static int
take_views(struct assembly *a, struct err *e)
{
	size_t room = 0;

	a->item = SLICE("");
	a->plant_item_count = 0;
	while (a->items.has && slice_compare(a->items.first, a->parent) <= 0) {
		if (slice_equal(a->items.first, a->parent))
			a->item = slice_copy(a->items.line, &a->arena);
		if (feed_next(&a->items, e) < 0)
			return -1;
	}
	while (a->views.has && slice_compare(a->views.first, a->parent) <= 0) {
		struct slice *grown;

		if (slice_equal(a->views.first, a->parent)) {
			if (a->plant_item_count == room) {
				room = room ? room * 2 : 8;
				grown = arena_alloc(&a->arena,
				    room * sizeof(*grown));
				if (a->plant_item_count)
					memcpy(grown, a->plant_items,
					    a->plant_item_count *
					    sizeof(*grown));
				a->plant_items = grown;
			}
			a->plant_items[a->plant_item_count++] = slice_copy(
			    a->views.line, &a->arena);
		}
		if (feed_next(&a->views, e) < 0)
			return -1;
	}
	return 0;
}

static void
take_unknowns(struct assembly *a)
{
	const struct unknowns *u = a->unknowns;

	for (; a->unknown_at < u->boms.count; a->unknown_at++) {
		struct slice keys = u->sorted[a->unknown_at];

		if (!slice_equal(rawline_key(TYPE_BOM, keys, 0), a->parent))
			break;
		bom_of(a, keys)->unknown = true;
	}
}

/* The least parent that any of them has. */
static bool
find_parent(struct assembly *a)
{
	struct slice least = {NULL, 0}, next;
	unsigned i;

	for (i = 0; i < COUNT_OF(types); i++)
		if (a->feeds[i].has && (!least.at ||
		    slice_compare(a->feeds[i].first, least) < 0))
			least = a->feeds[i].first;
	if (a->unknown_at < a->unknowns->boms.count) {
		next = rawline_key(TYPE_BOM,
		    a->unknowns->sorted[a->unknown_at], 0);
		if (!least.at || slice_compare(next, least) < 0)
			least = next;
	}
	buf_clear(&a->name);
	buf_add_slice(&a->name, least);
	a->parent = buf_slice(&a->name);
	return least.at != NULL;
}

int
assembly_next(struct assembly *a, struct err *e)
{
	size_t k;
	unsigned i;

	a->bom_count = 0;
	arena_reset(&a->arena);
	a->last = 0;
	if (!find_parent(a))
		return 0;
	for (i = 0; i < COUNT_OF(types); i++) {
		buf_clear(&a->texts[i]);
		if (take_type(a, i, e) < 0)
			return -1;
	}
	take_unknowns(a);
	if (take_views(a, e) < 0)
		return -1;
	for (k = 0; k < a->bom_count; k++)
		cut_records(a, &a->boms[k]);
	qsort(a->boms, a->bom_count, sizeof(*a->boms), by_keys);
	return 1;
}
