/*
 * bigtable.h - rows of texts in a scratch database, for tables that are large.
 *
 * A file of SQLite's without a name, gone with the process; what is looked up
 * often stays in its cache.
 */
#ifndef EXPR_BIGTABLE_H
#define EXPR_BIGTABLE_H

#include "base/err.h"
#include "base/text.h"

struct bigtable;

/* NULL and ERR_AGAIN where it cannot be made.  Free with bigtable_free. */
struct bigtable *bigtable_new(unsigned columns, struct err *e) MUST_USE;
void bigtable_free(struct bigtable *b); /* accepts NULL */

/*
 * Adds a row under the key: 1; 0 where the key is there already, unless rows
 * may share one; -1 and ERR_AGAIN.
 */
int bigtable_add(struct bigtable *b, struct slice key,
    const struct slice *texts, bool many, struct err *e) MUST_USE;

/* Rows that were found, in order of their adding. */
struct bigtable_rows {
	struct buf *texts; /* where they are copied to: the caller's, empty */
	struct slice rest;
	unsigned columns;
};

/*
 * Copies the rows of the key into `texts`; no more rows may be added then.
 * Each thread has a lane of its own, 0 or 1.  0 or -1.
 */
int bigtable_find(struct bigtable *b, unsigned lane, struct slice key,
    struct bigtable_rows *rows, struct err *e) MUST_USE;

/* 1 and the next row's texts, borrowed from `texts`; 0. */
int bigtable_row(struct bigtable_rows *rows, struct slice *row);

#endif
