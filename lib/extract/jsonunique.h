/*
 * jsonunique.h - whether each member of a JSON text stands once.
 */
#ifndef EXTRACT_JSONUNIQUE_H
#define EXTRACT_JSONUNIQUE_H

#include "base/err.h"
#include "format/json.h"

/*
 * Reads a whole text, which stands at `place` and must outlive the call.  0,
 * or -1 with ERR_INPUT and its place: it is no JSON, or a member stands twice
 * in an object.
 */
int jsonunique_check(struct slice text, struct json_place place,
    struct err *e) MUST_USE;

#endif
