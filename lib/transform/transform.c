/*
 * transform.c - reader, mapping, stages and outputs put together.
 *
 * The head is written first where lines go straight out, and last where they
 * go through a sort: then it can also say what was found out on the way.
 */
#include "transform/transform.h"

#include "io/log.h"
#include "model/recin.h"
#include "model/scopeword.h"
#include "transform/mapping.h"
#include "transform/rulescope.h"
#include "transform/stages.h"

struct transform {
	const struct transform_options *o;
	struct stream_in stream;
	struct spool spool;   /* the input, where it must be read twice */
	struct stream_in *in; /* of either */
	struct outputs outs;
	struct rules rules;
	struct mapping *mapping;
	struct funnel funnel;
	struct refusals rejects;
	struct refusals held;
	struct stages stages;
	struct scope scope; /* what --scope says */
	uint64_t read;      /* without rules */
	struct arena heads;
	struct arena record;
};

/* --- heads --- */

/* A filtered stream claims what the user says, else nothing. */
static void
reseal_head(struct transform *t, struct head *h)
{
	h->has_base = h->has_result = false;
	if (h->kind != HEAD_DELTA && !t->o->scope)
		h->kind = HEAD_UPSERT;
	if (t->o->scope)
		h->scope = t->scope;
}

static void
limit_scope(struct transform *t, struct head *h)
{
	const bool *lost = mapping_counts(t->mapping)->lost;
	struct scope *scope;
	unsigned i;

	for (scope = &h->scope; scope; scope = scope->more) {
		rulescope_apply(scope, &t->rules, &t->heads);
		for (i = 0; i < TYPE_COUNT; i++)
			scope->no_removals[i] = scope->no_removals[i] ||
			    lost[i];
	}
}

/* What the mapped stream may claim, not signed yet. */
static void
make_head(struct transform *t, const struct head *from, struct head *h)
{
	*h = *from;
	scope_copy(&h->scope, &from->scope, &t->heads);
	if (t->o->seal) {
		head_init(h, t->o->scope ? HEAD_SNAPSHOT : HEAD_UPSERT);
		h->scope = t->scope;
	}
	if (t->o->reseal)
		reseal_head(t, h);
	if (from != &t->in->further)
		h->sorted = t->in->sorted || t->funnel.sorted;
	if (!t->o->rules)
		return;
	h->has_base = h->has_result = false;
	limit_scope(t, h);
}

/* A bare stream stays bare unless it is to be sealed. */
static bool
bare(const struct transform *t)
{
	return t->in->bare && !t->o->seal;
}

static int
write_head(struct transform *t, struct head *h, struct err *e)
{
	if (bare(t))
		return 0;
	if (t->o->seal)
		t->o->sign_new(h, &t->heads);
	else
		t->o->sign(h, &t->heads);
	return stream_out_head(&t->outs.main, h, e);
}

static int
make_and_write_head(struct transform *t, const struct head *from,
    struct err *e)
{
	struct head h;

	make_head(t, from, &h);
	return write_head(t, &h, e);
}

/* True where the head waits for the lines. */
static bool
head_waits(const struct transform *t)
{
	return t->funnel.all || stages_any(&t->stages);
}

/* --- records --- */

/* A change in a bare stream cannot be sealed as a record. */
static int
check_sealable(struct transform *t, const struct stream_line *line,
    struct err *e)
{
	const struct slice name = SLICE(",\"change\":{");
	struct record r;

	if (!memmem(line->text.at, line->text.len, name.at, name.len))
		return 0;
	arena_reset(&t->record);
	if (recin_parse(&r, line->text, JSON_AT(t->in->name, line->number),
	    &t->record, e) < 0)
		return -1;
	if (!r.change)
		return 0;
	return err_set(e, ERR_USAGE, "%s: --seal: a record is a change: what "
	    "is left of a delta is no stream of records", t->in->name);
}

/* In a sort heads unite: then the head comes once, later. */
static int
take_further_head(struct transform *t, const struct head *h, struct err *e)
{
	if (head_waits(t))
		return 0;
	if (t->o->rules && mapping_flush(t->mapping, e) < 0)
		return -1;
	return make_and_write_head(t, h, e);
}

