/*
 * diff.c - the differences of a diff's first pass made changes.
 *
 *	raw       bytes that differ, by kind, in key order
 *	parent    headers and lines of a parent paired
 *	edits     the delta, and its digest
 *
 * Headers and lines of one parent come together from two cursors.  Substitutes
 * come last, because a line that got another key takes its substitutes along.
 */
#include "diff/diff.h"

#include "diff/hanging.h"
#include "diff/parent.h"
#include "io/log.h"

struct group {
	struct raw_cursor cursors[2]; /* headers, lines */
	struct raw_item items[2];
	bool has[2];
	struct parent parent;
	struct buf name; /* as it is encoded in the keys */
};

/* The parent as it stands in a key, with its quotes. */
static struct slice
parent_of(const struct raw_item *item)
{
	struct slice text = item->old.at ? item->old : item->new;
	const char *start, *end;

	start = memmem(text.at, text.len, "\"parent\":", 9);
	end = start ? memmem(start, text.len - (size_t)(start - text.at),
	    ",\"parent_revision\":", 19) : NULL;
	if (!end)
		BUG("a BOM or a line without a parent");
	return slice_from(start + 9, (size_t)(end - start) - 9);
}

static int
advance(struct group *g, int which, struct err *e)
{
	int got = raw_cursor_next(&g->cursors[which], &g->items[which], e);

	g->has[which] = got > 0;
	return got < 0 ? -1 : 0;
}

/* All of one parent, the first in order. */
static int
one_parent(struct group *g, struct err *e)
{
	struct slice header = {NULL, 0}, line = {NULL, 0}, first;
	int i;

	if (g->has[0])
		header = parent_of(&g->items[0]);
	if (g->has[1])
		line = parent_of(&g->items[1]);
	first = !g->has[1] || (g->has[0] && slice_compare(header, line) < 0)
	    ? header : line;
	buf_clear(&g->name);
	buf_add_slice(&g->name, first);
	for (i = 0; i < 2; i++)
		while (g->has[i] && slice_equal(parent_of(&g->items[i]),
		    buf_slice(&g->name))) {
			parent_add(&g->parent, &g->items[i]);
			if (advance(g, i, e) < 0)
				return -1;
		}
	return parent_end(&g->parent, e);
}

static int
diff_boms(struct diff *d, struct err *e)
{
	struct group g;
	int rc = -1;

	memset(&g, 0, sizeof(g));
	buf_init(&g.name, KEY_MOST);
	parent_init(&g.parent, &d->edits, &d->raw);
	if (raw_cursor_open(&g.cursors[0], &d->raw, RAW_HEADERS, e) < 0 ||
	    raw_cursor_open(&g.cursors[1], &d->raw, RAW_LINES, e) < 0 ||
	    advance(&g, 0, e) < 0 || advance(&g, 1, e) < 0)
		goto out;
	rc = 0;
	while (rc == 0 && (g.has[0] || g.has[1]))
		rc = one_parent(&g, e);
out:
	parent_release(&g.parent);
	raw_cursor_close(&g.cursors[0]);
	raw_cursor_close(&g.cursors[1]);
	buf_release(&g.name);
	return rc;
}

static int
put_item(struct diff *d, const struct raw_item *item, struct err *e)
{
	if (!item->new.at)
		return edits_remove(&d->edits, item->old, NULL, e);
	if (!item->old.at)
		return edits_add(&d->edits, item->new, NULL, e);
	return edits_change(&d->edits, item->old, item->new, NULL, e);
}

static int
diff_others(struct diff *d, struct err *e)
{
	struct raw_cursor c;
	struct raw_item item;
	int got = raw_cursor_open(&c, &d->raw, RAW_OTHERS, e);

	while (got >= 0 && (got = raw_cursor_next(&c, &item, e)) > 0)
		if (put_item(d, &item, e) < 0)
			got = -1;
	raw_cursor_close(&c);
	return got;
}

int
diff_run(struct diff *d, const char *const paths[2],
    const struct diff_options *options, struct err *e)
{
	return diff_run_view(d, paths, options, NULL, e);
}

static int
write_changes(struct diff *d, const struct raw_view *view, struct err *e)
{
	if (view && view->instead)
		return view->instead(view->ctx, &d->raw, &d->edits, e);
	if (diff_boms(d, e) < 0 || hanging_write(&d->raw, &d->edits, e) < 0)
		return -1;
	return diff_others(d, e);
}

int
diff_run_view(struct diff *d, const char *const paths[2],
    const struct diff_options *options, const struct raw_view *view,
    struct err *e)
{
	const struct pairing *pair = &d->raw.pair;

	memset(d, 0, sizeof(*d));
	d->options = options;
	if (raw_run(&d->raw, paths, options->memory, view, e) < 0)
		return -1;
	edits_init(&d->edits, &pair->left.in.head.scope,
	    &pair->right.in.head.scope);
	d->edits.equality = options->equality;
	d->edits.units = &d->raw.units;
	d->edits.follow = hanging_any(&d->raw);
	if (write_changes(d, view, e) < 0)
		return -1;
	d->edits.counts.kept += d->raw.kept;
	if (d->edits.counts.kept)
		log_note("%" PRIu64 " records are absent from %s, which does "
		    "not say that they are gone: they are kept",
		    d->edits.counts.kept, pair->right.in.name);
	return edits_finish(&d->edits, e);
}

void
diff_head(const struct diff *d, struct head *h)
{
	const struct pairing *pair = &d->raw.pair;

	head_init(h, HEAD_DELTA);
	h->system = pair->right.in.head.system;
	h->sorted = true;
	h->scope = pair->right.in.head.scope;
	h->lossy = raw_view_partial(d->raw.view) ||
	    (d->options->equality && d->options->equality->lossy);
	h->has_base = h->has_result = true;
	h->base = pair->left.in.figures.digest;
	h->result = hash_minus(hash_plus(h->base, d->edits.plus),
	    d->edits.minus);
}

int
diff_each(struct diff *d, diff_taker take, void *ctx, struct err *e)
{
	const struct raw_view *view = d->raw.view;
	struct slice line;
	int got;

	while ((got = edits_next(&d->edits, &line, e)) > 0) {
		if (view && view->seen)
			view->seen(view->ctx, line);
		if (take(ctx, line, e) < 0)
			return -1;
	}
	return got;
}

static int
write_line(void *ctx, struct slice line, struct err *e)
{
	struct scan scan;

	if (!scan_key(&scan, line))
		BUG("a delta line without a key");
	return stream_out_line(ctx, line, scan.type, e);
}

int
diff_write(struct diff *d, struct stream_out *out, struct err *e)
{
	return diff_each(d, write_line, out, e);
}

void
diff_release(struct diff *d)
{
	edits_release(&d->edits);
	raw_release(&d->raw);
}
