/*
 * contain.h - whether a JSON answer holds what was asked for.
 *
 * What was asked for is JSON, too.  The answer may have more members.  Equal
 * are texts with the same bytes; numbers of the same value, also where the
 * answer has the number in quotes; true and true; what is nothing (absent,
 * null, false, "", [], {}) and whatever else is nothing.  A list has as many
 * elements as the other, in any order.
 */
#ifndef LOAD_CONTAIN_H
#define LOAD_CONTAIN_H

#include "base/err.h"
#include "base/text.h"

/*
 * 1 or 0; -1 where the answer is no JSON (ERR_INPUT).  `where` (may be NULL)
 * gets the pointer of the first member that differs.
 */
int contain_check(struct slice answer, struct slice wanted,
    struct buf *where, struct err *e) MUST_USE;

#endif
