/*
 * guess_weigh.h - how well the values of a column go with what its header
 * says.
 */
#ifndef EXTRACT_GUESS_WEIGH_H
#define EXTRACT_GUESS_WEIGH_H

#include "extract/guess_look.h"
#include "extract/guess_words.h"

/* Whether the values do not speak against the role. */
bool guess_weigh_fits(enum guess_role role, const struct guess_look *l);

/* Parts, and what contains them. */
bool guess_weigh_identifies(enum guess_role role);

/* How many of the filled cells have a blank inside. */
uint64_t guess_weigh_blanks(const struct guess_look *l);

/* How good the grounds are; to be compared among columns of one role. */
int guess_weigh(const struct guess_word *w, const struct guess_look *l);

/* Appends what the values show, in words. */
void guess_weigh_say(struct buf *b, enum guess_role role,
    const struct guess_look *l);

#endif
