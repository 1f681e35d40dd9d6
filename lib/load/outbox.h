/*
 * outbox.h - what a load says back: acknowledgments, rejects, warnings.
 *
 * Both files appear whole at the end or not at all; what the target
 * acknowledged stands in the ledger in any case.
 */
#ifndef LOAD_OUTBOX_H
#define LOAD_OUTBOX_H

#include "base/clock.h"
#include "base/map.h"
#include "model/spool.h"
#include "model/stream_out.h"

/* Words about single records, at most; the rest is counted. */
#define OUTBOX_WARNINGS 20

/* Puts provenance into a head: that of the input, or a new one. */
typedef void (*outbox_sign)(struct head *h, struct arena *a);

struct outbox {
	const char *target;
	struct stream_out rejects;
	struct stream_out answers;
	struct map lacking; /* refused, and the target does not have them */
	uint64_t warned;
	struct arena arena; /* of one record */
	struct arena heads;
	char now[CLOCK_TEXT_SIZE];
};

/* Opens the files that are asked for; a NULL path is not. */
int outbox_open(struct outbox *o, const char *target, const char *rejects,
    const char *answers, struct err *e) MUST_USE;

/*
 * Writes the heads, once the input is known.  Rejects are an upsert with the
 * input's scope, or a delta where the input is one, or bare.
 */
int outbox_begin(struct outbox *o, const struct stream_in *in,
    outbox_sign sign, outbox_sign sign_new, struct err *e) MUST_USE;

struct outbox_answer {
	struct slice key; /* encoded prefix */
	const char *status;
	struct slice external_id;
	struct slice digest; /* 16 bytes, or empty */
	struct slice words;
};

/* One record of type acknowledgment, if they are asked for. */
int outbox_answer(struct outbox *o, const struct outbox_answer *a,
    struct err *e) MUST_USE;

/* A line of the input that was not taken, if they are asked for. */
int outbox_reject(struct outbox *o, struct slice line, struct err *e)
    MUST_USE;

/* Notes that the target has refused this key and does not have it. */
void outbox_lack(struct outbox *o, struct slice key);
/* True if the record refers to one of those; its key goes to `because`. */
bool outbox_holds(const struct outbox *o, const struct record *r,
    struct buf *because);

/* A warning about one record: "TARGET: WHAT KEY: words", some of them. */
void outbox_warn(struct outbox *o, const char *what, struct slice key,
    struct slice words);
/* The same, of what was not shown. */
void outbox_warn_rest(const struct outbox *o);

int outbox_publish(struct outbox *o, struct err *e) MUST_USE;
void outbox_fail(struct outbox *o, const char *tool, const struct err *why);
void outbox_close(struct outbox *o);

/* Appends the text form of an encoded key prefix. */
void outbox_add_key(struct buf *b, struct slice key);

#endif
