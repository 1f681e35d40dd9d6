/*
 * withheld.h - the records that an input holds back.
 *
 * A withheld record says that a stage held or rejected something: downstream
 * it is unknown, never removed and never missing.  It covers the record it
 * names and what hangs on that: a bom its lines and substitutes, a line its
 * substitutes, a routing its operations.  Memory is proportional to the
 * number of withheld records.
 */
#ifndef MODEL_WITHHELD_H
#define MODEL_WITHHELD_H

#include "base/map.h"
#include "model/record.h"

struct withheld {
	struct map keys; /* encoded key prefixes */
};

#define WITHHELD_INIT {MAP_INIT}

void withheld_release(struct withheld *w);

/*
 * The key that the canonical line of a withheld record is about; its parts
 * live in the arena.  ERR_INPUT as below.
 */
int withheld_about(struct key *k, struct slice line, struct arena *a,
    struct err *e) MUST_USE;

/*
 * Takes in the canonical line of a withheld record.  ERR_INPUT when its
 * record_type or record_key is none.
 */
int withheld_add(struct withheld *w, struct slice line, struct err *e)
    MUST_USE;

/* True if the record with this key, or one above it, is withheld. */
bool withheld_covers(const struct withheld *w, const struct key *k);

/*
 * Another stream has the record with this key: what covers it here is marked
 * as known there (the value of its entry in `keys` becomes 1).
 */
void withheld_mark(struct withheld *w, const struct key *k);

/* A withheld record for the key; texts live in the arena. */
void withheld_record(struct record *r, const struct key *k, const char *reason,
    struct arena *a);

#endif
