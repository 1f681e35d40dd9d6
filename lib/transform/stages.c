/* stages.c - spools between stages, and callbacks that sort out fates. */
#include "transform/stages.h"

#include "io/log.h"
#include "model/scan.h"
#include "store/db.h"
#include "transform/funnel.h"

void
stages_init(struct stages *s)
{
	memset(s, 0, sizeof(*s));
	s->mapped = (struct spool)SPOOL_INIT;
	s->restructured = (struct spool)SPOOL_INIT;
	s->released = (struct spool)SPOOL_INIT;
	lineage_init(&s->lineage);
}

void
stages_release(struct stages *s)
{
	struct err none = ERR_INIT;

	if (spool_end(&s->writer, -1, &none) == 0)
		BUG("a failure ends well");
	gating_end(s->work);
	gating_release(&s->gating);
	restructure_release(&s->restructure);
	spool_release(&s->mapped);
	spool_release(&s->restructured);
	spool_release(&s->released);
	views_release(&s->views);
	lineage_release(&s->lineage);
	db_close(s->db);
	arena_release(&s->arena);
	stages_init(s);
}

/* --- before the first record --- */

/* What this tool signs a stream with is what the run is known by. */
static int
start_run(struct stages *s, const struct head_tool *by, struct err *e)
{
	struct run_info info = {by->tool, by->version,
	    slice_of(s->o->target ? s->o->target : ""), {"", 0}, {"", 0}};
	struct buf words = BUF_INIT((size_t)1024 * 1024);
	size_t i;
	int rc;

	for (i = 0; i < by->argument_count; i++) {
		if (i)
			buf_add_byte(&words, ' ');
		buf_add_slice(&words, by->arguments[i]);
	}
	info.arguments = buf_slice(&words);
	rc = run_start(s->db, &info, s->run, e);
	s->started = rc == 0;
	buf_release(&words);
	return rc;
}

static int
open_state(struct stages *s, struct err *e)
{
	struct head h;

	if (!s->o->state)
		return 0;
	if (db_open(&s->db, s->o->state, DB_WRITE, e) < 0)
		return -1;
	if (!s->o->sign)
		return 0;
	head_init(&h, HEAD_UPSERT);
	s->o->sign(&h, &s->arena);
	return start_run(s, &h.by[h.by_count - 1], e);
}

int
stages_load(struct stages *s, struct rules *r,
    const struct transform_options *o, struct err *e)
{
	const struct ydoc_node *root, *restructure, *gates;
	struct shared_state state;

	s->o = o;
	s->rules = r;
	memset(r, 0, sizeof(*r));
	if (open_state(s, e) < 0)
		return -1;
	state = (struct shared_state){s->db, o->target, !o->tool};
	if (rules_load_with(r, o->rules, &state, e) < 0)
		return -1;
	root = r->shared.doc.root;
	restructure = ydoc_get(root, "restructure");
	gates = ydoc_get(root, "gates");
	s->restructures = restructure != NULL;
	s->gates = gates != NULL || r->may_hold;
	if (restructure && restructure_load(&s->restructure, &r->shared,
	    restructure, e) < 0)
		return -1;
	/* before gates add their functions, which views do not have */
	if (views_load(&s->views, &r->shared, ydoc_get(root, "publish"),
	    e) < 0)
		return -1;
	s->publishes = o->views || o->view.count;
	if (o->as_of)
		s->restructure.rules.as_of = slice_of(o->as_of);
	return gating_load(&s->gating, &r->shared, gates,
	    ydoc_get(root, "people"), e);
}

bool
stages_any(const struct stages *s)
{
	return s->restructures || s->gates || s->publishes;
}

