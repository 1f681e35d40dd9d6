/*
 * phantoms.c - some walks over the sections of the stream, then look-ups.
 *
 * Names first: items, plant views, lines that say phantom.  With the names
 * known, a further walk notes where their BOMs are.  Lines are only cut where
 * they are about a phantom: canonical lines can be searched as bytes, since a
 * quote inside a text is escaped.
 */
#include "transform/phantoms.h"

/* --- names --- */

struct phantoms_item *
phantoms_find(const struct phantoms *p, struct slice item)
{
	uint64_t *at = map_find(&p->items, item);

	return at ? &p->list[*at] : NULL;
}

static struct phantoms_item *
item_put(struct phantoms *p, struct slice item)
{
	bool added;
	uint64_t *at = map_put(&p->items, item, &added);

	if (!added)
		return &p->list[*at];
	*at = p->count;
	if (p->count == p->size) {
		p->size = mem_next_size(p->size, p->count + 1);
		p->list = mem_grow(p->list, p->size, sizeof(*p->list));
	}
	p->list[p->count] = (struct phantoms_item){false, 0, 0};
	return &p->list[p->count++];
}

static struct slice
both(struct phantoms *p, struct slice item, struct slice plant)
{
	buf_clear(&p->key);
	buf_add_slice(&p->key, item);
	buf_add_slice(&p->key, plant);
	return buf_slice(&p->key);
}

typedef int (*line_taker)(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e);

/*
 * Each line of a type, or each that has these bytes in it, and where it lies:
 * a text that is not escaped stands for a member.
 */
static int
each_with(struct phantoms *p, enum record_type type, struct slice bytes,
    line_taker take, struct err *e)
{
	struct stream_line line;
	struct spool_cursor c;
	uint64_t place;
	int got;

	spool_cursor_open(&c, p->in, type, type);
	for (;;) {
		place = spool_cursor_place(&c);
		got = bytes.len ? spool_cursor_find(&c, bytes, &line, e)
		    : spool_cursor_next(&c, &line, e);
		if (got <= 0)
			break;
		got = take(p, line.text, place, e);
		if (got < 0)
			break;
	}
	spool_cursor_close(&c);
	return got;
}

static int
each_line(struct phantoms *p, enum record_type type, line_taker take,
    struct err *e)
{
	return each_with(p, type, SLICE(""), take, e);
}

static int
take_item(struct phantoms *p, struct slice line, uint64_t offset,
    struct err *e)
{
	const struct ydoc_texts *kinds = &p->rules->collapse.kinds;
	struct rawline l;

	(void)offset;
	(void)e;
	rawline_cut(&l, TYPE_ITEM, line);
	if (l.raw[ITEM_PHANTOM].len || (l.raw[ITEM_KIND].len && kinds->count
	    && restructure_rules_listed(kinds, l.raw[ITEM_KIND])))
		item_put(p, l.raw[ITEM_ITEM])->by_item = true;
	return 0;
}

static int
take_plant_item(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e)
{
	const struct ydoc_texts *said =
	    &p->rules->collapse.special_procurement;
	struct phantoms_item *item;
	struct slice value;
	struct rawline l;
	bool is;

	(void)offset;
	(void)e;
	rawline_cut(&l, TYPE_PLANT_ITEM, line);
	value = l.raw[PLANT_ITEM_SPECIAL_PROCUREMENT];
	if (!value.len)
		return 0;
	is = said->count && restructure_rules_listed(said, value);
	item = phantoms_find(p, l.raw[PLANT_ITEM_ITEM]);
	if (is)
		item_put(p, l.raw[PLANT_ITEM_ITEM]);
	else if (!item || !item->by_item)
		return 0;
	*map_put(&p->plants, both(p, l.raw[PLANT_ITEM_ITEM],
	    l.raw[PLANT_ITEM_PLANT]), NULL) = is;
	return 0;
}

static int
take_said(struct phantoms *p, struct slice line, uint64_t offset,
    struct err *e)
{
	struct rawline l;

