/*
 * recsql.h - the input of an expression as functions of SQLite.
 *
 *	member(COLUMN)  the value of a column, by its number
 *	attr(NAME)      a site field of a record
 *	varying(VALUE)  the value, which SQLite takes for no constant
 */
#ifndef EXPR_RECSQL_H
#define EXPR_RECSQL_H

#include "expr/members.h"

struct sqlite3;

/* What attr() gives beside a text that is a number: the letter n. */
#define RECSQL_NUMBER 110

/* The input of the evaluation that runs. */
struct recsql {
	struct members members;
	const struct record *record; /* NULL: texts count */
	const struct slice *texts;   /* in order of the columns */
	unsigned long line_number;   /* 0 is NULL */
	struct buf joined;           /* scratch: a set as a text */
};

/*
 * Makes them known to a connection, over *r; a result code of SQLite.  A set
 * longer than joined's ceiling fails the evaluation.
 */
int recsql_register(struct sqlite3 *db, struct recsql *r) MUST_USE;

#endif
