/* sieve.c - where the lines stand, who reads them, and whether they agree. */
#include "model/sieve.h"

#include <sys/stat.h>

#include "base/relay.h"
#include "io/path.h"
#include "model/cancel.h"

/* What comes nearly in order more memory would not sort faster. */
#define RESIDUE_MEMORY SORT_MEMORY_LEAST
/* Below it a second thread costs more than it saves. */
#define HALVES_LEAST ((uint64_t)4 * 1024 * 1024)
#define SEAL_MOST ((size_t)64 * 1024)

/* The record lines of a stream, and the seal behind them. */
struct part {
	int fd;
	uint64_t start, stop;
	char tail[SEAL_MOST];
	struct slice seal; /* in the tail */
};

/* --- what the streams are like --- */

/* A regular file that begins with a head in our spelling. */
static bool
begins_well(const char *path)
{
	static const char head[] = "{\"@stream\":";
	char first[sizeof(head) - 1];
	struct file_in file;
	struct err e = ERR_INIT;
	struct stat st;
	bool well = false;

	/* opening a pipe and closing it again would end its left side */
	if (path_standard(path) || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	if (file_in_open(&file, path, &e) == 0) {
		well = file_read_at(file.fd, first, sizeof(first), 0, &e) ==
		    (ssize_t)sizeof(first) &&
		    memcmp(first, head, sizeof(first)) == 0;
		file_in_close(&file);
	}
	err_clear(&e);
	return well;
}

/* Where the lines of an opened stream are; false: they are not plain. */
static bool
find_part(struct part *p, const struct stream_in *in)
{
	struct err e = ERR_INIT;
	uint64_t size = in->zio.file.size, from;
	const char *before;
	ssize_t got;

	if (in->zio.gzip || in->head_count != 1 || !in->has_held)
		return false;
	p->fd = in->zio.file.fd;
	p->start = in->zio.bytes - in->held.len - in->zio.last_was_ended;
	from = size > SEAL_MOST ? size - SEAL_MOST : 0;
	got = file_read_at(p->fd, p->tail, (size_t)(size - from), from, &e);
	err_clear(&e);
	if (got < 2 || from + (uint64_t)got != size || p->tail[got - 1] != '\n')
		return false;
	before = memrchr(p->tail, '\n', (size_t)got - 1);
	if (!before)
		return false;
	p->seal = slice_from(before + 1,
	    (size_t)(p->tail + got - 1 - (before + 1)));
	p->stop = from + (uint64_t)(before + 1 - p->tail);
	return p->start <= p->stop &&
	    slice_begins(p->seal, SLICE("{\"~seal\":"));
}

/* True if the stream's seal says the same as what was read. */
static bool
verified(struct stream_in *in, const struct part *p, const struct figures *f)
{
	struct stream_line line;
	struct err e = ERR_INIT;
	int got;

	stream_in_skip(in, f, p->seal);
	got = stream_in_next(in, &line, &e);
	err_clear(&e);
	return got == 0;
}

/* --- sorted: two halves --- */

/*
 * The first line at or behind `offset` that begins there or later, and where;
 * 1, 0 where there is none below `stop`, -1.
 */
static int
line_behind(struct span *s, uint64_t offset, struct slice *line)
{
	struct err e = ERR_INIT;
	int got;

	span_seek(s, offset - 1);
	got = span_line(s, line, &e);
	if (got > 0) {
		span_take(s, line->len + 1);
		got = span_line(s, line, &e);
	}
	err_clear(&e);
	return got;
}

/* Where the first line stands that is not below `key`; false: trouble. */
static bool
find_key(const struct part *p, struct slice key, uint64_t *at)
{
	uint64_t low = p->start, high = p->stop, middle;
	struct slice line;
	struct span s;
	int got = 1;

	span_init(&s, p->fd, p->start, p->stop);
	/* all lines below `low` are below the key, none at `high` or above */
	while (got >= 0 && high - low > 1) {
		middle = low + (high - low) / 2;
		got = line_behind(&s, middle, &line);
		if (got <= 0 || span_offset(&s) >= high ||
		    slice_compare(line, key) >= 0)
			high = middle;
		else
			low = span_offset(&s);
	}
	/* `high` is the line's or in the one before it */
	*at = p->start;
	if (got >= 0 && high > p->start) {
		span_seek(&s, low);
		while ((got = span_line(&s, &line, &(struct err)ERR_INIT)) > 0
		    && slice_compare(line, key) < 0)
			span_take(&s, line.len + 1);
		*at = span_offset(&s);
	}
	span_release(&s);
	return got >= 0;
}

/* A line of the old side near its middle, or the BOM that one is in. */
static bool
find_middle(const struct part *p, struct buf *key)
{
	struct slice line;
	struct scan scan;
	struct span s;
	bool found;

	span_init(&s, p->fd, p->start, p->stop);
	found = line_behind(&s, p->start + (p->stop - p->start) / 2,
	    &line) > 0 && scan_key(&scan, line);
	if (found) {
		line.len = scan.key_length;
		/* up to before the find number's quote */
		if (scan.type == TYPE_BOM_LINE)
			line.len = scan.starts[BOM_LINE_FIND_NUMBER];
		buf_add_slice(key, line);
	}
	span_release(&s);
	return found;
}

/* Where the second half of either side begins; the end: there is none. */
static bool
halve(const struct part parts[2], uint64_t middles[2])
{
	struct buf key = BUF_INIT(KEY_MOST * 2);
	bool found;

	middles[0] = parts[0].stop;
	middles[1] = parts[1].stop;
	if (parts[0].stop - parts[0].start < HALVES_LEAST)
		return true;
	found = find_middle(&parts[0], &key) &&
	    find_key(&parts[0], buf_slice(&key), &middles[0]) &&
	    find_key(&parts[1], buf_slice(&key), &middles[1]);
	buf_release(&key);
	return found;
}

struct half {
	struct sift sift;
	int answer;
};

static void
run_half(void *ctx)
{
	struct half *h = ctx;

	h->answer = sift_run(&h->sift);
}

/* True if the first half ends below where the second one begins. */
static bool
halves_meet(const struct half *h)
{
	struct slice last = buf_slice(&h[0].sift.last);
	struct slice first = buf_slice(&h[1].sift.first);
	struct scan a, b;

	if (!first.len || !last.len)
		return true;
	return scan_key(&a, last) && scan_key(&b, first) && slice_compare(
	    slice_from(last.at, a.key_length),
	    slice_from(first.at, b.key_length)) < 0;
}

static int
sift_halves(struct sieve *s, const struct part parts[2],
    const uint64_t middles[2], struct figures sums[2])
{
	struct half h[2];
	int i, side, answer;

	for (i = 0; i < 2; i++) {
		sift_init(&h[i].sift, &s->residues[i]);
		if (s->tap) {
			h[i].sift.tap = s->tap->line;
			h[i].sift.tap_ctx = s->tap->ctx[i];
		}
		for (side = 0; side < 2; side++)
			span_init(&h[i].sift.sides[side], parts[side].fd,
			    i ? middles[side] : parts[side].start,
			    i ? parts[side].stop : middles[side]);
	}
	if (middles[0] == parts[0].stop && middles[1] == parts[1].stop) {
		run_half(&h[0]);
		run_half(&h[1]);
	} else {
		relay_both(run_half, &h[0], &h[1]);
	}
	answer = h[0].answer && h[1].answer && halves_meet(h);
	for (side = 0; side < 2; side++)
		for (i = 0; i < 2; i++) {
			figures_plus(&sums[side], &h[i].sift.equal);
			figures_plus(&sums[side], &h[i].sift.only[side]);
		}
	sift_release(&h[0].sift);
	sift_release(&h[1].sift);
	return answer;
}

static int
sift_both(struct sieve *s, const struct part parts[2], struct figures sums[2])
{
	uint64_t middles[2];

	residue_init(&s->residues[0], RESIDUE_MEMORY);
	residue_init(&s->residues[1], RESIDUE_MEMORY);
	return halve(parts, middles) &&
	    sift_halves(s, parts, middles, sums);
}

/* --- in any order --- */

static int
cancel_both(struct sieve *s, const struct part parts[2], size_t memory,
    struct figures sums[2])
{
	struct cancel_side sides[2];
	int i;

	memset(sides, 0, sizeof(sides));
	for (i = 0; i < 2; i++) {
		residue_init(&s->residues[i], memory / 4);
		sides[i].fd = parts[i].fd;
		sides[i].start = parts[i].start;
		sides[i].stop = parts[i].stop;
		sides[i].residue = &s->residues[i];
		if (s->tap) {
			s->tap->by_side = true;
			sides[i].tap = s->tap->line;
			sides[i].tap_ctx = s->tap->ctx[i];
		}
	}
	if (!cancel_run(sides, memory))
		return 0;
	sums[0] = sides[0].sum;
	sums[1] = sides[1].sum;
	return 1;
}

/* --- both ways --- */

static int
run(struct sieve *s, struct part parts[2], size_t memory)
{
	struct stream_in *const ins[2] = {&s->pair->left.in,
	    &s->pair->right.in};
	struct figures sums[2];
	int answer;

	memset(sums, 0, sizeof(sums));
	if (!find_part(&parts[0], ins[0]) || !find_part(&parts[1], ins[1]))
		return 0;
	if (ins[0]->said_sorted && ins[1]->said_sorted)
		answer = sift_both(s, parts, sums);
	else
		answer = cancel_both(s, parts, memory, sums);
	return answer && verified(ins[0], &parts[0], &sums[0]) &&
	    verified(ins[1], &parts[1], &sums[1]);
}

int
sieve_open(struct sieve *s, struct pairing *pair,
    const char *const paths[2], size_t memory, struct sieve_tap *tap)
{
	struct part *parts;
	struct err e = ERR_INIT;

	memset(s, 0, sizeof(*s));
	if (!begins_well(paths[0]) || !begins_well(paths[1]))
		return 0;
	s->pair = pair;
	s->tap = tap;
	if (tap)
		tap->by_side = false;
	parts = mem_zero(2 * sizeof(*parts));
	s->ready = pairing_open(pair, paths, STREAM_ANY, memory, &e) == 0 &&
	    run(s, parts, memory);
	mem_free(parts);
	err_clear(&e);
	if (s->ready) {
		residue_cursor_init(&s->cursor, s->residues, 2);
		return 1;
	}
	pairing_release(pair);
	return 0;
}

void
sieve_release(struct sieve *s)
{
	int i;

	for (i = 0; i < 2; i++)
		if (s->residues[i].sort)
			residue_release(&s->residues[i]);
	if (s->ready)
		residue_cursor_release(&s->cursor);
	memset(s, 0, sizeof(*s));
}

int
sieve_next(struct sieve *s, struct residue_item *item, struct err *e)
{
	struct pairing_side *const sides[2] = {&s->pair->left,
	    &s->pair->right};
	int got = residue_next(&s->cursor, item, e), i;

	if (got <= 0 || item->shared || item->type != TYPE_WITHHELD)
		return got;
	for (i = 0; i < 2; i++)
		if (item->lines[i].at && withheld_add(&sides[i]->withheld,
		    item->lines[i], e) < 0)
			return err_in(e, "%s", sides[i]->in.name);
	return 1;
}
