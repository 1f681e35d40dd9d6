/*
 * gatestate.h - what gates found, into the state and as a stream.
 */
#ifndef TRANSFORM_GATESTATE_H
#define TRANSFORM_GATESTATE_H

#include "model/stream_out.h"
#include "transform/gatework.h"

/*
 * Overrides and sign-offs of the file that were used, the exceptions that
 * were seen, and the end of those that no longer occur: of a gate of these
 * rules and this target, where the stream is sealed and has the record, or
 * says that it is gone.
 */
int gatestate_record(struct gatework *w, struct err *e) MUST_USE;

/* The exceptions of this run as records, in key order. */
int gatestate_write(struct gatework *w, struct stream_out *out,
    struct err *e) MUST_USE;

#endif