static int
next_of_spool(struct spool_cursor *c, struct stream_line *line,
    struct err *e)
{
	int got = spool_cursor_next(c, line, e);

	if (got > 0)
		line->hash = hash_128(line->text.at, line->text.len);
	return got;
}

/* Of the spool where there is a cursor, else of the stream. */
static int
take_lines(struct transform *t, struct spool_cursor *c, struct err *e)
{
	struct stream_line line;
	int got, rc;

	while ((got = c ? next_of_spool(c, &line, e)
	    : stream_in_next(t->in, &line, e)) > 0) {
		if (line.head) {
			if (take_further_head(t, line.head, e) < 0)
				return -1;
			continue;
		}
		if (t->o->seal && check_sealable(t, &line, e) < 0)
			return -1;
		t->read++;
		rc = t->o->rules ? mapping_put(t->mapping, &line, e)
		    : stream_out_hashed(&t->outs.main, &line, e);
		if (rc < 0)
			return -1;
		log_progress("records", t->read, 0);
	}
	/* what was rejected before an error is told before it */
	if (got < 0 && t->o->rules) {
		struct err ignored = ERR_INIT;

		if (mapping_flush(t->mapping, &ignored) < 0)
			err_clear(&ignored);
	}
	return got;
}

/* All conversions first, wherever in the order they stand. */
static int
take_spooled(struct transform *t, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	spool_cursor_open(&c, &t->spool, TYPE_UOM_CONVERSION,
	    TYPE_UOM_CONVERSION);
	while ((got = spool_cursor_next(&c, &line, e)) > 0)
		if (converting_take(&t->rules.shared, line.text, e) < 0) {
			err_in(e, "%s", t->in->name);
			got = -1;
			break;
		}
	spool_cursor_close(&c);
	if (got < 0)
		return -1;
	spool_cursor_open(&c, &t->spool, 0, TYPE_COUNT - 1);
	got = take_lines(t, &c, e);
	spool_cursor_close(&c);
	return got;
}

/* --- the end --- */

static void
tell_rules(struct transform *t)
{
	const struct mapper *m = mapping_rules(t->mapping);
	size_t i;

	for (i = 0; i < t->rules.count; i++) {
		const struct rule *rule = &t->rules.list[i];

		log_detail("%s: %" PRIu64 " %s", rule->name, m->hits[i],
		    rule->kind == RULE_CHANGE ? "changed" :
		    rule->kind == RULE_DERIVE ? "derived from" : "dropped");
		if (m->unknown[i])
			log_detail("%s: for %" PRIu64 " the condition was "
			    "unknown (NULL), and so false", rule->name,
			    m->unknown[i]);
	}
	if (m->vanished)
		log_detail("of %" PRIu64 " changes nothing was left",
		    m->vanished);
}

static void
tell(struct transform *t, const struct run_counts *c)
{
	if (!t->o->rules) {
		log_note("%" PRIu64 " records passed", t->read);
		return;
	}
	tell_rules(t);
	if (stages_any(&t->stages))
		stages_tell(&t->stages);
	else if (c->held)
		log_note("%" PRIu64 " in: %" PRIu64 " passed, %" PRIu64
		    " held, %" PRIu64 " dropped, %" PRIu64 " rejected, %"
		    PRIu64 " folded, %" PRIu64 " derived", c->taken,
		    c->passed, c->held, c->dropped, c->rejected, c->folded,
		    c->derived);
	else
		log_note("%" PRIu64 " in: %" PRIu64 " passed, %" PRIu64
		    " dropped, %" PRIu64 " rejected, %" PRIu64 " folded, %"
		    PRIu64 " derived", c->taken, c->passed, c->dropped,
		    c->rejected, c->folded, c->derived);
	if (t->rejects.count)
		log_warning("%s: %" PRIu64 " of %" PRIu64 " records rejected",
		    t->in->name, t->rejects.count, c->taken);
	if (t->held.count)
		log_warning("%s: %" PRIu64 " of %" PRIu64 " records held",
		    t->in->name, t->held.count, c->taken);
}

