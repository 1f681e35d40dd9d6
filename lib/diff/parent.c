/* parent.c - BOMs of one parent paired, and their lines handed on. */
#include "diff/parent.h"

#define NO_BOM UINT32_MAX

enum { OLD, NEW };

struct parent_bom {
	struct key key; /* of a bom record; parts live in the arena */
	bool on[2];     /* which sides have it */
	struct slice header[2]; /* of a header that differs */
	size_t first, count;    /* of its lines */
	uint32_t partner;       /* on the other side; NO_BOM: none */
	enum parent_by by;
};

void
parent_init(struct parent *p, struct edits *edits, const struct raw *raw)
{
	memset(p, 0, sizeof(*p));
	p->edits = edits;
	p->raw = raw;
	bompair_init(&p->pair, edits);
	buf_init(&p->key, KEY_MOST);
}

void
parent_release(struct parent *p)
{
	bompair_release(&p->pair);
	mem_free(p->boms);
	mem_free(p->lines);
	map_release(&p->keys);
	arena_release(&p->arena);
	buf_release(&p->key);
	memset(p, 0, sizeof(*p));
}

/* --- putting in --- */

/* The key prefix of the BOM of a header, of a line, or of a shared one. */
static void
bom_key(struct parent *p, const struct raw_item *item, struct slice text)
{
	static const char line[] = "{\"type\":\"bom_line\"";
	static const char bom[] = "{\"type\":\"bom\"";
	size_t length = item->type == TYPE_BOM ? item->key_length
	    : item->shared ? text.len : raw_bom_length(text);
	size_t lead = (item->type == TYPE_BOM ? sizeof(bom) : sizeof(line)) - 1;

	buf_clear(&p->key);
	buf_add_text(&p->key, bom);
	buf_add(&p->key, text.at + lead, length - lead);
}

static struct parent_bom *
bom_of(struct parent *p, const struct raw_item *item, struct slice text)
{
	struct parent_bom *bom;
	uint64_t *at;
	bool added;

	bom_key(p, item, text);
	at = map_put(&p->keys, buf_slice(&p->key), &added);
	if (!added)
		return &p->boms[*at];
	*at = p->bom_count++;
	if (*at >= p->bom_size) {
		p->bom_size = mem_next_size(p->bom_size, *at + 1);
		p->boms = mem_grow(p->boms, p->bom_size, sizeof(*p->boms));
	}
	bom = &p->boms[*at];
	memset(bom, 0, sizeof(*bom));
	if (!key_parse_prefix(&bom->key, slice_copy(buf_slice(&p->key),
	    &p->arena), &p->arena))
		BUG("a BOM without a key");
	bom->partner = NO_BOM;
	bom->by = PARENT_ALONE;
	return bom;
}

static struct slice
keep(struct parent *p, struct slice text)
{
	return text.at ? slice_copy(text, &p->arena) : text;
}

void
parent_add(struct parent *p, const struct raw_item *item)
{
	const struct slice text[2] = {keep(p, item->old), keep(p, item->new)};
	struct parent_bom *bom = bom_of(p, item, text[OLD].at ? text[OLD]
	    : text[NEW]);
	struct parent_line *line;

	bom->on[OLD] |= item->shared || text[OLD].at;
	bom->on[NEW] |= item->shared || text[NEW].at;
	if (item->shared)
		return;
	if (item->type == TYPE_BOM) {
		bom->header[OLD] = text[OLD];
		bom->header[NEW] = text[NEW];
		return;
	}
	if (p->line_count == p->line_size) {
		p->line_size = mem_next_size(p->line_size, p->line_count + 1);
		p->lines = mem_grow(p->lines, p->line_size,
		    sizeof(*p->lines));
	}
	if (!bom->count)
		bom->first = p->line_count;
	bom->count++;
	line = &p->lines[p->line_count++];
	line->text[OLD] = text[OLD];
	line->text[NEW] = text[NEW];
}

/* --- pairing --- */

/* One BOM but for the revision. */
static bool
same_but_revision(const struct parent_bom *a, const struct parent_bom *b)
{
	unsigned i;

	for (i = 0; i < a->key.count; i++)
		if (i != BOM_PARENT_REVISION &&
		    !slice_equal(a->key.parts[i], b->key.parts[i]))
			return false;
	return true;
}

/* A BOM that waits for a partner, among those equal but for the revision. */
struct waiting {
	const struct parent_bom *bom;
	uint32_t at;
	bool sequenced;
	struct decimal sequence;
};

/*
 * By BOM, then by sequence, a new one before an old one; those without a
 * sequence last, in order of keys.
 */
static int
compare_waiting(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	unsigned i;
	int c;

	for (i = 0; i < x->bom->key.count; i++) {
		if (i == BOM_PARENT_REVISION)
			continue;
		c = slice_compare(x->bom->key.parts[i], y->bom->key.parts[i]);
		if (c)
			return c;
	}
	if (x->sequenced != y->sequenced)
		return x->sequenced ? -1 : 1;
	c = x->sequenced ? decimal_compare(x->sequence, y->sequence) : 0;
	if (!c)
		c = x->bom->on[OLD] - y->bom->on[OLD];
	return c ? c : slice_compare(
	    x->bom->key.parts[BOM_PARENT_REVISION],
	    y->bom->key.parts[BOM_PARENT_REVISION]);
}

static struct waiting
waiting_of(const struct parent *p, uint32_t at)
{
	struct waiting w = {&p->boms[at], at, false, DECIMAL_ZERO};
	struct slice text = raw_sequence(p->raw, w.bom->key.parts[BOM_PARENT],
	    w.bom->key.parts[BOM_PARENT_REVISION]);

	w.sequenced = text.len && decimal_parse(&w.sequence, text);
	return w;
}

