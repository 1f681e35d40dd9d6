/*
 * waiver.h - overrides and sign-offs, of a file and of the state.
 *
 * The file is CSV with a header: who, why, until, and either exception or
 * class and pattern; `what` is override (also where it is empty) or approve,
 * which needs exception and content.  `until` is a time (RFC 3339), or a day:
 * through that day, UTC.
 */
#ifndef TRANSFORM_WAIVER_H
#define TRANSFORM_WAIVER_H

#include "base/clock.h"
#include "transform/people.h"

struct db;
struct audit_by;

struct waiver {
	enum people_deed deed;
	struct slice exception, class, pattern, content, who, why;
	struct clock_time until;
	struct slice place; /* "overrides.csv:3", "override 12" */
	bool in_state;
	bool revoked; /* in the state; holds for the same one of a file, too */
	uint64_t used;
};

struct waivers {
	struct waiver *list;
	size_t count;
	size_t size;
	struct arena arena;
};

#define WAIVERS_INIT {NULL, 0, 0, ARENA_INIT}

void waivers_release(struct waivers *w);

/* The columns of the file, ended by NULL. */
extern const char *const waiver_columns[];

/* Adds those of the file: ERR_USAGE with file and line for what is wrong. */
int waivers_load(struct waivers *w, const char *path, struct err *e)
    MUST_USE;
/* Adds those of the state; before those of a file. */
int waivers_load_state(struct waivers *w, struct db *db, struct err *e)
    MUST_USE;

/* What is to be let pass. */
struct waiver_about {
	enum people_deed deed; /* approve: only a sign-off counts */
	struct slice exception, class, about;
	struct slice content; /* what must be signed */
};

/*
 * The one that lets it pass now, or NULL: then *why (appended to, for
 * people) says what is wrong with those that would: expired, revoked, for
 * another content, by somebody who may not.
 */
struct waiver *waivers_find(struct waivers *w, const struct people *p,
    const struct waiver_about *what, struct buf *why);

/*
 * Puts those of the file that were used into the state, with a row in the
 * audit log.  Twice is once.
 */
int waivers_record(struct waivers *w, struct db *db,
    const struct audit_by *by, struct err *e) MUST_USE;

#endif
