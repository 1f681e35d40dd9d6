/*
 * override.h - who lets what pass, why, and until when.
 *
 * An override is for one exception, or for a class and a pattern of keys in
 * text form in which `*` stands for any bytes (`bom_line:A-*`).  It ends
 * at `until`, or when it is revoked; it is never changed or deleted.
 *
 * With a content it is a sign-off: for one exception, and only as long as
 * what is signed has that digest.
 */
#ifndef STORE_OVERRIDE_H
#define STORE_OVERRIDE_H

#include "base/clock.h"
#include "base/err.h"
#include "store/page.h"

struct db;
struct findings;
struct audit_by;

struct override_wish {
	struct slice exception; /* this one; or, with it empty, */
	struct slice class;     /* this class */
	struct slice pattern;   /* and keys like this */
	struct slice who;
	struct slice why;
	struct clock_time until;
	struct slice content; /* of a sign-off: 32 hex digits; else empty */
};

/*
 * ERR_USAGE if who or why is empty, until is not in the future, it is not
 * either for an exception or for a class and a pattern, or the content is no
 * digest or not for one exception.  Leaves an audit row.
 * (triage_override also marks the exceptions.)
 */
int override_add(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, int64_t *number, struct err *e) MUST_USE;

/* Ends one now.  ERR_USAGE if there is none in force with that number. */
int override_revoke(struct db *db, int64_t number, const struct audit_by *by,
    struct err *e) MUST_USE;

struct override {
	int64_t number;
	struct slice exception, class, pattern, who, why, created, until;
	struct slice revoked; /* empty: not revoked */
	struct slice content; /* of a sign-off; else empty */
};

struct override_about {
	struct slice exception;
	struct slice class;
	struct slice about;      /* the key in text form */
	struct clock_time at;    /* in force at this time */
	/* What must be signed: only sign-offs of it count; empty: none does. */
	struct slice content;
};

/*
 * 1 and the override that covers it (of several, the one that lasts longest),
 * borrowed from `page`; 0 there is none; -1.
 */
int override_find(struct db *db, const struct override_about *what,
    struct page *page, struct override *found, struct err *e) MUST_USE;

/* All of them, newest first, into `page`; then override_next. */
int override_load(struct db *db, struct page *page, struct err *e) MUST_USE;
bool override_next(struct page *page, struct override *row);

/* Does a key in text form fit a pattern? */
bool override_matches(struct slice pattern, struct slice about);

int override_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
