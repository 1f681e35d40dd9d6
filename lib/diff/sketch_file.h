/*
 * sketch_file.h - deltas made, reversed and applied in files, for tests.
 * A header only.
 */
#ifndef DIFF_SKETCH_FILE_H
#define DIFF_SKETCH_FILE_H

#include "diff/apply.h"
#include "diff/reverse.h"
#include "diff/sketch_diff.h"

static inline void
sketch_begin(struct stream_out *out, const char *to, const struct head *h,
    struct err *e)
{
	sketch_must(stream_out_open(out, to, false, e), e);
	sketch_must(stream_out_head(out, h, e), e);
}

static inline void
sketch_end(struct stream_out *out, struct err *e)
{
	sketch_must(stream_out_publish(out, e), e);
	stream_out_close(out);
}

/* The delta of the sketch's two streams. */
static inline void
sketch_delta(const struct sketch *s, const char *to)
{
	const struct diff_options options = {.memory = SORT_MEMORY_LEAST};
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct diff d;
	struct head h;

	sketch_must(diff_run(&d, paths, &options, &e), &e);
	diff_head(&d, &h);
	sketch_begin(&out, to, &h, &e);
	sketch_must(diff_write(&d, &out, &e), &e);
	sketch_end(&out, &e);
	diff_release(&d);
}

static inline void
sketch_reversed(const char *from, const char *to)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct reverse r;
	struct head h;

	sketch_must(reverse_open(&r, from, SORT_MEMORY_LEAST, &e), &e);
	reverse_head(&r, &h);
	sketch_begin(&out, to, &h, &e);
	sketch_must(reverse_write(&r, &out, &e), &e);
	sketch_end(&out, &e);
	reverse_release(&r);
}

static inline void
sketch_applied(const char *old, const char *delta, const char *to)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct apply p;
	struct head h;

	sketch_must(apply_open(&p, old, delta, SORT_MEMORY_LEAST, &e), &e);
	apply_head(&p, &h);
	sketch_begin(&out, to, &h, &e);
	sketch_must(apply_write(&p, &out, &e), &e);
	sketch_end(&out, &e);
	apply_release(&p);
}

#endif
