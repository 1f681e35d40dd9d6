/*
 * restructure.c - parent by parent, BOM by BOM, each record one fate.
 *
 * BOMs go out at once, their lines and substitutes wait in lanes until the
 * types between have passed; since parents come in key order and targets are
 * sorted, nothing has to be sorted but the lines of one BOM.
 */
#include "transform/restructure.h"

#include "transform/arrange.h"
#include "transform/collapse.h"
#include "transform/restructure_claims.h"
#include "transform/targets.h"

struct run {
	struct restructure *r;
	struct restructure_rules *rules;
	const struct spool *in;
	const struct restructure_out *out;
	struct unknowns unknowns;
	struct phantoms phantoms;
	struct keyset views, items;
	struct assembly assembly;
	struct targets targets;
	struct collapse collapse;
	struct mbom mbom;
	struct making making;
	struct arena scratch;
	bool plain; /* BOMs of several plants are the same but for their keys */
	const struct assembly_bom *last; /* that was made last; or NULL */
};

int
restructure_load(struct restructure *r, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	memset(r, 0, sizeof(*r));
	return restructure_rules_read(&r->rules, s, n, e);
}

void
restructure_release(struct restructure *r)
{
	memset(r, 0, sizeof(*r));
}

void
restructure_scope(const struct restructure *r, struct scope *s,
    struct arena *a)
{
	restructure_claims(&r->rules, s, a);
}

/* --- making one BOM --- */

static void
set_part(struct assembly_record *r, size_t part)
{
	if (part != COLLAPSE_TAKEN)
		r->part = (uint16_t)part;
}

static int
take_lines(struct run *run, const struct target *t, struct err *e)
{
	struct assembly_bom *b = t->from;
	struct assembly_record *lines = b->records + b->header_count;
	struct assembly_record *subs = lines + b->line_count;
	struct mbom *m = &run->mbom;
	size_t i, k, s = 0;

	for (i = 0; i < b->line_count; i++) {
		struct mbom_line *l = mbom_push(m);
		size_t part, first;
		int rc;

		rawline_cut_line(&l->raw, lines[i].line, b->keys, b->raw);
		l->origins = mbom_origin(m, lines[i].line, (uint32_t)i,
		    "restructure", NULL);
		s = making_skip_orphans(b, lines[i].line, s);
		first = s;
		l->subs = making_substitutes(b, lines[i].line, &s,
		    &l->sub_count, &m->arena);
		rc = collapse_line(&run->collapse, m, &part, e);
		if (rc)
			return rc;
		set_part(&lines[i], part);
		for (k = first; k < s; k++)
			set_part(&subs[k], part == COLLAPSE_TAKEN
			    ? PART_PHANTOM_SUBSTITUTES : part);
	}
	making_skip_orphans(b, SLICE(""), s);
	return 0;
}

static int
arrange(struct run *run, struct err *e)
{
	struct mbom *m = &run->mbom;
	int rc = arrange_change(m, e);

	if (rc == 0)
		rc = arrange_add(m, run->assembly.item, e);
	return rc ? rc : arrange_lines(m);
}

static int
refuse(struct run *run, const struct target *t, const char *rule,
    const char *why, struct err *e)
{
	struct assembly_bom *b = t->from;
	bool there = b->header_count + b->line_count + b->sub_count > 0;

	if (!b->rejected) {
		b->rejected = true;
		b->rule = slice_copy(slice_of(rule), &run->assembly.arena).at;
		b->why = slice_copy(slice_of(why), &run->assembly.arena).at;
	}
	if (t->twice)
		return 0;
	return making_withhold(&run->making, t->name,
	    there ? "rejected" : "held", e);
}

static int
make(struct run *run, const struct target *t, struct err *e)
{
	struct assembly_bom *b = t->from;
	struct mbom *m = &run->mbom;
	int rc;

	if (t->refuse)
		return refuse(run, t, "restructure", t->refuse, e);
	if (run->plain && run->last == b)
		return making_again(&run->making, m, t, e);
	run->last = NULL;
	if (!making_in_effect(run->rules, b->header)) {
		targets_drop(b, PART_EFFECTIVITY);
		return 0;
	}
	mbom_start(m, t->keys, b->header);
	run->collapse.source_plant = b->raw[BOM_PLANT];
	run->collapse.source_alternative = b->raw[BOM_ALTERNATIVE];
	run->collapse.stamp++;
	rc = take_lines(run, t, e);
	if (rc == 0)
		rc = arrange(run, e);
	if (rc < 0)
		return err_in(e, "restructure: %.*s",
		    SLICE_ARGS(rawline_plain(run->assembly.parent)));
	if (rc)
		return refuse(run, t, m->rule, buf_text(&m->why), e);
	run->last = b;
	return making_emit(&run->making, m, t, e);
}

/* --- fates --- */

static int
settle_bom(struct run *run, struct assembly_bom *b, struct err *e)
{
	struct restructure_counts *counts = &run->r->counts;
	size_t i, n = b->header_count + b->line_count + b->sub_count;

	for (i = 0; i < n; i++) {
		struct assembly_record *r = &b->records[i];

		if (b->rejected) {
			counts->rejected++;
			if (run->out->reject(run->out->ctx, r->line, b->rule,
			    b->why, e) < 0)
				return -1;
		} else if (r->fate == FATE_PASSED) {
			counts->passed++;
		} else if (r->fate == FATE_FOLDED) {
			counts->folded++;
		} else {
			counts->dropped++;
			run->rules->parts[r->part].count++;
		}
	}
	return 0;
}

