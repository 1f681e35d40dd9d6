/*
 * gatework.c - judging, in this order:
 *
 *	1  spool and ledger side by side: what changed, what is gone
 *	2  each changed record: its bundle, its change order, its gates
 *	3  change orders joined with what they affect; their own gates
 *
 * and then, in gatewhole.c, each changed BOM as a whole.
 */
#include "transform/gatework.h"

#include "io/log.h"
#include "model/recin.h"

bool
gatework_exempt(enum record_type type)
{
	return type == TYPE_WITHHELD || type == TYPE_EXCEPTION ||
	    type == TYPE_ACKNOWLEDGMENT;
}

static bool
of_change_order(enum record_type type)
{
	return type == TYPE_CHANGE_ORDER || type == TYPE_CHANGE_ITEM;
}

/* What kind of bundle a type's records are of; an index only. */
static enum record_type
kind_of(enum record_type type)
{
	struct key of, k = {.type = type, .count = 1, .parts = {SLICE("x")}};

	bundle_key(&of, &k);
	return of.type;
}

/*
 * Whether a record of the type makes its bundle one that changes.  What is
 * never sent to this target, while others of such a bundle are, is new every
 * night: it is judged, but moves nothing.
 */
static bool
moves(const struct gatework *w, enum record_type type)
{
	const bool *sent = w->around.known.sent;
	unsigned i;

	if (sent[type] || of_change_order(type))
		return !of_change_order(type);
	for (i = 0; i < TYPE_COUNT; i++)
		if (sent[i] && kind_of((enum record_type)i) == kind_of(type))
			return false;
	return true;
}

/* --- findings --- */

int
gatework_find(struct gatework *w, struct gate *g, const struct record *r,
    struct slice found, struct err *e)
{
	struct gatefinding_new n = {g, r, 0, found};
	struct key k;

	record_key(&k, r);
	n.bundle = bundles_put(&w->bundles, &k);
	return gatefindings_add(&w->findings, &w->gating->gates, &n, e);
}

/* One gate and one record: `words` is for work. */
static int
ask(struct gatework *w, struct gate *g, const struct record *r,
    struct buf *words, struct err *e)
{
	bool is, holds = true;
	int rc = 0;

	if (gate_about(g, r, &is, e) < 0)
		return -1;
	if (!is)
		return 0;
	g->asked++;
	buf_clear(words);
	if (g->check == GATE_EXPRESSION)
		rc = gate_requires(g, r, &holds, words, e);
	else
		rc = gatecheck_record(&w->check, g, r, words, e);
	if (rc < 0)
		return -1;
	holds = holds && rc == 0;
	return holds ? 0 : gatework_find(w, g, r, buf_slice(words), e);
}

/* All gates that look at a record by itself. */
static int
judge(struct gatework *w, const struct record *r, struct err *e)
{
	struct gates *gates = &w->gating->gates;
	struct buf words = BUF_INIT(KEY_MOST * 16);
	size_t i;
	int rc = 0;

	w->counts.judged++;
	gates->functions.record = r;
	for (i = 0; rc == 0 && i < gates->count; i++) {
		struct gate *g = &gates->list[i];

		if (g->types[r->type] && (g->check == GATE_EXPRESSION ||
		    gatecheck_by_record(g->check)))
			rc = ask(w, g, r, &words, e);
	}
	gates->functions.record = NULL;
	buf_release(&words);
	if (rc < 0)
		return err_in(e, "%s", w->in->in.name);
	return 0;
}

/* --- 1: what is gone --- */

