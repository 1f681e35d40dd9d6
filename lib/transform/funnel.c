/*
 * funnel.c - two sorts: one for all lines, one for the tail.
 *
 * A line in a sort has behind it what must be known of it: a byte 1 and the
 * line as it came in, a byte 3 and the line that it was derived from, or a
 * byte 2 where it is a withheld record made here.  Canonical lines hold no
 * such bytes, and all sort in front of what can follow a key, so the order
 * stays that of the lines.
 */
#include "transform/funnel.h"

#include "model/scan.h"
#include "model/withheld.h"

#define MARK_ORIGINAL '\1'
#define MARK_MADE '\2'
#define MARK_DERIVED '\3'

void
funnel_init(struct funnel *f, struct stream_out *out,
    struct refusals *rejects, size_t memory)
{
	memset(f, 0, sizeof(*f));
	f->out = out;
	f->rejects = rejects;
	f->units = (struct map)MAP_INIT;
	buf_init(&f->line, ZIO_LINE_MOST * 4);
	buf_init(&f->last, KEY_MOST * 2);
	if (memory) {
		f->all = sort_new(memory);
		f->sorted = true;
	}
}

void
funnel_release(struct funnel *f)
{
	sort_free(f->all);
	sort_free(f->tail);
	map_release(&f->units);
	buf_release(&f->line);
	buf_release(&f->last);
	arena_release(&f->arena);
	memset(f, 0, sizeof(*f));
}

/* A line out of a sort, taken apart. */
struct piece {
	struct slice line;
	struct slice original;
	bool made;
	bool derived;
	enum record_type type;
	size_t key_length;
};

static void
piece_of(struct piece *p, struct slice text)
{
	struct scan found;
	const char *mark;

	if (!scan_key(&found, text))
		BUG("the sort gave back another line");
	*p = (struct piece){.line = text, .original = text,
	    .type = found.type, .key_length = found.key_length};
	mark = memchr(text.at, MARK_ORIGINAL, text.len);
	if (!mark) {
		mark = memchr(text.at, MARK_DERIVED, text.len);
		p->derived = mark != NULL;
	}
	if (mark) {
		p->line.len = (size_t)(mark - text.at);
		p->original = slice_from(mark + 1, text.len - p->line.len - 1);
		return;
	}
	if (text.len && text.at[text.len - 1] == MARK_MADE) {
		p->line.len--;
		p->made = true;
	}
}

static struct sort *
tail_of(struct funnel *f)
{
	if (!f->tail)
		f->tail = sort_new(SORT_MEMORY_LEAST);
	return f->tail;
}

/* True for lines that a withheld record may yet come in front of. */
static bool
waits(const struct funnel *f, enum record_type type)
{
	return type == TYPE_WITHHELD || (f->sorted && type > TYPE_WITHHELD);
}

/* Out, or to the next stage; `line` may lack its hash. */
static int
write_line(struct funnel *f, const struct piece *p, struct err *e)
{
	struct stream_line line = {.text = p->line, .type = p->type,
	    .key_length = p->key_length};

	if (f->spool)
		return spool_put(f->spool, &line, e);
	return stream_out_line(f->out, p->line, p->type, e);
}

static int
note_origin(struct funnel *f, struct slice line, struct slice original,
    struct err *e)
{
	if (!f->lineage || !original.len)
		return 0;
	return lineage_note(f->lineage, line, original, e);
}

/*
 * What said that it is sorted may go on with a further stream, as in
 * `cat a b`: fine where that begins behind the end of the first.
 */
static int
spool_line(struct funnel *f, const struct stream_line *line, struct err *e)
{
	struct slice key = slice_from(line->text.at, line->key_length);

	if (f->last.len && slice_compare(buf_slice(&f->last), key) >= 0)
		return err_set(e, ERR_USAGE, "%s: several streams in one, "
		    "which these rules need in order (--sort brings them "
		    "into it)", f->spool->spool->in.name);
	buf_clear(&f->last);
	buf_add_slice(&f->last, key);
	return spool_put(f->spool, line, e);
}

