/*
 * survey.h - the plan counted before anything is sent.
 *
 * What the brake judges, what a dry run prints, and which types need no
 * further look at all.
 */
#ifndef LOAD_SURVEY_H
#define LOAD_SURVEY_H

#include "load/brake.h"
#include "load/plan.h"

/* Changes of a type that are printed one by one. */
#define SURVEY_LINES 10

struct survey_type {
	uint64_t counts[PLAN_DROP + 1]; /* by enum plan_what, without moved */
	uint64_t tidy;
	uint64_t moved;
};

struct survey {
	struct survey_type types[TYPE_COUNT];
	uint64_t not_sent; /* of types that the profile does not take */
	uint64_t to_send;
};

/*
 * Walks the plan of every type that the profile takes; `say` (NULL: nobody)
 * gets the lines of a dry run.
 */
int survey_run(struct survey *s, const struct plan_source *source,
    struct brake *brake, void (*say)(const char *text), struct err *e)
    MUST_USE;

/* True if records of the type are to be sent, or told of, first or last. */
bool survey_sends(const struct survey *s, enum record_type type);
bool survey_removes(const struct survey *s, enum record_type type);

#endif
