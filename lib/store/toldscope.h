/*
 * toldscope.h - the scope under which a target was told what it has.
 */
#ifndef STORE_TOLDSCOPE_H
#define STORE_TOLDSCOPE_H

#include "base/err.h"
#include "base/text.h"

struct db;

/*
 * The filter under which all of a target's rows in the ledger were told,
 * copied into `filter`: 1; 0 where they differ or there are none; -1.
 */
int toldscope_filter(struct db *db, const char *target, struct buf *filter,
    struct err *e) MUST_USE;

#endif
