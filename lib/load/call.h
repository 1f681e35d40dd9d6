/*
 * call.h - a unit made ready for a channel.
 *
 * A channel_call is filled from a step of the plan, or from what the ledger
 * has of a unit; all that it holds lives in one arena.
 */
#ifndef LOAD_CALL_H
#define LOAD_CALL_H

#include "load/plan.h"

/*
 * Copies a CREATE, UPDATE or REMOVE (or SAME: as an update), so that it
 * outlives the step; `kind` says what the call has to come with.
 */
int call_of_step(struct channel_call *call, const struct plan_step *step,
    const struct channel_kind *kind, struct arena *a, struct err *e) MUST_USE;

/*
 * Fills in records and values of a call that has op, section, key, line and
 * parts, all of the arena.  Values that there are stay.
 */
int call_fill(struct channel_call *call, const struct channel_kind *kind,
    struct arena *a, struct err *e) MUST_USE;

/* Unique to this sending: A, then B, then A again are three requests. */
struct slice call_idempotency(const struct channel_call *call,
    const char *run, struct arena *a);

#endif
