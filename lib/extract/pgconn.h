/*
 * pgconn.h - a session with a PostgreSQL server that only reads.
 *
 * One transaction, from the first query to the end: REPEATABLE READ, READ
 * ONLY.  So all that is read through it is from one moment, and a session
 * with the same database can be given the same moment.  Nothing waits for
 * ever: statements and locks have a limit on the server, and answers have one
 * here.
 */
#ifndef EXTRACT_PGCONN_H
#define EXTRACT_PGCONN_H

#include "extract/pgspec.h"

struct pg_conn; /* of libpq, as the next */
struct pg_result;

struct pgconn {
	const struct pgspec *spec;
	struct pg_conn *conn;
	char name[300];    /* DATABASE at HOST:PORT, for messages */
	unsigned users;    /* counted by those who share it */
	unsigned cursors;  /* made so far, for their names */
};

/*
 * Connects.  ERR_USAGE where the server or libpq refuses whoever asks, or what
 * is asked for; ERR_AGAIN where nobody answers.  *out is yours, with
 * pgconn_close; NULL after a failure.
 */
int pgconn_open(struct pgconn **out, const struct pgspec *spec,
    struct err *e) MUST_USE;

/*
 * Begins the transaction, in the moment of `same` if that is not NULL, and
 * sets how values are written: dates ISO, times UTC, numbers exactly.
 */
int pgconn_begin(struct pgconn *c, struct pgconn *same, struct err *e)
    MUST_USE;

/* True if both are in the same database of the same server. */
bool pgconn_same_database(const struct pgconn *a, const struct pgconn *b);

/*
 * Runs one statement.  0 and *out, which may be an error of the server: look
 * with pgconn_check; clear it with PQclear.  -1 where no answer came.
 */
int pgconn_run(struct pgconn *c, const char *sql, struct pg_result **out,
    struct err *e) MUST_USE;
/* What a cursor gives, as a result without rows. */
int pgconn_describe(struct pgconn *c, const char *cursor,
    struct pg_result **out, struct err *e) MUST_USE;

/* -1 and *e if the result is an error, whose text is the server's. */
int pgconn_check(const struct pgconn *c, const struct pg_result *result,
    struct err *e) MUST_USE;

/* What to do about an error with this SQLSTATE. */
enum err_kind pgconn_kind(const char *sqlstate);

/* Accepts NULL. */
void pgconn_close(struct pgconn *c);

/* The version of libpq that is linked, as MAJOR.MINOR. */
void pgconn_library_version(char text[24]);

#endif
