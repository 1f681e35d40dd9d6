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

#include "base/relay.h"
#include "diff/hanging.h"
#include "io/log.h"
#include "model/recin.h"

/* With fewer differing lines a second thread costs more than it saves. */
#define THREADS_LEAST 2000

struct group {
	struct diff *diff;
	struct raw_cursor cursors[2]; /* headers, lines */
	struct raw_item items[2];
	bool has[2];
	struct parent parent;
	struct err error;
	int rc;
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

/* False for a record of a type that is not asked for; it is counted. */
static bool
asked_for(struct diff *d, const struct raw_item *item)
{
	if (!d->options->types || d->options->types[item->type])
		return true;
	d->passed_over += !item->shared && item->type != TYPE_WITHHELD;
	return false;
}

static int
advance(struct group *g, int which, struct err *e)
{
	int got;

	do
		got = raw_cursor_next(&g->cursors[which], &g->items[which],
		    e);
	while (got > 0 && !asked_for(g->diff, &g->items[which]));
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

static void
init_edits(struct diff *d, struct edits *x)
{
	const struct pairing *pair = &d->raw.pair;

	edits_init(x, &pair->left.in.head.scope, &pair->right.in.head.scope);
	x->equality = d->options->equality;
	x->units = &d->raw.units;
}

static void
group_open(struct group *g, struct diff *d, struct edits *edits, int half)
{
	memset(g, 0, sizeof(*g));
	g->diff = d;
	buf_init(&g->name, KEY_MOST);
	parent_init(&g->parent, edits, &d->raw);
	g->parent.watch = d->options->watch;
	raw_cursor_open_half(&g->cursors[0], &d->raw, RAW_HEADERS, half);
	raw_cursor_open_half(&g->cursors[1], &d->raw, RAW_LINES, half);
}

static void
group_close(struct group *g)
{
	parent_release(&g->parent);
	raw_cursor_close(&g->cursors[0]);
	raw_cursor_close(&g->cursors[1]);
	buf_release(&g->name);
}

/* All parents of a half. */
static void
group_run(void *ctx)
{
	struct group *g = ctx;

	g->rc = -1;
	if (advance(g, 0, &g->error) < 0 || advance(g, 1, &g->error) < 0)
		return;
	g->rc = 0;
	while (g->rc == 0 && (g->has[0] || g->has[1]))
		g->rc = one_parent(g, &g->error);
}

/*
 * In two threads where it pays and nothing of one parent is asked for at
 * another one: of what hangs on lines, or may be what was withheld.
 */
static bool
worth_threads(const struct diff *d)
{
	return d->raw.halving && d->raw.counts[RAW_LINES] >= THREADS_LEAST &&
	    !d->edits.follow && !d->raw.pair.right.withheld.keys.count;
}

static int
diff_halves(struct diff *d, struct edits *second, struct err *e)
{
	struct heldback held;
	struct group g[2];
	int i, rc = 0;

	heldback_init(&held, &d->raw.pair.right.withheld,
	    &d->raw.pair.left.withheld);
	group_open(&g[0], d, &d->edits, 0);
	group_open(&g[1], d, second, 1);
	g[0].parent.held = g[1].parent.held = &held;
	if (second == &d->edits) {
		group_run(&g[0]);
		group_run(&g[1]);
	} else {
		relay_both(group_run, &g[0], &g[1]);
	}
	for (i = 0; i < 2; i++) {
		if (g[i].rc < 0)
			rc = err_set(e, g[i].error.kind, "%s",
			    g[i].error.text);
		group_close(&g[i]);
	}
	heldback_release(&held);
	return rc;
}

static int
diff_boms(struct diff *d, struct err *e)
{
	struct edits second;
	int rc;

	if (!worth_threads(d))
		return diff_halves(d, &d->edits, e);
	init_edits(d, &second);
	rc = diff_halves(d, &second, e);
	if (rc == 0)
		rc = edits_join(&d->edits, &second, e);
	edits_release(&second);
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
	int got;

	raw_cursor_open(&c, &d->raw, RAW_OTHERS);
	while ((got = raw_cursor_next(&c, &item, e)) > 0)
		if (asked_for(d, &item) && put_item(d, &item, e) < 0) {
			got = -1;
			break;
		}
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
	if (diff_boms(d, e) < 0)
		return -1;
	if ((!d->options->types || d->options->types[TYPE_SUBSTITUTE]) &&
	    hanging_write(&d->raw, &d->edits, e) < 0)
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
	if ((options->watch.see || options->types || raw_view_partial(view)
	    ? raw_run : raw_run_halved)(&d->raw, paths, options->memory, view,
	    e) < 0)
		return -1;
	init_edits(d, &d->edits);
	d->edits.follow = !options->flat && hanging_any(&d->raw);
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
diff_head(struct diff *d, struct head *h)
{
	const struct pairing *pair = &d->raw.pair;

	head_init(h, HEAD_DELTA);
	h->system = pair->right.in.head.system;
	h->sorted = true;
	h->scope = pair->right.in.head.scope;
	if (d->options->claim)
		claim_narrow(&h->scope, &pair->right.in.head.scope,
		    d->options->claim, &d->edits.texts);
	h->lossy = raw_view_partial(d->raw.view) ||
	    (d->options->equality && d->options->equality->lossy);
	h->has_base = h->has_result = true;
	h->base = pair->left.in.figures.digest;
	h->result = hash_minus(hash_plus(h->base, d->edits.plus),
	    d->edits.minus);
}

/* The line with what is more to be said of it. */
static int
add_more(struct diff *d, struct slice *line, struct err *e)
{
	const struct diff_options *o = d->options;
	struct slice tags[COMPARE_TAGS_MOST];
	struct arena a = ARENA_INIT;
	struct scan scan;
	struct record r;
	size_t count;
	int rc = 0;

	if (!o->more_tags || !scan_key(&scan, *line) ||
	    scan.type != TYPE_BOM_LINE)
		return 0;
	if (recin_parse(&r, slice_copy(*line, &a), JSON_AT("delta", 0), &a,
	    e) < 0)
		rc = -1;
	else if (r.change->op != CHANGE_REMOVE &&
	    (count = o->more_tags(o->more_ctx, &r, tags)) > 0)
		*line = edits_tag(&d->edits, &r, tags, count);
	arena_release(&a);
	return rc;
}

int
diff_each(struct diff *d, diff_taker take, void *ctx, struct err *e)
{
	const struct raw_view *view = d->raw.view;
	struct slice line;
	int got;

	while ((got = edits_next(&d->edits, &line, e)) > 0) {
		if (add_more(d, &line, e) < 0)
			return -1;
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
