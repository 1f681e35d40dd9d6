/*
 * funnel.c - two sorts: one for all lines, one for the tail.
 *
 * A line in a sort has behind it what must be known of it: a byte 1 and the
 * line as it came in, or a byte 2 where it is a withheld record made here.
 * Canonical lines hold no such bytes, and both sort in front of what can
 * follow a key, so the order stays that of the lines.
 */
#include "transform/funnel.h"

#include "model/scan.h"
#include "model/withheld.h"

#define MARK_ORIGINAL '\1'
#define MARK_MADE '\2'

void
funnel_init(struct funnel *f, struct stream_out *out,
    struct refusals *rejects, size_t memory)
{
	memset(f, 0, sizeof(*f));
	f->out = out;
	f->rejects = rejects;
	buf_init(&f->line, ZIO_LINE_MOST * 4);
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
	buf_release(&f->line);
	arena_release(&f->arena);
	memset(f, 0, sizeof(*f));
}

/* A line out of a sort, taken apart. */
struct piece {
	struct slice line;
	struct slice original;
	bool made;
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
	*p = (struct piece){text, text, false, found.type, found.key_length};
	mark = memchr(text.at, MARK_ORIGINAL, text.len);
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
	if (waits(f, line->type))
		return sort_put(tail_of(f), line->text, e);
	f->passed++;
	return stream_out_hashed(f->out, line, e);
}

int
funnel_withhold(struct funnel *f, const struct key *k, struct err *e)
{
	struct change added = {.op = CHANGE_ADD, .match = {"", 0},
	    .group = {"", 0}};
	struct record r;

	arena_reset(&f->arena);
	withheld_record(&r, k, "rejected", &f->arena);
	if (f->delta)
		r.change = &added;
	buf_clear(&f->line);
	record_add_line(&f->line, &r);
	buf_add_byte(&f->line, MARK_MADE);
	f->withheld++;
	return sort_put(tail_of(f), buf_slice(&f->line), e);
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
	return refusals_put(f->rejects, p->original, "all rules together",
	    "conflicting_duplicate: another record comes to the same key", e);
}

static int
join(struct funnel *f, struct meeting *m, const struct piece *p,
    struct err *e)
{
	bool folds = p->type == TYPE_WITHHELD ||
	    (slice_equal(p->line, m->first.line) &&
	    p->type != TYPE_BOM_LINE);

	if (folds && !m->conflict) {
		f->folded++;
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
	int rc = -1;

	if (!m->text.len)
		return 0;
	if (!m->conflict) {
		if (waits(f, m->first.type))
			return sort_put(tail_of(f), m->first.line, e);
		f->passed++;
		return stream_out_line(f->out, m->first.line, m->first.type,
		    e);
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
		f->passed += !p.made;
		if (stream_out_line(f->out, p.line, p.type, e) < 0)
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
	return rc;
}
