/*
 * findings.h - what a check of the state found, one line a damage.
 *
 * The modules' check functions recount what must hold and add a line for
 * each row that does not; they change nothing.  Not being able to look is an
 * error, finding something is not: ask count afterwards.
 */
#ifndef STORE_FINDINGS_H
#define STORE_FINDINGS_H

#include "base/err.h"

struct db;

struct findings {
	unsigned long count;
	void (*say)(const char *text, void *ctx); /* may be NULL */
	void *ctx;
};

#define FINDINGS_INIT(say, ctx) {0, (say), (ctx)}

void findings_add(struct findings *f, const char *fmt, ...) PRINTF_LIKE(2, 3);

/*
 * Adds each row of a constant query, whose only column is the finding's text,
 * such as 'run 5: ended before it started'.
 */
int findings_query(struct findings *f, struct db *db, const char *sql,
    struct err *e) MUST_USE;

/*
 * The file as such: every page and index, and rows that refer to others.
 * The tables' own rules SQLite looks at only where it may write: the modules
 * ask for theirs again.
 */
int findings_file(struct findings *f, struct db *db, struct err *e) MUST_USE;

#endif
