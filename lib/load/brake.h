/*
 * brake.h - so many records may be removed, and no more.
 *
 * Counted for each type and plant: an export that lost one plant is stopped
 * even where it is a small part of all.  Memory grows with types and plants.
 */
#ifndef LOAD_BRAKE_H
#define LOAD_BRAKE_H

#include "base/map.h"
#include "model/key.h"

struct db;

/* The larger of both, by default; --max-remove sets one. */
#define BRAKE_RECORDS 20
#define BRAKE_PERCENT 2

struct brake_limit {
	uint64_t records;
	unsigned percent; /* of those that the target has */
};

/* "35" or "5%"; NULL: the default.  ERR_USAGE for anything else. */
int brake_parse(struct brake_limit *out, const char *text, struct err *e)
    MUST_USE;

struct brake_group {
	uint64_t removed;
	uint64_t known;
};

struct brake {
	struct brake_limit limit;
	struct map names; /* type and plant, to an index */
	struct brake_group *groups;
};

void brake_init(struct brake *b, struct brake_limit limit);
void brake_release(struct brake *b);

/* A record that would be removed. */
void brake_count(struct brake *b, const struct key *k);

/*
 * 0, or -1 with ERR_DECIDE naming what is too much and the limit that would
 * allow it.  Counts the ledger's records of a type only where more may be
 * removed than the limit allows without knowing them.
 */
int brake_check(struct brake *b, struct db *db, const char *target,
    struct err *e) MUST_USE;

#endif
