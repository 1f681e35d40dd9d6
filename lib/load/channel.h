/*
 * channel.h - a way to a target, as a table of functions.
 *
 * What goes in one request is a unit: a record, the root, with the records
 * that the profile sends along with it, its parts (a BOM with its lines).
 * A kind of target is one struct channel_kind: how to open it, how to ask
 * what it has, how to send.  Everything else (what to send, in what order,
 * the ledger, the restart) is the same for all kinds and knows nothing of
 * them.  The rule that a kind must keep: what it answers is durable in the
 * target, and what it did not answer is either done whole or not at all.
 */
#ifndef LOAD_CHANNEL_H
#define LOAD_CHANNEL_H

#include "load/column.h"

#include <signal.h>

struct db;
struct scope;

enum channel_answer {
	CHANNEL_NONE,     /* unknown: it is looked up before all else */
	CHANNEL_UNSENT,   /* it never left: it is planned anew */
	CHANNEL_DONE,     /* the target has it */
	CHANNEL_REFUSED,  /* it breaks a rule of the target: see words */
	CHANNEL_ACCEPTED, /* taken; done or refused will come: see ticket */
	CHANNEL_CONFLICT, /* changed over there since: the etag is old */
	CHANNEL_EXISTS,   /* to be created, and there already */
	CHANNEL_NOT,      /* found: there, but not as asked for */
	CHANNEL_ABSENT,   /* found: not there at all (of a removal: DONE) */
};

enum channel_part_is { PART_SAME, PART_NEW, PART_CHANGED, PART_GONE };

/* A record that goes along with the root. */
struct channel_part {
	enum record_type type;
	enum channel_part_is is; /* beside what was acknowledged */
	struct slice key;        /* encoded prefix */
	struct slice line;       /* as it shall be; GONE: as it was */
	const struct record *record; /* the same, if the kind wants records */
	struct slice external_id; /* known, or given by this answer */
	struct hash128 digest;    /* of NEW and CHANGED: what is sent of it */
};

/* One unit on its way. */
struct channel_call {
	enum change_op op; /* of the root */
	const struct target_section *section;
	struct slice key; /* of the root, encoded prefix */
	/* The root as it shall be; of a removal as it was acknowledged. */
	struct slice line;
	/* If the kind wants records: the line's, or the key members alone. */
	const struct record *record;
	/* Of a section with columns; of a removal: the key's only. */
	const struct column_value *values;
	/* All as they shall be, by key; as they were; then those GONE. */
	struct channel_part *parts;
	size_t part_count;
	size_t gone_count;
	struct slice idempotency; /* the same when it is sent again */
	struct slice etag;   /* of what is replaced; empty: whatever it is */
	struct slice ticket; /* of what was accepted: under what to poll it */
	/* As the target gave it, or empty; send and find may set it. */
	struct slice external_id;
	/* --- by send, find, poll, in their arena; so may those three be --- */
	enum channel_answer answer;
	struct slice words; /* the target's own */
};

/* What a channel is opened with; borrowed until it is closed. */
struct channel_wish {
	const struct target_profile *profile;
	const char *file; /* instead of the profile's; may be NULL */
	const struct scope *scope; /* of the input */
	/* The state, for external ids (store/xref.h); NULL: there is none. */
	struct db *db;
	const char *run;         /* for headers; may be NULL */
	const char *traceparent; /* the same */
	unsigned concurrency;    /* requests under way; 0: the profile's */
	/*
	 * Set once it is to stop: finish what is under way, answer UNSENT to
	 * the rest and return 0.  NULL: nobody stops it.
	 */
	const volatile sig_atomic_t *stop;
	uint64_t deadline; /* of clock_ticks(), the same then; 0: none */
};

struct channel;

struct channel_kind {
	const char *name; /* as the profile says it */
	bool records;     /* calls and parts come with their records */
	/*
	 * Opens the target and holds the profile against it: what cannot be
	 * sent is ERR_USAGE now, before anything is sent.
	 */
	int (*open)(struct channel **out, const struct channel_wish *wish,
	    struct err *e);
	/*
	 * Asks for each call whether the target is as if it were done: DONE,
	 * NOT or ABSENT, with external id and etag where the target has
	 * them.  0: each has an answer.
	 */
	int (*find)(struct channel *c, struct channel_call *calls,
	    size_t count, struct arena *a, struct err *e);
	/*
	 * Sends all.  0: each has an answer.  1: the target refused the whole
	 * and has none of it; the words are in the first call.  -1: it has to
	 * end; answers that there are count, NONE is unknown.
	 */
	int (*send)(struct channel *c, struct channel_call *calls,
	    size_t count, struct arena *a, struct err *e);
	/*
	 * Asks what has become of what was accepted: DONE, REFUSED, or still
	 * ACCEPTED.  NULL where nothing is answered ACCEPTED.
	 */
	int (*poll)(struct channel *c, struct channel_call *calls,
	    size_t count, struct arena *a, struct err *e);
	/* Appends what would be sent, without secrets, unasked.  Or NULL. */
	int (*show)(const struct channel_wish *wish,
	    const struct channel_call *call, struct buf *out, struct err *e);
	/* All was sent: makes it seen over there.  NULL: it is already. */
	int (*finish)(struct channel *c, struct err *e);
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
    struct arena *a, struct err *e) MUST_USE;

/* Accepts NULL. */
void channel_close(struct channel *c);

#endif
