/* inquiry.c - what bears on one key, picked out of what passes by. */
#include "diff/inquiry.h"

#include "format/json_add.h"
#include "model/recin.h"
#include "model/scan.h"

enum { OLD, NEW };

static bool
of_bom(enum record_type type)
{
	return type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE;
}

int
inquiry_read(struct inquiry *x, const char *text, struct err *e)
{
	memset(x, 0, sizeof(*x));
	buf_init(&x->prefix, KEY_MOST * 2);
	buf_init(&x->before, KEY_MOST * 2);
	buf_init(&x->after, KEY_MOST * 2);
	buf_init(&x->lead, KEY_MOST * 2);
	buf_init(&x->change, ZIO_LINE_MOST);
	if (key_parse_text(&x->key, slice_copy(slice_of(text), &x->texts),
	    &x->texts, e) < 0)
		return err_in(e, "--explain");
	key_add_prefix(&x->prefix, &x->key);
	if (x->key.type != TYPE_BOM_LINE)
		return 0;
	buf_add_text(&x->lead, "{\"type\":\"bom_line\",\"parent\":");
	json_add_string(&x->lead, x->key.parts[BOM_LINE_PARENT]);
	buf_add_byte(&x->lead, ',');
	return 0;
}

static void
empty_side(struct inquiry_side *s)
{
	mem_free(s->list);
	map_release(&s->keys);
	memset(s, 0, sizeof(*s));
}

void
inquiry_again(struct inquiry *x)
{
	empty_side(&x->sides[OLD]);
	empty_side(&x->sides[NEW]);
	x->found[OLD] = x->found[NEW] = slice_from(NULL, 0);
	buf_clear(&x->before);
	buf_clear(&x->after);
}

void
inquiry_release(struct inquiry *x)
{
	empty_side(&x->sides[OLD]);
	empty_side(&x->sides[NEW]);
	buf_release(&x->prefix);
	buf_release(&x->before);
	buf_release(&x->after);
	buf_release(&x->lead);
	buf_release(&x->change);
	arena_release(&x->texts);
	arena_release(&x->arena);
	memset(x, 0, sizeof(*x));
}

/* --- lines --- */

static int
add_line(struct inquiry *x, int side, const struct stream_line *line,
    struct err *e)
{
	struct inquiry_side *s = &x->sides[side];
	struct inquiry_line *l;

	if (s->count == s->size) {
		s->size = mem_next_size(s->size, s->count + 1);
		s->list = mem_grow(s->list, s->size, sizeof(*s->list));
	}
	l = &s->list[s->count];
	l->text = slice_copy(line->text, &x->texts);
	if (ladder_read(&l->line, l->text, &x->texts, e) < 0)
		return -1;
	*map_put(&s->keys, slice_from(l->text.at, line->key_length), NULL) =
	    s->count++;
	return 0;
}

/* The last key before the one that is looked for, and the first behind it. */
static void
note_near(struct inquiry *x, struct slice key)
{
	int c = slice_compare(key, buf_slice(&x->prefix));
	struct buf *near = c < 0 ? &x->before : &x->after;

	if (c == 0 || (c > 0 && x->after.len))
		return;
	buf_clear(near);
	buf_add_slice(near, key);
}

static int
take_one(struct inquiry *x, int side, const struct stream_line *line,
    struct err *e)
{
	struct slice key = slice_from(line->text.at, line->key_length);

	if (line->type != x->key.type)
		return 0;
	note_near(x, key);
	if (slice_equal(key, buf_slice(&x->prefix)))
		x->found[side] = slice_copy(line->text, &x->texts);
	return x->lead.len && slice_begins(line->text, buf_slice(&x->lead))
	    ? add_line(x, side, line, e) : 0;
}

int
inquiry_take(struct inquiry *x, const struct stream_line *old,
    const struct stream_line *new, struct err *e)
{
	if (old && take_one(x, OLD, old, e) < 0)
		return -1;
	return new ? take_one(x, NEW, new, e) : 0;
}

/* --- pairs --- */

static bool
same_bom(const struct key *a, const struct key *b)
{
	unsigned i;

	for (i = 0; i <= BOM_ALTERNATIVE; i++)
		if (!slice_equal(a->parts[i], b->parts[i]))
			return false;
	return true;
}

static struct inquiry_line *
find_line(struct inquiry *x, int side, struct slice text)
{
	struct scan scan;
	const uint64_t *at;

	if (!scan_key(&scan, text))
		BUG("a line without a key");
	at = map_find(&x->sides[side].keys, slice_from(text.at,
	    scan.key_length));
	return at ? &x->sides[side].list[*at] : NULL;
}

