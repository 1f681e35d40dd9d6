/*
 * gateverdict.h - from findings to what is held, and because of what.
 *
 * Overrides and sign-offs are looked for; what stands holds its bundle; who
 * needs something new of a held bundle is held because of it, and so on.
 */
#ifndef TRANSFORM_GATEVERDICT_H
#define TRANSFORM_GATEVERDICT_H

#include "transform/gatework.h"

/* Fills w->causes, fates and counts. */
int gateverdict_reach(struct gatework *w, struct err *e) MUST_USE;

/* Why the record with this key is held; NULL: it passes. */
const struct gatework_cause *gateverdict_of(const struct gatework *w,
    const struct key *k);

#endif
