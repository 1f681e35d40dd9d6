/*
 * wall.h - connections of SQLite that can do nothing but evaluate.
 *
 * No tables, no files, no ATTACH, PRAGMA or extension, no double-quoted
 * strings; lengths are bounded.
 */
#ifndef EXPR_WALL_H
#define EXPR_WALL_H

#include "base/base.h"

struct sqlite3;

/* Of the SQL made from an expression of EXPR_LENGTH_MOST. */
#define WALL_SQL_MOST (1024 * 1024)
/* Of any text in an expression or coming out of one. */
#define WALL_TEXT_MOST (32 * 1024 * 1024)

/* A connection in memory, still open for functions; a result code. */
int wall_open(struct sqlite3 **db) MUST_USE;

/* From here on it only evaluates; functions can be added yet. */
int wall_close_in(struct sqlite3 *db) MUST_USE;

#endif