/* Each record has one fate, and what went out is what passed. */
static void
count_mapping(const struct transform *t, struct run_counts *c)
{
	const struct mapping_counts *m = mapping_counts(t->mapping);
	uint64_t out = t->funnel.spool ? t->stages.mapped.in.figures.records
	    : t->outs.main.figures.records;

	*c = (struct run_counts){.taken = m->read, .dropped = m->dropped,
	    .passed = t->funnel.passed, .folded = t->funnel.folded,
	    .derived = t->funnel.derived, .held = m->held + t->funnel.held,
	    .rejected = t->rejects.count - t->funnel.refused};
	c->given = c->passed + c->derived;
	if (c->taken != c->passed + c->dropped + c->rejected + c->folded +
	    c->held)
		BUG("a record without a fate, or with two");
	if (out != c->given + t->funnel.withheld)
		BUG("what went out is not what passed");
}

static int
finish_mapping(struct transform *t, struct err *e)
{
	if (mapping_flush(t->mapping, e) < 0 ||
	    mapping_check_most(t->mapping, true, e) < 0)
		return -1;
	if (t->funnel.all && !stages_any(&t->stages) &&
	    make_and_write_head(t, &t->in->head, e) < 0)
		return -1;
	if (funnel_finish(&t->funnel, e) < 0)
		return -1;
	return mapping_check_most(t->mapping, true, e);
}

/* The stages behind the mapping. */
static int
follow_stages(struct transform *t, struct err *e)
{
	struct head h;

	if (!stages_any(&t->stages))
		return 0;
	make_head(t, &t->in->head, &h);
	t->stages.mapped.in.bare = bare(t);
	t->stages.mapped.in.head = h;
	stages_scope(&t->stages, &h.scope, &t->heads);
	if (write_head(t, &h, e) < 0 ||
	    stages_run(&t->stages, &h, e) < 0)
		return -1;
	return mapping_check_most(t->mapping, true, e);
}

static int
finish(struct transform *t, struct err *e)
{
	struct run_counts c = {.taken = t->read};

	if (t->o->rules) {
		if (finish_mapping(t, e) < 0 ||
		    stages_close_mapped(&t->stages, e) < 0)
			return -1;
		count_mapping(t, &c);
		if (limit_over(&t->o->most_held, c.held, c.taken))
			return err_set(e, ERR_DECIDE, "%s: %" PRIu64 " of %"
			    PRIu64 " records are held, --max-held is %s "
			    "(nothing is published)", t->in->name, c.held,
			    c.taken, t->o->most_held.text);
		if (stages_record(&t->stages, "mapping", &c, e) < 0 ||
		    follow_stages(t, e) < 0)
			return -1;
	}
	if (outputs_publish(&t->outs, &t->in->head, e) < 0)
		return -1;
	log_progress_end();
	tell(t, &c);
	return t->rejects.count || t->held.count ? 1 : 0;
}

/* --- the start --- */

static enum stream_order
order_of(const struct transform_options *o)
{
	if (o->reseal)
		return o->sort ? STREAM_RESEALED_RESORTED : STREAM_RESEALED;
	return o->sort ? STREAM_RESORTED : STREAM_ANY;
}

/* What stands behind the records that need it is read before them. */
static int
open_input(struct transform *t, struct err *e)
{
	const struct transform_options *o = t->o;

	if (!o->rules || !t->rules.input_converts)
		return stream_in_open(t->in, o->input, order_of(o), o->memory,
		    e);
	t->in = &t->spool.in;
	if (o->reseal)
		return spool_load_as(&t->spool, o->input,
		    STREAM_RESEALED_RESORTED, o->memory, e);
	return spool_load(&t->spool, o->input, o->memory, e);
}

