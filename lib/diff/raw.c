/*
 * raw.c - the merge by bytes.
 *
 * Differences wait in a residue of their kind.
 */
#include "diff/raw.h"

#include "model/recin.h"

/* Most differences come in order, which more memory would not sort faster. */
#define RAW_MEMORY SORT_MEMORY_LEAST

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
keep(struct raw *r, enum raw_kind kind, struct slice line, int side,
    struct err *e)
{
	int half = kind == RAW_HEADERS || kind == RAW_LINES ? r->half : 0;

	r->counts[kind]++;
	return residue_put(&r->kinds[half][kind], line, side, e);
}

/* The half that a header's or a line's parent is in, by its hash. */
static int
half_of(const struct raw *r, struct slice text, enum record_type type)
{
	static const char behind[] = ",\"parent_revision\":";
	size_t lead = schema_types[type].lead.len;
	const char *end;

	if (!r->halving)
		return 0;
	end = memmem(text.at + lead, text.len - lead, behind,
	    sizeof(behind) - 1);
	if (!end)
		BUG("a BOM without a parent");
	return (int)(hash_64(text.at + lead,
	    (size_t)(end - text.at) - lead) & 1);
}

/* Lines of another BOM follow. */
static void
begin_bom(struct raw *r, struct slice prefix)
{
	buf_clear(&r->bom);
	buf_add_slice(&r->bom, prefix);
	r->half = half_of(r, prefix, TYPE_BOM_LINE);
}

/* The BOM at hand has no more lines. */
static int
end_bom(struct raw *r, struct err *e)
{
	bool shared = r->bom_differs && r->bom_old && r->bom_new;

	r->bom_old = r->bom_new = r->bom_differs = false;
	if (!shared)
		return 0;
	r->counts[RAW_LINES]++;
	return residue_put_shared(&r->kinds[r->half][RAW_LINES],
	    buf_slice(&r->bom), e);
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
		begin_bom(r, slice_from(line.at, raw_bom_length(line)));
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
	/* the first one of a revision stays */
	slicemap_put(&r->sequences, buf_slice(&r->line), sequence);
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
	if (type == TYPE_BOM && differs) {
		note_parent(r, a ? a->text : b->text);
		r->half = half_of(r, a ? a->text : b->text, type);
	}
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
	if (a && keep(r, kind, a->text, 0, e) < 0)
		return -1;
	return b ? keep(r, kind, b->text, 1, e) : 0;
}

/* A BOM that both sides know by lines that are not given. */
static int
take_shared(struct raw *r, struct slice prefix, struct err *e)
{
	if (end_bom(r, e) < 0)
		return -1;
	begin_bom(r, prefix);
	r->bom_old = r->bom_new = true;
	return 0;
}

static int
merge_sieved(struct raw *r, struct err *e)
{
	struct residue_item item;
	struct stream_line lines[2];
	int got, i;

	memset(lines, 0, sizeof(lines));
	while ((got = sieve_next(&r->sieve, &item, e)) > 0) {
		for (i = 0; i < 2; i++) {
			lines[i].text = item.lines[i];
			lines[i].type = item.type;
			lines[i].key_length = item.key_length;
		}
		if (item.shared)
			got = take_shared(r, item.lines[0], e);
		else
			got = take(r, item.lines[0].at ? &lines[0] : NULL,
			    item.lines[1].at ? &lines[1] : NULL, e);
		if (got < 0)
			return -1;
	}
	sieve_release(&r->sieve);
	return got;
}

static int
merge_paired(struct raw *r, struct err *e)
{
	int (*tap)(void *, const struct stream_line *,
	    const struct stream_line *, struct err *) = r->view
	    ? r->view->tap : NULL;
	const struct stream_line *a, *b;
	int got;

	while ((got = pairing_next(&r->pair, &a, &b, e)) > 0)
		if ((tap && tap(r->view->ctx, a, b, e) < 0) ||
		    take(r, a, b, e) < 0)
			return -1;
	return got;
}

