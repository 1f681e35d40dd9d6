/*
 * verify.h - what must hold between the ledger's rows, counted again.
 *
 * Beside what the state's own modules check: units have a root, requests are
 * of one unit, cross-references are those of the ledger.
 */
#ifndef LOAD_VERIFY_H
#define LOAD_VERIFY_H

#include "base/err.h"

struct db;
struct findings;

/* Adds a line naming each row that is damaged; changes nothing. */
int verify_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
