/* spool.c - a stream copied to scratch in key order. */
#include "model/spool.h"

#include <unistd.h>

#include "model/scan.h"

#define CHUNK ((size_t)1024 * 1024)
/* What is read at a place that was sought: it may be one line's. */
#define SOUGHT_CHUNK ((size_t)16 * 1024)

/*
 * In the file a line has its lengths in front, which whoever reads it would
 * otherwise have to look for again: key length and type, and its own.
 */
struct mark {
	uint32_t length;
	uint32_t key_length; /* below 2^24 */
	uint32_t type;
};

/* Lines are gathered and written by the chunk. */
static int
flush(struct spool_writer *w, struct err *e)
{
	struct spool *s = w->spool;

	if (file_write_at(s->fd, w->chunk.at, w->chunk.len, s->size, e) < 0)
		return -1;
	s->size += w->chunk.len;
	buf_clear(&w->chunk);
	return 0;
}

static struct mark
mark_of(const struct stream_line *line)
{
	size_t key_length = line->key_length;
	struct scan found;

	if (!key_length) {
		if (!scan_key(&found, line->text))
			BUG("a line for a spool has no key");
		key_length = found.key_length;
	}
	return (struct mark){(uint32_t)line->text.len, (uint32_t)key_length,
	    (uint32_t)line->type};
}

static int
put(struct spool_writer *w, const struct stream_line *line, struct err *e)
{
	struct mark mark = mark_of(line);

	while (w->last_type < (int)line->type)
		w->spool->starts[++w->last_type] =
		    w->spool->size + w->chunk.len;
	if (line->type == TYPE_WITHHELD &&
	    withheld_add(&w->spool->withheld, line->text, e) < 0)
		return -1;
	buf_add(&w->chunk, (const char *)&mark, sizeof(mark)); /* its bytes */
	buf_add_slice(&w->chunk, line->text);
	return w->chunk.len < CHUNK ? 0 : flush(w, e);
}

static void
begin(struct spool_writer *w, struct spool *s)
{
	*w = (struct spool_writer){s, BUF_INIT(CHUNK + 2 * ZIO_LINE_MOST),
	    -1};
}

int
spool_end(struct spool_writer *w, int rc, struct err *e)
{
	if (rc == 0 && w->spool)
		rc = flush(w, e);
	while (rc == 0 && w->spool && w->last_type < TYPE_COUNT)
		w->spool->starts[++w->last_type] = w->spool->size;
	buf_release(&w->chunk);
	w->spool = NULL;
	return rc;
}

static int
copy(struct spool *s, struct err *e)
{
	struct spool_writer w;
	struct stream_line line;
	int got;

	begin(&w, s);
	while ((got = stream_in_next(&s->in, &line, e)) > 0)
		if (put(&w, &line, e) < 0)
			return spool_end(&w, -1, e);
	return spool_end(&w, got, e);
}

int
spool_load_as(struct spool *s, const char *path, enum stream_order order,
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
	int rc = spool_load_as(s, path, STREAM_SORTED, memory, e);

	if (rc < 0 && s->in.wants_resort) {
		err_clear(e);
		spool_release(s);
		rc = spool_load_as(s, path, STREAM_RESORTED, memory, e);
	}
	return rc;
}

int
spool_begin(struct spool_writer *w, struct spool *s, const char *name,
    struct err *e)
{
	*s = (struct spool)SPOOL_INIT;
	s->in.zio = (struct zio_in)ZIO_IN_INIT;
	s->in.name = name;
	s->in.sorted = s->in.done = true;
	head_init(&s->in.head, HEAD_UPSERT);
	begin(w, s);
	s->fd = file_scratch(e);
	return s->fd < 0 ? -1 : 0;
}

int
spool_put(struct spool_writer *w, const struct stream_line *line,
    struct err *e)
{
	struct figures *f = &w->spool->in.figures;

	if ((int)line->type < w->last_type)
		BUG("a line out of order for a spool");
	f->records++;
	f->counts[line->type]++;
	return put(w, line, e);
}

int
spool_build(struct spool *s, struct sort *lines, const struct head *h,
    const char *name, struct err *e)
{
	struct spool_writer w;
	struct slice text;
	struct scan found;
	int got;

	if (spool_begin(&w, s, name, e) < 0 || sort_finish(lines, e) < 0)
		return spool_end(&w, -1, e);
	s->in.head = *h;
	while ((got = sort_next(lines, &text, e)) > 0) {
		struct stream_line line = {.text = text};

		if (!scan_key(&found, text))
			BUG("the sort gave back another line");
		line.type = found.type;
		line.key_length = found.key_length;
		if (spool_put(&w, &line, e) < 0)
			return spool_end(&w, -1, e);
	}
	return spool_end(&w, got, e);
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
	if (c->sought && room > SOUGHT_CHUNK)
		room = SOUGHT_CHUNK;
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

/* 1 and the next line, which is not taken yet and in memory whole; 0; -1. */
static int
look(struct spool_cursor *c, struct stream_line *line, struct err *e)
{
	struct mark mark = {0, 0, 0};

	if (c->offset + c->at == c->end)
		return 0;
	while (c->filled - c->at < sizeof(mark) + mark.length || !mark.length) {
		if (c->filled - c->at >= sizeof(mark))
			memcpy(&mark, c->buffer + c->at, sizeof(mark));
		if (c->filled - c->at < sizeof(mark) + mark.length &&
		    refill(c, e) < 0)
			return -1;
	}
	*line = (struct stream_line){.text = slice_from(c->buffer + c->at +
	    sizeof(mark), mark.length), .key_length = mark.key_length,
	    .type = (enum record_type)mark.type}; /* as it was put */
	return 1;
}

static void
take(struct spool_cursor *c, const struct stream_line *line)
{
	c->at += sizeof(struct mark) + line->text.len;
}

int
spool_cursor_next(struct spool_cursor *c, struct stream_line *line,
    struct err *e)
{
	int got = look(c, line, e);

	if (got > 0)
		take(c, line);
	return got;
}

/*
 * All that is in memory is searched in one go, and the lines before what was
 * found are passed over by their lengths.
 */
int
spool_cursor_find(struct spool_cursor *c, struct slice bytes,
    struct stream_line *line, struct err *e)
{
	const char *found = NULL, *end = NULL;
	int got;

	while ((got = look(c, line, e)) > 0) {
		const char *text = line->text.at;

		take(c, line);
		/* a match may lie across a mark; memory may have moved */
		if (end != c->buffer + c->filled || found < text) {
			end = c->buffer + c->filled;
			found = memmem(text, (size_t)(end - text), bytes.at,
			    bytes.len);
			if (!found)
				found = end;
		}
		if (found + bytes.len <= text + line->text.len)
			return 1;
	}
	return got;
}

uint64_t
spool_cursor_place(const struct spool_cursor *c)
{
	return c->offset + c->at;
}

void
spool_cursor_seek(struct spool_cursor *c, uint64_t place)
{
	if (place >= c->offset && place - c->offset <= c->filled) {
		c->at = (size_t)(place - c->offset);
		return;
	}
	c->offset = place;
	c->at = c->filled = 0;
	c->sought = true;
}

void
spool_cursor_close(struct spool_cursor *c)
{
	mem_free(c->buffer);
	c->buffer = NULL;
}
