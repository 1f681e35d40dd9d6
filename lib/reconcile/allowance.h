/*
 * allowance.h - letting a difference pass until a day: --accept.
 *
 * An override in the state (override.h), said on a command line: for one
 * exception by its 32 hex digits, or for a class and a pattern of keys in text
 * form, in which `*` stands for any bytes: "missing_in_plm:item:SPARE-*".
 */
#ifndef RECONCILE_ALLOWANCE_H
#define RECONCILE_ALLOWANCE_H

#include "model/head.h"

struct allowance {
	const char *state; /* its file */
	const char *what;
	const char *until; /* a date (to its end, UTC) or a time */
	const char *reason;
	const char *by; /* who accepts it */
	/* Puts the tool's name, version and arguments into a head. */
	void (*sign)(struct head *h, struct arena *a);
};

/*
 * Puts the override into the state; exceptions that it covers are overridden
 * at once.  *number is its own.  ERR_USAGE for what makes no sense.
 */
int allowance_put(const struct allowance *a, int64_t *number, struct err *e)
    MUST_USE;

#endif