int
funnel_put(struct funnel *f, const struct stream_line *line,
    struct slice original, struct err *e)
{
	if (f->all && original.len) {
		buf_clear(&f->line);
		buf_add_slice(&f->line, line->text);
		buf_add_byte(&f->line, MARK_ORIGINAL);
		buf_add_slice(&f->line, original);
		return sort_put(f->all, buf_slice(&f->line), e);
	}
	if (f->all)
		return sort_put(f->all, line->text, e);
	if (note_origin(f, line->text, original, e) < 0)
		return -1;
	if (waits(f, line->type))
		return sort_put(tail_of(f), line->text, e);
	f->passed++;
	if (f->spool)
		return spool_line(f, line, e);
	return stream_out_hashed(f->out, line, e);
}

int
funnel_derive(struct funnel *f, struct slice line, struct slice original,
    struct err *e)
{
	buf_clear(&f->line);
	buf_add_slice(&f->line, line);
	buf_add_byte(&f->line, MARK_DERIVED);
	buf_add_slice(&f->line, original);
	return sort_put(f->all, buf_slice(&f->line), e);
}

static int
withhold(struct funnel *f, const struct key *k, const char *reason,
    const char *exception, struct err *e)
{
	struct change added = {.op = CHANGE_ADD, .match = {"", 0},
	    .group = {"", 0}};
	struct record r;

	arena_reset(&f->arena);
	withheld_record(&r, k, reason, &f->arena);
	r.values[WITHHELD_EXCEPTION] = value_of_text(slice_of(exception));
	if (f->delta)
		r.change = &added;
	buf_clear(&f->line);
	record_add_line(&f->line, &r);
	buf_add_byte(&f->line, MARK_MADE);
	f->withheld++;
	return sort_put(tail_of(f), buf_slice(&f->line), e);
}

int
funnel_withhold(struct funnel *f, const struct key *k, struct err *e)
{
	return withhold(f, k, "rejected", "", e);
}

/* --- units --- */

/* The key of the BOM or routing that the record belongs to, or its own. */
static struct key
unit_of(const struct key *k)
{
	struct key at = *k, above;

	while (key_above(&above, &at))
		at = above;
	return at;
}

/* True if the record, or one above it, is withheld already. */
static bool
covered(const struct funnel *f, const struct key *k)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct key at = *k, above;
	bool found;

	for (;;) {
		buf_clear(&prefix);
		key_add_prefix(&prefix, &at);
		found = map_find(&f->units, buf_slice(&prefix)) != NULL;
		if (found || !key_above(&above, &at))
			break;
		at = above;
	}
	buf_release(&prefix);
	return found;
}

int
funnel_hold(struct funnel *f, const struct key *k, const char *exception,
    bool unit, struct err *e)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct key held = unit ? unit_of(k) : *k;

	if (covered(f, &held))
		return 0;
	if (held.type == TYPE_BOM || held.type == TYPE_ROUTING ||
	    held.type == TYPE_BOM_LINE) {
		key_add_prefix(&prefix, &held);
		map_put(&f->units, buf_slice(&prefix), NULL);
	}
	buf_release(&prefix);
	return withhold(f, &held, "held", exception, e);
}

/* 1: the line is of a unit that is held, and so is the line now; 0; -1. */
static int
hold_with_unit(struct funnel *f, const struct piece *p, struct err *e)
{
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	struct arena keys = ARENA_INIT;
	struct key k;
	int rc = 0;

	if (!f->units.count || p->type == TYPE_WITHHELD)
		return 0;
	if (!key_parse_prefix(&k, p->line, &keys))
		BUG("a canonical line without a key");
	k = unit_of(&k);
	key_add_prefix(&prefix, &k);
	if (map_find(&f->units, buf_slice(&prefix))) {
		f->held += !p->derived;
		rc = 1;
	}
	/* what is derived comes again with what it is derived from */
	if (rc && !p->derived && refusals_put(f->refusals_held, p->original,
	    "the unit", "another record of the same BOM or routing is held",
	    e) < 0)
		rc = -1;
	buf_release(&prefix);
	arena_release(&keys);
	return rc;
}

/* --- lines that meet --- */

/* The lines of one key, of which the first is kept. */
struct meeting {
	struct buf text;
	struct piece first; /* slices of the text */
	bool conflict;
};

static bool
same_key(const struct piece *a, const struct piece *b)
{
	return slice_equal(slice_from(a->line.at, a->key_length),
	    slice_from(b->line.at, b->key_length));
}

static int
reject_piece(struct funnel *f, const struct piece *p, struct err *e)
{
	f->refused += p->derived;
	return refusals_put(f->rejects, p->derived ? p->line : p->original,
	    "all rules together", "conflicting_duplicate: another record "
	    "comes to the same key", e);
}

