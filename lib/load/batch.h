/*
 * batch.h - a group of records on its way: intent, send, outcome.
 *
 *	state: lease, intents, sent        one transaction
 *	target: all of it                  the target's own
 *	state: outcomes, audit, counts     one transaction
 *
 * Whatever ends between two of these, the ledger knows what was on its way.
 */
#ifndef LOAD_BATCH_H
#define LOAD_BATCH_H

#include "load/channel.h"
#include "load/outbox.h"
#include "load/plan.h"
#include "store/audit.h"
#include "store/intent.h"
#include "store/lease.h"
#include "store/run.h"

/* A batch is sent when it holds so many bytes, too. */
#define BATCH_BYTES_MOST ((size_t)16 * 1024 * 1024)

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
	/* Posted, as recovery found, by an earlier run; 0: sent anew since. */
	struct map recovered;
};

struct batch_item {
	struct channel_call call;
	struct slice input;
	char digest[COLUMN_DIGEST_SIZE];
	bool known;
	bool moved;
};

/* A change of the ledger or the exceptions with which nothing is sent. */
struct batch_note {
	enum plan_what what; /* SAME: put anew, DROP, REPORT */
	struct slice key, type, line, digest, external_id;
	bool input; /* a record of the input is reported */
};

struct batch {
	struct batch_place *place;
	size_t most;
	struct batch_item *items;
	size_t count;
	struct batch_note *notes;
	size_t note_count;
	struct arena arena;
	struct map removed; /* the keys of its removals */
	/* --- for the calls of one flush --- */
	struct channel_call *calls;
	struct intent *intents;
	struct slice *keys;
	struct intent_outcome *outcomes;
};

void batch_init(struct batch *b, struct batch_place *place, size_t most);
void batch_release(struct batch *b);

/*
 * Takes a copy of a CREATE, UPDATE or REMOVE, or of a step that only changes
 * the ledger; sends what it holds when it is full.
 */
int batch_add(struct batch *b, const struct plan_step *step,
    const struct target_section *section, struct err *e) MUST_USE;
int batch_note(struct batch *b, const struct plan_step *step,
    const struct target_section *section, struct err *e) MUST_USE;

/* A record of the input that cannot be sent now, and why. */
int batch_hold(struct batch *b, const struct plan_step *step,
    const char *why, struct err *e) MUST_USE;

/* A removal leaves an audit row of its own, with what was removed. */
int batch_audit_removal(struct batch_place *p, const struct channel_call *call,
    struct err *e) MUST_USE;

/* Sends what it holds. */
int batch_flush(struct batch *b, struct err *e) MUST_USE;

#endif
