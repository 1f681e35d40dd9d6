/*
 * channel.h - a way to a target, as a table of functions.
 *
 * A kind of target is one struct channel_kind: how to open it, how to ask
 * what it has, how to send.  Everything else (what to send, in what order,
 * the ledger, the restart) is the same for all kinds and knows nothing of
 * them.  The rule that a kind must keep: what it answers is durable in the
 * target, and what it did not answer is either done whole or not at all.
 */
#ifndef LOAD_CHANNEL_H
#define LOAD_CHANNEL_H

#include "load/column.h"

struct scope;

enum channel_answer {
	CHANNEL_NONE,
	CHANNEL_DONE,    /* the target has it */
	CHANNEL_REFUSED, /* it breaks a rule of the target: see words */
	CHANNEL_NOT,     /* found: the target is not as asked for */
};

/* One record on its way. */
struct channel_call {
	enum change_op op;
	const struct target_section *section;
	struct slice key;  /* encoded prefix */
	struct slice line; /* the whole record; empty for a removal */
	const struct column_value *values; /* of a removal: the key's only */
	struct slice idempotency; /* the same when it is sent again */
	struct slice external_id; /* as the target gave it, or empty */
	/* --- filled by send and find --- */
	enum channel_answer answer;
	struct slice words; /* the target's own, in the caller's arena */
};

/* What a channel is opened with. */
struct channel_wish {
	const struct target_profile *profile;
	const char *file; /* instead of the profile's; may be NULL */
	const struct scope *scope; /* of the input */
};

struct channel;

struct channel_kind {
	const char *name; /* as the profile says it */
	/*
	 * Opens the target and holds the profile against it: what cannot be
	 * sent is ERR_USAGE now, before anything is sent.
	 */
	int (*open)(struct channel **out, const struct channel_wish *wish,
	    struct err *e);
	/* Asks for each call whether the target is as if it were done. */
	int (*find)(struct channel *c, struct channel_call *calls,
	    size_t count, struct err *e);
	/*
	 * Sends all.  0: each has an answer.  1: the target refused the whole
	 * and has none of it; the words are in the first call.  -1: the
	 * answer is unknown.
	 */
	int (*send)(struct channel *c, struct channel_call *calls,
	    size_t count, struct arena *a, struct err *e);
	void (*close)(struct channel *c);
};

/* What a kind's own struct begins with. */
struct channel {
	const struct channel_kind *kind;
	const char *place; /* where the target is: no two have the same */
	bool empty[TYPE_COUNT]; /* types of which it had nothing when opened */
};

/*
 * Sends so that every call has an answer: what is refused as a whole is
 * halved until one bad record costs one record.
 */
int channel_send(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e) MUST_USE;

int channel_find(struct channel *c, struct channel_call *calls, size_t count,
    struct err *e) MUST_USE;

/* Accepts NULL. */
void channel_close(struct channel *c);

#endif
