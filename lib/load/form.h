/*
 * form.h - where a target is and how it was sent each type: has it changed?
 *
 * A column that is new in the profile stays empty in all rows that the target
 * has, until they are sent again: nobody would know without being told.
 */
#ifndef LOAD_FORM_H
#define LOAD_FORM_H

#include "load/target.h"

struct db;

struct form {
	struct db *db; /* NULL: there is no state yet, and no change */
	const struct target_profile *profile;
	const bool *resend;       /* types that are sent again in this run */
	bool changed[TYPE_COUNT]; /* filled by form_check */
};

/*
 * Before anything is asked or sent: is the target that of the ledger?  The
 * first time notes its place; ERR_USAGE where it is another now and a type
 * that the ledger has is not sent again.
 */
int form_place(const struct form *f, const char *place, const char *run,
    struct err *e) MUST_USE;

/*
 * For a target that has nothing of these types (by index): ERR_DECIDE where
 * the ledger has one of them that is not sent again.
 */
int form_empty(const struct form *f, const bool *empty, const char *place,
    struct err *e) MUST_USE;

/*
 * Compares table and columns of each section with those that were used when
 * the target got its records; warns of a change that is not sent again.
 */
int form_check(struct form *f, struct err *e) MUST_USE;

/* At the end of a run: the target has the types in this form now. */
int form_keep(const struct form *f, const char *run, struct err *e) MUST_USE;

#endif