static int
check_ends(struct transform *t, struct err *e)
{
	bool delta = !t->in->bare && t->in->head.kind == HEAD_DELTA;

	if (t->o->seal && !t->in->bare)
		return err_set(e, ERR_USAGE, "%s: is sealed already (--reseal "
		    "seals a filtered stream anew)", t->in->name);
	if (t->o->reseal && t->in->bare)
		return err_set(e, ERR_USAGE, "%s: is bare, it has lost its "
		    "head and its end (--seal seals a bare stream)",
		    t->in->name);
	return delta ? stages_check_delta(&t->stages, t->in->name, e) : 0;
}

static void
open_mapping(struct transform *t)
{
	const struct transform_options *o = t->o;
	bool staged = stages_any(&t->stages);
	bool sorts = t->rules.sorts || (staged && !t->in->sorted);
	struct mapping_ends ends = {.rules = &t->rules, .name = t->in->name,
	    .funnel = &t->funnel, .rejects = &t->rejects, .held = &t->held,
	    .most_rejects = &o->most_rejects, .alone = t->rules.shared.alone};

	funnel_init(&t->funnel, &t->outs.main, &t->rejects,
	    sorts ? o->memory : 0);
	t->funnel.sorted = sorts || t->in->sorted;
	t->funnel.delta = !t->in->bare && t->in->head.kind == HEAD_DELTA;
	t->funnel.refusals_held = &t->held;
	if (staged) {
		t->funnel.spool = &t->stages.writer;
		if (t->stages.restructures || t->stages.gates)
			t->funnel.lineage = &t->stages.lineage;
	}
	t->mapping = mapping_new(&ends);
}

static int
open_all(struct transform *t, struct err *e)
{
	const struct transform_options *o = t->o;

	/* first of all the output: whoever reads it is told of any trouble */
	if (stream_out_open(&t->outs.main, o->output, o->gzip, e) < 0)
		return -1;
	if (o->scope && scopeword_parse(&t->scope, slice_of(o->scope),
	    &t->heads, e) < 0)
		return -1;
	if (o->rules && stages_load(&t->stages, &t->rules, o, e) < 0)
		return -1;
	if (outputs_open(&t->outs, o, e) < 0 ||
	    open_input(t, e) < 0 ||
	    check_ends(t, e) < 0)
		return -1;
	refusals_init(&t->rejects, o->rejects != NULL);
	refusals_init_held(&t->held, o->held != NULL);
	if (!o->rules)
		return 0;
	open_mapping(t);
	return stages_open(&t->stages, t->in->name, &t->outs, e);
}

static void
release(struct transform *t)
{
	stream_in_close(&t->stream);
	spool_release(&t->spool);
	outputs_close(&t->outs);
	mapping_free(t->mapping);
	funnel_release(&t->funnel);
	refusals_release(&t->rejects);
	refusals_release(&t->held);
	stages_release(&t->stages);
	rules_release(&t->rules);
	arena_release(&t->heads);
	arena_release(&t->record);
}

int
transform_run(const struct transform_options *o, struct err *e)
{
	struct transform t = {.o = o, .outs = OUTPUTS_INIT,
	    .spool = SPOOL_INIT, .heads = ARENA_INIT, .record = ARENA_INIT};
	int rc = -1;

	t.in = &t.stream;
	t.stream.zio = (struct zio_in)ZIO_IN_INIT;
	t.spool.in.zio = (struct zio_in)ZIO_IN_INIT;
	t.outs.rejects = &t.rejects;
	t.outs.held = &t.held;
	stages_init(&t.stages);
	if (open_all(&t, e) == 0 &&
	    (head_waits(&t) || make_and_write_head(&t, &t.in->head, e) == 0) &&
	    (t.in == &t.spool.in ? take_spooled(&t, e)
	    : take_lines(&t, NULL, e)) == 0)
		rc = finish(&t, e);
	if (rc < 0)
		outputs_fail(&t.outs, o->tool, e);
	if (stages_end(&t.stages, rc, e) < 0)
		rc = -1;
	release(&t);
	return rc;
}

int
transform_check(const char *path, struct err *e)
{
	struct transform_options o = {.rules = path};
	struct stages s;
	struct rules r;
	int rc;

	stages_init(&s);
	rc = stages_load(&s, &r, &o, e);
	stages_release(&s);
	rules_release(&r);
	return rc;
}
