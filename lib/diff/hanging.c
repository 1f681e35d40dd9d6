/* hanging.c - old substitutes under the new keys of their lines. */
#include "diff/hanging.h"

#include "diff/slicemap.h"

/* The old lines that wait for a new one, by the key they would have now. */
struct waiting {
	struct slicemap lines;
	bool *used; /* by line */
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

/* True if its line was kept, or its BOM. */
static bool
kept_with_line(const struct edits *edits, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct key k, above;
	bool kept = false;

	if (!edits->kept.count)
		return false;
	if (!key_parse_prefix(&k, line, &a))
		BUG("a substitute without a key");
	while (!kept && key_above(&above, &k)) {
		kept = edits_kept(edits, &above);
		k = above;
	}
	arena_release(&a);
	return kept;
}

/* One that only the old side has: it waits, stays, or went. */
static int
put_gone(struct edits *edits, struct waiting *w, const struct raw_item *item,
    struct err *e)
{
	if (moved_key(w, edits, slice_from(item->old.at,
	    item->key_length))) {
		if (!slicemap_put(&w->lines, buf_slice(&w->key), item->old))
			BUG("two substitutes got one key");
		return 0;
	}
	if (kept_with_line(edits, item->old)) {
		edits->counts.kept++;
		return 0;
	}
	return edits_remove(edits, item->old, NULL, e);
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
	int got = 0;

	raw_cursor_open(&c, r, RAW_SUBSTITUTES);
	while (got >= 0 && (got = raw_cursor_next(&c, &item, e)) > 0) {
		if (item.old.at && item.new.at)
			got = edits_change(edits, item.old, item.new, NULL, e);
		else if (item.new.at)
			got = sort_put(added, item.new, e);
		else
			got = put_gone(edits, w, &item, e);
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
	const uint64_t *at;
	size_t i;
	int got;

	w->used = mem_zero((w->lines.keys.count + 1) * sizeof(*w->used));
	while ((got = sort_next(added, &line, e)) > 0) {
		if (!scan_key(&scan, line))
			BUG("a substitute without a key");
		at = map_find(&w->lines.keys, slice_from(line.at,
		    scan.key_length));
		if (at)
			w->used[*at] = true;
		if ((at ? edits_change(edits, w->lines.values[*at], line,
		    &words, e) : edits_add(edits, line, NULL, e)) < 0)
			return -1;
	}
	for (i = 0; got == 0 && i < w->lines.keys.count; i++)
		if (!w->used[i])
			got = edits_remove(edits, w->lines.values[i], NULL, e);
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
	struct waiting w = {.lines = SLICEMAP_INIT};
	struct sort *added = sort_new(SORT_MEMORY_LEAST);
	int rc;

	buf_init(&w.key, KEY_MOST);
	rc = sort_out(r, edits, &w, added, e);
	if (rc == 0)
		rc = match(edits, &w, added, e);
	sort_free(added);
	slicemap_release(&w.lines);
	mem_free(w.used);
	buf_release(&w.key);
	return rc;
}
