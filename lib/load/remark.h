/*
 * remark.h - what a load keeps and says of single records.
 *
 * The place where effects happen, and the exceptions, audit rows, rejects and
 * acknowledgments that they leave there.
 */
#ifndef LOAD_REMARK_H
#define LOAD_REMARK_H

#include "load/outbox.h"
#include "load/release.h"
#include "store/audit.h"
#include "store/exceptions.h"
#include "store/run.h"

/* Where batches go, and what is kept of them. */
struct batch_place {
	struct db *db;
	struct channel *channel;
	struct outbox *out;
	struct lease lease;
	struct ledger_group group; /* target, run, filter of the input */
	struct audit_by by;
	struct run_counts counts;
	uint64_t reported; /* that nobody has accepted */
	uint64_t accepted; /* that the target has not confirmed yet */
	uint64_t lost;     /* whose answer is unknown */
	uint64_t unsent;   /* that were stopped before they left */
	uint64_t skipped;  /* conflicts, by the profile's policy */
	/* Posted, as recovery found, by an earlier run; 0: sent anew since. */
	struct map recovered;
	struct release release;
	/* As in channel_wish; NULL and 0: nobody stops it. */
	const volatile sig_atomic_t *stop;
	uint64_t deadline;
};

/*
 * Opens an exception, or sees it again.  What follows from the key (about,
 * plant, target, rule) is filled in; *accepted (may be NULL): an override is
 * in force.
 */
int remark_exception(struct batch_place *p, struct slice key,
    struct exceptions_note note, bool *accepted, struct err *e) MUST_USE;

/* A removal leaves an audit row of its own, with what was removed. */
int remark_removal(struct batch_place *p, const struct channel_call *call,
    struct err *e) MUST_USE;

/* A conflict that the profile's policy decided, too. */
int remark_conflict(struct batch_place *p, const struct channel_call *call,
    const char *what, struct err *e) MUST_USE;

/* Lines of the input that cannot be sent now, and why. */
int remark_held(struct batch_place *p, const struct plan_step *step,
    const char *why, struct err *e) MUST_USE;

/* Parts of a root that is nowhere: they can never be sent like this. */
int remark_orphan(struct batch_place *p, const struct plan_step *step,
    struct err *e) MUST_USE;

#endif
