/*
 * soundness.h - is the whole state as it should be?
 *
 * The file's pages first, then every module's check, in the order of the
 * floor; nothing is changed, so a state opened with DB_READ will do.
 */
#ifndef STORE_SOUNDNESS_H
#define STORE_SOUNDNESS_H

#include "base/err.h"

struct db;
struct findings;

/*
 * Adds what is wrong to `f`, each with the row's name; -1 where it could not
 * look.  When pages are damaged the rows are not looked at.
 */
int soundness_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