int
stages_check_delta(struct stages *s, const char *name, struct err *e)
{
	const struct ydoc_node *root;

	if (!s->rules)
		return 0;
	root = s->rules->shared.doc.root;
	if (s->rules->derives)
		return err_set(e, ERR_USAGE, "%s: is a delta, and %s derives "
		    "records, which works on whole streams", name,
		    s->rules->shared.doc.name);
	if (s->restructures || ydoc_get(root, "gates"))
		return err_set(e, ERR_USAGE, "%s: is a delta, and %s has %s, "
		    "which works on whole streams (expected steps only)",
		    name, s->rules->shared.doc.name, s->restructures
		    ? "restructure" : "gates");
	if (s->publishes)
		return err_set(e, ERR_USAGE, "%s: is a delta, and views are "
		    "of whole streams", name);
	s->gates = false;
	return 0;
}

static int
open_views(struct stages *s, struct err *e)
{
	const struct transform_options *o = s->o;
	const char *const others[] = {o->input, o->output, o->rejects,
	    o->held, o->rules, o->state, o->overrides, o->exceptions,
	    o->trace_lines};
	struct views_wish wish = {o->views, &o->view, others,
	    COUNT_OF(others)};

	s->outs->views = &s->views;
	return views_open(&s->views, &wish, e);
}

int
stages_open(struct stages *s, const char *name, struct outputs *outs,
    struct err *e)
{
	s->outs = outs;
	if (!stages_any(s))
		return 0;
	if (s->publishes && open_views(s, e) < 0)
		return -1;
	return spool_begin(&s->writer, &s->mapped, name, e);
}

int
stages_close_mapped(struct stages *s, struct err *e)
{
	return stages_any(s) ? spool_end(&s->writer, 0, e) : 0;
}

void
stages_scope(struct stages *s, struct scope *scope, struct arena *a)
{
	if (s->restructures)
		restructure_scope(&s->restructure, scope, a);
}

/* --- restructuring --- */

/* Lines on their way out of a stage. */
struct leaving {
	struct stages *stages;
	struct spool_writer writer; /* into a spool, or ... */
	struct funnel funnel;       /* ... out */
	bool out;
	enum record_type type; /* of the line before: lines come by type */
	struct run_counts counts;
	uint64_t withheld;
};

static struct stream_line
line_of(struct slice text)
{
	struct stream_line line = {.text = text};
	struct scan found;

	if (!scan_key(&found, text))
		BUG("a stage gave a line without a key");
	line.type = found.type;
	line.key_length = found.key_length;
	return line;
}

static int
put_restructured(void *ctx, struct slice text, struct err *e)
{
	struct leaving *l = ctx;
	struct stream_line line = {.text = text};

	if (!slice_begins(text, schema_types[l->type].lead))
		l->type = line_of(text).type;
	line.type = l->type;
	l->counts.given++;
	if (!l->out)
		return spool_put(&l->writer, &line, e);
	return stream_out_line(&l->stages->outs->main, text, line.type, e);
}

static int
reject_restructured(void *ctx, struct slice text, const char *rule,
    const char *why, struct err *e)
{
	struct leaving *l = ctx;
	struct lineage_fate fate = {.line = text, .by = rule, .why = why};

	l->counts.rejected++;
	return lineage_ask(&l->stages->lineage, &fate, e);
}

static int
trace_restructured(void *ctx, struct slice to, struct slice from,
    const char *rule, struct err *e)
{
	struct leaving *l = ctx;
	struct lineage_trace trace = {to, from, rule};

	return lineage_trace(&l->stages->lineage, &trace, e);
}

static void
count_restructured(struct stages *s, struct leaving *l)
{
	const struct restructure_counts *is = &s->restructure.counts;
	struct run_counts *c = &l->counts;

	c->taken = s->mapped.in.figures.records;
	c->passed = is->passed;
	c->folded = is->folded;
	c->dropped = is->dropped;
	c->derived = is->derived;
	if (c->taken != c->passed + c->rejected + c->dropped + c->folded ||
	    c->rejected != is->rejected)
		BUG("restructuring: a record without a fate, or with two");
	if (c->given != c->passed + c->derived + is->withheld)
		BUG("restructuring: what came out is not what passed");
	l->withheld = is->withheld;
	c->given -= l->withheld;
}

