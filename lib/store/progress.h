/*
 * progress.h - how far a comparison of two inputs has come.
 *
 * One row for each place: the names of the inputs and the policy.  It says
 * what is compared there, by both inputs' seals among others, and up to which
 * key what was found is in the state.  The row goes when all is published.
 */
#ifndef STORE_PROGRESS_H
#define STORE_PROGRESS_H

#include "base/err.h"
#include "store/page.h"

struct db;
struct findings;

struct progress {
	struct slice place;    /* 32 hex digits */
	struct slice identity; /* the same: of all that decides the result */
	struct slice run;      /* that began it */
	int64_t audit;         /* newest row of the audit log before it */
	uint64_t findings;     /* the first so many are exceptions by now */
	struct slice key;      /* of the last of them, in text form */
	struct slice seal;     /* of the evidence, once it is to appear */
};

/* 1 and the row, borrowed from `page`; 0; -1. */
int progress_get(struct db *db, struct slice place, struct page *page,
    struct progress *p, struct err *e) MUST_USE;
/* Puts the row, over what was there; joins an open transaction. */
int progress_put(struct db *db, const struct progress *p, struct err *e)
    MUST_USE;
/* The row goes; harmless where there is none. */
int progress_drop(struct db *db, struct slice place, struct err *e) MUST_USE;

/* Rows that cannot be. */
int progress_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