static void
copy_partners(struct inquiry *x, const struct bompair *p)
{
	const struct ladder_side *old = &p->sides[OLD];
	struct inquiry_line *a, *b;
	size_t i;

	for (i = 0; i < old->count; i++) {
		if (old->lines[i].partner == LADDER_NONE)
			continue;
		a = find_line(x, OLD, p->texts[OLD][i]);
		b = find_line(x, NEW, p->texts[NEW][old->lines[i].partner]);
		if (!a || !b)
			continue;
		a->line.partner = (uint32_t)(b - x->sides[NEW].list);
		b->line.partner = (uint32_t)(a - x->sides[OLD].list);
		a->line.rung = b->line.rung = old->lines[i].rung;
	}
}

static void
copy_key(struct key *to, const struct key *from, struct arena *a)
{
	unsigned i;

	*to = *from;
	for (i = 0; i < to->count; i++)
		to->parts[i] = slice_copy(from->parts[i], a);
}

void
inquiry_see(void *ctx, const struct parent_sight *sight)
{
	struct inquiry *x = ctx;
	bool mine = false;
	int side;

	for (side = 0; side < 2 && of_bom(x->key.type); side++)
		mine |= sight->boms[side] && same_bom(sight->boms[side],
		    &x->key);
	if (!mine)
		return;
	x->paired = true;
	x->by = sight->by;
	for (side = 0; side < 2; side++) {
		x->has_bom[side] = sight->boms[side] != NULL;
		if (x->has_bom[side])
			copy_key(&x->boms[side], sight->boms[side],
			    &x->texts);
	}
	x->own = ladder_own(sight->pair->sides[OLD],
	    sight->pair->sides[NEW]);
	if (x->key.type == TYPE_BOM_LINE)
		copy_partners(x, sight->pair);
}

/* --- the delta --- */

/* True if the change is one of the key, as it is or as it was. */
static bool
about(const struct inquiry *x, const struct record *r)
{
	const struct record *was = r->change->was;
	bool is = true, old = was != NULL;
	struct slice part;
	unsigned i;

	for (i = 0; i < x->key.count; i++) {
		part = r->values[i].text;
		is = is && slice_equal(part, x->key.parts[i]);
		if (old && was->values[i].kind != VALUE_ABSENT)
			part = was->values[i].text;
		old = old && slice_equal(part, x->key.parts[i]);
	}
	return is || old;
}

void
inquiry_seen(struct inquiry *x, struct slice line)
{
	struct err e = ERR_INIT;
	struct record r;
	struct scan scan;

	if (!scan_key(&scan, line) || scan.type != x->key.type)
		return;
	arena_reset(&x->arena);
	if (recin_parse(&r, line, JSON_AT("delta", 0), &x->arena, &e) < 0)
		BUG("a delta that cannot be read");
	/* of a number that was given on, the line that has it now counts */
	if (!about(x, &r) || (x->change.len && !slice_begins(line,
	    buf_slice(&x->prefix))))
		return;
	buf_clear(&x->change);
	buf_add_slice(&x->change, line);
}

/* --- the end --- */

/* Lines of equal bytes are not looked into by anybody: one key, one line. */
static void
join_equal(struct inquiry *x)
{
	struct inquiry_line *a, *b;
	size_t i;

	for (i = 0; i < x->sides[OLD].count; i++) {
		a = &x->sides[OLD].list[i];
		b = find_line(x, NEW, a->text);
		if (!b || a->line.partner != LADDER_NONE ||
		    b->line.partner != LADDER_NONE)
			continue;
		a->line.partner = (uint32_t)(b - x->sides[NEW].list);
		b->line.partner = (uint32_t)i;
		a->line.rung = b->line.rung = LADDER_KEY;
	}
}

static void
add_near(struct buf *b, struct slice prefix, const char *before)
{
	struct arena a = ARENA_INIT;
	struct key k;

	if (prefix.len && key_parse_prefix(&k, prefix, &a)) {
		buf_add_text(b, before);
		key_add_text(b, &k);
	}
	arena_release(&a);
}

int
inquiry_end(struct inquiry *x, struct err *e)
{
	struct buf near = BUF_INIT(KEY_MOST * 8), text = BUF_INIT(KEY_MOST * 4);

	join_equal(x);
	/* a BOM may be there without a header record */
	if (x->found[OLD].at || x->found[NEW].at ||
	    (x->key.type == TYPE_BOM && x->paired))
		return 0;
	add_near(&near, buf_slice(&x->before), " (the nearest in order: ");
	add_near(&near, buf_slice(&x->after), near.len ? ", "
	    : " (the nearest in order: ");
	key_add_text(&text, &x->key);
	err_set(e, ERR_USAGE, "--explain: neither side has %s%s%s",
	    buf_text(&text), buf_text(&near), near.len ? ")" : "");
	buf_release(&near);
	buf_release(&text);
	return -1;
}
