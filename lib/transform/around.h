/*
 * around.h - the records around the one that is judged.
 *
 * Gates ask for other records of the stream, and for what the target has
 * acknowledged; the index and the ledger answer.
 */
#ifndef TRANSFORM_AROUND_H
#define TRANSFORM_AROUND_H

#include "model/record.h"
#include "transform/known.h"
#include "transform/recordindex.h"

struct around {
	const struct spool *in;
	struct recordindex index;
	struct known known;
	struct known_ledger ledger;
	struct buf prefix; /* scratch */
};

/* Reads spool and ledger once.  Release also after a failure. */
int around_init(struct around *a, const struct spool *in,
    const struct known_ledger *ledger, const struct known_tell *tell,
    struct err *e) MUST_USE;
void around_release(struct around *a);

/* The stream has records of the type. */
bool around_has_type(const struct around *a, enum record_type type);

/*
 * The record with this key: 1 and *r, which lives in the arena; 0; -1.  A key
 * of fewer parts gives the first whose key begins with them.
 */
int around_get(struct around *a, const struct key *k, struct record *r,
    struct arena *arena, struct err *e) MUST_USE;
/* A cursor over all of these; close it with recordindex_close. */
void around_open(struct around *a, struct recordindex_cursor *c,
    const struct key *k, unsigned count);

/* The acknowledged record of the key, as above. */
int around_acknowledged(struct around *a, const struct key *k,
    struct record *r, struct arena *arena, struct err *e) MUST_USE;

enum around_where {
	AROUND_NOWHERE,
	AROUND_HERE,    /* in the stream */
	AROUND_THERE,   /* not in it, but the target has it */
	AROUND_UNKNOWN, /* withheld: nobody can say */
};

/* 0 and *where, or -1. */
int around_where(struct around *a, const struct key *k,
    enum around_where *where, struct err *e) MUST_USE;

#endif
