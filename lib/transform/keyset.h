/*
 * keyset.h - which items, or plant views, are in a stream.
 *
 * A set of 128-bit hashes of keys: 16 bytes for each record of the type, and
 * as much of free room.
 */
#ifndef TRANSFORM_KEYSET_H
#define TRANSFORM_KEYSET_H

#include "base/hash.h"
#include "model/spool.h"

struct keyset {
	struct hash128 *slots; /* all zero: free; NULL: not loaded */
	size_t size;           /* a power of two */
};

/* The keys of all records of the type, which has one key member, or two. */
int keyset_load(struct keyset *k, const struct spool *in,
    enum record_type type, struct err *e) MUST_USE;
void keyset_release(struct keyset *k);

/* As they stand in lines, in quotes; of one key the second is empty. */
bool keyset_has(const struct keyset *k, struct slice first,
    struct slice second);

#endif
