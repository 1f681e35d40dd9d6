/*
 * settle.h - how a unit ends, and where it goes when it does not.
 *
 * What landing and sighting have in common: the state of a round, and the
 * small steps that a unit can take.
 */
#ifndef LOAD_SETTLE_H
#define LOAD_SETTLE_H

#include "load/reply.h"
#include "load/task.h"

/* A unit fails for good so often, each time after all attempts. */
#define SETTLE_TRIES_MOST 3

struct settle {
	struct http_spec *spec;
	struct tasks *tasks;
	long failures;   /* in a row; at spec->breaker the round ends */
	struct err stop; /* filled: nothing more is sent */
	/* Told of each call that is done; may be NULL. */
	void (*tell)(void *ctx, const struct channel_call *call);
	void *tell_ctx;
};

/* --- ends --- */

/* The call has its answer; the words are copied. */
void settle_end(struct settle *l, struct unit *u, enum channel_answer answer,
    struct slice words);
/* Nothing more is sent; the first reason counts. */
void settle_stop(struct settle *l, enum err_kind kind, const struct task *t,
    struct slice words);
/* Another failure for good: at last the circuit is broken. */
void settle_failed(struct settle *l, const struct task *t,
    struct slice words);

/* --- ways on: the unit leaves its task --- */

/* It is looked up, as soon as that is of use.  The new task. */
struct task *settle_look_up(struct settle *l, struct task *t, struct unit *u,
    enum task_why why);
/* Its operation once more, from the first request. */
void settle_again(struct settle *l, struct task *t, struct unit *u);
/*
 * Nobody knows whether it was done: it is looked up, or sent again where that
 * does no harm; refused when it has come to this too often.
 */
void settle_unknown(struct settle *l, struct task *t, struct unit *u,
    struct slice words);
bool settle_can_find(const struct task *t);

/* --- answers --- */

/* The rules for an answer to the task's request, ended by NULL. */
void settle_lists(const struct settle *l, const struct task *t,
    const struct verdict_rules *lists[4]);
/* The target's words, in the caller's arena. */
struct slice settle_words(struct settle *l, const struct verdict_rule *rule,
    const struct verdict_answer *a);
/* The text at a place; empty: it is not said, or there is none. */
int settle_text(struct settle *l, const struct http_place *p,
    const struct reply_part *part, struct slice *out, struct err *e) MUST_USE;
/* What the step takes. */
int settle_names(struct settle *l, const struct http_step *s, struct unit *u,
    const struct reply_part *part, struct err *e) MUST_USE;
/* Id and etag, as far as the answer has them (part NULL: there is none). */
int settle_ids(struct settle *l, const struct task *t, struct unit *u,
    const struct reply_part *part, struct err *e) MUST_USE;
/* Is the id said by answers, and has none said it? */
bool settle_id_unknown(const struct http_section *s, const struct unit *u);

#endif
