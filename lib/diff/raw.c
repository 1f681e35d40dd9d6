/*
 * raw.c - the merge by bytes.
 *
 * A difference waits in a sort of its kind as the line, 0x01, and the side it
 * is from: so the two lines of a key come together, and since no line holds a
 * byte below 0x20 nothing else comes between.  That both sides know a BOM is
 * noted as its prefix, 0x01, 's'; that is below every line of it, whose prefix
 * goes on with a comma.
 */
#include "diff/raw.h"

#include "model/recin.h"

/* Most differences come in order, which more memory would not sort faster. */
#define RAW_MEMORY ((size_t)2 * SORT_MEMORY_LEAST)

#define MARK '\001'

/* --- the first pass --- */

static enum raw_kind
kind_of(enum record_type type)
{
	switch ((int)type) {
	case TYPE_BOM:
		return RAW_HEADERS;
	case TYPE_BOM_LINE:
		return RAW_LINES;
	case TYPE_SUBSTITUTE:
		return RAW_SUBSTITUTES;
	}
	return RAW_OTHERS;
}

static int
keep(struct raw *r, enum raw_kind kind, struct slice text, char side,
    struct err *e)
{
	r->counts[kind]++;
	buf_clear(&r->line);
	buf_add_slice(&r->line, text);
	buf_add_byte(&r->line, MARK);
	buf_add_byte(&r->line, side);
	return sort_put(r->sorts[kind], buf_slice(&r->line), e);
}

/* The BOM at hand has no more lines. */
static int
end_bom(struct raw *r, struct err *e)
{
	bool shared = r->bom_differs && r->bom_old && r->bom_new;

	r->bom_old = r->bom_new = r->bom_differs = false;
	return shared ? keep(r, RAW_LINES, buf_slice(&r->bom), 's', e) : 0;
}

size_t
raw_bom_length(struct slice line)
{
	static const char next[] = ",\"find_number\":\"";
	const char *p = memmem(line.at, line.len, next, sizeof(next) - 1);

	/* inside a member this would be escaped, so it is the one */
	if (!p)
		BUG("a BOM line without a find number");
	return (size_t)(p - line.at);
}

static void
note_parent(struct raw *r, struct slice line)
{
	struct key k;

	arena_reset(&r->arena);
	if (!key_parse_prefix(&k, line, &r->arena))
		BUG("a line without a key");
	map_put(&r->parents, k.parts[0], NULL);
}

/* A BOM line on one side or both; `differs` if it is kept. */
static int
walk_bom(struct raw *r, const struct stream_line *a,
    const struct stream_line *b, bool differs, struct err *e)
{
	struct slice line = a ? a->text : b->text;
	struct slice bom = buf_slice(&r->bom);

	/* still the same BOM if its prefix stands there and a comma follows */
	if (!bom.len || !slice_begins(line, bom) || line.at[bom.len] != ',') {
		if (end_bom(r, e) < 0)
			return -1;
		buf_clear(&r->bom);
		buf_add(&r->bom, line.at, raw_bom_length(line));
	}
	r->bom_old |= a != NULL;
	r->bom_new |= b != NULL;
	if (differs && !r->bom_differs) {
		r->bom_differs = true;
		note_parent(r, line);
	}
	return 0;
}

/* Revisions come behind the lines whose parents they are asked for. */
static int
note_sequence(struct raw *r, const struct stream_line *line, struct err *e)
{
	struct record record;
	struct slice sequence;
	uint64_t *at;
	bool added;

	arena_reset(&r->arena);
	if (recin_parse(&record, line->text, JSON_AT("", line->number),
	    &r->arena, e) < 0)
		return -1;
	sequence = record_text(&record, REVISION_SEQUENCE);
	if (!sequence.len || !map_find(&r->parents,
	    record.values[REVISION_ITEM].text))
		return 0;
	buf_clear(&r->line);
	buf_add_slice(&r->line, record.values[REVISION_ITEM].text);
	buf_add_byte(&r->line, '\0');
	buf_add_slice(&r->line, record.values[REVISION_REVISION].text);
	at = map_put(&r->sequences, buf_slice(&r->line), &added);
	if (!added)
		return 0;
	*at = r->sequences.count - 1;
	if (*at >= r->sequence_size) {
		r->sequence_size = mem_next_size(r->sequence_size, *at + 1);
		r->sequence_texts = mem_grow(r->sequence_texts,
		    r->sequence_size, sizeof(*r->sequence_texts));
	}
	r->sequence_texts[*at] = slice_copy(sequence, &r->texts);
	return 0;
}

