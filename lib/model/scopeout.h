/*
 * scopeout.h - a scope printed as it stands in a head.
 */
#ifndef MODEL_SCOPEOUT_H
#define MODEL_SCOPEOUT_H

#include "model/scope.h"

/*
 * Appends canonical JSON: an object, {} without any limit; an array of
 * objects where there are further scopes.
 */
void scopeout_add(struct buf *b, const struct scope *s);

/* Equal as they are printed. */
bool scopeout_equal(const struct scope *a, const struct scope *b);

#endif
