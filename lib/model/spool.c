/* spool.c - a stream copied to scratch in key order. */
#include "model/spool.h"

#include <unistd.h>

#include "model/scan.h"

#define CHUNK ((size_t)1024 * 1024)

/* Lines are gathered and written by the chunk. */
struct writer {
	struct spool *spool;
	struct buf chunk;
};

static int
writer_flush(struct writer *w, struct err *e)
{
	struct spool *s = w->spool;

	if (file_write_at(s->fd, w->chunk.at, w->chunk.len, s->size, e) < 0)
		return -1;
	s->size += w->chunk.len;
	buf_clear(&w->chunk);
	return 0;
}

static int
writer_put(struct writer *w, const struct stream_line *line, int *last_type,
    struct err *e)
{
	while (*last_type < (int)line->type)
		w->spool->starts[++*last_type] =
		    w->spool->size + w->chunk.len;
	if (line->type == TYPE_WITHHELD &&
	    withheld_add(&w->spool->withheld, line->text, e) < 0)
		return -1;
	buf_add_slice(&w->chunk, line->text);
	buf_add_byte(&w->chunk, '\n');
	return w->chunk.len < CHUNK ? 0 : writer_flush(w, e);
}

static int
copy(struct spool *s, struct err *e)
{
	struct writer w = {s, BUF_INIT(CHUNK + 2 * ZIO_LINE_MOST)};
	struct stream_line line;
	int got, type = -1, rc = -1;

	while ((got = stream_in_next(&s->in, &line, e)) > 0)
		if (writer_put(&w, &line, &type, e) < 0)
			goto out;
	if (got < 0 || writer_flush(&w, e) < 0)
		goto out;
	while (type < TYPE_COUNT)
		s->starts[++type] = s->size;
	rc = 0;
out:
	buf_release(&w.chunk);
	return rc;
}

static int
load(struct spool *s, const char *path, enum stream_order order,
    size_t memory, struct err *e)
{
	*s = (struct spool)SPOOL_INIT;
	if (stream_in_open(&s->in, path, order, memory, e) < 0)
		return -1;
	s->fd = file_scratch(e);
	return s->fd < 0 ? -1 : copy(s, e);
}

int
spool_load(struct spool *s, const char *path, size_t memory, struct err *e)
{
	int rc = load(s, path, STREAM_SORTED, memory, e);

	if (rc < 0 && s->in.wants_resort) {
		err_clear(e);
		spool_release(s);
		rc = load(s, path, STREAM_RESORTED, memory, e);
	}
	return rc;
}

void
spool_release(struct spool *s)
{
	stream_in_close(&s->in);
	withheld_release(&s->withheld);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

bool
spool_claims(const struct spool *s, const struct key *k)
{
	const struct scope *scope = &s->in.head.scope;

	return stream_in_complete(&s->in) && scope_removes(scope, k) &&
	    !withheld_covers(&s->withheld, k);
}

void
spool_cursor_open(struct spool_cursor *c, const struct spool *s,
    enum record_type first, enum record_type last)
{
	*c = (struct spool_cursor){.spool = s, .offset = s->starts[first],
	    .end = s->starts[last + 1]};
}

/* Moves what is left to the front and reads more behind it. */
static int
refill(struct spool_cursor *c, struct err *e)
{
	size_t left = c->filled - c->at;
	uint64_t from = c->offset + c->filled;
	size_t room;
	ssize_t got;

	if (left == c->size) {
		c->size = c->size ? c->size * 2 : (size_t)256 * 1024;
		c->buffer = mem_grow(c->buffer, c->size, 1);
	}
	if (left)
		memmove(c->buffer, c->buffer + c->at, left);
	c->offset += c->at;
	c->filled = left;
	c->at = 0;
	room = c->size - left;
	if (room > c->end - from)
		room = (size_t)(c->end - from);
	got = file_read_at(c->spool->fd, c->buffer + left, room, from, e);
	if (got < 0)
		return -1;
	if (!got)
		return err_set(e, ERR_AGAIN, "%s: the scratch file is cut "
		    "short", c->spool->in.name);
	c->filled += (size_t)got;
	return 0;
}

int
spool_cursor_next(struct spool_cursor *c, struct stream_line *line,
    struct err *e)
{
	struct scan found;
	const char *newline = NULL;

	if (c->offset + c->at == c->end)
		return 0;
	for (;;) {
		if (c->filled > c->at)
			newline = memchr(c->buffer + c->at, '\n',
			    c->filled - c->at);
		if (newline)
			break;
		if (refill(c, e) < 0)
			return -1;
	}
	*line = (struct stream_line){.text = slice_from(c->buffer + c->at,
	    (size_t)(newline - (c->buffer + c->at)))};
	if (!scan_key(&found, line->text))
		BUG("the spool gave back another line");
	line->type = found.type;
	line->key_length = found.key_length;
	c->at += line->text.len + 1;
	return 1;
}

void
spool_cursor_close(struct spool_cursor *c)
{
	mem_free(c->buffer);
	c->buffer = NULL;
}
