/*
 * body.h - the JSON of a skeleton, for the units of a request.
 */
#ifndef LOAD_BODY_H
#define LOAD_BODY_H

#include "load/skeleton.h"

/* What becomes of members of a map that have no value. */
enum body_absent { BODY_LEAVE_OUT, BODY_NULL };

/*
 * Appends the JSON for what is at hand, which is the same afterwards.  1; 0:
 * it is a text without a value; -1.
 */
int body_add(struct skeleton *k, struct scene *s, enum body_absent absent,
    struct buf *to, struct err *e) MUST_USE;

#endif
