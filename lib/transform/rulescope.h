/*
 * rulescope.h - what a stream may claim once rules have passed over it.
 *
 * Absence must not read as removal because a rule left something out: types
 * that are dropped whole leave the scope, conditions go into its filter,
 * members that are removed are no longer supplied, plants and usages become
 * what the rules make of them.  Where the claim of a type could reach beyond
 * what its source knows, its removals are set to false.
 */
#ifndef TRANSFORM_RULESCOPE_H
#define TRANSFORM_RULESCOPE_H

#include "model/scope.h"
#include "transform/rules.h"

/* Changes the scope in place; new texts live in the arena or the rules. */
void rulescope_apply(struct scope *s, const struct rules *r, struct arena *a);

#endif
