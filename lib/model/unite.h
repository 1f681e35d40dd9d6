/*
 * unite.h - the scope of several streams taken as one.
 *
 * A scope is a product: these types, in these plants, of these usages.  Where
 * two differ in one of these the union is a product again; where they differ
 * in more it is not, and the other scope becomes a further one, so that the
 * union claims what either does and nothing else.
 */
#ifndef MODEL_UNITE_H
#define MODEL_UNITE_H

#include "model/scope.h"

/*
 * Makes of `s` the union.  Filters stand side by side and hold for all of it;
 * where two scopes become one, a member is supplied only where both supply
 * it, and no type is removed that one of them does not remove.  Texts stay
 * where they are; further scopes lie in the arena.
 */
void unite_scopes(struct scope *s, const struct scope *other,
    struct arena *a);

#endif
