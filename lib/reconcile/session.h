/*
 * session.h - a reconciliation in the state: that it runs, how far it has
 * come, and when it has to stop.
 *
 * A reconciliation may take several sessions: processes that were killed, ran
 * into their time or failed, and the last one.  Both inputs are read again in
 * each, which proves their seals, and judged again; what is kept is how many
 * of the findings, which come in the same order each time, are among the
 * exceptions.  It is the same reconciliation as long as the seals of both
 * inputs, the policy and the arguments are the same; else it begins anew.
 */
#ifndef RECONCILE_SESSION_H
#define RECONCILE_SESSION_H

#include "base/hash.h"
#include "model/pairing.h"
#include "store/lease.h"
#include "store/progress.h"
#include "store/run.h"

struct session_how {
	const char *state; /* its file; NULL: there is none */
	struct run_info info;
	const char *const *inputs; /* PLM's and the ERP's, as they are named */
	const char *policy;        /* its file, or NULL */
	const char *beside;        /* read with the policy, or NULL */
	struct slice arguments;    /* what else decides the result */
	uint64_t stop; /* by clock_ticks(); 0: as long as it takes */
};

struct session {
	const struct session_how *how;
	struct db *db; /* NULL: there is no state */
	char run[RUN_ID_SIZE];     /* of this process */
	struct slice first;        /* the run that began it, or this one */
	struct progress row;       /* as it stands in the state */
	bool again;                /* an earlier session has begun it */
	/* --- inside --- */
	char place[HASH_TEXT_SIZE], identity[HASH_TEXT_SIZE];
	struct page page;
	struct buf key;
	bool started, leased;
	struct lease lease;
};

/*
 * Opens the state, notes the run and takes the lease of the place: ERR_AGAIN
 * while another process reconciles the same.  `how` is borrowed.  Without a
 * state all of this does nothing.  Close in any case.
 */
int session_open(struct session *s, const struct session_how *how,
    struct err *e) MUST_USE;

/* Both inputs are read: goes on with what there is of them, or begins. */
int session_begin(struct session *s, const struct pairing *pair,
    struct err *e) MUST_USE;

/*
 * So many findings are exceptions now, the last of them with this key; in the
 * transaction of the exceptions.
 */
int session_note(struct session *s, uint64_t findings, struct slice key,
    struct err *e) MUST_USE;

/* 0, or -1 with ERR_AGAIN when the time is over. */
int session_check_time(const struct session *s, struct err *e) MUST_USE;

/*
 * The seal of evidence that an earlier session of the place was about to let
 * appear, borrowed until session_begin; empty where there is none.
 */
int session_sealed(struct session *s, struct slice *seal, struct err *e)
    MUST_USE;
/* The evidence is about to appear: its seal, 64 hex digits; borrowed. */
int session_seal(struct session *s, const char *seal, struct err *e) MUST_USE;

/* All is published. */
int session_end(struct session *s, struct err *e) MUST_USE;

/*
 * A time such as 2h, 90m, 1h30m, 45s, or seconds; in milliseconds, at most a
 * thousand days.  False if it is none.
 */
bool session_parse_time(uint64_t *milliseconds, const char *text);

/* The run's end and its last words; accepts one of zeros. */
void session_close(struct session *s, int status, const struct err *why);

#endif
