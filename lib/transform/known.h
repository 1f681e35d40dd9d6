/*
 * known.h - which records of a spool the target has acknowledged as they are.
 *
 * The ledger is read once beside the spool; two bits a record are kept.  The
 * lines that are acknowledged but gone from the stream are told on the way.
 */
#ifndef TRANSFORM_KNOWN_H
#define TRANSFORM_KNOWN_H

#include "model/spool.h"

struct db;

enum known_as {
	KNOWN_SAME,  /* acknowledged as it is */
	KNOWN_OTHER, /* acknowledged, but not as it is now */
	KNOWN_NEW,   /* not acknowledged */
};

struct known {
	unsigned char *bits;
	uint64_t count;
	/* Types of which the target has acknowledged something; without a
	 * ledger, or with an empty one, all. */
	bool sent[TYPE_COUNT];
};

/* The ledger that is asked; db NULL: nothing is acknowledged. */
struct known_ledger {
	struct db *db;
	const char *target;
};

/*
 * Gets the records that the target has and that are gone: their absence from
 * the stream means that.  `line` is as acknowledged.
 */
struct known_tell {
	int (*gone)(void *ctx, struct slice line, struct err *e);
	void *ctx;
};

/* Release also after a failure. */
int known_init(struct known *k, const struct spool *in,
    const struct known_ledger *ledger, const struct known_tell *tell,
    struct err *e) MUST_USE;
void known_release(struct known *k);

/* By the record's ordinal in the spool. */
static inline enum known_as
known_get(const struct known *k, uint64_t ordinal)
{
	return (enum known_as)(k->bits[ordinal / 4] >> ordinal % 4 * 2 & 3);
}

#endif
