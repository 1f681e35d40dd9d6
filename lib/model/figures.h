/*
 * figures.h - what the record lines of a stream add up to.
 *
 * Their number, the number of each type, and the sum of their hashes: figures
 * that neither sorting nor shuffling changes, while any loss, addition or
 * change of a line does.  A seal says them.
 */
#ifndef MODEL_FIGURES_H
#define MODEL_FIGURES_H

#include "base/err.h"
#include "base/hash.h"
#include "model/schema.h"

struct figures {
	uint64_t records;
	uint64_t counts[TYPE_COUNT];
	struct hash128 digest; /* sum modulo 2^128 of XXH3-128, seed 0 */
};

/* One more line, of this type and hash. */
static inline void
figures_add(struct figures *f, enum record_type type, struct hash128 hash)
{
	f->records++;
	f->counts[type]++;
	f->digest = hash_plus(f->digest, hash);
}

/* Adds those of another stream. */
void figures_plus(struct figures *f, const struct figures *other);

/*
 * 0 when equal, else -1 with ERR_INPUT naming the input and the first figure
 * that differs: records, counts, digest.
 */
int figures_compare(const struct figures *is, const struct figures *said,
    const char *name, struct err *e) MUST_USE;

#endif
