/*
 * ledger.h - what each target was told, and what it has acknowledged last.
 *
 * One row a record that the target knows or is being told of, by its encoded
 * key prefix, so that rows come in stream order.  What was acknowledged
 * changes only by what the target says: how a row is sent and what becomes
 * of it is intent.h's.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;
struct audit_by;

enum ledger_state {
	LEDGER_POSTED,   /* acknowledged, nothing under way */
	LEDGER_PENDING,  /* an intent that has not been sent */
	LEDGER_SENT,     /* handed to the network, no answer yet */
	LEDGER_ACCEPTED, /* the target has it and will say later */
	LEDGER_REJECTED, /* the target refused; the older line stands */
	LEDGER_IN_DOUBT, /* sent, the answer was lost: ask the target */
	LEDGER_STATES
};

const char *ledger_state_name(enum ledger_state state);

struct ledger_row {
	struct slice key;  /* encoded key prefix */
	struct slice type; /* record type */
	enum ledger_state state;
	struct slice line;        /* acknowledged, mapped form; may be empty */
	struct slice digest;      /* 16 bytes of it, or empty */
	struct slice external_id; /* the target's own id */
	struct slice scope;       /* the filter under which it was told */
	struct slice run;         /* the last that changed the row */
	int64_t attempts;         /* how often this intent was sent */
	struct slice answer;      /* the target's last words */
	struct slice op; /* of the intent: add, change, remove; else empty */
	struct slice idempotency; /* the key under which it is sent */
	struct slice intent;      /* the line that is being sent */
	struct slice etag;   /* the target's version of it, or empty */
	struct slice ticket; /* under what to ask for one that is accepted */
};

/* --- one row, and all in order --- */

struct ledger_found {
	struct ledger_row row;
	struct page page; /* where it lies; end with page_release */
};

#define LEDGER_FOUND_INIT {.page = PAGE_INIT}

/* 1 and found->row, good until the next get; 0 there is none; -1. */
int ledger_get(struct db *db, const char *target, struct slice key,
    struct ledger_found *found, struct err *e) MUST_USE;

struct ledger_cursor {
	struct db *db;
	const char *target;
	int state; /* an enum ledger_state, or -1 for all */
	struct buf after; /* the last key given, or the prefix at first */
	struct buf end;   /* the first key that is too far; empty: none */
	bool started;
	bool walks;
	struct ledger_found whole; /* of a walk: a row that is not posted */
	struct page page;
};

/*
 * A target's rows by key; of those whose key begins with `prefix` (empty:
 * all), such as `{"type":"item",`.  `target` is borrowed until the close.
 */
void ledger_open(struct ledger_cursor *c, struct db *db, const char *target,
    struct slice prefix);
/*
 * The same for a walk over very many rows: of what is posted attempts, type,
 * run, answer and the like are left empty.
 */
void ledger_open_walk(struct ledger_cursor *c, struct db *db,
    const char *target, struct slice prefix);
/* The same, but only rows in one state; fast for all but LEDGER_POSTED. */
void ledger_open_state(struct ledger_cursor *c, struct db *db,
    const char *target, enum ledger_state state);
/* Goes on with the keys that begin with this prefix; as if opened anew. */
void ledger_again(struct ledger_cursor *c, struct slice prefix);
/* 1 a row, borrowed until the next call; 0; -1. */
int ledger_next(struct ledger_cursor *c, struct ledger_row *row,
    struct err *e) MUST_USE;
void ledger_close(struct ledger_cursor *c);

/* --- changes, in groups: one transaction each, or the caller's --- */

struct ledger_group {
	const char *target;
	const char *run;
	struct slice scope; /* of the input, kept with what it told */
};

struct ledger_fact {
	struct slice key, type, line, digest, external_id;
	struct slice etag; /* empty: as it was */
};

/*
 * Known to be in the target without having been sent (taken over from it, or
 * written in the same transaction): posted at once, whatever the row was.
 * Fast when keys come in order.
 */
int ledger_put(struct db *db, const struct ledger_group *g,
    const struct ledger_fact *list, size_t count, struct err *e) MUST_USE;

/* Takes rows away that are known to be gone; keys without a row are fine. */
int ledger_remove(struct db *db, const char *target, const struct slice *keys,
    size_t count, struct err *e) MUST_USE;

/*
 * Forgets what the target acknowledged under a prefix (empty: all), so that
 * it is sent anew; leaves a row in the audit log.  *count: how many.
 * ERR_AGAIN, and nothing is forgotten, while one of them is sent, accepted or
 * in doubt.
 */
struct ledger_range {
	const char *target;
	struct slice prefix;
};

int ledger_forget(struct db *db, const struct ledger_range *range,
    const struct audit_by *by, uint64_t *count, struct err *e) MUST_USE;

/* --- figures --- */

int ledger_count(struct db *db, const char *target,
    uint64_t counts[LEDGER_STATES], struct err *e) MUST_USE;

/* The targets that have rows into `page`: rows of one cell, in byte order. */
int ledger_targets(struct db *db, struct page *page, struct err *e) MUST_USE;

int ledger_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
