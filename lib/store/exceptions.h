/*
 * exceptions.h - what is wrong, since when, and whose it is.
 *
 * An exception's identity is a hash of class, rule, key, plant and target:
 * the same problem tomorrow is the same exception, older.  It closes by
 * itself, when a run whose input covers it did not see it again; an override
 * lets it pass until the override expires.  Every change but being seen again
 * leaves a row in the audit log.
 */
#ifndef STORE_EXCEPTIONS_H
#define STORE_EXCEPTIONS_H

#include "store/audit.h"
#include "store/override.h"
#include "store/page.h"

/* 32 hex digits and a NUL: the first half of SHA-256 over the five parts. */
#define EXCEPTIONS_ID_SIZE 33

enum exceptions_state {
	EXCEPTIONS_NEW,
	EXCEPTIONS_ASSIGNED,
	EXCEPTIONS_OVERRIDDEN,
	EXCEPTIONS_FIXED,
	EXCEPTIONS_REOPENED,
	EXCEPTIONS_STATES
};

const char *exceptions_state_name(enum exceptions_state state);

/* Who says whether it is let pass. */
enum exceptions_pass {
	EXCEPTIONS_ASK,    /* the overrides of the state that are in force */
	EXCEPTIONS_PASSES, /* the caller: it is overridden or signed */
	EXCEPTIONS_STANDS, /* the caller: no override counts */
};

/* What a gate, a reconciliation or a target has to say. */
struct exceptions_note {
	struct slice class, rule;
	struct slice about; /* the key in text form */
	struct slice plant, target;
	struct slice impact, severity, message, change_order;
	/* Taken when it opens; later only triage_assign changes them. */
	struct slice team, due_at;
	enum exceptions_pass pass;
};

void exceptions_identity(char id[EXCEPTIONS_ID_SIZE],
    const struct exceptions_note *note);

struct exceptions_seen {
	char id[EXCEPTIONS_ID_SIZE];
	enum exceptions_state state; /* OVERRIDDEN: let it pass */
	bool opened;                 /* not known before */
	bool reopened;               /* was fixed, or its override expired */
};

/*
 * It is there (again): opens it, keeps it open, or opens it again; looks for
 * an override that is in force now, unless the note says that.
 */
int exceptions_see(struct db *db, const struct exceptions_note *note,
    const struct audit_by *by, struct exceptions_seen *seen, struct err *e)
    MUST_USE;

struct exceptions_row {
	struct slice id, class, rule, about, plant, target;
	enum exceptions_state state;
	struct slice owner, team, due_at, impact, severity, message;
	struct slice change_order, opened_at, last_seen, closed_at, seen_run;
};

/* 1 and the row, borrowed from `page`; 0; -1. */
int exceptions_get(struct db *db, struct slice id, struct page *page,
    struct exceptions_row *row, struct err *e) MUST_USE;

struct exceptions_cursor {
	struct db *db;
	bool open_only;
	struct buf after;
	struct page page;
};

/* All, or all that are not fixed, by id. */
void exceptions_open(struct exceptions_cursor *c, struct db *db,
    bool open_only);
/* 1 a row, borrowed until the next call; 0; -1. */
int exceptions_next(struct exceptions_cursor *c, struct exceptions_row *row,
    struct err *e) MUST_USE;
void exceptions_close(struct exceptions_cursor *c);

/*
 * At the end of a run over a sealed input: fixed is what this run has not
 * seen and `covers` says it would have: the rule is the same and was applied,
 * and the input's scope takes in the key.  *count: how many.
 */
struct exceptions_end {
	const struct audit_by *by;
	bool (*covers)(const struct exceptions_row *row, void *ctx);
	void *ctx;
};

int exceptions_fix_unseen(struct db *db, const struct exceptions_end *end,
    uint64_t *count, struct err *e) MUST_USE;

/* Writes a changed row and tells the audit log of `action`; for triage.h. */
int exceptions_put(struct db *db, const struct exceptions_row *row,
    const struct audit_by *by, const char *action, struct err *e) MUST_USE;

/* Identities, times and overrides that do not fit. */
int exceptions_check(struct db *db, struct findings *f, struct err *e)
    MUST_USE;

#endif
