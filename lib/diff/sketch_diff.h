/*
 * sketch_diff.h - two streams of records in few words, and what differs, for
 * tests.  A header only.
 */
#ifndef DIFF_SKETCH_DIFF_H
#define DIFF_SKETCH_DIFF_H

#include "diff/diff.h"
#include "diff/sketch_change.h"
#include "io/log.h"
#include "model/scopeword.h"

#include <unistd.h>

/* --- streams --- */

/* What a stream is beside its records. */
struct sketch_head {
	enum head_kind kind;
	const char *scope; /* as in a head, or NULL: all */
};

/* Writes the records, ended by NULL, as a sealed and sorted stream. */
static inline void
sketch_stream(const char *path, const struct sketch_head *as,
    const char *const *records)
{
	struct sort *sort = sort_new(SORT_MEMORY_LEAST);
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(SKETCH_TEXT);
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct head h;
	struct slice text;
	struct scan scan;

	head_init(&h, as ? as->kind : HEAD_SNAPSHOT);
	h.sorted = true;
	if (as && as->scope)
		sketch_must(scopeword_parse(&h.scope, slice_of(as->scope), &a,
		    &e), &e);
	for (; *records; records++) {
		buf_clear(&line);
		sketch_record(&line, *records);
		sketch_must(sort_put(sort, buf_slice(&line), &e), &e);
	}
	sketch_must(sort_finish(sort, &e), &e);
	sketch_must(stream_out_open(&out, path, false, &e), &e);
	sketch_must(stream_out_head(&out, &h, &e), &e);
	while (sort_next(sort, &text, &e) > 0) {
		if (!scan_key(&scan, text))
			abort();
		sketch_must(stream_out_line(&out, text, scan.type, &e), &e);
	}
	sketch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	sort_free(sort);
	arena_release(&a);
	buf_release(&line);
}

/* --- a diff --- */

struct sketch {
	char folder[64], paths[2][80];
	struct buf delta; /* in few words */
	struct diff_counts counts;
};

static inline void
sketch_open(struct sketch *s)
{
	const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm"
							   : "/tmp";

	log_init("test", LOG_ERROR, LOG_TEXT);
	memset(s, 0, sizeof(*s));
	snprintf(s->folder, sizeof(s->folder), "%s/bomtools-diff-XXXXXX",
	    where);
	if (!mkdtemp(s->folder))
		abort();
	snprintf(s->paths[0], sizeof(s->paths[0]), "%s/old", s->folder);
	snprintf(s->paths[1], sizeof(s->paths[1]), "%s/new", s->folder);
	buf_init(&s->delta, SKETCH_TEXT);
}

static inline void
sketch_close(struct sketch *s)
{
	unlink(s->paths[0]);
	unlink(s->paths[1]);
	rmdir(s->folder);
	buf_release(&s->delta);
}

static inline int
sketch_take(void *ctx, struct slice line, struct err *e)
{
	(void)e;
	sketch_change(ctx, line);
	return 0;
}

/* Compares the two streams that were written; s->delta says what differs. */
static inline void
sketch_diff(struct sketch *s, struct equality *equality)
{
	const struct diff_options options = {.equality = equality,
	    .memory = SORT_MEMORY_LEAST};
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct err e = ERR_INIT;
	struct diff d;

	buf_clear(&s->delta);
	sketch_must(diff_run(&d, paths, &options, &e), &e);
	sketch_must(diff_each(&d, sketch_take, &s->delta, &e), &e);
	s->counts = d.edits.counts;
	diff_release(&d);
}

/* Writes and compares two complete snapshots. */
static inline const char *
sketch_compare(struct sketch *s, const char *const *old,
    const char *const *new)
{
	sketch_stream(s->paths[0], NULL, old);
	sketch_stream(s->paths[1], NULL, new);
	sketch_diff(s, NULL);
	return buf_text(&s->delta);
}

#endif