	(void)offset;
	(void)e;
	rawline_cut(&l, TYPE_BOM_LINE, line);
	if (l.raw[BOM_LINE_PHANTOM].len)
		item_put(p, l.raw[BOM_LINE_COMPONENT]);
	return 0;
}

/* What is withheld may be a phantom: its BOMs must be known to tell. */
static void
take_unknowns(struct phantoms *p)
{
	const struct unknowns *u = p->unknowns;
	size_t i;

	for (i = 0; i < u->items.count; i++)
		item_put(p, u->items.entries[i].key);
	for (i = 0; i < u->plant_items.count; i++) {
		struct slice key = u->plant_items.entries[i].key;
		struct slice item = key;

		/* the quote between item and plant: none is unescaped */
		for (item.len = 1; key.at[item.len] != '"'; item.len++)
			item.len += key.at[item.len] == '\\';
		item.len++;
		item_put(p, item);
	}
}

static int
load_items(struct phantoms *p, struct err *e)
{
	const struct ydoc_texts *kinds = &p->rules->collapse.kinds;
	size_t i;

	if (each_with(p, TYPE_ITEM, SLICE(",\"phantom\":true"), take_item,
	    e) < 0)
		return -1;
	for (i = 0; i < kinds->count; i++) {
		struct buf b = BUF_INIT(KEY_MOST);
		int rc;

		buf_add_text(&b, ",\"kind\":");
		buf_add_slice(&b, kinds->at[i]);
		rc = each_with(p, TYPE_ITEM, buf_slice(&b), take_item, e);
		buf_release(&b);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
load_names(struct phantoms *p, struct err *e)
{
	const struct restructure_collapse *c = &p->rules->collapse;

	take_unknowns(p);
	if ((c->by_item && load_items(p, e) < 0) ||
	    (c->by_plant_item && each_with(p, TYPE_PLANT_ITEM,
	    SLICE(",\"special_procurement\":"), take_plant_item, e) < 0) ||
	    (c->by_line && each_with(p, TYPE_BOM_LINE,
	    SLICE(",\"phantom\":true"), take_said, e) < 0))
		return -1;
	return 0;
}

/* --- BOMs --- */

/* The BOM with these keys, which is new or the latest of its item. */
static struct phantoms_bom *
bom_put(struct phantoms *p, struct phantoms_item *item, struct slice keys)
{
	struct phantoms_bom *b;
	uint32_t at;

	for (at = item->first_bom; at; at = p->boms[at - 1].next)
		if (slice_equal(p->boms[at - 1].keys, keys))
			return &p->boms[at - 1];
	if (p->bom_count == p->bom_size) {
		p->bom_size = mem_next_size(p->bom_size, p->bom_count + 1);
		p->boms = mem_grow(p->boms, p->bom_size, sizeof(*p->boms));
	}
	b = &p->boms[p->bom_count++];
	*b = (struct phantoms_bom){.next = item->first_bom,
	    .header = {"", 0}};
	item->first_bom = (uint32_t)p->bom_count;
	b->keys = slice_copy(keys, &p->arena);
	b->revision = rawline_key(TYPE_BOM, b->keys, BOM_PARENT_REVISION);
	b->plant = rawline_key(TYPE_BOM, b->keys, BOM_PLANT);
	b->alternative = rawline_key(TYPE_BOM, b->keys, BOM_ALTERNATIVE);
	return b;
}

/* The line's keys are those of the last one that was asked for. */
static bool
same_parent(const struct phantoms *p, enum record_type type, struct slice line)
{
	size_t lead = schema_types[type].lead.len +
	    schema_types[type].members[0].lead.len;

	return p->parent.len && line.len > lead + p->parent.len &&
	    memcmp(line.at + lead, p->parent.at, p->parent.len) == 0;
}

/* The phantom's BOM that this line is of, or NULL. */
static struct phantoms_bom *
bom_of(struct phantoms *p, enum record_type type, struct slice line)
{
	struct slice keys;

	/* lines of a parent stand together */
	if (!same_parent(p, type, line)) {
		buf_clear(&p->parent);
		buf_add_slice(&p->parent, rawline_first(type, line));
		p->parent_item = phantoms_find(p, buf_slice(&p->parent));
	}
	if (!p->parent_item)
		return NULL;
	keys = rawline_keys(type, line, RAWLINE_BOM_KEYS);
	if (!slice_equal(rawline_key(type, keys, BOM_USAGE), p->rules->from))
		return NULL;
	return bom_put(p, p->parent_item, keys);
}

static int
take_header(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e)
{
	struct phantoms_bom *b = bom_of(p, TYPE_BOM, line);

	(void)offset;
	(void)e;
	if (b)
		b->header = slice_copy(line, &p->arena);
	return 0;
}

static int
take_line(struct phantoms *p, struct slice line, uint64_t offset,
    struct err *e)
{
	struct phantoms_bom *b = bom_of(p, TYPE_BOM_LINE, line);

	(void)e;
	if (!b)
		return 0;
	if (!b->lines_size)
		b->lines_at = offset;
	b->lines_size += line.len + 1;
	return 0;
}

static int
take_substitute(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e)
{
	struct phantoms_bom *b = bom_of(p, TYPE_SUBSTITUTE, line);

	(void)e;
	if (!b)
		return 0;
	if (!b->subs_size)
		b->subs_at = offset;
	b->subs_size += line.len + 1;
	return 0;
}

static void
mark_unknown(struct phantoms *p)
{
	const struct unknowns *u = p->unknowns;
	size_t i;

	for (i = 0; i < u->boms.count; i++) {
		struct slice keys = u->boms.entries[i].key;
		struct phantoms_item *item =
		    phantoms_find(p, rawline_key(TYPE_BOM, keys, BOM_PARENT));

		if (item)
			bom_put(p, item, keys)->unknown = true;
	}
}

/* --- revisions and units --- */

static int
take_revision(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e)
{
	struct phantoms_item *item =
	    phantoms_find(p, rawline_first(TYPE_REVISION, line));

	(void)offset;
	(void)e;
	if (!item)
		return 0;
	if (p->revision_count == p->revision_size) {
		p->revision_size = mem_next_size(p->revision_size,
		    p->revision_count + 1);
		p->revisions = mem_grow(p->revisions, p->revision_size,
		    sizeof(*p->revisions));
	}
	p->revisions[p->revision_count++] = (struct phantoms_revision){
	    slice_copy(line, &p->arena), item->first_revision};
	item->first_revision = (uint32_t)p->revision_count;
	return 0;
}

static int
take_conversion(struct phantoms *p, struct slice line,
    uint64_t offset, struct err *e)
{
	struct unit_conversion c;
	struct rawline l;

	(void)offset;
	rawline_cut(&l, TYPE_UOM_CONVERSION, line);
	/* a general one has item "", which is no phantom */
	if (l.raw[UOM_CONVERSION_ITEM].len > 2 &&
	    !phantoms_find(p, l.raw[UOM_CONVERSION_ITEM]))
		return 0;
	c.item = rawline_plain(l.raw[UOM_CONVERSION_ITEM]);
	c.from = rawline_plain(l.raw[UOM_CONVERSION_FROM_UOM]);
	c.to = rawline_plain(l.raw[UOM_CONVERSION_TO_UOM]);
	if (!rawline_number(&c.numerator, l.raw[UOM_CONVERSION_NUMERATOR]) ||
	    !rawline_number(&c.denominator,
	    l.raw[UOM_CONVERSION_DENOMINATOR]))
		return 0;
	return unit_table_add(&p->units, &c, e) < 0
	    ? err_in(e, "%s", p->in->in.name) : 0;
}

int
phantoms_load(struct phantoms *p, const struct restructure_rules *r,
    const struct spool *in, const struct unknowns *u, struct err *e)
{
	memset(p, 0, sizeof(*p));
	p->rules = r;
	p->in = in;
	spool_cursor_open(&p->cursor, in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* of all types */
	p->unknowns = u;
	buf_init(&p->key, KEY_MOST * 2);
	buf_init(&p->parent, KEY_MOST * 2);
	if (!r->collapse.on)
		return 0;
	if (load_names(p, e) < 0 || !p->count)
		return e->kind ? -1 : 0;
	if (each_line(p, TYPE_BOM, take_header, e) < 0 ||
	    each_line(p, TYPE_BOM_LINE, take_line, e) < 0 ||
	    each_line(p, TYPE_SUBSTITUTE, take_substitute, e) < 0 ||
	    each_line(p, TYPE_REVISION, take_revision, e) < 0)
		return -1;
	mark_unknown(p);
	return each_line(p, TYPE_UOM_CONVERSION, take_conversion, e);
}

void
phantoms_release(struct phantoms *p)
{
	spool_cursor_close(&p->cursor);
	map_release(&p->items);
	map_release(&p->plants);
	mem_free(p->list);
	mem_free(p->boms);
	mem_free(p->revisions);
	unit_table_release(&p->units);
	arena_release(&p->arena);
	buf_release(&p->key);
	buf_release(&p->parent);
	memset(p, 0, sizeof(*p));
}

/* --- asking --- */

enum phantoms_answer
phantoms_ask_item(struct phantoms *p, struct slice item, struct slice plant)
{
	const struct phantoms_item *known = phantoms_find(p, item);
	const uint64_t *said;
	struct slice key;

	if (!known)
		return PHANTOMS_NO;
	key = both(p, item, plant);
	said = map_find(&p->plants, key);
	if (said)
		return *said ? PHANTOMS_YES : PHANTOMS_NO;
	if (known->first_bom && p->rules->collapse.by_plant_item &&
	    map_find(&p->unknowns->plant_items, key))
		return PHANTOMS_UNKNOWN;
	if (known->by_item)
		return PHANTOMS_YES;
	if (known->first_bom && p->rules->collapse.by_item &&
	    map_find(&p->unknowns->items, item))
		return PHANTOMS_UNKNOWN;
	return PHANTOMS_NO;
}

enum phantoms_answer
phantoms_ask(struct phantoms *p, const struct rawline *line,
    struct slice plant)
{
	if (!p->count)
		return PHANTOMS_NO;
	if (p->rules->collapse.by_line && line->raw[BOM_LINE_PHANTOM].len)
		return PHANTOMS_YES;
	return phantoms_ask_item(p, line->raw[BOM_LINE_COMPONENT], plant);
}

/* --- reading --- */

/* Fills the slice, which has its room, with lines from `at` on. */
static int
read_lines(struct phantoms *p, uint64_t at, struct slice *out, char *text,
    struct err *e)
{
	struct stream_line line;
	size_t filled = 0;
	int got;

	out->at = text;
	if (out->len)
		spool_cursor_seek(&p->cursor, at);
	while (filled < out->len) {
		got = spool_cursor_next(&p->cursor, &line, e);
		if (got < 0)
			return -1;
		if (!got || line.text.len >= out->len - filled)
			BUG("other lines than were there before");
		memcpy(text + filled, line.text.at, line.text.len);
		filled += line.text.len;
		text[filled++] = '\n';
	}
	return 0;
}

int
phantoms_read(struct phantoms *p, struct phantoms_bom *b, uint64_t stamp,
    struct arena *a, struct err *e)
{
	if (b->stamp == stamp)
		return 0;
	b->lines.len = (size_t)b->lines_size;
	b->subs.len = (size_t)b->subs_size;
	if (read_lines(p, b->lines_at, &b->lines,
	    arena_alloc(a, b->lines.len + 1), e) < 0 ||
	    read_lines(p, b->subs_at, &b->subs,
	    arena_alloc(a, b->subs.len + 1), e) < 0)
		return -1;
	b->stamp = stamp;
	return 0;
}
