/*
 * runs.c - one scratch file, written at its end and merged from anywhere.
 *
 * A run is a part of the file: four bytes of length and the line, again and
 * again.  Runs are merged by a tournament of losers (Knuth, TAOCP 3, 5.4.1).
 * When memory has no room for a buffer a run, the first ones are merged into
 * a new one at the end of the file, and the disk space of what was read is
 * given back.  One file, and not one a run, because descriptors run out
 * before memory does.
 */
#include "io/runs.h"

#include "base/fault.h"
#include "io/file.h"

#include <unistd.h>

/* What is read at a time: seeks cost less than these take to read. */
#define READ_LEAST ((size_t)64 * 1024)
#define READ_MOST ((size_t)4 * 1024 * 1024)

struct run {
	uint64_t at; /* in the file */
	uint64_t len;
};

/* A run being read: its next line, and what is buffered behind it. */
struct cursor {
	runs_source source; /* NULL: a part of the file */
	void *ctx;
	uint64_t at;
	uint64_t left;
	char *buffer;
	size_t size;
	size_t begin;
	size_t end;
	struct slice line;
	bool done;
};

/* What a way takes beside its buffer. */
#define WAY_EXTRA (sizeof(struct cursor) + sizeof(size_t))

struct runs {
	size_t memory;
	int fd; /* -1 until the first run */
	uint64_t written;
	char *out;
	size_t out_used;
	struct run *runs;
	size_t count;
	size_t size;
	size_t longest;
	struct buf last; /* the last line of the newest run */
	runs_source source; /* a run that is not in the file, or NULL */
	void *ctx;

	struct cursor *cursors;
	size_t *losers; /* losers[0] is the winner */
	size_t ways;
	bool given; /* the winner's line is with the caller */
};

struct runs *
runs_new(size_t memory)
{
	struct runs *r = mem_zero(sizeof(*r));

	r->memory = memory;
	r->fd = -1;
	r->last = (struct buf)BUF_INIT(SIZE_MAX / 4);
	return r;
}

static void
cursors_close(struct runs *r)
{
	size_t i;

	for (i = 0; i < r->ways; i++)
		mem_free(r->cursors[i].buffer);
	mem_free(r->cursors);
	mem_free(r->losers);
	r->cursors = NULL;
	r->losers = NULL;
	r->ways = 0;
}

void
runs_free(struct runs *r)
{
	if (!r)
		return;
	cursors_close(r);
	if (r->fd >= 0)
		close(r->fd);
	buf_release(&r->last);
	mem_free(r->runs);
	mem_free(r->out);
	mem_free(r);
}

void
runs_set_source(struct runs *r, runs_source next, void *ctx)
{
	r->source = next;
	r->ctx = ctx;
}

size_t
runs_count(const struct runs *r)
{
	return r->count;
}

static int
out_flush(struct runs *r, struct err *e)
{
	size_t used = r->out_used;

	if (fault_fires("sort.spill")) {
		errno = ENOSPC;
		return err_sys(e, "scratch file of the sort");
	}
	r->out_used = 0;
	if (file_write_at(r->fd, r->out, used, r->written, e) < 0)
		return -1;
	r->written += used;
	return 0;
}

static int
out_add(struct runs *r, const char *at, size_t len, struct err *e)
{
	size_t n;

	for (; len; at += n, len -= n) {
		if (r->out_used == RUNS_BUFFER && out_flush(r, e) < 0)
			return -1;
		n = RUNS_BUFFER - r->out_used;
		if (n > len)
			n = len;
		memcpy(r->out + r->out_used, at, n);
		r->out_used += n;
	}
	return 0;
}

int
runs_add(struct runs *r, struct slice line, struct err *e)
{
	uint32_t len = (uint32_t)line.len; /* by contract */
	char head[sizeof(len)];

	if (line.len > r->longest)
		r->longest = line.len;
	memcpy(head, &len, sizeof(len));
	if (out_add(r, head, sizeof(head), e) < 0)
		return -1;
	return out_add(r, line.at, line.len, e);
}

static void
run_begin(struct runs *r)
{
	if (r->count == r->size) {
		r->size = mem_next_size(r->size, r->count + 1);
		r->runs = mem_grow(r->runs, r->size, sizeof(*r->runs));
	}
	r->runs[r->count].at = r->written;
	r->runs[r->count++].len = 0;
}

static int
run_end(struct runs *r, struct err *e)
{
	struct run *run = &r->runs[r->count - 1];

	if (out_flush(r, e) < 0)
		return -1;
	run->len = r->written - run->at;
	return 0;
}

int
runs_begin(struct runs *r, struct slice first, struct err *e)
{
	if (r->fd < 0) {
		r->fd = file_scratch(e);
		if (r->fd < 0)
			return -1;
		r->out = mem_grow(NULL, RUNS_BUFFER, 1);
	}
	if (!r->count || slice_compare(buf_slice(&r->last), first) > 0)
		run_begin(r);
	return 0;
}

int
runs_end(struct runs *r, struct slice last, struct err *e)
{
	buf_clear(&r->last);
	buf_add_slice(&r->last, last);
	return run_end(r, e);
}

