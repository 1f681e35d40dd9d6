/*
 * transform.c - reader, rules and funnel put together.
 *
 * The head is written first where lines go straight out, and last where they
 * go through a sort: then it can also say what was found out on the way.
 */
#include "transform/transform.h"

#include "io/log.h"
#include "model/recin.h"
#include "model/scan.h"
#include "transform/funnel.h"
#include "transform/mapper.h"
#include "transform/rulescope.h"
#include "model/scopeword.h"

struct transform {
	const struct transform_options *o;
	struct stream_in in;
	struct stream_out out;
	struct stream_out rejects_out;
	struct rules rules;
	struct mapper mapper;
	struct funnel funnel;
	struct refusals rejects;
	struct scope scope; /* what --scope says */
	bool lost[TYPE_COUNT]; /* mapped keys of withheld records are unknown */
	uint64_t read;
	uint64_t dropped;
	struct arena heads;
	struct arena record;
	struct buf line;
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

static int
write_head(struct transform *t, const struct head *from, struct err *e)
{
	struct head h = *from;
	struct scope *scope;
	unsigned i;

	scope_copy(&h.scope, &from->scope, &t->heads);
	if (t->o->seal) {
		head_init(&h, t->o->scope ? HEAD_SNAPSHOT : HEAD_UPSERT);
		h.scope = t->scope;
	}
	if (t->o->reseal)
		reseal_head(t, &h);
	if (from != &t->in.further)
		h.sorted = t->in.sorted || t->funnel.all;
	if (t->o->rules)
		h.has_base = h.has_result = false;
	for (scope = &h.scope; scope; scope = scope->more) {
		if (t->o->rules)
			rulescope_apply(scope, &t->rules, &t->heads);
		for (i = 0; i < TYPE_COUNT; i++)
			scope->no_removals[i] = scope->no_removals[i] ||
			    t->lost[i];
	}
	if (t->o->seal)
		t->o->sign_new(&h, &t->heads);
	else
		t->o->sign(&h, &t->heads);
	return stream_out_head(&t->out, &h, e);
}

/* A bare stream stays bare unless it is to be sealed. */
static int
write_first_head(struct transform *t, struct err *e)
{
	if (t->in.bare && !t->o->seal)
		return 0;
	return write_head(t, &t->in.head, e);
}

/* --- records --- */

static const char *
rule_name(const struct transform *t, size_t rule)
{
	if (rule == t->rules.count)
		return "(nothing was left of the change)";
	return t->rules.list[rule].name;
}

static int
check_most(const struct transform *t, bool at_end, struct err *e)
{
	const struct limit *most = &t->o->most_rejects;
	uint64_t count = t->rejects.count;

	if ((most->percent && !at_end) || !limit_over(most, count, t->read))
		return 0;
	return err_set(e, ERR_DECIDE, "%s: %" PRIu64 " of %" PRIu64
	    " records %s rejected, --max-rejects is %s (nothing is "
	    "published)", t->in.name, count, t->read,
	    at_end ? "are" : "so far are", most->text);
}

/* Rejected: the record as it came in, and a withheld one in its place. */
static int
reject(struct transform *t, const struct stream_line *line,
    const struct record *r, struct err *e)
{
	struct key k;

	if (refusals_put(&t->rejects, line->text, rule_name(t, t->mapper.rule),
	    buf_text(&t->mapper.why), e) < 0)
		return -1;
	record_key(&k, r);
	if (t->mapper.key_lost &&
	    !key_parse_prefix(&k, line->text, &t->record))
		BUG("a canonical line without a key");
	if (t->mapper.key_lost && t->rules.types[r->type].touches_key)
		t->lost[r->type] = true;
	if (funnel_withhold(&t->funnel, &k, e) < 0)
		return -1;
	return check_most(t, false, e);
}

static int
pass(struct transform *t, const struct stream_line *line,
    const struct record *r, struct err *e)
{
	struct stream_line mapped = {.type = r->type, .number = line->number};
	struct scan found;

	buf_clear(&t->line);
	record_add_line(&t->line, r);
	if (t->line.over)
		return err_set(e, ERR_INPUT, "%s: a record becomes longer "
		    "than %zu bytes", t->in.name, t->line.most);
	mapped.text = buf_slice(&t->line);
	if (slice_equal(mapped.text, line->text))
		return funnel_put(&t->funnel, line, SLICE(""), e);
	if (!scan_key(&found, mapped.text))
		BUG("a record without a canonical key");
	mapped.key_length = found.key_length;
	mapped.hash = hash_128(mapped.text.at, mapped.text.len);
	return funnel_put(&t->funnel, &mapped, line->text, e);
}

static int
map_withheld(struct transform *t, struct record *r, enum mapper_fate *fate,
    struct err *e)
{
	enum record_type about;

