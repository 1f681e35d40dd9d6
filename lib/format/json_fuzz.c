/*
 * json_fuzz.c - any bytes through the reader, the writer and the pointers.
 *
 * Laws held on the way: skipping, walking and writing agree on what is JSON,
 * and the canonical form is JSON and its own canonical form.  What stands
 * before the first line's end is tried as a JSON Pointer too.
 */
#include "format/json.h"
#include "format/json_add.h"
#include "format/json_pointer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CANONICAL_MOST (1 << 24)

/* The depth of the reader bounds the recursion. */
static int
walk(struct json *j, struct err *e)
{
	struct json_value v;
	struct slice name;
	int got = 0;

	if (json_value(j, &v, e) < 0)
		return -1;
	if (v.kind == JSON_STRING && slice_utf8_length(v.text) != v.text.len)
		BUG("a decoded string is no UTF-8");
	if (v.kind == JSON_OBJECT) {
		while ((got = json_member(j, &name, e)) > 0)
			if (walk(j, e) < 0)
				return -1;
	} else if (v.kind == JSON_ARRAY) {
		while ((got = json_element(j, e)) > 0)
			if (walk(j, e) < 0)
				return -1;
	}
	return got;
}

static int
skip(struct slice text, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct slice raw;
	struct json j;

	json_init(&j, text, "fuzz", 1, &arena);
	if (json_raw(&j, &raw, e) < 0)
		return -1;
	if (arena.used)
		BUG("skipping takes memory");
	return json_end(&j, e);
}

static int
canonical(struct buf *b, struct slice text, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct json j;
	int rc;

	json_init(&j, text, "fuzz", 1, &arena);
	rc = json_add_canonical(b, &j, e);
	if (rc == 0)
		rc = json_end(&j, e);
	arena_release(&arena);
	return rc;
}

static void
check_canonical(struct slice text, bool valid)
{
	struct buf once = BUF_INIT(CANONICAL_MOST);
	struct buf twice = BUF_INIT(CANONICAL_MOST);
	struct err e = ERR_INIT;

	if (canonical(&once, text, &e) == 0 && !once.over) {
		if (!valid)
			BUG("written, and yet no JSON");
		if (canonical(&twice, buf_slice(&once), &e) < 0 ||
		    !slice_equal(buf_slice(&once), buf_slice(&twice)))
			BUG("the canonical form has another canonical form");
	}
	buf_release(&once);
	buf_release(&twice);
}

static void
check_pointer(struct slice text)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice rest = text, raw;
	struct slice pointer = slice_cut(&rest, '\n');
	struct json j;

	json_init(&j, rest, "fuzz", 1, &arena);
	if (json_pointer(&j, pointer, &e) > 0 && json_raw(&j, &raw, &e) == 0 &&
	    !raw.len)
		BUG("a value without a byte");
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* bytes are bytes */
	struct slice text = {(const char *)data, size};
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT, f = ERR_INIT;
	struct json j;
	int rc, skipped;

	json_init(&j, text, "fuzz", 1, &arena);
	rc = walk(&j, &e);
	if (rc == 0)
		rc = json_end(&j, &e);
	arena_release(&arena);
	skipped = skip(text, &f);
	if (rc != skipped || strcmp(e.text, f.text) != 0)
		BUG("walking and skipping disagree");
	check_canonical(text, rc == 0);
	check_pointer(text);
	return 0;
}
