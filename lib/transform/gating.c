/* gating.c - the parts of a run in their order, and records given away. */
#include "transform/gating.h"

#include "io/log.h"
#include "transform/gatestate.h"
#include "transform/gateverdict.h"
#include "transform/gatewhole.h"

int
gating_load(struct gating *g, struct shared *s, const struct ydoc_node *gates,
    const struct ydoc_node *people, struct err *e)
{
	memset(g, 0, sizeof(*g));
	g->shared = s;
	if (people_read(&g->people, people, gate_classes, &s->arena, e) < 0)
		return -1;
	return gates_read(&g->gates, s, gates, e);
}

void
gating_release(struct gating *g)
{
	gates_release(&g->gates);
	memset(g, 0, sizeof(*g));
}

/* --- giving away --- */

/* Each record's fate; `to` NULL: only counted. */
static int
give_all(struct gatework *w, const struct gating_out *to, uint64_t *passed,
    uint64_t *held, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, w->in, (enum record_type)0,
	    (enum record_type)(TYPE_COUNT - 1)); /* all types */
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		const struct gatework_cause *cause;
		struct key k;
		int rc = 0;

		arena_reset(&w->record);
		if (!key_parse_prefix(&k, line.text, &w->record))
			BUG("a line of the spool without a key");
		cause = gateverdict_of(w, &k);
		++*(cause ? held : passed);
		if (to && cause)
			rc = to->hold(to->ctx, line.text,
			    cause->exception.at, cause->reason.at, e);
		else if (to)
			rc = to->pass(to->ctx, line.text, e);
		if (rc < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

static int
withhold(struct gatework *w, const struct key *k, struct err *e)
{
	const struct gating_out *to = w->wish->to;
	const struct gatework_cause *cause = gateverdict_of(w, k);
	struct buf prefix = BUF_INIT(KEY_MOST * 2);
	int rc = 0;

	if (cause && !withheld_covers(&w->in->withheld, k)) {
		key_add_prefix(&prefix, k);
		rc = to->withhold(to->ctx, buf_slice(&prefix),
		    cause->exception.at, e);
	}
	buf_release(&prefix);
	return rc;
}

/*
 * A BOM or routing that is held stands over lines that may be missing from
 * this stream: it is withheld also where it has no header.
 */
static int
withhold_headers(struct gatework *w, struct err *e)
{
	struct err ignored = ERR_INIT;
	uint64_t ordinal;
	uint32_t i;
	struct key k;
	int got;

	for (i = 0; i < w->bundles.count; i++) {
		enum record_type type = w->bundles.list[i].type;

		if (type != TYPE_BOM && type != TYPE_ROUTING)
			continue;
		arena_reset(&w->record);
		if (key_parse_text(&k, bundles_name(&w->bundles, i),
		    &w->record, &ignored) < 0)
			BUG("a bundle without a key for a name");
		if (!gateverdict_of(w, &k))
			continue;
		got = recordindex_find(&w->around.index, &k, &ordinal, e);
		if (got < 0 || (got == 0 && withhold(w, &k, e) < 0))
			return -1;
	}
	return 0;
}

/* What a held change takes away stays as long as the change does not go. */
static int
withhold_gone(struct gatework *w, struct err *e)
{
	struct key k, above;
	size_t i;

	for (i = 0; i < w->gone_count; i++) {
		arena_reset(&w->record);
		if (!key_parse_prefix(&k, w->gone[i].line, &w->record))
			BUG("a line of the ledger without a key");
		if (k.type == TYPE_BOM || k.type == TYPE_ROUTING ||
		    key_above(&above, &k))
			continue;
		if (withhold(w, &k, e) < 0)
			return -1;
	}
	return 0;
}

/* --- the run --- */

static int
check_most(struct gatework *w, struct err *e)
{
	const struct limit *most = &w->wish->most_held;
	uint64_t passed = 0, held = 0;

	if (!most->text || !w->any_held)
		return 0;
	if (give_all(w, NULL, &passed, &held, e) < 0)
		return -1;
	if (!limit_over(most, held, passed + held))
		return 0;
	return err_set(e, ERR_DECIDE, "%s: %" PRIu64 " of %" PRIu64
	    " records are held, --max-held is %s (nothing is published)",
	    w->in->in.name, held, passed + held, most->text);
}

static void
tell(const struct gatework *w)
{
	const struct gating_counts *c = &w->counts;
	const struct gates *gates = &w->gating->gates;
	size_t i;

	for (i = 0; i < gates->count; i++) {
		const struct gate *g = &gates->list[i];

		log_detail("gate %s: asked %" PRIu64 " times, %" PRIu64
		    " failed, of %" PRIu64 " it was unknown", g->name,
		    g->asked, g->failed, g->unknown);
	}
	log_note("gates: %" PRIu64 " records judged, %" PRIu64 " exceptions, "
	    "of them %" PRIu64 " overridden, %" PRIu64 " approved, %" PRIu64
	    " only warned of", c->judged, c->exceptions, c->overridden,
	    c->approved, c->warned);
	if (c->held)
		log_note("gates: %" PRIu64 " records held in %" PRIu64
		    " units, %" PRIu64 " of these because of others",
		    c->held, c->bundles, c->dependents);
}

static int
load_waivers(struct gatework *w, struct err *e)
{
	if (w->wish->db &&
	    waivers_load_state(&w->waivers, w->wish->db, e) < 0)
		return -1;
	if (!w->wish->overrides)
		return 0;
	return waivers_load(&w->waivers, w->wish->overrides, e);
}

static int
decide(struct gatework *w, struct err *e)
{
	if (load_waivers(w, e) < 0 || gatework_judge(w, e) < 0 ||
	    gatewhole_judge(w, e) < 0 || gateverdict_reach(w, e) < 0)
		return -1;
	return check_most(w, e);
}

int
gating_run(struct gating *g, const struct spool *in,
    const struct gating_wish *wish, struct gatework **out, struct err *e)
{
	struct gatework *w = mem_zero(sizeof(*w));
	int rc;

	*out = w;
	w->gating = g;
	w->in = in;
	w->wish = wish;
	w->target = wish->target ? wish->target : "";
	gatefindings_init(&w->findings, w->target);
	rc = decide(w, e);
	if (rc == 0)
		rc = give_all(w, wish->to, &w->counts.passed,
		    &w->counts.held, e);
	if (rc == 0 && w->any_held)
		rc = withhold_headers(w, e);
	if (rc == 0 && w->any_held)
		rc = withhold_gone(w, e);
	log_progress_end();
	if (rc == 0)
		tell(w);
	return rc;
}

const struct gating_counts *
gating_counts(const struct gatework *w)
{
	return &w->counts;
}

int
gating_record(struct gatework *w, struct err *e)
{
	return w->wish->db ? gatestate_record(w, e) : 0;
}

int
gating_write(struct gatework *w, struct stream_out *out, struct err *e)
{
	return gatestate_write(w, out, e);
}

void
gating_end(struct gatework *w)
{
	if (!w)
		return;
	w->gating->gates.functions.around = NULL;
	gatecheck_release(&w->check);
	around_release(&w->around);
	bundles_release(&w->bundles);
	gatefindings_release(&w->findings);
	waivers_release(&w->waivers);
	mem_free(w->gone);
	mem_free(w->withheld);
	mem_free(w->causes);
	arena_release(&w->texts);
	arena_release(&w->record);
	mem_free(w);
}
