/*
 * pgsession.h - a session with a PostgreSQL server.
 *
 * A session that reads is one transaction, from the first query to the end:
 * REPEATABLE READ, READ ONLY.  So all that is read through it is from one
 * moment, and a session with the same database can be given the same moment.
 * One that writes begins and ends its own.  Nothing waits for ever:
 * statements and locks have a limit on the server, and answers have one here.
 */
#ifndef NET_PGSESSION_H
#define NET_PGSESSION_H

#include "net/pgspec.h"

struct pg_conn; /* of libpq, as the next */
struct pg_result;

struct pgsession {
	const struct pgspec *spec;
	struct pg_conn *conn;
	char name[300];    /* DATABASE at HOST:PORT, for messages */
	unsigned users;    /* counted by those who share it */
	unsigned cursors;  /* made so far, for their names */
};

/*
 * Connects.  ERR_USAGE where the server or libpq refuses whoever asks, or what
 * is asked for; ERR_AGAIN where nobody answers.  *out is yours, with
 * pgsession_close; NULL after a failure.
 */
int pgsession_open(struct pgsession **out, const struct pgspec *spec,
    struct err *e) MUST_USE;

/*
 * Begins the transaction, in the moment of `same` if that is not NULL, and
 * sets how values are written: dates ISO, times UTC, numbers exactly.
 */
int pgsession_begin(struct pgsession *c, struct pgsession *same, struct err *e)
    MUST_USE;

/*
 * The same settings for a session that writes, from now on; what it commits
 * is on the server's disk.
 */
int pgsession_writes(struct pgsession *c, struct err *e) MUST_USE;

/* True if both are in the same database of the same server. */
bool pgsession_same_database(const struct pgsession *a,
    const struct pgsession *b);

/*
 * Runs one statement.  0 and *out, which may be an error of the server: look
 * with pgsession_check; clear it with PQclear.  -1 where no answer came.
 */
int pgsession_run(struct pgsession *c, const char *sql, struct pg_result **out,
    struct err *e) MUST_USE;
/* Runs one statement; an error of the server is an error, too. */
int pgsession_command(struct pgsession *c, const char *sql, struct err *e)
    MUST_USE;
/* The same of a query with one value, which is added to *value. */
int pgsession_ask(struct pgsession *c, const char *sql, struct buf *value,
    struct err *e) MUST_USE;
/* Runs a COPY ... FROM STDIN with this for it to read. */
int pgsession_copy(struct pgsession *c, const char *sql, struct slice data,
    struct err *e) MUST_USE;
/* What a cursor gives, as a result without rows. */
int pgsession_describe(struct pgsession *c, const char *cursor,
    struct pg_result **out, struct err *e) MUST_USE;

/* -1 and *e if the result is an error, whose text is the server's. */
int pgsession_check(const struct pgsession *c, const struct pg_result *result,
    struct err *e) MUST_USE;

/* What to do about an error with this SQLSTATE. */
enum err_kind pgsession_kind(const char *sqlstate);

/* Accepts NULL. */
void pgsession_close(struct pgsession *c);

#endif
