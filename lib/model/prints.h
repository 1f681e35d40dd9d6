/*
 * prints.h - what is remembered of each line of a side: hashes and its place.
 *
 * 24 bytes a line, dealt out by the hash of the key, so that the prints of one
 * key on both sides come into the same small share and shares can be looked at
 * one by one.  Above a ceiling they go to a scratch file.
 *
 *	key    64 bits of the hash of the key
 *	line   32 bits of the line's hash, 32 of the BOM's
 *	place  40 bits of the offset, 24 of the BOM's hash
 */
#ifndef MODEL_PRINTS_H
#define MODEL_PRINTS_H

#include "base/err.h"

struct print {
	uint64_t key;
	uint64_t line;
	uint64_t place;
};

/* A part of the file may not reach this far. */
#define PRINTS_OFFSET_MOST ((uint64_t)1 << 40)
/* Of a BOM's hash; the values below PRINTS_BOM_LEAST stand for no BOM. */
#define PRINTS_BOM_BITS 56
#define PRINTS_BOM_LEAST 2

static inline struct print
print_of(uint64_t key, uint64_t line, uint64_t bom, uint64_t offset)
{
	return (struct print){key, line << 32 | bom >> 24,
	    offset << 24 | (bom & 0xffffff)};
}

static inline uint64_t
print_bom(const struct print *p)
{
	return (p->line & 0xffffffff) << 24 | (p->place & 0xffffff);
}

static inline uint64_t
print_offset(const struct print *p)
{
	return p->place >> 24;
}

/* The line is the same, if the key is. */
static inline bool
print_same_line(const struct print *a, const struct print *b)
{
	return a->line >> 32 == b->line >> 32;
}

struct prints;

/*
 * Dealt out into 2^bits shares, of which at most about `memory` bytes are
 * held.  One thread puts; later any number of them may load.
 */
struct prints *prints_new(unsigned bits, size_t memory) MUST_USE;
void prints_free(struct prints *p);

int prints_put(struct prints *p, struct print one, struct err *e) MUST_USE;
/* No more of them: before prints_load. */
int prints_finish(struct prints *p, struct err *e) MUST_USE;

/* Prints of one share; release with mem_free of the list. */
struct prints_share {
	struct print *list;
	size_t count, size;
};

/* Adds those of share `i` to what is in *to. */
int prints_load(const struct prints *p, unsigned i, struct prints_share *to,
    struct err *e) MUST_USE;

#endif
