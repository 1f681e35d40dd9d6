/* gateverdict.c - waivers, causes, dependents. */
#include "transform/gateverdict.h"

#include "io/log.h"
#include "model/recin.h"
#include "transform/dependence.h"
#include "transform/gatecontent.h"

#define TOLD_MOST 5

/* --- what is let pass --- */

static void
let_pass(struct gatework *w, struct gatefinding *f, const struct waiver *by)
{
	bool approved = by->deed == PEOPLE_APPROVE;
	uint64_t *count = approved ? &w->counts.approved
	    : &w->counts.overridden;
	char until[CLOCK_TEXT_SIZE];

	f->fate = approved ? GATEFINDING_APPROVED : GATEFINDING_OVERRIDDEN;
	if (++*count > TOLD_MOST)
		return;
	clock_print(until, by->until);
	log_note("%.*s passes %s: %s by %.*s until %s: %.*s",
	    SLICE_ARGS(f->about), f->gate->name,
	    approved ? "approved" : "overridden", SLICE_ARGS(by->who), until,
	    SLICE_ARGS(by->why));
}

/* The content is part of what people read: they have to sign it. */
static void
add_content(struct gatework *w, struct gatefinding *f)
{
	struct buf text = BUF_INIT((size_t)1024 * 1024);

	if (!f->content[0])
		return;
	buf_add_slice(&text, f->message);
	buf_printf(&text, " (content %s)", f->content);
	f->message = slice_copy(buf_slice(&text), &w->texts);
	buf_release(&text);
}

static void
tell(const struct gatework *w, const struct gatefinding *f, uint64_t number)
{
	if (number > TOLD_MOST)
		return;
	log_warning("%.*s %s %s (%s): %.*s", SLICE_ARGS(f->about),
	    f->fate == GATEFINDING_WARNS ? "is warned of by"
	    : f->gate->action == GATE_APPROVE ? "waits for approval by"
	    : "is held by", f->gate->name, f->gate->class,
	    SLICE_ARGS(f->message));
	if (number == TOLD_MOST)
		log_warning("further %s are not told one by one%s",
		    f->fate == GATEFINDING_WARNS ? "warnings" : "exceptions",
		    w->wish->db ? " (the state has them)" : "");
}

/* A finding belongs to the order that its bundle goes by. */
static void
add_change_order(struct gatework *w, struct gatefinding *f)
{
	const struct bundles *b = &w->bundles;
	uint32_t lead = b->list[bundles_root(b, f->bundle)].lead;
	struct err ignored = ERR_INIT;
	struct key k;

	if (f->change_order.len || b->list[lead].type != TYPE_CHANGE_ORDER)
		return;
	if (key_parse_text(&k, bundles_name(b, lead), &w->texts,
	    &ignored) < 0)
		BUG("a bundle without a key for a name");
	f->change_order = k.parts[0];
}

static void
judge_findings(struct gatework *w)
{
	struct buf why = BUF_INIT((size_t)64 * 1024);
	uint64_t standing = 0, flawed = 0;
	size_t i;

	for (i = 0; i < w->findings.count; i++) {
		struct gatefinding *f = &w->findings.list[i];
		const struct waiver_about what = {
		    f->gate->action == GATE_APPROVE ? PEOPLE_APPROVE
		    : PEOPLE_OVERRIDE, slice_of(f->id),
		    slice_of(f->gate->class), f->about,
		    slice_of(f->content)};
		const struct waiver *by;

		w->counts.exceptions++;
		add_change_order(w, f);
		if (f->fate == GATEFINDING_WARNS) {
			tell(w, f, ++w->counts.warned);
			continue;
		}
		buf_clear(&why);
		by = waivers_find(&w->waivers, &w->gating->people, &what,
		    &why);
		if (by) {
			let_pass(w, f, by);
			continue;
		}
		add_content(w, f);
		tell(w, f, ++standing);
		if (why.len && ++flawed <= TOLD_MOST)
			log_warning("%.*s stays held: %s",
			    SLICE_ARGS(f->about), buf_text(&why));
	}
	buf_release(&why);
}

/* --- causes --- */

static void
hold(struct gatework *w, uint32_t bundle, struct slice exception,
    struct slice reason)
{
	struct gatework_cause *c = &w->causes[bundles_root(&w->bundles,
	    bundle)];

	if (c->held)
		return;
	*c = (struct gatework_cause){true, false, exception, reason};
	w->counts.bundles++;
	w->any_held = true;
}

static void
hold_finding(struct gatework *w, const struct gatefinding *f)
{
	struct buf text = BUF_INIT((size_t)1024 * 1024);

	buf_printf(&text, "%.*s is held by %s (%s): ", SLICE_ARGS(f->about),
	    f->gate->name, f->gate->class);
	buf_add_slice(&text, f->message);
	hold(w, f->bundle, slice_copy(slice_of(f->id), &w->texts),
	    slice_copy(buf_slice(&text), &w->texts));
	buf_release(&text);
}

static void
hold_causes(struct gatework *w)
{
	size_t i;

	w->causes = mem_zero((w->bundles.count + 1) * sizeof(*w->causes));
	for (i = 0; i < w->findings.count; i++)
		if (w->findings.list[i].fate == GATEFINDING_HOLDS)
			hold_finding(w, &w->findings.list[i]);
	for (i = 0; i < w->withheld_count; i++)
		hold(w, w->withheld[i].bundle, w->withheld[i].exception,
		    w->withheld[i].reason);
}

/* --- dependents --- */

/* `from` needs something new of `to`; both stand for their unions. */
struct edge {
	uint32_t to, from;
};

struct edges {
	struct gatework *work;
	struct edge *list;
	size_t count;
	size_t size;
};