static int
merge(struct raw *r, struct err *e)
{
	int i;

	if ((r->sieve.ready ? merge_sieved(r, e) : merge_paired(r, e)) < 0 ||
	    end_bom(r, e) < 0)
		return -1;
	for (i = 0; i < RAW_KINDS; i++)
		if (residue_finish(&r->kinds[0][i], e) < 0 ||
		    residue_finish(&r->kinds[1][i], e) < 0)
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

/* True if nothing is done on the way to lines that are equal. */
static bool
sievable(const struct raw_view *view)
{
	return !view || (!view->tap && (!view->cuts ||
	    (!cut_needed(&view->cuts[0]) && !cut_needed(&view->cuts[1]))));
}

/* The streams, how they are read, and with how much memory. */
struct raw_input {
	const char *const *paths;
	enum stream_order order;
	size_t memory;
	bool halving;
};

static int
run(struct raw *r, const struct raw_input *in, const struct raw_view *view,
    struct err *e)
{
	int i, half;

	memset(r, 0, sizeof(*r));
	r->view = view;
	r->halving = in->halving;
	r->pair.left.in.zio = r->pair.right.in.zio = (struct zio_in)ZIO_IN_INIT;
	buf_init(&r->bom, KEY_MOST);
	buf_init(&r->line, KEY_MOST);
	for (i = 0; i < RAW_KINDS; i++)
		for (half = 0; half < 2; half++)
			residue_init(&r->kinds[half][i], RAW_MEMORY);
	if (in->order == STREAM_SORTED && sievable(view) &&
	    sieve_open(&r->sieve, &r->pair, in->paths, in->memory, NULL))
		return merge(r, e);
	/* by pairs then, which take or refuse whatever it was; two sorts */
	if (pairing_open(&r->pair, in->paths, in->order, in->memory / 2, e) <
	    0)
		return -1;
	begin_cuts(r);
	return merge(r, e);
}

static int
run_sorted(struct raw *r, struct raw_input *in, const struct raw_view *view,
    struct err *e)
{
	if (run(r, in, view, e) == 0)
		return 0;
	if (!pairing_wants_resort(&r->pair))
		return -1;
	err_clear(e);
	raw_release(r);
	if (view && view->again)
		view->again(view->ctx);
	in->order = STREAM_RESORTED;
	return run(r, in, view, e);
}

int
raw_run(struct raw *r, const char *const paths[2], size_t memory,
    const struct raw_view *view, struct err *e)
{
	struct raw_input in = {paths, STREAM_SORTED, memory, false};

	return run_sorted(r, &in, view, e);
}

int
raw_run_halved(struct raw *r, const char *const paths[2], size_t memory,
    const struct raw_view *view, struct err *e)
{
	struct raw_input in = {paths, STREAM_SORTED, memory, true};

	return run_sorted(r, &in, view, e);
}

void
raw_release(struct raw *r)
{
	int i, half;

	sieve_release(&r->sieve);
	pairing_release(&r->pair);
	for (i = 0; i < RAW_KINDS; i++)
		for (half = 0; half < 2; half++)
			residue_release(&r->kinds[half][i]);
	map_release(&r->parents);
	slicemap_release(&r->sequences);
	unit_table_release(&r->units);
	arena_release(&r->arena);
	buf_release(&r->bom);
	buf_release(&r->line);
	memset(r, 0, sizeof(*r));
}

struct slice
raw_sequence(const struct raw *r, struct slice item, struct slice revision)
{
	struct buf key = BUF_INIT(KEY_MOST);
	struct slice sequence;

	buf_add_slice(&key, item);
	buf_add_byte(&key, '\0');
	buf_add_slice(&key, revision);
	sequence = slicemap_get(&r->sequences, buf_slice(&key));
	buf_release(&key);
	return sequence.at ? sequence : SLICE("");
}

/* --- the differences again --- */

void
raw_cursor_open_half(struct raw_cursor *c, struct raw *r, enum raw_kind kind,
    int half)
{
	memset(c, 0, sizeof(*c));
	c->raw = r;
	residue_cursor_init(&c->from, &r->kinds[half][kind], 1);
}

static bool
removal_holds(struct raw_cursor *c, struct slice line)
{
	struct pairing *p = &c->raw->pair;
	enum absence absence;
	struct err e = ERR_INIT;
	struct key k, about;

	arena_reset(&c->arena);
	if (!key_parse_prefix(&k, line, &c->arena))
		BUG("a line without a key");
	/* a record is no longer withheld where its absence would count */
	if (k.type == TYPE_WITHHELD &&
	    withheld_about(&about, line, &c->arena, &e) == 0)
		k = about;
	absence = pairing_absence(&p->right, &p->left, &k);
	if (absence == ABSENCE_WITHHELD)
		withheld_mark(&p->right.withheld, &k); /* see heldback.h */
	return absence == ABSENCE_GONE;
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

int
raw_cursor_next(struct raw_cursor *c, struct raw_item *item, struct err *e)
{
	struct residue_item got;
	int rc;

	while ((rc = residue_next(&c->from, &got, e)) > 0) {
		*item = (struct raw_item){got.type, got.key_length,
		    got.lines[0], got.lines[1], got.shared};
		if (item->shared) {
			item->type = TYPE_BOM_LINE;
			item->key_length = item->old.len;
			return 1;
		}
		if (!chosen(c, item->new.at ? item->new : item->old))
			continue;
		if (item->new.at || removal_holds(c, item->old))
			return 1;
		c->kept++;
	}
	return rc;
}

void
raw_cursor_close(struct raw_cursor *c)
{
	if (c->raw)
		c->raw->kept += c->kept;
	c->kept = 0;
	residue_cursor_release(&c->from);
	arena_release(&c->arena);
}
