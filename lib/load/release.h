/*
 * release.h - change orders that the target took only in part.
 *
 * Half a change is worse than none: whoever builds by it must know.  Records
 * that were refused or held are counted by the change order that they name,
 * and at the end all records of these in the input.
 */
#ifndef LOAD_RELEASE_H
#define LOAD_RELEASE_H

#include "base/map.h"
#include "load/plan.h"

struct release_order {
	uint64_t failed;
	uint64_t records; /* of the input that name it; after release_count */
};

struct release {
	struct map names; /* to indexes */
	struct release_order *orders;
};

void release_release(struct release *r);

/* Watches a change order, though nothing of it has failed yet. */
struct release_order *release_watch(struct release *r, struct slice name);

/* A line of the input that the target has not taken; a step's lines. */
void release_fail(struct release *r, struct slice line);
void release_fail_step(struct release *r, const struct plan_step *step);

/* Counts the records of those that are watched; reads the input once more. */
int release_count(struct release *r, const struct spool *input,
    struct err *e) MUST_USE;

/* Is it watched, and taken in part? */
static inline bool
release_partial(const struct release_order *o)
{
	return o->failed && o->records > o->failed;
}

#endif
