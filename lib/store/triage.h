/*
 * triage.h - what people decide about exceptions.
 *
 * Given to somebody, or let pass until a day; each decision has a name under
 * it in the audit log.
 */
#ifndef STORE_TRIAGE_H
#define STORE_TRIAGE_H

#include "store/exceptions.h"

struct triage_duty {
	struct slice id; /* of the exception */
	struct slice owner, team, due_at; /* empty: as it was */
};

/* Gives it to somebody.  ERR_USAGE if it is not there, or is fixed. */
int triage_assign(struct db *db, const struct triage_duty *duty,
    const struct audit_by *by, struct err *e) MUST_USE;

/*
 * override_add, and the open exceptions that it covers are overridden at
 * once; with a sign-off the next run says, since it knows the content.
 * ERR_USAGE, too, if it is for one exception that is not there.
 */
int triage_override(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, int64_t *number, struct err *e) MUST_USE;

#endif
