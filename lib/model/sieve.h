/*
 * sieve.h - two whole streams, of which equal lines are left aside.
 *
 * The fast way of a diff, for streams as tools write them into files: one
 * head, canonical lines, one seal.  Streams in order are sifted in two halves;
 * of others equal lines cancel each other by their hashes.  Either goes on
 * two threads, and what is left over comes in key order.
 *
 * The answer is that of a pairing or there is none: whatever is not as it
 * should be, from an odd spelling to a wrong figure, is left to the pairing,
 * which begins anew and takes or refuses it.
 */
#ifndef MODEL_SIEVE_H
#define MODEL_SIEVE_H

#include "model/pairing.h"
#include "model/sift.h"

/*
 * Who must know of equal lines, too: each of two threads tells its own
 * context, so that neither waits.  What they were told is void where
 * sieve_open answers 0.
 */
struct sieve_tap {
	sift_tap line; /* NULL: nobody */
	void *ctx[2];
	/*
	 * Set by sieve_open: of each side its context was told all lines;
	 * else both together all those that stand on both sides and that
	 * sieve_next does not give.
	 */
	bool by_side;
};

struct sieve {
	struct pairing *pair;
	struct residue residues[2];
	struct residue_cursor cursor;
	struct sieve_tap *tap; /* NULL: none */
	bool ready;
};

/*
 * Opens both paths and reads them to their verified ends within `memory`: 1,
 * or 0 where that is for the pairing; *pair is as it was then.  The tap may be
 * NULL.  Release in either case; pairing_release behind 1 is the caller's too.
 */
int sieve_open(struct sieve *s, struct pairing *pair,
    const char *const paths[2], size_t memory, struct sieve_tap *tap)
    MUST_USE;
void sieve_release(struct sieve *s);

/*
 * 1 and the next key of which both sides do not have the same line, or which
 * is wanted nevertheless; borrowed until next.  0; -1.
 */
int sieve_next(struct sieve *s, struct residue_item *item, struct err *e)
    MUST_USE;

#endif
