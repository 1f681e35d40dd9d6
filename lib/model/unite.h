/*
 * unite.h - the scope of several streams taken as one.
 *
 * A scope is a product: these types, in these plants, of these usages.  The
 * union of two products is seldom one, and the scope that comes out must not
 * claim what neither stream does, or records would be removed on nobody's
 * word.  So it may claim less: "items" and "plant_items of 1000" give both
 * types in plant 1000 only.
 */
#ifndef MODEL_UNITE_H
#define MODEL_UNITE_H

#include "model/scope.h"

/*
 * Makes of `s` a scope that holds nothing that neither of the two holds, and
 * all that both hold: where they differ in one of types, plants and usages
 * this is united; where they differ in more, the types are, and the others
 * are what both have.  Where that leaves nothing, no type may be removed.
 * Filters stand side by side; a member is supplied only where all supply it.
 * Texts stay where they are or go into the arena.
 */
void unite_scopes(struct scope *s, const struct scope *other,
    struct arena *a);

#endif
