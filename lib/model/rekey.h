/*
 * rekey.h - a stream under other keys: --map and --sum.
 *
 * Rewritten keys come in another order, so the whole stream goes through a
 * sort first.  Where a record gets the key of another one the two fold if
 * they are equal.  Else, of an item's records those stay that had the key
 * before; two lines, headers or substitutes of BOMs are refused.
 */
#ifndef MODEL_REKEY_H
#define MODEL_REKEY_H

#include "model/keymap.h"
#include "model/sum.h"
#include "io/sort.h"
#include "model/stream_in.h"

struct rekey {
	const struct keymap *map; /* or NULL */
	bool sum;
	size_t memory; /* of the sort */
	/* --- inside --- */
	struct sort *sort;
	struct slice entry; /* the next of the sort; a NULL pointer: none */
	struct buf last;    /* the line that the one before it made */
	struct sum rows;
	uint64_t unmapped;  /* items with the number that they had */
	uint64_t displaced; /* left out, since a mapped one has their place */
	struct arena arena;
	struct buf text;
};

/* True if anything is asked of it. */
bool rekey_needed(const struct rekey *c);

/* Makes ready for a stream, also for a second try. */
void rekey_begin(struct rekey *c);
void rekey_release(struct rekey *c);

/*
 * A pairing_source; `ctx` is the rekey.  ERR_USAGE where the map makes one of
 * two lines, ERR_INPUT where a sum is too long.
 */
int rekey_next(struct stream_in *in, struct stream_line *line, struct err *e,
    void *ctx) MUST_USE;

#endif
