/* hash.c - the one user of xxhash.h, inlined for short lines. */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t
hash_64(const char *at, size_t len)
{
	return XXH3_64bits(at, len);
}

struct hash128
hash_128(const char *at, size_t len)
{
	XXH128_hash_t h = XXH3_128bits(at, len);

	return (struct hash128){h.high64, h.low64};
}

struct hash128
hash_plus(struct hash128 a, struct hash128 b)
{
	struct hash128 sum = {a.high + b.high, a.low + b.low};

	sum.high += sum.low < a.low;
	return sum;
}

struct hash128
hash_minus(struct hash128 a, struct hash128 b)
{
	struct hash128 rest = {a.high - b.high, a.low - b.low};

	rest.high -= a.low < b.low;
	return rest;
}

void
hash_print(char text[HASH_TEXT_SIZE], struct hash128 h)
{
	snprintf(text, HASH_TEXT_SIZE, "%016" PRIx64 "%016" PRIx64, h.high,
	    h.low);
}

static bool
hex_digit(char c, uint64_t *value)
{
	if (c >= '0' && c <= '9')
		*value = (uint64_t)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*value = (uint64_t)(c - 'a') + 10;
	else
		return false;
	return true;
}

bool
hash_parse(struct hash128 *out, struct slice text)
{
	struct hash128 h = {0, 0};
	size_t i;

	if (text.len != HASH_TEXT_SIZE - 1)
		return false;
	for (i = 0; i < text.len; i++) {
		uint64_t digit;

		if (!hex_digit(text.at[i], &digit))
			return false;
		h.high = h.high << 4 | h.low >> 60;
		h.low = h.low << 4 | digit;
	}
	*out = h;
	return true;
}
