/*
 * scopeword.h - a scope as the user of --scope writes it.
 */
#ifndef MODEL_SCOPEWORD_H
#define MODEL_SCOPEWORD_H

#include "model/scope.h"

/*
 * Reads `all`, a scope in JSON, or words: a comma list of
 * NAME=VALUE[|VALUE...] with types, plants, usages, filter.  Texts live in the
 * arena.  0, or -1 with ERR_USAGE.
 */
int scopeword_parse(struct scope *s, struct slice text, struct arena *a,
    struct err *e) MUST_USE;

#endif
