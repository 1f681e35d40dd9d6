/*
 * landing.h - what becomes of units when the answer to their request is in.
 *
 *	answer            | create, update, remove    | look-up
 *	done              | the next request, or DONE | compared: below
 *	exists, conflict  | EXISTS, CONFLICT          |
 *	absent            | remove: DONE;             | ABSENT
 *	                  | update: by `conflict`     |
 *	accepted          | ACCEPTED                  |
 *	retry             | later, some times         | later, some times
 *	unknown, lost     | looked up, then again     | later, some times
 *	refused           | halved; alone: REFUSED    | the run ends
 *	stop              | the run ends              | the run ends
 */
#ifndef LOAD_LANDING_H
#define LOAD_LANDING_H

#include "load/settle.h"
#include "net/service.h"

/* Sees to the answer of a task's request; the task goes where it goes. */
int landing_answer(struct settle *l, struct task *t,
    const struct http_answer *a, struct err *e) MUST_USE;

/* The same where nothing is left to be sent for it. */
int landing_end(struct settle *l, struct task *t, struct err *e) MUST_USE;

/*
 * No request can be made for a task of one unit: something is missing that it
 * needs.
 */
void landing_lacks(struct settle *l, struct task *t);

/* What an answer means for the client below, by the task's rules. */
enum service_sense landing_sense(const struct settle *l,
    const struct task *t, const struct http_answer *a);

#endif
