/*
 * key_fuzz.c - any bytes as a key, in its text form and as a prefix.
 *
 * Laws held on the way: a text form that is read and printed is read as the
 * same key again, and its prefix leads back to it; a prefix that is taken
 * apart is put together as the same bytes.
 */
#include "base/base.h"

#include "model/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TEXT_MOST ((size_t)1 << 26)

static bool
same(const struct key *a, const struct key *b)
{
	unsigned i;

	if (a->type != b->type || a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (!slice_equal(a->parts[i], b->parts[i]))
			return false;
	return true;
}

static void
try_text(struct slice text, struct arena *a)
{
	struct buf printed = BUF_INIT(TEXT_MOST), prefix = BUF_INIT(TEXT_MOST);
	struct err e = ERR_INIT;
	struct key k, back;

	if (key_parse_text(&k, text, a, &e) < 0) {
		if (e.kind != ERR_USAGE)
			BUG("a key refused as if it were data");
		return;
	}
	key_add_text(&printed, &k);
	if (key_parse_text(&back, buf_slice(&printed), a, &e) < 0 ||
	    !same(&k, &back))
		BUG("a text form is read as another key");
	key_add_prefix(&prefix, &k);
	if (key_parse_prefix(&back, buf_slice(&prefix), a) != prefix.len ||
	    !same(&k, &back))
		BUG("a prefix is taken apart as another key");
	buf_release(&printed);
	buf_release(&prefix);
}

static void
try_prefix(struct slice line, struct arena *a)
{
	struct buf again = BUF_INIT(TEXT_MOST);
	struct key k;
	size_t n = key_parse_prefix(&k, line, a);

	if (n > 0) {
		key_add_prefix(&again, &k);
		if (!slice_equal(buf_slice(&again), slice_from(line.at, n)))
			BUG("a prefix was taken apart that is not canonical");
	}
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice bytes = {(const char *)data, size};
	struct arena arena = ARENA_INIT;

	try_text(bytes, &arena);
	try_prefix(bytes, &arena);
	arena_release(&arena);
	return 0;
}
