/*
 * sketch_diff.h - what differs between two streams of records in few words, for
 * tests.  A header only.
 */
#ifndef DIFF_SKETCH_DIFF_H
#define DIFF_SKETCH_DIFF_H

#include "diff/diff.h"
#include "diff/sketch_change.h"
#include "model/sketch_stream.h"

/* --- a diff --- */

struct sketch {
	char folder[64], paths[2][80];
	struct buf delta; /* in few words */
	struct diff_counts counts;
};

static inline void
sketch_open(struct sketch *s)
{
	memset(s, 0, sizeof(*s));
	sketch_folder_make(s->folder, s->paths);
	buf_init(&s->delta, SKETCH_TEXT);
}

static inline void
sketch_close(struct sketch *s)
{
	sketch_folder_remove(s->folder, s->paths);
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
