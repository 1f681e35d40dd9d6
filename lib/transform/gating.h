/*
 * gating.h - the gates over a whole stream: what may go, what is held, why.
 *
 * Judged is the change against what the target has acknowledged; a record
 * that it has as it is passes unjudged.  What fails holds its whole bundle
 * (bundle.h), and who needs something new of that is held because of it.
 *
 * gating_run decides and writes nothing into the state; gating_record then
 * puts exceptions, overrides and sign-offs into it, before anything is
 * published, so that every exception that a stream names can be found.  Both
 * can be done again after a crash: an exception's identity is stable.
 */
#ifndef TRANSFORM_GATING_H
#define TRANSFORM_GATING_H

#include "model/stream_out.h"
#include "transform/gateplan.h"

struct gatework;

/*
 * Reads the nodes `gates` and `people` (NULL: none) of a rules file whose
 * tables and steps have been read.  ERR_USAGE with the place.  Release with
 * gating_release also after a failure, before the shared.
 */
int gating_load(struct gating *g, struct shared *s,
    const struct ydoc_node *gates, const struct ydoc_node *people,
    struct err *e) MUST_USE;
void gating_release(struct gating *g);

/*
 * Judges the stream and gives each record away.  *out is yours, also after a
 * failure: end with gating_end.  ERR_DECIDE above --max-held, before the
 * first record is given away.
 */
int gating_run(struct gating *g, const struct spool *in,
    const struct gating_wish *w, struct gatework **out,
    struct err *e) MUST_USE;

const struct gating_counts *gating_counts(const struct gatework *work);

/* Writes into the wish's state what was found; nothing without one. */
int gating_record(struct gatework *work, struct err *e) MUST_USE;

/*
 * Writes the exceptions as records, in order; head and seal are the
 * caller's.  After gating_record they say since when.
 */
int gating_write(struct gatework *work, struct stream_out *out,
    struct err *e) MUST_USE;

/* Accepts NULL. */
void gating_end(struct gatework *work);

#endif
