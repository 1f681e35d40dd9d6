/*
 * casework.h - findings as exceptions in the state.
 *
 * The same problem is the same exception, however often it is found: its
 * identity is made of
 *
 *	class    of the finding ("differ")
 *	rule     of the policy: "POLICY: TYPE.MEMBER", without ".MEMBER" for
 *	         a whole record, without "POLICY: " where there is no policy
 *	about    the record's key in text form
 *	plant    of the record
 *	target   the ERP's system, as its stream's head says it
 *
 * Findings are judged twice: first casework_note puts them into the state, in
 * groups of one transaction each; then, with all that the state knows by then,
 * casework_fill gives them their exceptions.  In between what was not found
 * again is fixed, where both inputs would have shown it.  Without a state
 * exceptions are new, and only written to a stream.
 */
#ifndef RECONCILE_CASEWORK_H
#define RECONCILE_CASEWORK_H

#include "io/opt.h"
#include "reconcile/reconciliation.h"
#include "reconcile/session.h"
#include "store/exceptions.h"

/* Findings in one transaction, where nobody says. */
#define CASEWORK_GROUP 10000
/* So many groups are noted by each session, however short its time. */
#define CASEWORK_LEAST 2

/* In how many days an exception of a severity is due. */
struct casework_due {
	struct slice severity; /* empty: any other */
	long days;
};

struct casework {
	struct session *session;
	struct reconcile *r;
	size_t group_size; /* set to CASEWORK_GROUP */
	struct casework_due *due;
	size_t due_count;
	bool wants_records; /* for casework_write */
	/* --- inside --- */
	struct exceptions_note *group;
	size_t count;     /* in the group */
	uint64_t seen;    /* findings so far */
	uint64_t noted;   /* by this session */
	struct arena texts;
	struct buf rule, message, line;
	struct clock_time now;
	char now_text[CLOCK_TEXT_SIZE];
	char due_text[CLOCK_TEXT_SIZE];
	char id[EXCEPTIONS_ID_SIZE];
	struct page page;
	struct sort *records;
};

/* Release in any case. */
void casework_init(struct casework *c, struct session *session,
    struct reconcile *r);
void casework_release(struct casework *c);

/*
 * What --due says: "[SEVERITY=]DAYS", one each.  ERR_USAGE for anything else.
 * The texts are borrowed.
 */
int casework_take_due(struct casework *c, const struct opt_list *list,
    struct err *e) MUST_USE;

/*
 * Judges what was read and has all findings among the exceptions, those not
 * found again fixed; then all is as it was read.  Without a state nothing.
 */
int casework_note_all(struct casework *c, struct err *e) MUST_USE;

/*
 * A reconcile_watch's find, before anything is noted: only says what an
 * override accepts.
 */
int casework_peek(void *ctx, struct finding *one, struct err *e) MUST_USE;
/* A reconcile_watch's find: fills in the exception, for the second time. */
int casework_fill(void *ctx, struct finding *one, struct err *e) MUST_USE;

/* The exceptions of all findings as records, in order. */
int casework_write(struct casework *c, struct stream_out *out, struct err *e)
    MUST_USE;

/* What is wrong in words: "quantity: PLM 2, ERP 3". */
void casework_message(struct buf *b, const struct finding *one);

#endif
