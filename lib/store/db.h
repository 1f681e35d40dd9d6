/*
 * db.h - the state file: SQLite behind slices, errs and three rules.
 *
 * 1. Writers use BEGIN IMMEDIATE, so that waiting happens at the start and
 *    never in the middle.  2. Statements are named constants, prepared once
 *    and kept.  3. No transaction, and no half-read query, stays open across
 *    a read or write of a stream, a pipe or the network: long results are
 *    read in pages (page.h).
 *
 * A connection belongs to one thread and does not survive a fork.
 * Every function that takes an err fails with: ERR_AGAIN busy (naming who
 * holds it), disk full, I/O error; ERR_USAGE read-only, not a state file, of
 * a newer version; ERR_INPUT damaged, or a rule of the tables broken.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

/* "Bomt" in the file's header: file(1) and db_open know it by that. */
#define DB_APPLICATION_ID 0x426f6d74
#define DB_BUSY_SECONDS 30

enum db_mode {
	DB_READ,   /* must be there; nothing is changed, not even its version */
	DB_WRITE,  /* made with mode 0600 if it is not there */
	DB_SHARED, /* made with mode 0660: a team shares it */
};

struct db;
struct db_query;

/*
 * Opens a state file, makes it if need be, and brings it up to the newest
 * version.  WAL and synchronous FULL; a rollback journal and EXTRA on a
 * network file system.  Yours: close with db_close.
 */
int db_open(struct db **out, const char *path, enum db_mode mode,
    struct err *e) MUST_USE;

/*
 * The same, as a tool of an earlier version would: it knows only the first
 * `version` migrations.  For going up by steps, and for tests of that.
 */
int db_open_version(struct db **out, const char *path, enum db_mode mode,
    unsigned version, struct err *e) MUST_USE;

/* Rolls back what is open; accepts NULL. */
void db_close(struct db *db);

const char *db_path(const struct db *db); /* borrowed, for messages */
unsigned db_version(const struct db *db);
bool db_wal(const struct db *db); /* false, too, for DB_READ */
/* How long to wait for another writer (DB_BUSY_SECONDS); 0 is not at all. */
void db_set_busy(struct db *db, unsigned milliseconds);

/* The present time as the state keeps it: RFC 3339, whole seconds. */
static inline void
db_now(char text[CLOCK_TEXT_SIZE])
{
	struct clock_time now = clock_now();

	now.nanos = 0;
	clock_print(text, now);
}

/* --- transactions --- */

int db_begin(struct db *db, struct err *e) MUST_USE;
/* On an error all is rolled back, or (at "after-commit") already kept. */
int db_commit(struct db *db, struct err *e) MUST_USE;
void db_rollback(struct db *db); /* harmless without a transaction */
bool db_in_transaction(const struct db *db);

/* --- statements --- */

/* Text without results, several statements; not for hot paths. */
int db_exec(struct db *db, const char *sql, struct err *e) MUST_USE;

/*
 * The statement of a constant, ready to be bound; NULL on an error.  `sql`
 * is known by its address: only static constants.  Borrowed until db_close;
 * one use at a time, ended by step's 0 or -1, or by db_done.
 */
struct db_query *db_query(struct db *db, const char *sql, struct err *e)
    MUST_USE;

/* Parameters count from 1.  Bytes are not copied: keep them until the end. */
void db_bind_text(struct db_query *q, int at, struct slice text);
void db_bind_blob(struct db_query *q, int at, struct slice bytes);
void db_bind_int(struct db_query *q, int at, int64_t n);

/* 1 a row, 0 the end (also of what gives no rows), -1. */
int db_step(struct db_query *q, struct err *e) MUST_USE;
/* Steps to the end, rows are passed over: 0 or -1. */
int db_run(struct db_query *q, struct err *e) MUST_USE;
/* Ends a query before its end; harmless after it. */
void db_done(struct db_query *q);

/* Columns count from 0; bytes are borrowed until the next step or done. */
struct slice db_bytes(struct db_query *q, int column);
/* 0 where it is no INTEGER. */
int64_t db_int(struct db_query *q, int column);

/* Rows changed by the last INSERT, UPDATE or DELETE; its last rowid. */
int64_t db_changes(const struct db *db);
int64_t db_last_id(const struct db *db);

/* The version of SQLite that is linked; a constant. */
const char *db_library_version(void);

#endif
