/* keyset.c - open addressing, sized once by the stream's own count. */
#include "transform/keyset.h"

#include "transform/rawline.h"

static struct hash128
hash_of(struct slice first, struct slice second)
{
	struct hash128 a = hash_128(first.at, first.len);
	struct hash128 b = hash_128(second.at, second.len);

	/* the order counts: item X in plant Y is not item Y in plant X */
	a.high = a.high * 31 + b.low;
	a.low = (a.low ^ (b.high << 1)) | 1; /* never all zero */
	return a;
}

static struct hash128 *
slot_of(const struct keyset *k, struct hash128 h)
{
	size_t at = (size_t)h.high & (k->size - 1);

	while (k->slots[at].low && !hash_equal(k->slots[at], h))
		at = (at + 1) & (k->size - 1);
	return &k->slots[at];
}

int
keyset_load(struct keyset *k, const struct spool *in,
    enum record_type type, struct err *e)
{
	uint64_t count = in->in.figures.counts[type];
	unsigned parts = schema_types[type].key_count;
	struct stream_line line;
	struct spool_cursor c;
	int got;

	for (k->size = 16; k->size < count * 2; k->size *= 2)
		;
	k->slots = mem_zero(k->size * sizeof(*k->slots));
	spool_cursor_open(&c, in, type, type);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		struct slice keys = rawline_keys(type, line.text,
		    parts);
		struct hash128 h = hash_of(rawline_key(type, keys, 0),
		    parts > 1 ? rawline_key(type, keys, 1) : SLICE(""));

		*slot_of(k, h) = h;
	}
	spool_cursor_close(&c);
	return got;
}

void
keyset_release(struct keyset *k)
{
	mem_free(k->slots);
	*k = (struct keyset){NULL, 0};
}

bool
keyset_has(const struct keyset *k, struct slice first,
    struct slice second)
{
	return slot_of(k, hash_of(first, second))->low != 0;
}
