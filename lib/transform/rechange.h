/*
 * rechange.h - a record of a delta taken apart, mapped and put together anew.
 */
#ifndef TRANSFORM_RECHANGE_H
#define TRANSFORM_RECHANGE_H

#include "model/record.h"

/* The record as it was before its change; in the arena. */
struct record *rechange_old(const struct record *r, struct arena *a);

/*
 * Makes `was` of what the old record has else; false when nothing is left of
 * the change.
 */
bool rechange_compare(const struct record *old, struct record *r,
    struct arena *a);

/* Only one of old and new passes: the change is an add or a removal. */
void rechange_turn(struct record *r, enum change_op op, struct arena *a);

#endif