static void
join(struct parent *p, uint32_t old, uint32_t new, enum parent_by by)
{
	p->boms[old].partner = new;
	p->boms[new].partner = old;
	p->boms[old].by = p->boms[new].by = by;
}

/*
 * Those equal but for the revision, in order.  Each new one takes the last
 * old one before it that is free; so in the end, if one is left on each side,
 * these two pair whatever is known of their order.
 */
static void
pair_revisions(struct parent *p, const struct waiting *list, size_t count)
{
	uint32_t left[2] = {NO_BOM, NO_BOM}, *stack;
	size_t lefts[2] = {0, 0}, top = 0, i;
	int side;

	stack = mem_zero(count * sizeof(*stack));
	for (i = 0; i < count && list[i].sequenced; i++) {
		if (list[i].bom->on[OLD])
			stack[top++] = list[i].at;
		else if (top)
			join(p, stack[--top], list[i].at,
			    PARENT_BY_SEQUENCE);
	}
	mem_free(stack);
	for (i = 0; i < count; i++)
		if (list[i].bom->partner == NO_BOM) {
			side = list[i].bom->on[OLD] ? OLD : NEW;
			left[side] = list[i].at;
			lefts[side]++;
		}
	if (lefts[OLD] == 1 && lefts[NEW] == 1)
		join(p, left[OLD], left[NEW], PARENT_BY_REST);
}

static void
pair_boms(struct parent *p)
{
	struct waiting *list = mem_zero((p->bom_count + 1) * sizeof(*list));
	size_t count = 0, from = 0, i;
	uint32_t at;

	for (at = 0; at < p->bom_count; at++) {
		if (p->boms[at].on[OLD] && p->boms[at].on[NEW])
			join(p, at, at, PARENT_BY_KEY);
		else
			list[count++] = waiting_of(p, at);
	}
	qsort(list, count, sizeof(*list), compare_waiting);
	for (i = 1; i <= count; i++)
		if (i == count || !same_but_revision(list[from].bom,
		    list[i].bom)) {
			pair_revisions(p, list + from, i - from);
			from = i;
		}
	mem_free(list);
}

/* --- giving out --- */

static int
put_headers(struct parent *p, const struct parent_bom *old,
    const struct parent_bom *new, struct err *e)
{
	const struct edit_words by_revision = {.match = SLICE_INIT("revision"),
	    .group = {"", 0}};
	struct slice was = old ? old->header[OLD] : slice_from(NULL, 0);
	struct slice is = new ? new->header[NEW] : slice_from(NULL, 0);

	if (was.at && is.at)
		return edits_change(p->edits, was, is,
		    old == new ? NULL : &by_revision, e);
	if (was.at)
		return edits_remove(p->edits, was, NULL, e);
	return is.at ? edits_add(p->edits, is, NULL, e) : 0;
}

static int
put_lines(struct parent *p, const struct parent_bom *bom, bool both,
    int side, struct err *e)
{
	const struct slice none = {NULL, 0};
	const struct parent_line *l;
	size_t i;

	for (i = bom->first; i < bom->first + bom->count; i++) {
		l = &p->lines[i];
		if (bompair_add(&p->pair,
		    both || side == OLD ? l->text[OLD] : none,
		    both || side == NEW ? l->text[NEW] : none, e) < 0)
			return -1;
	}
	return 0;
}

/* A BOM on both sides, two paired ones, or one alone. */
static int
put_bom(struct parent *p, const struct parent_bom *old,
    const struct parent_bom *new, struct err *e)
{
	if (put_headers(p, old, new, e) < 0)
		return -1;
	bompair_begin(&p->pair);
	p->pair.held = p->held;
	p->pair.bom = new ? &new->key : &old->key;
	if (old && put_lines(p, old, old == new, OLD, e) < 0)
		return -1;
	if (new && new != old && put_lines(p, new, false, NEW, e) < 0)
		return -1;
	if (bompair_end(&p->pair, e) < 0)
		return -1;
	if (p->watch.see)
		p->watch.see(p->watch.ctx, &(struct parent_sight){
		    {old ? &old->key : NULL, new ? &new->key : NULL},
		    (new ? new : old)->by, &p->pair});
	return 0;
}

/* An old BOM whose next revision the new side holds back: it stays. */
static bool
stays(struct parent *p, const struct parent_bom *bom)
{
	if (bom->on[NEW] || bom->partner != NO_BOM || !p->held ||
	    !heldback_revision(p->held, &bom->key))
		return false;
	edits_keep(p->edits, &bom->key,
	    bom->count + (bom->header[OLD].at != NULL));
	return true;
}

int
parent_end(struct parent *p, struct err *e)
{
	const struct parent_bom *bom, *other;
	uint32_t i;
	int rc = 0;

	pair_boms(p);
	for (i = 0; i < p->bom_count && rc == 0; i++) {
		bom = &p->boms[i];
		if (stays(p, bom))
			continue;
		other = bom->partner == NO_BOM ? NULL
		    : &p->boms[bom->partner];
		if (other == bom)
			rc = put_bom(p, bom, bom, e);
		else if (bom->on[NEW])
			rc = put_bom(p, other, bom, e);
		else if (!other)
			rc = put_bom(p, bom, NULL, e);
	}
	p->bom_count = p->line_count = 0;
	map_release(&p->keys);
	arena_reset(&p->arena);
	return rc;
}