static int
restructure(struct stages *s, const struct head *h, struct err *e)
{
	struct leaving l = {.stages = s, .out = !s->gates && !s->publishes};
	struct restructure_out out = {put_restructured, reject_restructured,
	    s->gates || s->o->trace_lines ? trace_restructured : NULL, &l};
	int rc = 0;

	if (!l.out)
		rc = spool_begin(&l.writer, &s->restructured,
		    s->mapped.in.name, e);
	else
		stream_out_beside(&s->outs->main);
	s->restructured.in.head = *h;
	s->restructured.in.bare = s->mapped.in.bare;
	if (rc == 0)
		rc = restructure_run(&s->restructure, &s->mapped, &out, e);
	if (!l.out)
		rc = spool_end(&l.writer, rc, e);
	if (rc < 0)
		return -1;
	count_restructured(s, &l);
	return stages_record(s, "restructuring", &l.counts, e);
}

/* --- gates --- */

static int
pass_gates(void *ctx, struct slice text, struct err *e)
{
	struct leaving *l = ctx;
	struct stream_line line = line_of(text);

	line.hash = hash_128(text.at, text.len);
	return funnel_put(&l->funnel, &line, SLICE(""), e);
}

static int
withhold(struct leaving *l, struct slice text, const char *exception,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct key k;
	int rc;

	if (!key_parse_prefix(&k, text, &a))
		BUG("a line without a key is held");
	rc = funnel_hold(&l->funnel, &k, exception, false, e);
	arena_release(&a);
	return rc;
}

static int
hold_at_gates(void *ctx, struct slice text, const char *exception,
    const char *reason, struct err *e)
{
	struct leaving *l = ctx;
	struct lineage_fate fate = {.line = text, .out = true, .held = true,
	    .by = exception, .why = reason};

	l->counts.held++;
	if (lineage_ask(&l->stages->lineage, &fate, e) < 0)
		return -1;
	return withhold(l, text, exception, e);
}

static int
withhold_at_gates(void *ctx, struct slice key, const char *exception,
    struct err *e)
{
	return withhold(ctx, key, exception, e);
}

static int
write_exceptions(struct stages *s, const struct head *h, struct err *e)
{
	struct head own;

	if (!s->outs->exceptions.open)
		return 0;
	own = *h;
	own.kind = HEAD_UPSERT;
	own.sorted = true;
	scope_init(&own.scope);
	if (stream_out_head(&s->outs->exceptions, &own, e) < 0)
		return -1;
	return gating_write(s->work, &s->outs->exceptions, e);
}

static int
gate(struct stages *s, const struct head *h, struct err *e)
{
	const struct spool *in = s->restructures ? &s->restructured
						 : &s->mapped;
	struct leaving l = {.stages = s};
	struct gating_out out = {pass_gates, hold_at_gates,
	    withhold_at_gates, &l};
	struct spool_writer writer = {.spool = NULL};
	struct gating_wish wish = {.db = s->db, .target = s->o->target,
	    .overrides = s->o->overrides, .by = {s->run, s->o->tool},
	    .most_held = s->o->most_held, .to = &out};
	int rc = -1;

	funnel_init(&l.funnel, &s->outs->main, NULL, 0);
	l.funnel.sorted = true;
	if (s->publishes) {
		if (spool_begin(&writer, &s->released, in->in.name, e) < 0)
			goto out;
		l.funnel.spool = &writer;
	}
	if (gating_run(&s->gating, in, &wish, &s->work, e) < 0 ||
	    gating_record(s->work, e) < 0 || write_exceptions(s, h, e) < 0 ||
	    funnel_finish(&l.funnel, e) < 0)
		goto out;
	if (s->publishes && spool_end(&writer, 0, e) < 0)
		goto out;
	l.counts.taken = in->in.figures.records;
	l.counts.passed = l.counts.given = l.funnel.passed;
	if (l.counts.taken != l.counts.passed + l.counts.held +
	    l.funnel.folded)
		BUG("gates: a record without a fate, or with two");
	l.counts.folded = l.funnel.folded;
	rc = stages_record(s, "gates", &l.counts, e);
out:
	if (rc < 0 && spool_end(&writer, rc, e) == 0)
		BUG("a failure ends well");
	funnel_release(&l.funnel);
	return rc;
}

