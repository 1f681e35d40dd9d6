/*
 * textsql.h - functions of SQLite over sets and dates.
 *
 *	has(SET, TEXT)        1 if a set, joined by commas, has it, else 0
 *	date_add(DATE, DAYS)  a date so many days later
 *	days_between(A, B)    the days from date A to date B
 *
 * NULL makes NULL; what is no date is an error.
 */
#ifndef EXPR_TEXTSQL_H
#define EXPR_TEXTSQL_H

#include "base/base.h"

struct sqlite3;

/* Makes them known to a connection; a result code of SQLite. */
int textsql_register(struct sqlite3 *db) MUST_USE;

#endif
