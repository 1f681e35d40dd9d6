/*
 * restructure_claims.h - what a stream may claim once its BOMs are made anew.
 *
 * The BOM types get scopes of their own: the usage that is made, in the plants
 * it is made for; BOMs of other usages that pass; and all other types as they
 * were.  What decides whether a BOM is made goes into the filter, since its
 * absence is no removal; what is left out of a made BOM is no part of it.
 */
#ifndef TRANSFORM_RESTRUCTURE_CLAIMS_H
#define TRANSFORM_RESTRUCTURE_CLAIMS_H

#include "model/scope.h"
#include "transform/restructure_rules.h"

/* Changes the scope and those behind it, and adds further ones. */
void restructure_claims(const struct restructure_rules *r, struct scope *s,
    struct arena *a);

#endif