	if (mapper_withheld(&t->mapper, r, fate, &t->record, e) < 0)
		return -1;
	if (t->mapper.key_lost &&
	    schema_find(&about, record_text(r, WITHHELD_RECORD_TYPE)))
		t->lost[about] = true;
	return 0;
}

static int
map_line(struct transform *t, const struct stream_line *line, struct err *e)
{
	enum mapper_fate fate;
	struct record r;
	int rc;

	arena_reset(&t->record);
	if (recin_parse(&r, line->text, JSON_AT(t->in.name, line->number),
	    &t->record, e) < 0)
		return -1;
	refusals_unmark(&r, &t->record);
	if (t->rules.shared.env)
		expr_env_set_line(t->rules.shared.env, line->number);
	if (r.type == TYPE_WITHHELD)
		rc = map_withheld(t, &r, &fate, e);
	else if (r.change)
		rc = mapper_change(&t->mapper, &r, &fate, &t->record, e);
	else
		rc = mapper_record(&t->mapper, &r, &fate, &t->record, e);
	if (rc < 0)
		return err_in(e, "%s: %s", t->in.name, t->rules.name);
	switch (fate) {
	case MAPPER_PASSED:
		return pass(t, line, &r, e);
	case MAPPER_DROPPED:
		t->mapper.hits[t->mapper.rule]++;
		t->dropped++;
		return 0;
	case MAPPER_REJECTED:
		return reject(t, line, &r, e);
	}
	BUG("map_line: no such fate");
}

/* What no rule is about is not looked into. */
static int
take_line(struct transform *t, const struct stream_line *line,
    struct err *e)
{
	size_t rule;

	t->read++;
	if (!t->o->rules) {
		t->funnel.passed++;
		return stream_out_hashed(&t->out, line, e);
	}
	if (mapper_drops_type(&t->mapper, line->type, &rule)) {
		t->mapper.hits[rule]++;
		t->dropped++;
		return 0;
	}
	if (!t->rules.types[line->type].count &&
	    line->type != TYPE_WITHHELD && !refusals_marked(line->text))
		return funnel_put(&t->funnel, line, SLICE(""), e);
	return map_line(t, line, e);
}

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
	if (recin_parse(&r, line->text, JSON_AT(t->in.name, line->number),
	    &t->record, e) < 0)
		return -1;
	if (!r.change)
		return 0;
	return err_set(e, ERR_USAGE, "%s: --seal: a record is a change: what "
	    "is left of a delta is no stream of records", t->in.name);
}

static int
take_lines(struct transform *t, struct err *e)
{
	struct stream_line line;
	int got;

	while ((got = stream_in_next(&t->in, &line, e)) > 0) {
		/* in a sort heads unite: then the head comes once, later */
		if (line.head) {
			if (!t->funnel.all && write_head(t, line.head, e) < 0)
				return -1;
			continue;
		}
		if (t->o->seal && check_sealable(t, &line, e) < 0)
			return -1;
		if (take_line(t, &line, e) < 0)
			return -1;
		log_progress("records", t->read, 0);
	}
	return got;
}

/* --- the end --- */

static void
tell(const struct transform *t)
{
	size_t i;

	if (!t->o->rules) {
		log_note("%" PRIu64 " records passed", t->read);
		return;
	}
	for (i = 0; i < t->rules.count; i++) {
		const struct rule *rule = &t->rules.list[i];
		uint64_t unknown = t->mapper.unknown[i];

		log_detail("%s: %" PRIu64 " %s", rule->name,
		    t->mapper.hits[i], rule->kind == RULE_CHANGE ? "changed"
		    : "dropped");
		if (unknown)
			log_detail("%s: for %" PRIu64 " the condition was "
			    "unknown (NULL), and so false", rule->name,
			    unknown);
	}
	if (t->mapper.vanished)
		log_detail("of %" PRIu64 " changes nothing was left",
		    t->mapper.vanished);
	log_note("%" PRIu64 " in: %" PRIu64 " passed, %" PRIu64 " dropped, %"
	    PRIu64 " rejected, %" PRIu64 " folded, 0 derived", t->read,
	    t->funnel.passed, t->dropped, t->rejects.count, t->funnel.folded);
	if (t->rejects.count)
		log_warning("%s: %" PRIu64 " of %" PRIu64 " records rejected",
		    t->in.name, t->rejects.count, t->read);
}