static int
make_parent(struct run *run, struct err *e)
{
	struct targets *t = &run->targets;
	size_t i;

	run->last = NULL;
	if (targets_find(t, &run->assembly, e) < 0)
		return -1;
	for (i = 0; i < t->count; i++)
		if (t->list[i].as_is && !t->list[i].refuse
		    ? making_pass(&run->making, t->list[i].from, e) < 0
		    : make(run, &t->list[i], e) < 0)
			return -1;
	for (i = 0; i < run->assembly.bom_count; i++)
		if (settle_bom(run, &run->assembly.boms[i], e) < 0)
			return -1;
	return 0;
}

/* --- the whole stream --- */

static int
pass_section(struct run *run, unsigned first, unsigned last, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	if (first > last)
		return 0;
	spool_cursor_open(&c, run->in, (enum record_type)first,
	    (enum record_type)last);
	while ((got = spool_cursor_next(&c, &line, e)) > 0) {
		run->r->counts.passed++;
		run->making.put++;
		if (run->out->put(run->out->ctx, line.text, e) < 0) {
			got = -1;
			break;
		}
	}
	spool_cursor_close(&c);
	return got;
}

/*
 * Nothing that is done to a line asks for its plant or alternative, and none
 * of its phantoms does.
 */
static bool
is_plain(const struct run *run)
{
	const struct restructure_rules *r = run->rules;
	size_t i, k;

	if (r->changes.count || r->adds.count || run->out->trace ||
	    r->plants.components != NONE_KEEP || run->phantoms.plants.count ||
	    run->unknowns.plant_items.count)
		return false;
	for (i = 0; i < run->phantoms.bom_count; i++)
		if (run->phantoms.boms[i].plant.len > 2)
			return false;
	for (i = 0; i < r->drops.count; i++) {
		const struct condition *c = &r->drops.list[i].condition;

		for (k = 0; k < c->where_count; k++)
			if (c->where[k].slot.member < RAWLINE_BOM_KEYS)
				return false;
		if (c->when)
			return false;
	}
	return true;
}

static int
open_all(struct run *run, struct err *e)
{
	bool views = run->rules->plants.components != NONE_KEEP;
	bool partial = !stream_in_complete(&run->in->in);
	size_t i;

	for (i = 0; i < run->rules->part_count; i++)
		run->rules->parts[i].count = 0;
	making_init(&run->making, run->rules, run->out);
	mbom_init(&run->mbom, run->rules);
	unknowns_load(&run->unknowns, run->in, run->rules->from);
	if (phantoms_load(&run->phantoms, run->rules, run->in,
	    &run->unknowns, e) < 0 ||
	    targets_open(&run->targets, run->rules, run->in, e) < 0 ||
	    (views && keyset_load(&run->views, run->in, TYPE_PLANT_ITEM,
	    e) < 0) || (partial && keyset_load(&run->items, run->in,
	    TYPE_ITEM, e) < 0))
		return -1;
	run->targets.partial = partial;
	run->plain = is_plain(run);
	run->targets.phantoms = &run->phantoms;
	run->targets.unknowns = &run->unknowns;
	run->collapse = (struct collapse){.rules = run->rules,
	    .phantoms = &run->phantoms, .views = views ? &run->views : NULL,
	    .items = partial && run->rules->collapse.on ? &run->items
	    : NULL};
	return assembly_open(&run->assembly, run->in, &run->unknowns, true,
	    e);
}

static int
run_all(struct run *run, struct err *e)
{
	int got;

	if (open_all(run, e) < 0 || pass_section(run, 0, TYPE_BOM - 1, e) < 0)
		return -1;
	while ((got = assembly_next(&run->assembly, e)) > 0)
		if (make_parent(run, e) < 0)
			return -1;
	if (got < 0 || making_give(&run->making, TYPE_BOM_LINE, e) < 0 ||
	    pass_section(run, TYPE_BOM_LINE + 1, TYPE_SUBSTITUTE - 1, e) < 0 ||
	    making_give(&run->making, TYPE_SUBSTITUTE, e) < 0 ||
	    pass_section(run, TYPE_SUBSTITUTE + 1, TYPE_WITHHELD - 1, e) < 0)
		return -1;
	if (making_give_withheld(&run->making, run->in, &run->r->counts,
	    e) < 0)
		return -1;
	return pass_section(run, TYPE_WITHHELD + 1, TYPE_COUNT - 1, e);
}

static void
release(struct run *run)
{
	assembly_close(&run->assembly);
	targets_close(&run->targets);
	keyset_release(&run->views);
	keyset_release(&run->items);
	phantoms_release(&run->phantoms);
	unknowns_release(&run->unknowns);
	arena_release(&run->collapse.scratch);
	arena_release(&run->scratch);
	mbom_release(&run->mbom);
	making_release(&run->making);
}

int
restructure_run(struct restructure *r, const struct spool *in,
    const struct restructure_out *out, struct err *e)
{
	struct restructure_counts *counts = &r->counts;
	struct run *run = mem_zero(sizeof(*run));
	uint64_t read = in->in.figures.records;
	int rc;

	run->r = r;
	run->rules = &r->rules;
	run->in = in;
	run->out = out;
	*counts = (struct restructure_counts){.parts = r->rules.parts,
	    .part_count = r->rules.part_count};
	rc = run_all(run, e);
	if (rc == 0) {
		counts->withheld = run->making.withheld;
		counts->derived = run->making.put - counts->passed;
		if (read != counts->passed + counts->folded +
		    counts->rejected + counts->dropped)
			BUG("a record without a fate, or with two");
	}
	release(run);
	mem_free(run);
	return rc;
}
