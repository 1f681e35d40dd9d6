/*
 * residue.c - marked lines in a sort.
 *
 * A line waits as itself, 0x01, and the side it is from; since no line holds
 * a byte below 0x20, the lines of a key stand together.  A shared BOM is its
 * prefix, 0x01, 's': below every line of it, whose prefix goes on.
 */
#include "model/residue.h"

#include "io/zio.h"

#define MARK '\001'
#define LINE_MOST ((size_t)ZIO_LINE_MOST + 2)

void
residue_init(struct residue *r, size_t memory)
{
	memset(r, 0, sizeof(*r));
	r->sort = sort_new(memory);
	buf_init(&r->line, LINE_MOST);
	buf_init(&r->ahead, LINE_MOST);
}

void
residue_release(struct residue *r)
{
	sort_free(r->sort);
	buf_release(&r->line);
	buf_release(&r->ahead);
	memset(r, 0, sizeof(*r));
}

static int
put(struct residue *r, struct slice text, char mark, struct err *e)
{
	buf_clear(&r->line);
	buf_add_slice(&r->line, text);
	buf_add_byte(&r->line, MARK);
	buf_add_byte(&r->line, mark);
	return sort_put(r->sort, buf_slice(&r->line), e);
}

int
residue_put(struct residue *r, struct slice line, int side, struct err *e)
{
	return put(r, line, side ? 'n' : 'o', e);
}

int
residue_put_shared(struct residue *r, struct slice prefix, struct err *e)
{
	return put(r, prefix, 's', e);
}

static int
look_ahead(struct residue *r, struct err *e)
{
	struct slice line;
	int got = sort_next(r->sort, &line, e);

	buf_clear(&r->ahead);
	if (got > 0)
		buf_add_slice(&r->ahead, line);
	return got < 0 ? -1 : 0;
}

int
residue_finish(struct residue *r, struct err *e)
{
	if (sort_finish(r->sort, e) < 0)
		return -1;
	return look_ahead(r, e);
}

void
residue_cursor_init(struct residue_cursor *c, struct residue *from,
    size_t count)
{
	c->from = from;
	c->count = count;
	buf_init(&c->lines[0], LINE_MOST);
	buf_init(&c->lines[1], LINE_MOST);
}

void
residue_cursor_release(struct residue_cursor *c)
{
	buf_release(&c->lines[0]);
	buf_release(&c->lines[1]);
}

/* The residue whose next line is the least; NULL: they have ended. */
static struct residue *
least(const struct residue_cursor *c)
{
	struct residue *r = NULL;
	size_t i;

	for (i = 0; i < c->count; i++)
		if (c->from[i].ahead.len && (!r ||
		    slice_compare(buf_slice(&c->from[i].ahead),
		    buf_slice(&r->ahead)) < 0))
			r = &c->from[i];
	return r;
}

/* Moves what is ahead into its side's place; that comes back, or 2. */
static int
take(struct residue_cursor *c, struct residue *r, struct err *e)
{
	struct buf was = r->ahead;
	char mark = was.at[was.len - 1];
	struct buf *to = &c->lines[mark == 'n'];

	was.len -= 2;
	r->ahead = *to;
	*to = was;
	if (look_ahead(r, e) < 0)
		return -1;
	return mark == 's' ? 2 : mark == 'n';
}

int
residue_next(struct residue_cursor *c, struct residue_item *item,
    struct err *e)
{
	struct residue *r = least(c);
	struct scan scan;
	struct slice line;
	int side;

	if (!r)
		return 0;
	memset(item, 0, sizeof(*item));
	side = take(c, r, e);
	if (side < 0)
		return -1;
	line = buf_slice(&c->lines[side == 1]);
	if (side == 2) {
		item->shared = true;
		item->lines[0] = line;
		return 1;
	}
	if (!scan_key(&scan, line))
		BUG("a residue of another line");
	item->type = scan.type;
	item->key_length = scan.key_length;
	item->lines[side] = line;
	r = least(c);
	if (!r || !slice_begins(buf_slice(&r->ahead),
	    slice_from(line.at, scan.key_length)))
		return 1;
	side = take(c, r, e);
	if (side < 0)
		return -1;
	item->lines[side] = buf_slice(&c->lines[side]);
	return 1;
}
