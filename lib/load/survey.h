/*
 * survey.h - the plan counted before anything is sent.
 *
 * What the brake judges, what a dry run prints, and which types need no
 * further look at all.
 */
#ifndef LOAD_SURVEY_H
#define LOAD_SURVEY_H

#include "load/brake.h"
#include "load/call.h"
#include "load/levels.h"

/* Changes of a type that are printed one by one, and with their bodies. */
#define SURVEY_LINES 10
#define SURVEY_BODIES 3

struct survey_type {
	uint64_t counts[PLAN_DROP + 1]; /* by enum plan_what, without moved */
	uint64_t tidy;
	uint64_t moved;
};

struct survey {
	struct survey_type types[TYPE_COUNT];
	struct levels levels; /* of BOMs that go out as units */
	uint64_t unchanged;   /* records of the input */
	uint64_t not_sent; /* of types that the profile does not take */
	uint64_t to_send;
};

/* Who gets the lines of a dry run, and what bodies are shown by. */
struct survey_show {
	void (*say)(const char *text); /* NULL: nobody */
	const struct channel_kind *kind;
	const struct channel_wish *wish;
};

/* Walks the plan of every type that the profile takes. */
int survey_run(struct survey *s, const struct plan_source *source,
    struct brake *brake, const struct survey_show *show, struct err *e)
    MUST_USE;

void survey_release(struct survey *s);

/* True if records of the type are to be sent, or told of, first or last. */
bool survey_sends(const struct survey *s, enum record_type type);
bool survey_removes(const struct survey *s, enum record_type type);

#endif