static void
add_edge(struct edges *x, uint32_t from, uint32_t to)
{
	const struct bundles *b = &x->work->bundles;
	struct edge made = {bundles_root(b, to), bundles_root(b, from)};

	if (made.to == made.from || (x->count &&
	    x->list[x->count - 1].to == made.to &&
	    x->list[x->count - 1].from == made.from))
		return;
	if (x->count == x->size) {
		x->size = mem_next_size(x->size, x->count + 1);
		x->list = mem_grow(x->list, x->size, sizeof(*x->list));
	}
	x->list[x->count++] = made;
}

/*
 * 1: the target lacks what the key names, and it is in a bundle; 0; -1.  A
 * type of which it has acknowledged nothing, while it has others, is not sent
 * to it: nobody can wait for that.
 */
static int
lacks(struct gatework *w, const struct key *k, uint32_t *bundle,
    struct err *e)
{
	uint64_t ordinal;
	struct record r;
	int got;

	if (!w->around.known.sent[k->type] && k->type != TYPE_ITEM)
		return 0;
	*bundle = bundles_find(&w->bundles, k);
	if (*bundle == BUNDLE_NONE)
		return 0;
	got = recordindex_find(&w->around.index, k, &ordinal, e);
	if (got > 0)
		return known_get(&w->around.known, ordinal) == KNOWN_NEW;
	if (got < 0 || !withheld_covers(&w->in->withheld, k))
		return got;
	got = around_acknowledged(&w->around, k, &r, &w->record, e);
	return got < 0 ? -1 : got == 0;
}

static int
add_needs(struct edges *x, struct slice line, struct err *e)
{
	struct gatework *w = x->work;
	struct dependence d;
	struct record r;
	uint32_t own, needed;
	unsigned i;
	struct key k;

	arena_reset(&w->record);
	if (recin_parse(&r, line, JSON_AT("<record>", 1), &w->record, e) < 0)
		return -1;
	record_key(&k, &r);
	own = bundles_find(&w->bundles, &k);
	dependence_of(&d, &r);
	for (i = 0; own != BUNDLE_NONE && i < d.count; i++) {
		int got = lacks(w, &d.keys[i], &needed, e);

		if (got < 0)
			return -1;
		if (got > 0)
			add_edge(x, own, needed);
	}
	return 0;
}

static int
find_edges(struct edges *x, struct err *e)
{
	struct gatework *w = x->work;
	struct spool_cursor c;
	struct stream_line line;
	bool has[TYPE_COUNT];
	uint64_t ordinal = 0;
	unsigned i;
	int got;

	for (i = 0; i < TYPE_COUNT; i++)
		has[i] = dependence_has((enum record_type)i);
	spool_cursor_open(&c, w->in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		bool changed = known_get(&w->around.known, ordinal++) !=
		    KNOWN_SAME;

		if (!changed || !has[line.type])
			continue;
		if (add_needs(x, line.text, e) < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

static int
compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->from == y->from ? 0 : x->from < y->from ? -1 : 1;
}

/* The first edge to the bundle. */
static size_t
first_to(const struct edges *x, uint32_t to)
{
	size_t low = 0, high = x->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x->list[middle].to < to)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
hold_dependent(struct gatework *w, uint32_t bundle, uint32_t on)
{
	const struct gatework_cause *first = &w->causes[on];
	struct slice name = bundles_name(&w->bundles,
	    w->bundles.list[on].lead);
	struct buf text = BUF_INIT((size_t)1024 * 1024);

	if (w->causes[bundle].held)
		return;
	/* the cause of all is said once, the way to it only by its end */
	if (first->dependent)
		buf_add_slice(&text, first->reason);
	else
		buf_printf(&text, "because of %.*s: %.*s", SLICE_ARGS(name),
		    SLICE_ARGS(first->reason));
	hold(w, bundle, first->exception, slice_copy(buf_slice(&text),
	    &w->texts));
	w->causes[bundle].dependent = true;
	w->counts.dependents++;
	buf_release(&text);
}

/* Breadth first, from the lowest index on: the same in each run. */
static void
spread(struct gatework *w, const struct edges *x)
{
	uint32_t *queue = mem_grow(NULL, w->bundles.count + 1,
	    sizeof(*queue));
	uint32_t i, count = 0;
	size_t k;

	for (i = 0; i < w->bundles.count; i++)
		if (w->causes[i].held)
			queue[count++] = i;
	for (i = 0; i < count; i++)
		for (k = first_to(x, queue[i]); k < x->count &&
		    x->list[k].to == queue[i]; k++) {
			uint32_t from = x->list[k].from;

			if (w->causes[from].held)
				continue;
			hold_dependent(w, from, queue[i]);
			queue[count++] = from;
		}
	mem_free(queue);
}

static int
hold_dependents(struct gatework *w, struct err *e)
{
	struct edges x = {.work = w};
	int rc;

	if (!w->any_held)
		return 0;
	rc = find_edges(&x, e);
	if (rc == 0 && x.count) {
		qsort(x.list, x.count, sizeof(*x.list), compare_edges);
		spread(w, &x);
	}
	mem_free(x.list);
	return rc;
}

int
gateverdict_reach(struct gatework *w, struct err *e)
{
	if (gatecontent_find(w, e) < 0)
		return -1;
	judge_findings(w);
	hold_causes(w);
	return hold_dependents(w, e);
}

const struct gatework_cause *
gateverdict_of(const struct gatework *w, const struct key *k)
{
	const struct gatework_cause *c;
	uint32_t bundle;

	if (!w->any_held || gatework_exempt(k->type))
		return NULL;
	bundle = bundles_find(&w->bundles, k);
	if (bundle == BUNDLE_NONE)
		return NULL;
	c = &w->causes[bundles_root(&w->bundles, bundle)];
	return c->held ? c : NULL;
}
