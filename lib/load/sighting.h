/*
 * sighting.h - what becomes of a unit that was looked up over there.
 *
 * After a lost answer it is DONE where it is as asked, sent again where it is
 * not, and EXISTS where a new record is there otherwise.
 */
#ifndef LOAD_SIGHTING_H
#define LOAD_SIGHTING_H

#include "load/settle.h"

/* The answer to a look-up, of which `part` is about this unit. */
int sighting_answer(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e) MUST_USE;

/* It is not there. */
void sighting_none(struct settle *l, struct task *t, struct unit *u);

/* To be changed, and gone: by the policy made anew, or a conflict. */
void sighting_vanished(struct settle *l, struct task *t, struct unit *u);

#endif