/* --- views --- */

static int
publish(struct stages *s, const struct head *h, struct err *e)
{
	const struct spool *from = s->gates ? &s->released :
	    s->restructures ? &s->restructured : &s->mapped;
	struct head signed_anew;
	struct run_counts c;
	struct buf name = BUF_INIT((size_t)64 * 1024);
	size_t i;
	int rc = 0;

	head_init(&signed_anew, HEAD_UPSERT);
	if (s->mapped.in.bare && s->o->sign_new)
		s->o->sign_new(&signed_anew, &s->arena);
	/* what all stages have left */
	if (outputs_put(s->outs, from, e) < 0 || views_write(&s->views, from,
	    s->mapped.in.bare ? &signed_anew : h, s->mapped.in.bare, e) < 0)
		return -1;
	for (i = 0; rc == 0 && i < s->views.count && s->started; i++) {
		views_fates(&c, &s->views.list[i]);
		buf_clear(&name);
		buf_add_text(&name, "view ");
		buf_add_slice(&name, s->views.list[i].view->name);
		rc = run_stage_end(s->db, s->run, buf_text(&name), &c, e);
	}
	buf_release(&name);
	return rc;
}

int
stages_run(struct stages *s, const struct head *h, struct err *e)
{
	if (s->restructures && restructure(s, h, e) < 0)
		return -1;
	if (s->gates && gate(s, h, e) < 0)
		return -1;
	if (s->publishes && publish(s, h, e) < 0)
		return -1;
	if (s->o->trace_lines && lineage_write_traces(&s->lineage,
	    &s->outs->traces, e) < 0)
		return -1;
	return lineage_answer(&s->lineage, &s->mapped, s->outs->held,
	    s->outs->rejects, e);
}

/* --- what it came to --- */

int
stages_record(struct stages *s, const char *stage,
    const struct run_counts *c, struct err *e)
{
	s->list[s->count++] = (struct stages_counts){stage, *c};
	return s->started ? run_stage_end(s->db, s->run, stage, c, e) : 0;
}

void
stages_tell(const struct stages *s)
{
	const struct restructure_counts *r = &s->restructure.counts;
	unsigned i;
	size_t k;

	for (k = 0; s->restructures && k < r->part_count; k++)
		if (r->parts[k].count)
			log_detail("%s: %" PRIu64 " dropped", r->parts[k].name,
			    r->parts[k].count);
	for (i = 0; i < s->count; i++) {
		const struct run_counts *c = &s->list[i].counts;

		log_note("%s: %" PRIu64 " in: %" PRIu64 " passed, %" PRIu64
		    " held, %" PRIu64 " dropped, %" PRIu64 " rejected, %"
		    PRIu64 " folded, %" PRIu64 " derived", s->list[i].name,
		    c->taken, c->passed, c->held, c->dropped, c->rejected,
		    c->folded, c->derived);
	}
	views_tell(&s->views);
	if (s->views.rules.view_count && !s->publishes)
		log_detail("the views of %s are not written (--views)",
		    s->views.rules_name);
}

int
stages_end(struct stages *s, int rc, struct err *e)
{
	struct err other = ERR_INIT;
	int status = rc < 0 ? (int)e->kind : rc;

	if (!s->started)
		return 0;
	s->started = false;
	if (run_end(s->db, s->run, status, slice_of(rc < 0 ? e->text : ""),
	    &other) == 0)
		return 0;
	return err_set(e, other.kind, "%s", other.text);
}
