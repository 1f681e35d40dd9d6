/*
 * gatestock.h - the built-in check for stock of what a change takes away.
 *
 * A component goes when its line is acknowledged and no longer there, or has
 * got an end, and no other line of the BOM calls for it.
 */
#ifndef TRANSFORM_GATESTOCK_H
#define TRANSFORM_GATESTOCK_H

#include "transform/gatecheck.h"

/* 1: the changed line ends something that the target has as endless; 0; -1. */
int gatestock_ends(struct gatecheck *c, const struct record *line,
    struct err *e) MUST_USE;

/*
 * For a line that goes: 1 and what is in stock or on order of its component,
 * in its plant or, without one, in any (appended); 0 nothing; -1.
 */
int gatestock_check(struct gatecheck *c, const struct record *line,
    struct buf *found, struct err *e) MUST_USE;

#endif