static int
take_gone(void *ctx, struct slice line, struct err *e)
{
	struct gatework *w = ctx;
	struct gatework_gone *to;
	struct key k;

	(void)e;
	if (w->gone_count == w->gone_size) {
		w->gone_size = mem_next_size(w->gone_size,
		    w->gone_count + 1);
		w->gone = mem_grow(w->gone, w->gone_size, sizeof(*w->gone));
	}
	to = &w->gone[w->gone_count++];
	to->line = slice_copy(line, &w->texts);
	arena_reset(&w->record);
	if (!key_parse_prefix(&k, to->line, &w->record))
		BUG("a line of the ledger without a key");
	to->bundle = bundles_put(&w->bundles, &k);
	if (!of_change_order(k.type))
		w->bundles.list[to->bundle].changes = true;
	return 0;
}

/* --- 2: what changed --- */

static int
take_withheld(struct gatework *w, const struct record *r, struct err *e)
{
	struct slice reason = record_text(r, WITHHELD_REASON);
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct gatework_withheld *to;
	enum record_type type;
	struct key k;
	int rc = 0;

	if (slice_is(reason, "audience") ||
	    !schema_find(&type, record_text(r, WITHHELD_RECORD_TYPE)))
		return 0;
	rc = key_parse_record_key(&k, type, record_text(r,
	    WITHHELD_RECORD_KEY), &w->record, e);
	if (rc < 0)
		return -1;
	if (w->withheld_count == w->withheld_size) {
		w->withheld_size = mem_next_size(w->withheld_size,
		    w->withheld_count + 1);
		w->withheld = mem_grow(w->withheld, w->withheld_size,
		    sizeof(*w->withheld));
	}
	to = &w->withheld[w->withheld_count++];
	key_add_text(&text, &k);
	buf_printf(&text, " is %.*s already", SLICE_ARGS(reason));
	to->reason = slice_copy(buf_slice(&text), &w->texts);
	to->exception = slice_copy(record_text(r, WITHHELD_EXCEPTION),
	    &w->texts);
	to->bundle = bundles_put(&w->bundles, &k);
	buf_release(&text);
	return 0;
}

/* A changed record that names a change order belongs to that. */
static void
join_named(struct gatework *w, const struct record *r, uint32_t bundle)
{
	int member = schema_member_find(r->type, SLICE("change_order"));
	struct key k = {.type = TYPE_CHANGE_ORDER, .count = 1};

	if (member < 0 || !r->values[member].text.len)
		return;
	k.parts[0] = r->values[member].text;
	bundles_join(&w->bundles, bundle, bundles_put(&w->bundles, &k));
}

static int
take_changed(struct gatework *w, struct slice line, struct err *e)
{
	struct record r;
	struct key k;
	uint32_t bundle;

	arena_reset(&w->record);
	if (recin_parse(&r, line, JSON_AT("<record>", 1), &w->record, e) < 0)
		return -1;
	if (r.type == TYPE_WITHHELD)
		return take_withheld(w, &r, e);
	record_key(&k, &r);
	bundle = bundles_put(&w->bundles, &k);
	if (of_change_order(r.type))
		return 0;
	bundle = bundles_root(&w->bundles, bundle);
	if (w->moves[r.type]) {
		w->bundles.list[bundle].changes = true;
		join_named(w, &r, bundle);
	}
	return judge(w, &r, e);
}

