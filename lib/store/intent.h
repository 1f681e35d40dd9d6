/*
 * intent.h - what is being sent, written down before it goes.
 *
 *	(no row), posted, rejected
 *	   | put
 *	pending --sent--> sent --record--> posted (a removal: no row)
 *	   ^                | \--> accepted --record--> posted, rejected
 *	   |                |  \-> rejected
 *	   +-- not done ----+---> in_doubt --record--> any, or sent again
 *
 * The intent stands in the ledger's row beside what was acknowledged, and
 * takes its place only when the target has posted it.  What was sent and not
 * answered is never forgotten: after a crash intent_recover puts it in doubt,
 * and no new intent is taken for the row until the target has been asked.
 */
#ifndef STORE_INTENT_H
#define STORE_INTENT_H

#include "store/ledger.h"

struct intent {
	struct slice key, type;
	struct slice op;     /* add, change, remove */
	struct slice line;   /* what is sent; a removal: the old, or empty */
	struct slice digest; /* 16 bytes; empty for a removal */
	struct slice idempotency;
};

/*
 * ERR_AGAIN, and none is taken, if a row of them is sent, accepted or in
 * doubt: look at the row's state first.
 */
int intent_put(struct db *db, const struct ledger_group *g,
    const struct intent *list, size_t count, struct err *e) MUST_USE;

/*
 * Just before they go out: pending, or in doubt and to be sent again under
 * the same idempotency key, becomes sent; counts the attempt.
 */
int intent_sent(struct db *db, const struct ledger_group *g,
    const struct slice *keys, size_t count, struct err *e) MUST_USE;

struct intent_outcome {
	struct slice key;
	enum ledger_state state; /* PENDING: not done, to be sent again */
	struct slice external_id; /* empty: as it was */
	struct slice answer;
	struct slice idempotency; /* of the request; empty: whichever */
	struct slice etag;   /* empty: as it was */
	struct slice ticket; /* of ACCEPTED */
};

/* What became of them.  ERR_INPUT, and none is recorded, if one has none. */
int intent_record(struct db *db, const struct ledger_group *g,
    const struct intent_outcome *list, size_t count, struct err *e) MUST_USE;

/*
 * At the start of a run, under the lease: what was sent and not recorded is
 * in doubt now, what was only pending is taken back: it is as if it had not
 * been tried, and its run is empty.  *in_doubt: how many rows are in doubt,
 * older ones included.
 */
int intent_recover(struct db *db, const struct ledger_group *g,
    uint64_t *in_doubt, struct err *e) MUST_USE;

/*
 * Takes all back that is pending: nothing was sent, or it was not taken.  What
 * was refused before stays refused.
 */
int intent_take_back(struct db *db, const struct ledger_group *g,
    struct err *e) MUST_USE;

/* Rows whose state and intent do not fit. */
int intent_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
