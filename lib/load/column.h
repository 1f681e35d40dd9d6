/*
 * column.h - what a record is in the columns of a section.
 *
 * Whether a record has changed for a target is asked of these values, not of
 * its line: what no column takes is no change.
 */
#ifndef LOAD_COLUMN_H
#define LOAD_COLUMN_H

#include "load/target.h"

struct column_value {
	bool null;
	struct slice text;
};

/*
 * The values of a record, one for each column of its section; texts borrow
 * from the record or the arena.  ERR_USAGE where an expression fails.
 */
int column_values(const struct target_section *s, const struct record *r,
    struct column_value *values, struct arena *a, struct err *e) MUST_USE;

/* The same of a key alone: all other columns are null. */
void column_key_values(const struct target_section *s, const struct key *k,
    struct column_value *values);

/* One hash over all values; `scratch` is overwritten. */
struct hash128 column_digest(const struct column_value *values, size_t count,
    struct buf *scratch);

/* The 16 bytes, big-endian, as the ledger keeps a digest. */
#define COLUMN_DIGEST_SIZE 16
void column_digest_bytes(char bytes[COLUMN_DIGEST_SIZE], struct hash128 h);

/*
 * True if the column may be written by a source with this scope: it supplies
 * the member, or all that the expression reads.
 */
struct scope;
bool column_supplied(const struct target_section *s, size_t column,
    const struct scope *scope);

#endif