/* Where the sides contradict each other the old one's factor holds. */
static int
note_conversion(struct raw *r, const struct stream_line *line, struct err *e)
{
	struct record record;
	struct unit_conversion c;

	arena_reset(&r->arena);
	if (recin_parse(&record, line->text, JSON_AT("", line->number),
	    &r->arena, e) < 0)
		return -1;
	c.item = record_text(&record, UOM_CONVERSION_ITEM);
	c.from = record_text(&record, UOM_CONVERSION_FROM_UOM);
	c.to = record_text(&record, UOM_CONVERSION_TO_UOM);
	if (record_number(&c.numerator, &record, UOM_CONVERSION_NUMERATOR) &&
	    record_number(&c.denominator, &record,
	    UOM_CONVERSION_DENOMINATOR) &&
	    unit_table_add(&r->units, &c, e) < 0)
		err_clear(e);
	return 0;
}

static int
take(struct raw *r, const struct stream_line *a, const struct stream_line *b,
    struct err *e)
{
	enum record_type type = a ? a->type : b->type;
	bool differs = !a || !b || !slice_equal(a->text, b->text);
	enum raw_kind kind;

	if (type == TYPE_BOM_LINE && walk_bom(r, a, b, differs, e) < 0)
		return -1;
	if (type == TYPE_BOM && differs)
		note_parent(r, a ? a->text : b->text);
	if (type == TYPE_REVISION && r->parents.count &&
	    (note_sequence(r, a ? a : b, e) < 0 ||
	    (a && b && differs && note_sequence(r, b, e) < 0)))
		return -1;
	if (type == TYPE_UOM_CONVERSION &&
	    ((a && note_conversion(r, a, e) < 0) ||
	    (b && differs && note_conversion(r, b, e) < 0)))
		return -1;
	if (!differs)
		return 0;
	kind = kind_of(type);
	if (a && keep(r, kind, a->text, 'o', e) < 0)
		return -1;
	return b ? keep(r, kind, b->text, 'n', e) : 0;
}

static int
merge(struct raw *r, struct err *e)
{
	int (*tap)(void *, const struct stream_line *,
	    const struct stream_line *, struct err *) = r->view
	    ? r->view->tap : NULL;
	const struct stream_line *a, *b;
	int got, i;

	while ((got = pairing_next(&r->pair, &a, &b, e)) > 0)
		if ((tap && tap(r->view->ctx, a, b, e) < 0) ||
		    take(r, a, b, e) < 0)
			return -1;
	if (got < 0 || end_bom(r, e) < 0)
		return -1;
	for (i = 0; i < RAW_KINDS; i++)
		if (sort_finish(r->sorts[i], e) < 0)
			return -1;
	return r->view && r->view->ready ? r->view->ready(r->view->ctx, r, e)
	    : 0;
}

bool
raw_view_partial(const struct raw_view *view)
{
	return view && (view->chosen || view->instead ||
	    (view->cuts &&
	    (cut_needed(&view->cuts[0]) || cut_needed(&view->cuts[1]))));
}

/* What stands between the streams and the merge. */
static void
begin_cuts(struct raw *r)
{
	struct pairing_side *const sides[2] = {&r->pair.left, &r->pair.right};
	struct cut *cut;
	int i;

	for (i = 0; i < 2; i++) {
		cut = r->view && r->view->cuts ? &r->view->cuts[i] : NULL;
		if (!cut || !cut_needed(cut))
			continue;
		cut_begin(cut);
		sides[i]->source = cut_next;
		sides[i]->source_ctx = cut;
	}
}

/* The streams, how they are read, and with how much memory. */
struct raw_input {
	const char *const *paths;
	enum stream_order order;
	size_t memory;
};

static int
run(struct raw *r, const struct raw_input *in, const struct raw_view *view,
    struct err *e)
{
	int i;

	memset(r, 0, sizeof(*r));
	r->view = view;
	r->pair.left.in.zio = r->pair.right.in.zio = (struct zio_in)ZIO_IN_INIT;
	buf_init(&r->bom, KEY_MOST);
	buf_init(&r->line, (size_t)ZIO_LINE_MOST + 2);
	for (i = 0; i < RAW_KINDS; i++)
		r->sorts[i] = sort_new(RAW_MEMORY);
	if (pairing_open(&r->pair, in->paths, in->order, in->memory, e) < 0)
		return -1;
	begin_cuts(r);
	return merge(r, e);
}

int
raw_run(struct raw *r, const char *const paths[2], size_t memory,
    const struct raw_view *view, struct err *e)
{
	struct raw_input in = {paths, STREAM_SORTED, memory};

	if (run(r, &in, view, e) == 0)
		return 0;
	if (!pairing_wants_resort(&r->pair))
		return -1;
	err_clear(e);
	raw_release(r);
	if (view && view->again)
		view->again(view->ctx);
	in.order = STREAM_RESORTED;
	return run(r, &in, view, e);
}

