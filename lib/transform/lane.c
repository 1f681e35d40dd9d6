/*
 * lane.c - chunks that a thread writes, and later reads ahead.
 *
 * Until the first chunk is full there is neither a file nor a thread.
 */
#include "transform/lane.h"

#include <unistd.h>

#include "base/relay.h"
#include "io/file.h"
#include "io/zio.h"

#define CHUNK ((size_t)1024 * 1024)

void
lane_init(struct lane *l)
{
	unsigned i;

	memset(l, 0, sizeof(*l));
	l->fd = -1;
	for (i = 0; i < LANE_CHUNKS; i++)
		buf_init(&l->chunks[i], SIZE_MAX / 2);
	l->filling = &l->chunks[0];
}

/* Ends the thread, if there is one. */
static int
stop(struct lane *l, struct err *e)
{
	struct relay *relay = l->relay;

	l->relay = NULL;
	return relay_end(relay, e);
}

void
lane_release(struct lane *l)
{
	struct err e = ERR_INIT;
	unsigned i;

	(void)stop(l, &e); /* too late to tell */
	if (l->fd >= 0)
		close(l->fd);
	for (i = 0; i < LANE_CHUNKS; i++)
		buf_release(&l->chunks[i]);
	memset(l, 0, sizeof(*l));
	l->fd = -1;
}

/* --- in --- */

/* The thread. */
static int
write_all(struct relay *r, void *ctx, struct err *e)
{
	struct lane *l = ctx;
	struct buf *chunk;

	while ((chunk = relay_take(r))) {
		if (file_write_at(l->fd, chunk->at, chunk->len, l->size,
		    e) < 0)
			return -1;
		l->size += chunk->len;
		relay_return(r, chunk);
	}
	return 0;
}

static int
start(struct lane *l, relay_work work, struct err *e)
{
	void *batches[LANE_CHUNKS];
	unsigned i;

	for (i = 0; i < LANE_CHUNKS; i++)
		batches[i] = &l->chunks[i];
	l->relay = relay_start(batches, LANE_CHUNKS, work, l, e);
	return l->relay ? 0 : -1;
}

/* A blank chunk to be filled; the thread may have failed. */
static int
next_chunk(struct lane *l, struct err *e)
{
	l->filling = relay_blank(l->relay);
	if (!l->filling) {
		(void)stop(l, e);
		return -1;
	}
	buf_clear(l->filling);
	return 0;
}

int
lane_put(struct lane *l, struct slice lines, struct err *e)
{
	buf_add_slice(l->filling, lines);
	if (l->filling->len < CHUNK)
		return 0;
	if (!l->relay) {
		l->fd = file_scratch(e);
		if (l->fd < 0 || start(l, write_all, e) < 0)
			return -1;
		/* the first is the one that is full */
		l->filling = relay_blank(l->relay);
	}
	relay_pass(l->relay, l->filling);
	return next_chunk(l, e);
}

/* --- out --- */

/* The thread. */
static int
read_all(struct relay *r, void *ctx, struct err *e)
{
	struct lane *l = ctx;
	uint64_t offset = 0;

	while (offset < l->size) {
		struct buf *chunk = relay_blank(r);
		ssize_t got;

		if (!chunk)
			return 0;
		buf_clear(chunk);
		buf_reserve(chunk, CHUNK);
		got = file_read_at(l->fd, chunk->at, CHUNK, offset, e);
		if (got < 0)
			return -1;
		if (!got)
			return err_set(e, ERR_AGAIN, "the scratch file is cut "
			    "short");
		chunk->len = (size_t)got;
		offset += (uint64_t)got;
		relay_pass(r, chunk);
		file_scratch_drop(l->fd, 0, offset);
	}
	return 0;
}

/* All whole lines; what is left behind the last newline goes to `part`. */
static int
give_lines(struct slice text, struct buf *part, lane_taker take, void *ctx,
    struct err *e)
{
	while (text.len) {
		const char *newline = memchr(text.at, '\n', text.len);
		struct slice line = text;

		if (!newline) {
			buf_add_slice(part, text);
			return 0;
		}
		line.len = (size_t)(newline - text.at);
		text.at += line.len + 1;
		text.len -= line.len + 1;
		if (part->len) {
			buf_add_slice(part, line);
			line = buf_slice(part);
		}
		if (take(ctx, line, e) < 0)
			return -1;
		buf_clear(part);
	}
	return 0;
}

int
lane_give(struct lane *l, lane_taker take, void *ctx, struct err *e)
{
	struct buf part = BUF_INIT(2 * ZIO_LINE_MOST);
	struct buf *chunk;
	int rc = 0;

	if (!l->relay) {
		rc = give_lines(buf_slice(l->filling), &part, take, ctx, e);
		buf_clear(l->filling);
		goto out;
	}
	rc = -1;
	if (l->filling->len)
		relay_pass(l->relay, l->filling);
	if (stop(l, e) < 0 || start(l, read_all, e) < 0)
		goto out;
	rc = 0;
	while (rc == 0 && (chunk = relay_take(l->relay))) {
		rc = give_lines(buf_slice(chunk), &part, take, ctx, e);
		relay_return(l->relay, chunk);
	}
	if (stop(l, e) < 0)
		rc = -1;
	l->size = 0;
	l->filling = &l->chunks[0];
	buf_clear(l->filling);
out:
	buf_release(&part);
	return rc;
}