/* The record that comes in takes the place of the derived one. */
static void
replace(struct meeting *m, const struct piece *p)
{
	m->conflict = false;
	buf_clear(&m->text);
	buf_add_slice(&m->text, p->line);
	if (p->original.at != p->line.at) {
		buf_add_byte(&m->text, MARK_ORIGINAL);
		buf_add_slice(&m->text, p->original);
	}
	piece_of(&m->first, buf_slice(&m->text));
}

static int
join(struct funnel *f, struct meeting *m, const struct piece *p,
    struct err *e)
{
	bool folds;

	if (p->derived && !m->first.derived)
		return 0; /* it gives way */
	if (m->first.derived && !p->derived) {
		replace(m, p);
		return 0;
	}
	folds = p->type == TYPE_WITHHELD ||
	    (slice_equal(p->line, m->first.line) &&
	    p->type != TYPE_BOM_LINE);

	if (folds && !m->conflict) {
		f->folded += !p->derived;
		return 0;
	}
	if (!m->conflict && reject_piece(f, &m->first, e) < 0)
		return -1;
	m->conflict = true;
	return reject_piece(f, p, e);
}

static int
part(struct funnel *f, struct meeting *m, struct err *e)
{
	struct arena keys = ARENA_INIT;
	struct key k;
	int rc;

	if (!m->text.len)
		return 0;
	if (!m->conflict) {
		rc = hold_with_unit(f, &m->first, e);
		if (rc)
			return rc < 0 ? -1 : 0;
		if (m->first.original.at != m->first.line.at &&
		    note_origin(f, m->first.line, m->first.original, e) < 0)
			return -1;
		if (waits(f, m->first.type))
			return sort_put(tail_of(f), m->first.derived
			    ? buf_slice(&m->text) : m->first.line, e);
		f->passed += !m->first.derived;
		f->derived += m->first.derived;
		return write_line(f, &m->first, e);
	}
	if (!key_parse_prefix(&k, m->first.line, &keys))
		BUG("a canonical line without a key");
	rc = funnel_withhold(f, &k, e);
	arena_release(&keys);
	return rc;
}

static int
merge_all(struct funnel *f, struct meeting *m, struct err *e)
{
	struct slice text;
	int got;

	if (sort_finish(f->all, e) < 0)
		return -1;
	while ((got = sort_next(f->all, &text, e)) > 0) {
		struct piece p;

		piece_of(&p, text);
		if (m->text.len && same_key(&m->first, &p)) {
			if (join(f, m, &p, e) < 0)
				return -1;
			continue;
		}
		if (part(f, m, e) < 0)
			return -1;
		buf_clear(&m->text);
		buf_add_slice(&m->text, text);
		piece_of(&m->first, buf_slice(&m->text));
		m->conflict = false;
	}
	return got < 0 ? -1 : part(f, m, e);
}

/* In the tail only withheld records can meet: the first one stays. */
static int
write_tail(struct funnel *f, struct buf *last, struct err *e)
{
	struct slice text;
	int got;

	if (sort_finish(f->tail, e) < 0)
		return -1;
	while ((got = sort_next(f->tail, &text, e)) > 0) {
		struct piece p;
		struct slice key;

		piece_of(&p, text);
		key = slice_from(p.line.at, p.key_length);
		if (p.type == TYPE_WITHHELD &&
		    slice_equal(buf_slice(last), key)) {
			if (p.made)
				f->withheld--;
			else
				f->folded++;
			continue;
		}
		buf_clear(last);
		buf_add_slice(last, key);
		f->passed += !p.made && !p.derived;
		f->derived += p.derived;
		if (write_line(f, &p, e) < 0)
			return -1;
	}
	return got;
}

int
funnel_finish(struct funnel *f, struct err *e)
{
	struct meeting m = {.text = BUF_INIT(ZIO_LINE_MOST * 4)};
	struct buf last = BUF_INIT(KEY_MOST * 2);
	int rc = f->all ? merge_all(f, &m, e) : 0;

	if (rc == 0 && f->tail)
		rc = write_tail(f, &last, e);
	buf_release(&m.text);
	buf_release(&last);
	/* stages that follow have sorts of their own */
	sort_free(f->all);
	sort_free(f->tail);
	f->all = f->tail = NULL;
	return rc;
}
