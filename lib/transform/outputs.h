/*
 * outputs.h - all files that a transformation writes: all appear, or none.
 */
#ifndef TRANSFORM_OUTPUTS_H
#define TRANSFORM_OUTPUTS_H

#include "transform/options.h"
#include "transform/refusals.h"
#include "transform/views.h"

struct outputs {
	struct stream_out main;
	struct stream_out rejects_out;
	struct stream_out held_out;
	struct stream_out exceptions;
	struct zio_out traces;
	struct refusals *rejects; /* what is written, borrowed */
	struct refusals *held;
	struct views *views;      /* the same; NULL: none */
	const struct transform_options *options;
};

#define OUTPUTS_INIT {.main = STREAM_OUT_INIT, \
    .rejects_out = STREAM_OUT_INIT, .held_out = STREAM_OUT_INIT, \
    .exceptions = STREAM_OUT_INIT, .traces = ZIO_OUT_INIT}

/* Opens those that the options name, but for main, which is open. */
int outputs_open(struct outputs *o, const struct transform_options *options,
    struct err *e) MUST_USE;

/* Puts all lines of a spool into the main output. */
int outputs_put(struct outputs *o, const struct spool *lines,
    struct err *e) MUST_USE;

/*
 * Writes what was rejected and held under a head like `like`, seals and
 * publishes.
 */
int outputs_publish(struct outputs *o, const struct head *like,
    struct err *e) MUST_USE;

/* No file appears; who reads the main output is told. */
void outputs_fail(struct outputs *o, const char *tool, const struct err *why);
void outputs_close(struct outputs *o);

#endif