static int
take_all(struct gatework *w, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	uint64_t ordinal = 0;
	int got;

	spool_cursor_open(&c, w->in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		bool changed = known_get(&w->around.known, ordinal++) !=
		    KNOWN_SAME;

		log_progress("gates", ordinal, w->around.index.lines);
		if (!changed || (gatework_exempt(line.type) &&
		    line.type != TYPE_WITHHELD))
			continue;
		if (take_changed(w, line.text, e) < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

/* --- 3: change orders --- */

/* BOMs and routings of the revision, in the plant where one is named. */
static void
join_revision(struct gatework *w, uint32_t order, const struct key *item,
    struct slice revision)
{
	uint32_t i = bundles_of_revision(&w->bundles, item->parts[1],
	    revision);
	struct arena arena = ARENA_INIT;

	for (; i != BUNDLE_NONE; i = w->bundles.list[i].next) {
		struct slice plant = item->parts[2];
		struct err ignored = ERR_INIT;
		struct key k;

		if (!bundles_change(&w->bundles, i))
			continue;
		if (key_parse_text(&k, bundles_name(&w->bundles, i), &arena,
		    &ignored) < 0)
			BUG("a bundle without a key for a name");
		if (!plant.len || !k.parts[2].len ||
		    slice_equal(plant, k.parts[2]))
			bundles_join(&w->bundles, order, i);
	}
	arena_release(&arena);
}

/*
 * An item belongs to the order that brings in the revision which it now has,
 * or to all that name none: the orders of the years before do not count.
 */
static int
join_item(struct gatework *w, const struct key *k, struct err *e)
{
	struct key item = {.type = TYPE_ITEM, .count = 1,
	    .parts = {k->parts[1]}};
	struct key order = {.type = TYPE_CHANGE_ORDER, .count = 1,
	    .parts = {k->parts[0]}};
	struct slice to = k->parts[3], now = SLICE("");
	uint32_t index = bundles_put(&w->bundles, &order);
	uint32_t own = bundles_find(&w->bundles, &item);
	struct record r;
	int got = around_get(&w->around, &item, &r, &w->record, e);

	if (got < 0)
		return -1;
	if (got > 0)
		now = record_text(&r, ITEM_REVISION);
	if (!to.len || !now.len || slice_equal(to, now)) {
		if (own != BUNDLE_NONE && bundles_change(&w->bundles, own))
			bundles_join(&w->bundles, index, own);
		join_revision(w, index, k, SLICE(""));
	}
	if (to.len)
		join_revision(w, index, k, to);
	return 0;
}

/* Those whose order, or what it changes, is not as the target has it. */
static bool
judged(const struct gatework *w, const struct key *k, uint64_t ordinal)
{
	uint32_t bundle = bundles_find(&w->bundles, k);

	if (!w->wish->db)
		return true;
	if (bundle != BUNDLE_NONE && bundles_change(&w->bundles, bundle))
		return true;
	return w->around.known.sent[k->type] &&
	    known_get(&w->around.known, ordinal) != KNOWN_SAME;
}

/* Goes over change_item and change_order records; twice. */
static int
over_orders(struct gatework *w, bool judges, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	struct record r;
	struct key k;
	uint64_t ordinal;
	int got, rc = 0;

	spool_cursor_open(&c, w->in, TYPE_CHANGE_ITEM, TYPE_CHANGE_ORDER);
	while (rc == 0 && (got = spool_cursor_next(&c, &line, e)) > 0) {
		arena_reset(&w->record);
		if (!key_parse_prefix(&k, line.text, &w->record))
			BUG("a line of the spool without a key");
		if (!judges && k.type == TYPE_CHANGE_ITEM)
			rc = join_item(w, &k, e);
		if (!judges)
			continue;
		got = recordindex_find(&w->around.index, &k, &ordinal, e);
		if (got <= 0)
			rc = -1;
		else if (judged(w, &k, ordinal)) {
			rc = recin_parse(&r, line.text, JSON_AT("<record>",
			    1), &w->record, e);
			if (rc == 0)
				rc = judge(w, &r, e);
		}
	}
	spool_cursor_close(&c);
	return rc < 0 || got < 0 ? -1 : 0;
}

int
gatework_judge(struct gatework *w, struct err *e)
{
	struct known_ledger ledger = {w->wish->db, w->target};
	struct known_tell gone = {take_gone, w};
	unsigned i;

	if (around_init(&w->around, w->in, &ledger, &gone, e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		w->moves[i] = moves(w, (enum record_type)i);
	gatecheck_init(&w->check, &w->around);
	w->gating->gates.functions.around = &w->around;
	if (take_all(w, e) < 0 || over_orders(w, false, e) < 0)
		return -1;
	return over_orders(w, true, e);
}
