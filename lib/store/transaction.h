/*
 * transaction.h - functions that are a transaction by themselves, and part of
 * their caller's where one is open.
 *
 * So that work and the mark that it is done can be put into one transaction
 * by whoever knows that they belong together, without a second spelling of
 * each function.  A caller whose transaction was joined rolls it back when a
 * function in it fails.
 */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "base/err.h"

struct db;
struct db_query;

/* Begins one unless one is open; *mine says which. */
int transaction_enter(struct db *db, bool *mine, struct err *e) MUST_USE;

/*
 * With rc 0 commits what enter began, with rc < 0 rolls it back; returns rc,
 * or -1 where the commit failed.  A joined transaction is left as it is.
 */
int transaction_leave(struct db *db, bool mine, int rc, struct err *e)
    MUST_USE;

/* Runs one bound statement that writes, between enter and leave. */
int transaction_run(struct db *db, struct db_query *q, struct err *e) MUST_USE;

#endif