/* Each record has one fate, and what went out is what passed. */
static void
check_sums(const struct transform *t)
{
	if (t->read != t->funnel.passed + t->dropped + t->rejects.count +
	    t->funnel.folded)
		BUG("a record without a fate, or with two");
	if (t->out.figures.records != t->funnel.passed + t->funnel.withheld)
		BUG("what went out is not what passed");
}

static int
publish(struct transform *t, struct err *e)
{
	struct zio_out *outs[2] = {&t->rejects_out.zio, &t->out.zio};
	bool both = t->o->rejects && t->o->rules;

	if (both && (refusals_write(&t->rejects, &t->rejects_out, &t->in.head,
	    e) < 0 || stream_out_seal(&t->rejects_out, e) < 0))
		return -1;
	if (stream_out_seal(&t->out, e) < 0)
		return -1;
	return zio_out_publish_all(outs + !both, both ? 2 : 1, e);
}

static int
finish(struct transform *t, struct err *e)
{
	if (check_most(t, true, e) < 0)
		return -1;
	if (t->funnel.all && write_first_head(t, e) < 0)
		return -1;
	if (funnel_finish(&t->funnel, e) < 0 || check_most(t, true, e) < 0)
		return -1;
	check_sums(t);
	if (publish(t, e) < 0)
		return -1;
	log_progress_end();
	tell(t);
	return t->rejects.count ? 1 : 0;
}

/* --- the start --- */

static enum stream_order
order_of(const struct transform_options *o)
{
	if (o->reseal)
		return o->sort ? STREAM_RESEALED_RESORTED : STREAM_RESEALED;
	return o->sort ? STREAM_RESORTED : STREAM_ANY;
}

static int
check_ends(const struct transform *t, struct err *e)
{
	if (t->o->seal && !t->in.bare)
		return err_set(e, ERR_USAGE, "%s: is sealed already (--reseal "
		    "seals a filtered stream anew)", t->in.name);
	if (t->o->reseal && t->in.bare)
		return err_set(e, ERR_USAGE, "%s: is bare, it has lost its "
		    "head and its end (--seal seals a bare stream)",
		    t->in.name);
	return 0;
}

static int
open_all(struct transform *t, struct err *e)
{
	const struct transform_options *o = t->o;
	bool sorts;

	/* first of all the output: whoever reads it is told of any trouble */
	if (stream_out_open(&t->out, o->output, o->gzip, e) < 0)
		return -1;
	if (o->scope && scopeword_parse(&t->scope, slice_of(o->scope),
	    &t->heads, e) < 0)
		return -1;
	if (o->rules && rules_load(&t->rules, o->rules, e) < 0)
		return -1;
	if (o->rules && o->rejects && stream_out_open(&t->rejects_out,
	    o->rejects, false, e) < 0)
		return -1;
	if (stream_in_open(&t->in, o->input, order_of(o), o->memory, e) < 0 ||
	    check_ends(t, e) < 0)
		return -1;
	sorts = o->rules && t->rules.touches_keys;
	mapper_init(&t->mapper, &t->rules);
	refusals_init(&t->rejects, o->rejects != NULL);
	funnel_init(&t->funnel, &t->out, &t->rejects, sorts ? o->memory : 0);
	t->funnel.sorted = sorts || t->in.sorted;
	t->funnel.delta = !t->in.bare && t->in.head.kind == HEAD_DELTA;
	return 0;
}

static void
release(struct transform *t)
{
	stream_in_close(&t->in);
	stream_out_close(&t->out);
	stream_out_close(&t->rejects_out);
	funnel_release(&t->funnel);
	refusals_release(&t->rejects);
	mapper_release(&t->mapper);
	rules_release(&t->rules);
	arena_release(&t->heads);
	arena_release(&t->record);
	buf_release(&t->line);
}

int
transform_run(const struct transform_options *o, struct err *e)
{
	struct transform t = {.o = o, .out = STREAM_OUT_INIT,
	    .rejects_out = STREAM_OUT_INIT, .line = BUF_INIT(ZIO_LINE_MOST),
	    .heads = ARENA_INIT, .record = ARENA_INIT};
	int rc = -1;

	t.in.zio = (struct zio_in)ZIO_IN_INIT;
	if (open_all(&t, e) == 0 &&
	    (t.funnel.all || write_first_head(&t, e) == 0) &&
	    take_lines(&t, e) == 0)
		rc = finish(&t, e);
	if (rc < 0) {
		/* nobody has read the rejects: no ~fail in them */
		zio_out_abandon(&t.rejects_out.zio);
		stream_out_fail(&t.out, o->tool, e);
	}
	release(&t);
	return rc;
}