/* Reads on until the buffer holds `need` bytes, which are there. */
static int
cursor_fill(struct runs *r, struct cursor *c, size_t need, struct err *e)
{
	size_t rest = c->end - c->begin;

	if (rest >= need)
		return 0;
	memmove(c->buffer, c->buffer + c->begin, rest);
	c->begin = 0;
	c->end = rest;
	while (c->end < need) {
		size_t want = c->size - c->end;
		ssize_t n;

		if (want > c->left)
			want = (size_t)c->left; /* less than want: it fits */
		n = file_read_at(r->fd, c->buffer + c->end, want, c->at, e);
		if (n < 0)
			return -1;
		if (!n)
			return err_set(e, ERR_AGAIN,
			    "scratch file of the "
			    "sort: cut short");
		c->end += (size_t)n; /* positive here */
		c->at += (uint64_t)n;
		c->left -= (uint64_t)n;
	}
	return 0;
}

static int
cursor_next(struct runs *r, struct cursor *c, struct err *e)
{
	uint32_t len;

	if (c->source) {
		c->done = !c->source(c->ctx, &c->line);
		return 0;
	}
	c->done = !c->left && c->begin == c->end;
	if (c->done)
		return 0;
	if (cursor_fill(r, c, sizeof(len), e) < 0)
		return -1;
	memcpy(&len, c->buffer + c->begin, sizeof(len));
	if (cursor_fill(r, c, sizeof(len) + len, e) < 0)
		return -1;
	c->line = slice_from(c->buffer + c->begin + sizeof(len), len);
	c->begin += sizeof(len) + len;
	return 0;
}

/* The number `ways` stands for nobody, who beats all while the tree fills. */
static bool
beats(const struct runs *r, size_t a, size_t b)
{
	if (a == r->ways || b == r->ways)
		return a == r->ways;
	if (r->cursors[a].done || r->cursors[b].done)
		return r->cursors[b].done;
	return slice_compare(r->cursors[a].line, r->cursors[b].line) <= 0;
}

/* Plays the games from the leaf of `winner` up to the top. */
static void
replay(struct runs *r, size_t winner)
{
	size_t node;

	for (node = (r->ways + winner) / 2; node; node /= 2) {
		if (beats(r, r->losers[node], winner)) {
			size_t other = r->losers[node];

			r->losers[node] = winner;
			winner = other;
		}
	}
	r->losers[0] = winner;
}

/* The buffer that a run being merged needs at least. */
static size_t
read_least(const struct runs *r)
{
	size_t line = r->longest + sizeof(uint32_t);

	return line < READ_LEAST ? READ_LEAST : line;
}

/* How many runs can be merged at a time. */
static size_t
ways_most(const struct runs *r)
{
	size_t most = r->memory / (read_least(r) + WAY_EXTRA);

	return most < 2 ? 2 : most;
}

/* What to read at a time of each of so many runs. */
static size_t
read_size(const struct runs *r, size_t ways)
{
	size_t size = r->memory / ways - WAY_EXTRA;

	if (size > READ_MOST)
		size = READ_MOST;
	if (size < read_least(r))
		size = read_least(r);
	return size;
}

/* Begins to merge the first `count` runs, and the source if there is one. */
static int
merge_begin(struct runs *r, size_t count, runs_source source, struct err *e)
{
	size_t ways = count + (source != NULL), i;

	r->ways = ways;
	r->cursors = mem_zero(ways * sizeof(*r->cursors));
	r->losers = mem_grow(NULL, ways, sizeof(*r->losers));
	for (i = 0; i < ways; i++) {
		struct cursor *c = &r->cursors[i];

		r->losers[i] = ways;
		if (i < count) {
			c->at = r->runs[i].at;
			c->left = r->runs[i].len;
			c->size = read_size(r, count);
			c->buffer = mem_grow(NULL, c->size, 1);
		} else {
			c->source = source;
			c->ctx = r->ctx;
		}
		if (cursor_next(r, c, e) < 0)
			return -1;
	}
	for (i = 0; i < ways; i++)
		replay(r, i);
	return 0;
}

int
runs_next(struct runs *r, struct slice *line, struct err *e)
{
	size_t winner;

	if (!r->ways)
		return 0;
	winner = r->losers[0];
	if (r->given) {
		if (cursor_next(r, &r->cursors[winner], e) < 0)
			return -1;
		replay(r, winner);
	}
	winner = r->losers[0];
	r->given = !r->cursors[winner].done;
	*line = r->cursors[winner].line;
	return r->given;
}

/* Merges the first `ways` runs into a new last one. */
static int
merge_some(struct runs *r, size_t ways, struct err *e)
{
	struct slice line;
	size_t i;
	int got;

	if (merge_begin(r, ways, NULL, e) < 0)
		return -1;
	run_begin(r);
	while ((got = runs_next(r, &line, e)) > 0)
		if (runs_add(r, line, e) < 0)
			return -1;
	if (got < 0 || run_end(r, e) < 0)
		return -1;
	cursors_close(r);
	for (i = 0; i < ways; i++)
		file_scratch_drop(r->fd, r->runs[i].at, r->runs[i].len);
	r->count -= ways;
	memmove(r->runs, r->runs + ways, r->count * sizeof(*r->runs));
	return 0;
}

int
runs_merge(struct runs *r, struct err *e)
{
	size_t most = ways_most(r);

	cursors_close(r);
	r->given = false;
	/* the first merge takes what makes all later ones full */
	while (r->count > most) {
		size_t odd = (r->count - 1) % (most - 1) + 1;

		if (merge_some(r, odd < 2 ? most : odd, e) < 0)
			return -1;
	}
	mem_free(r->out);
	r->out = NULL;
	if (!r->count && !r->source)
		return 0;
	return merge_begin(r, r->count, r->source, e);
}
