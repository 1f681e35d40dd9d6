/*
 * lease.h - one tool at a time on one target.
 *
 * A lease is held by a process, known by pid, start time, boot and pid
 * namespace.  It ends by being released, by the death of its process, or,
 * where that cannot be seen from here (another machine or container), by a
 * heartbeat that has grown old.
 */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;

/* A holder elsewhere is given up after so long without a heartbeat. */
#define LEASE_STALE_SECONDS ((int64_t)15 * 60)

struct lease {
	const char *tool;
	const char *target;
	const char *run;
};

/*
 * Takes it for this process.  ERR_AGAIN naming the holder and since when if
 * it is held.  Taken from a dead holder: 0, *taken_over (may be NULL) gets a
 * sentence that says so, and the audit log a row.
 */
int lease_take(struct db *db, const struct lease *l, struct buf *taken_over,
    struct err *e) MUST_USE;

/*
 * "Still here": call it with each group of work, in the transaction of the
 * group.  ERR_AGAIN if somebody has taken it over meanwhile: then stop.
 */
int lease_beat(struct db *db, const struct lease *l, struct err *e) MUST_USE;

/* Lets go; harmless if it was not held by this process. */
int lease_release(struct db *db, const struct lease *l, struct err *e)
    MUST_USE;

/* --- looking --- */

struct lease_row {
	struct slice tool, target, run, host, taken, heartbeat;
	int64_t pid;
	bool held; /* false: its holder is dead, the next to come takes it */
};

/* All leases into `page`; then lease_next: false when there are no more. */
int lease_load(struct db *db, struct page *page, struct err *e) MUST_USE;
bool lease_next(struct page *page, struct lease_row *row);

int lease_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
