/* hanging.c - old substitutes under the new keys of their lines. */
#include "diff/hanging.h"

#include "base/map.h"

/* The old lines that wait for a new one, by the key they would have now. */
struct waiting {
	struct map keys;
	struct slice *lines;
	bool *used;
	size_t size;
	struct arena texts;
	struct buf key;
};

static const char lead[] = "{\"type\":\"substitute\",";
static const char line_lead[] = "{\"type\":\"bom_line\",";

/* The key that an old substitute has now, into w->key; false: it stays. */
static bool
moved_key(struct waiting *w, const struct edits *edits, struct slice prefix)
{
	static const char last[] = ",\"substitute\":\"";
	const char *body = prefix.at + sizeof(lead) - 1;
	const char *end = memmem(prefix.at, prefix.len, last,
	    sizeof(last) - 1);
	struct slice to;

	if (!end)
		BUG("a substitute without a key");
	buf_clear(&w->key);
	buf_add_text(&w->key, line_lead);
	buf_add(&w->key, body, (size_t)(end - body));
	to = edits_moved(edits, buf_slice(&w->key));
	if (!to.at)
		return false;
	buf_clear(&w->key);
	buf_add_text(&w->key, lead);
	buf_add(&w->key, to.at + sizeof(line_lead) - 1,
	    to.len - (sizeof(line_lead) - 1));
	buf_add(&w->key, end, (size_t)(prefix.at + prefix.len - end));
	return true;
}

/* Keeps an old line under the key in w->key. */
static void
wait(struct waiting *w, struct slice line)
{
	bool added;
	uint64_t *at = map_put(&w->keys, buf_slice(&w->key), &added);

	if (!added)
		BUG("two substitutes got one key");
	*at = w->keys.count - 1;
	if (*at >= w->size) {
		w->size = mem_next_size(w->size, *at + 1);
		w->lines = mem_grow(w->lines, w->size, sizeof(*w->lines));
		w->used = mem_grow(w->used, w->size, sizeof(*w->used));
	}
	w->lines[*at] = slice_copy(line, &w->texts);
	w->used[*at] = false;
}

/*
 * First pass: what stays is put, what moves waits, what is new is kept for the
 * second.
 */
static int
sort_out(struct raw *r, struct edits *edits, struct waiting *w,
    struct sort *added, struct err *e)
{
	struct raw_cursor c;
	struct raw_item item;
	int got = raw_cursor_open(&c, r, RAW_SUBSTITUTES, e);

	while (got >= 0 && (got = raw_cursor_next(&c, &item, e)) > 0) {
		if (item.old.at && item.new.at)
			got = edits_change(edits, item.old, item.new, NULL, e);
		else if (item.new.at)
			got = sort_put(added, item.new, e);
		else if (moved_key(w, edits, slice_from(item.old.at,
		    item.key_length)))
			wait(w, item.old);
		else
			got = edits_remove(edits, item.old, NULL, e);
	}
	raw_cursor_close(&c);
	return got < 0 ? -1 : sort_finish(added, e);
}

static int
match(struct edits *edits, struct waiting *w, struct sort *added,
    struct err *e)
{
	const struct edit_words words = {.match = SLICE_INIT("line"),
	    .group = {"", 0}};
	struct slice line;
	struct scan scan;
	uint64_t *at;
	size_t i;
	int got;

	while ((got = sort_next(added, &line, e)) > 0) {
		if (!scan_key(&scan, line))
			BUG("a substitute without a key");
		at = map_find(&w->keys, slice_from(line.at, scan.key_length));
		if (at)
			w->used[*at] = true;
		if ((at ? edits_change(edits, w->lines[*at], line, &words, e)
		    : edits_add(edits, line, NULL, e)) < 0)
			return -1;
	}
	for (i = 0; got == 0 && i < w->keys.count; i++)
		if (!w->used[i])
			got = edits_remove(edits, w->lines[i], NULL, e);
	return got;
}

bool
hanging_any(const struct raw *r)
{
	return r->counts[RAW_SUBSTITUTES] > 0;
}

int
hanging_write(struct raw *r, struct edits *edits, struct err *e)
{
	struct waiting w = {.keys = MAP_INIT};
	struct sort *added = sort_new(SORT_MEMORY_LEAST);
	int rc;

	buf_init(&w.key, KEY_MOST);
	rc = sort_out(r, edits, &w, added, e);
	if (rc == 0)
		rc = match(edits, &w, added, e);
	sort_free(added);
	map_release(&w.keys);
	mem_free(w.lines);
	mem_free(w.used);
	arena_release(&w.texts);
	buf_release(&w.key);
	return rc;
}
