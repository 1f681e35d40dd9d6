/*
 * err.h - one error: what kind, and one line that says where and what.
 *
 * The kind answers the scheduler's question "what should I do?" and is the
 * tool's exit status.  Whoever notices an error fills it, callers pass it on
 * or put context in front; only cmd/tool prints it.  The first error wins:
 * a filled err is not overwritten, so cleaning up cannot hide the cause.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE = 2,  /* fix the command, profile, rules or policy */
	ERR_INPUT = 3,  /* fix the data */
	ERR_AGAIN = 4,  /* try again later: resuming is safe */
	ERR_DECIDE = 5, /* a safety brake: a person must decide */
};

#define ERR_TEXT_MOST 2048

struct err {
	enum err_kind kind;
	char text[ERR_TEXT_MOST];
};

/* An err that holds nothing yet. */
#define ERR_INIT {ERR_NONE, ""}

/*
 * Fills *e, unless it is filled already.  Control characters in the text are
 * shown as \xNN, so that data cannot forge lines or drive a terminal, and so
 * are bytes that are not UTF-8; a text over the ceiling ends in "...", behind
 * a whole character.  Returns -1.
 */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/*
 * As err_set, with ": " and errno's words behind.  The kind follows errno:
 * a missing or forbidden path is ERR_USAGE, everything else (disk full, I/O
 * error, no descriptors) is ERR_AGAIN.  Returns -1.
 */
int err_sys(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Puts "CONTEXT: " in front of a filled *e.  Returns -1. */
int err_in(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Empties *e, for the caller that has dealt with it. */
void err_clear(struct err *e);

#endif
