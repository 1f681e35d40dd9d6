/*
 * wall.c - a second wall behind the parser.
 *
 * Whatever SQL the parser would let through by a mistake, SQLite itself
 * refuses all but values and functions.
 */
#include "expr/wall.h"

#include <sqlite3.h>

/* What SQLite asks an authorizer: six parameters are its choice. */
#define QUESTION \
	void *unused, int action, const char *a, const char *b, \
	    const char *base, const char *from

/* Values and functions, nothing else; b is a function's name. */
static int
authorize(QUESTION)
{
	(void)unused;
	(void)a;
	(void)base;
	(void)from;
	if (action == SQLITE_FUNCTION && b &&
	    (strcmp(b, "load_extension") == 0 || strncmp(b, "random", 6) == 0))
		return SQLITE_DENY;
	return action == SQLITE_SELECT || action == SQLITE_FUNCTION
	    ? SQLITE_OK : SQLITE_DENY;
}

int
wall_open(sqlite3 **db)
{
	return sqlite3_open_v2(":memory:", db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
}

int
wall_close_in(sqlite3 *db)
{
	static const int switches[][2] = {{SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0}, {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0}};
	static const int limits[][2] = {{SQLITE_LIMIT_LENGTH, WALL_TEXT_MOST},
	    {SQLITE_LIMIT_SQL_LENGTH, WALL_SQL_MOST},
	    {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 1}, {SQLITE_LIMIT_COLUMN, 1},
	    {SQLITE_LIMIT_VARIABLE_NUMBER, 0},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
	    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}};
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; rc == SQLITE_OK && i < COUNT_OF(switches); i++)
		rc = sqlite3_db_config(db, switches[i][0], switches[i][1],
		    NULL);
	for (i = 0; i < COUNT_OF(limits); i++)
		sqlite3_limit(db, limits[i][0], limits[i][1]);
	return rc == SQLITE_OK
	    ? sqlite3_set_authorizer(db, authorize, NULL) : rc;
}
