/*
 * conflict.h - what was there already, or has been changed over there.
 *
 * A target that says so is asked what it has.  Where that is what was to be
 * done, it is done; else the profile's policy decides: hold, skip, overwrite.
 */
#ifndef LOAD_CONFLICT_H
#define LOAD_CONFLICT_H

#include "load/channel.h"

enum conflict_end {
	CONFLICT_NONE,
	CONFLICT_ADOPTED,     /* it was there, and as it shall be */
	CONFLICT_OVERWRITTEN, /* by the policy; so are the next two */
	CONFLICT_SKIPPED,
	CONFLICT_HELD,
};

/* Calls side by side, and how it ended for each. */
struct conflict_set {
	struct channel_call *calls;
	enum conflict_end *ends;
	size_t count;
};

/*
 * Settles all calls answered CONFLICT and EXISTS.  What is overwritten has
 * the answer of its second sending; what is skipped and held keeps its own.
 */
int conflict_settle(struct channel *c, const struct conflict_set *set,
    struct arena *a, struct err *e) MUST_USE;

#endif
