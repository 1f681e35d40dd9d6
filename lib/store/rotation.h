/*
 * rotation.h - old audit rows moved out to a file; the chain goes on.
 *
 * The file is JSON Lines: a head line with the hash before its first row,
 * then one row a line, members in fixed order, all texts:
 *
 *	{"audit":1,"first":1,"before":"00..00"}
 *	{"sequence":1,"at":"...","run":"...","actor":"...","action":"...",
 *	 "subject":"...","detail":"{...}","hash":"..."}        (one line)
 *
 * so it verifies by itself and its end fits the anchor that stays behind.
 * Only this spelling is read back: anything else has been changed.
 */
#ifndef STORE_ROTATION_H
#define STORE_ROTATION_H

#include "store/audit.h"

struct rotation_span {
	int64_t first; /* 0: no rows */
	int64_t last;
	unsigned char hash[AUDIT_HASH_SIZE]; /* of the last row */
};

struct rotation {
	int64_t through;           /* the last row to go */
	const char *path;          /* gzipped if it ends in ".gz" */
	const struct audit_by *by; /* who asks for it */
};

/*
 * Moves the rows up to `through` out to a new file, durable before the first
 * row goes, and adds a row that says so.  Run again after a failure with the
 * same path it goes on with the file that is there.  ERR_USAGE if the path
 * holds something else; 0 with span->first 0 if there was nothing to move.
 * Not to be called in a transaction: it writes a file.
 */
int rotation_write(struct db *db, const struct rotation *what,
    struct rotation_span *span, struct err *e) MUST_USE;

/* The last sequence written before `time` (RFC 3339, whole seconds); 0. */
int rotation_before(struct db *db, const char *time, int64_t *through,
    struct err *e) MUST_USE;

/*
 * Verifies such a file by itself: 0, or -1 with ERR_INPUT naming line and row
 * of the first damage.  Fills *span (may be NULL).
 */
int rotation_verify(const char *path, struct rotation_span *span,
    struct err *e) MUST_USE;

#endif