void
raw_release(struct raw *r)
{
	int i;

	pairing_release(&r->pair);
	for (i = 0; i < RAW_KINDS; i++)
		sort_free(r->sorts[i]);
	map_release(&r->parents);
	map_release(&r->sequences);
	unit_table_release(&r->units);
	mem_free(r->sequence_texts);
	arena_release(&r->texts);
	arena_release(&r->arena);
	buf_release(&r->bom);
	buf_release(&r->line);
	memset(r, 0, sizeof(*r));
}

struct slice
raw_sequence(const struct raw *r, struct slice item, struct slice revision)
{
	struct buf key = BUF_INIT(KEY_MOST);
	const uint64_t *at;

	buf_add_slice(&key, item);
	buf_add_byte(&key, '\0');
	buf_add_slice(&key, revision);
	at = map_find(&r->sequences, buf_slice(&key));
	buf_release(&key);
	return at ? r->sequence_texts[*at] : SLICE("");
}

/* --- the differences again --- */

static int
look_ahead(struct raw_cursor *c, struct err *e)
{
	struct slice line;
	int got = sort_next(c->raw->sorts[c->kind], &line, e);

	buf_clear(&c->ahead);
	if (got > 0)
		buf_add_slice(&c->ahead, line);
	return got < 0 ? -1 : 0;
}

int
raw_cursor_open(struct raw_cursor *c, struct raw *r, enum raw_kind kind,
    struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->raw = r;
	c->kind = kind;
	buf_init(&c->lines[0], (size_t)ZIO_LINE_MOST + 2);
	buf_init(&c->lines[1], (size_t)ZIO_LINE_MOST + 2);
	buf_init(&c->ahead, (size_t)ZIO_LINE_MOST + 2);
	return look_ahead(c, e);
}

/* Moves the line ahead into its side's place; the side comes back. */
static char
take_ahead(struct raw_cursor *c)
{
	char side = c->ahead.at[c->ahead.len - 1];
	struct buf *to = &c->lines[side == 'n'];

	buf_clear(to);
	buf_add(to, c->ahead.at, c->ahead.len - 2);
	return side;
}

static bool
removal_holds(struct raw_cursor *c, struct slice line)
{
	const struct pairing *p = &c->raw->pair;
	struct key k;

	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, line, &c->arena))
		BUG("a line without a key");
	return pairing_absence(&p->right, &p->left, &k) == ABSENCE_GONE;
}

/* False where the view leaves the record out. */
static bool
chosen(struct raw_cursor *c, struct slice line)
{
	const struct raw_view *view = c->raw->view;
	struct key k;

	if (!view || !view->chosen)
		return true;
	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, line, &c->arena))
		BUG("a line without a key");
	return view->chosen(view->ctx, &k);
}

/* One key's lines; true if a line of the key at hand is ahead. */
static int
take_item(struct raw_cursor *c, struct raw_item *item, struct err *e)
{
	char side = take_ahead(c);
	struct slice text = buf_slice(&c->lines[side == 'n']), key;
	struct scan scan;

	*item = (struct raw_item){.shared = side == 's'};
	if (look_ahead(c, e) < 0)
		return -1;
	if (side == 's') {
		item->type = TYPE_BOM_LINE;
		item->key_length = text.len;
		item->old = text;
		return 0;
	}
	if (!scan_key(&scan, text))
		BUG("a line that was kept has no key");
	item->type = scan.type;
	item->key_length = scan.key_length;
	key = slice_from(text.at, scan.key_length);
	if (side == 'n')
		item->new = text;
	else
		item->old = text;
	if (!slice_begins(buf_slice(&c->ahead), key))
		return 0;
	side = take_ahead(c);
	text = buf_slice(&c->lines[side == 'n']);
	if (side == 'n')
		item->new = text;
	else
		item->old = text;
	return look_ahead(c, e);
}

int
raw_cursor_next(struct raw_cursor *c, struct raw_item *item, struct err *e)
{
	while (c->ahead.len) {
		if (take_item(c, item, e) < 0)
			return -1;
		if (item->shared)
			return 1;
		if (!chosen(c, item->new.at ? item->new : item->old))
			continue;
		if (item->new.at || removal_holds(c, item->old))
			return 1;
		c->raw->kept++;
	}
	return 0;
}

void
raw_cursor_close(struct raw_cursor *c)
{
	buf_release(&c->lines[0]);
	buf_release(&c->lines[1]);
	buf_release(&c->ahead);
	arena_release(&c->arena);
}
