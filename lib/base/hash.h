/*
 * hash.h - XXH3 in 64 and 128 bits, and sums of them.
 *
 * The digest of a stream is the sum modulo 2^128 of the XXH3-128 (seed 0) of
 * its record lines: sorting and shuffling leave it alone, while any loss,
 * addition or change is found.  Not against malice: evidence uses SHA-256.
 * Source: xxHash 0.8, XXH3; the text form is its canonical big-endian hex.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/base.h"
#include "base/text.h"

struct hash128 {
	uint64_t high;
	uint64_t low;
};

/* 32 hex digits and a NUL. */
#define HASH_TEXT_SIZE 33

uint64_t hash_64(const char *at, size_t len);
struct hash128 hash_128(const char *at, size_t len);

static inline bool
hash_equal(struct hash128 a, struct hash128 b)
{
	return a.high == b.high && a.low == b.low;
}

/* Sum and difference modulo 2^128. */
struct hash128 hash_plus(struct hash128 a, struct hash128 b);
struct hash128 hash_minus(struct hash128 a, struct hash128 b);

/* 32 lower-case hex digits, big-endian. */
void hash_print(char text[HASH_TEXT_SIZE], struct hash128 h);
bool hash_parse(struct hash128 *out, struct slice text);

#endif
