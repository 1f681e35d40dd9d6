/*
 * extract.c - the passes.
 *
 *	rows of looked-up sources  -> tables in memory
 *	rows of all others         -> a sort of records, rejects  (reading.h)
 *	expansions of outlines     -> the same                    (expansion.h)
 *	groups of equal keys       -> head, records, rejects      (resolve.h)
 *	rejects, in order of rows  -> their files; how many       (rejects.h)
 *	                           -> seal
 *
 * The head says what must not be concluded and comes first, so nothing is
 * written before all rows are read.  How many rows are rejected is known only
 * behind the last record: where the stream could not be taken back by then,
 * its records wait for --max-rejects.
 */
#include "extract/extract.h"

#include "base/limit.h"
#include "extract/expansion.h"
#include "extract/reading.h"
#include "extract/rejects.h"
#include "extract/resolve.h"
#include "io/log.h"
#include "model/scan.h"
#include "model/stream_out.h"

struct extract {
	const struct extract_job *job;
	struct profile profile;
	struct keytables tables;
	struct inputs inputs;
	struct gather gather;
	struct convert convert;
	struct explain explain;
	struct rejects rejects;
	struct stream_out out;
	struct publish publish;
	struct live live;
	struct run_counts counts;
	struct figures figures; /* of what was written */
	struct arena head_texts;
	struct damage_log damage;
	struct reading reading;
	struct source_count *sources;
	struct resolve_count *entries;
	uint64_t withheld;
};

/* --- what went out, and whether it adds up --- */

/* Into the output, the store or both. */
static int
write_line(struct extract *x, struct slice text, enum record_type type,
    struct err *e)
{
	struct stream_line line = {.text = text, .type = type};

	line.hash = hash_128(text.at, text.len);
	figures_add(&x->figures, type, line.hash);
	if (x->out.open && stream_out_hashed(&x->out, &line, e) < 0)
		return -1;
	return publish_line(&x->publish, &line, e);
}

static int
put_record(void *ctx, struct slice line, enum record_type type,
    struct err *e)
{
	struct extract *x = ctx;

	x->withheld += type == TYPE_WITHHELD;
	return write_line(x, line, type, e);
}

static void
check_figures(const struct extract *x)
{
	const struct resolve_count *c;
	uint64_t passed = 0;
	size_t i;

	for (i = 0; i < x->profile.entry_count; i++) {
		c = &x->entries[i];
		if (c->made != c->passed + c->folded + c->rejected)
			BUG("records were lost on the way");
		passed += c->passed;
	}
	if (x->figures.records != passed + x->withheld)
		BUG("the stream has more or fewer records than passed");
	for (i = 0; i < x->profile.source_count; i++)
		if (x->sources[i].rows < x->sources[i].skipped +
		    x->rejects.rows[i])
			BUG("more rows have a fate than there are");
}

static void
tell_figures(const struct extract *x)
{
	const struct profile *p = &x->profile;
	const struct source_count *s;
	const struct resolve_count *c;
	size_t i;

	for (i = 0; i < p->source_count; i++) {
		s = &x->sources[i];
		if (x->inputs.list[i].extracted)
			log_detail("%s: %" PRIu64 " rows: %" PRIu64
			    " extracted, %" PRIu64 " rejected, %" PRIu64
			    " skipped by rule", p->sources[i].name.at, s->rows,
			    s->rows - s->skipped - x->rejects.rows[i],
			    x->rejects.rows[i], s->skipped);
	}
	for (i = 0; i < p->entry_count; i++) {
		c = &x->entries[i];
		log_detail("%s from %s: %" PRIu64 " records: %" PRIu64
		    " passed, %" PRIu64 " folded, %" PRIu64 " rejected",
		    schema_types[p->entries[i].type].name.at,
		    p->sources[p->entries[i].source].name.at, c->made,
		    c->passed, c->folded, c->rejected);
	}
	if (x->reading.unknown)
		log_detail("%" PRIu64 " times a when was NULL and taken for "
		    "false", x->reading.unknown);
	log_note("%" PRIu64 " records, %" PRIu64 " of them withheld",
	    x->figures.records, x->withheld);
	if (!x->figures.records && !x->rejects.total)
		log_warning("nothing was extracted: no row of the sources "
		    "counts");
	damage_log_tell(&x->damage);
	if (x->rejects.total)
		log_warning("%" PRIu64 " row%s rejected; the first: %s",
		    x->rejects.total, x->rejects.total == 1 ? "" : "s",
		    x->rejects.first.at);
}

/* --- the brake --- */

static int
brake(const struct extract *x, const struct limit *l, struct err *e)
{
	uint64_t rows = 0;
	size_t i;

	for (i = 0; i < x->profile.source_count; i++)
		rows += x->sources[i].rows;
	if (!limit_over(l, x->rejects.total, rows))
		return 0;
	return err_set(e, ERR_DECIDE, "%" PRIu64 " of %" PRIu64 " rows "
	    "rejected, more than --max-rejects %s allows: nothing is "
	    "published; the first: %s", x->rejects.total, rows, l->text,
	    x->rejects.first.at);
}

/* --- all of it --- */

static int
publish(struct extract *x, struct err *e)
{
	size_t i, count = x->rejects.count;
	struct zio_out **outs = mem_zero((count + 2) * sizeof(*outs));
	int rc;

	for (i = 0; i < count; i++)
		outs[i] = &x->rejects.outs[i];
	outs[count] = &x->publish.out.zio;
	outs[count + 1] = &x->out.zio;
	rc = zio_out_publish_all(outs, count + 2, e);
	mem_free(outs);
	return rc < 0 ? -1 : publish_finish(&x->publish, e);
}

static int
write_head(struct extract *x, struct err *e)
{
	struct head h;

	head_init(&h, x->job->from_rejects || x->job->live.since ? HEAD_UPSERT
	    : HEAD_SNAPSHOT);
	h.system = x->profile.system;
	h.sorted = true;
	h.scope = x->profile.scope;
	x->job->sign(&h, &x->head_texts);
	if (x->out.open)
		stream_out_beside(&x->out);
	if (x->out.open && stream_out_head(&x->out, &h, e) < 0)
		return -1;
	return x->job->publish.store ? publish_head(&x->publish, &h, e) : 0;
}

static int
count_rejects(struct extract *x, const struct limit *l, struct err *e)
{
	if (rejects_write(&x->rejects, &x->gather, &x->inputs, e) < 0)
		return -1;
	return brake(x, l, e);
}

static int
hold_record(void *ctx, struct slice line, enum record_type type,
    struct err *e)
{
	struct sort *held = ctx;

	(void)type;
	return sort_put(held, line, e);
}

/* The records are held until the brake has spoken. */
static int
write_held(struct extract *x, const struct limit *l, struct err *e)
{
	struct sort *held = sort_new(x->job->memory / 8);
	struct slice line;
	struct scan scan;
	int got = -1;

	if (resolve_run(&x->gather, x->entries, hold_record, held, e) < 0 ||
	    count_rejects(x, l, e) < 0 || write_head(x, e) < 0 ||
	    sort_finish(held, e) < 0)
		goto out;
	while ((got = sort_next(held, &line, e)) > 0) {
		if (!scan_key(&scan, line))
			BUG("a line that was written has no key");
		if (put_record(x, line, scan.type, e) < 0) {
			got = -1;
			break;
		}
	}
out:
	sort_free(held);
	return got;
}

/* What has no name yet is given up when the brake says so. */
static bool
can_be_taken_back(const struct extract *x)
{
	return !x->out.open || x->out.zio.file.path;
}

static int
write_stream(struct extract *x, const struct limit *l, struct err *e)
{
	int rc;

	if (l->text && !can_be_taken_back(x)) {
		rc = write_held(x, l, e);
	} else {
		rc = write_head(x, e);
		if (rc == 0)
			rc = resolve_run(&x->gather, x->entries, put_record,
			    x, e);
		if (rc == 0)
			rc = count_rejects(x, l, e);
	}
	if (rc < 0)
		return -1;
	check_figures(x);
	if (x->out.open && stream_out_seal(&x->out, e) < 0)
		return -1;
	return publish_check(&x->publish, e);
}

/* Whether a row that was explained is rejected. */
static int
explained(const struct extract *x)
{
	size_t i;

	for (i = 0; i < x->profile.entry_count; i++)
		if (x->entries[i].rejected)
			return 1;
	return 0;
}

/* What became of the records; their sources say what of the rows. */
static const struct run_counts *
counts(struct extract *x)
{
	struct run_counts *c = &x->counts;
	size_t i;

	for (i = 0; i < x->profile.entry_count; i++) {
		c->taken += x->entries[i].made;
		c->passed += x->entries[i].passed;
		c->folded += x->entries[i].folded;
		c->rejected += x->entries[i].rejected;
	}
	c->derived = x->withheld;
	c->given = c->passed + c->derived;
	return c;
}

static const char *
file_of(const struct origin *o, void *ctx)
{
	const struct extract *x = ctx;

	return rows_name_of(x->inputs.list[o->source].main.rows, o->ordinal);
}

/* What the parts of a run must know of each other. */
static void
prepare(struct extract *x)
{
	struct profile *p = &x->profile;
	struct gather *g = &x->gather;
	size_t i;

	x->reading = (struct reading){p, &x->tables, &x->inputs, g,
	    &x->convert, &x->explain, &x->damage, x->sources, x->entries,
	    x->job->from_rejects != NULL, x->job->lenient,
	    BUF_INIT(ERR_TEXT_MOST * 2), 0};
	damage_log_init(&x->damage);
	g->profile = p;
	g->damage = &x->damage;
	g->file = file_of;
	g->ctx = x;
	for (i = 0; i < p->entry_count; i++)
		g->numbered |= p->entries[i].numbered;
	for (i = 0; i < p->source_count; i++)
		if (p->sources[i].structure || p->sources[i].boms_per_file)
			gather_expect_outlines(g, x->job->memory);
}

/* --root stands above the rows of each outline. */
static int
set_root(struct extract *x, struct err *e)
{
	struct profile *p = &x->profile;
	bool any = false;
	size_t i;

	for (i = 0; i < p->source_count && x->job->root; i++) {
		if (!p->sources[i].structure)
			continue;
		any = true;
		if (outline_spec_set_root(p->sources[i].structure, x->job->root,
		    &p->arena, e) < 0)
			return -1;
	}
	return any || !x->job->root ? 0 : err_set(e, ERR_USAGE, "--root: no "
	    "source of the profile has a structure");
}

static int
run(struct extract *x, struct err *e)
{
	const struct extract_job *job = x->job;
	struct profile *p = &x->profile;
	struct inputs_where where = {job->operands, job->from_rejects,
	    job->output};
	struct limit limit;

	const struct live_how live = {p, job->operands, job->from_rejects,
	    job->sign};

	if (limit_parse(&limit, "--max-rejects", job->max_rejects, e) < 0 ||
	    profile_load(p, job->profile, e) < 0 || set_root(x, e) < 0 ||
	    live_open(&x->live, &job->live, &live, e) < 0 ||
	    publish_open(&x->publish, &job->publish, p->system, p->name,
	    e) < 0)
		return -1;
	x->sources = mem_zero((p->source_count + 1) * sizeof(*x->sources));
	x->entries = mem_zero((p->entry_count + 1) * sizeof(*x->entries));
	keytables_init(&x->tables, &p->names);
	gather_init(&x->gather, job->memory, &p->scope);
	convert_init(&x->convert, p, &x->tables);
	if (job->explain && explain_open(&x->explain, job->explain,
	    &x->convert, e) < 0)
		return -1;
	prepare(x);
	x->inputs.fetch = &x->live.fetch;
	if (inputs_open(&x->inputs, p, &x->tables, &where, e) < 0 ||
	    reading_run(&x->reading, e) < 0)
		return -1;
	if (job->explain)
		return explained(x);
	if (expansion_run(&x->gather, x->entries, job->lenient, e) < 0 ||
	    rejects_open(&x->rejects, &x->inputs, job->rejects, e) < 0 ||
	    write_stream(x, &limit, e) < 0 || publish(x, e) < 0 ||
	    live_done(&x->live, counts(x), e) < 0)
		return -1;
	tell_figures(x);
	return x->rejects.total > 0;
}

int
extract_run(const struct extract_job *job, struct err *e)
{
	struct extract x = {.job = job, .rejects = REJECTS_INIT,
	    .out = STREAM_OUT_INIT, .publish = PUBLISH_INIT,
	    .head_texts = ARENA_INIT};
	int rc = -1;

	if (job->explain || (job->publish.store && !job->output) ||
	    stream_out_open(&x.out, job->output, job->gzip, e) == 0)
		rc = run(&x, e);
	if (rc < 0)
		stream_out_fail(&x.out, job->tool, e);
	stream_out_close(&x.out);
	publish_close(&x.publish);
	rejects_release(&x.rejects);
	convert_release(&x.convert);
	explain_close(&x.explain);
	gather_release(&x.gather);
	inputs_release(&x.inputs);
	live_close(&x.live, rc < 0 ? (int)e->kind : rc, e);
	keytables_release(&x.tables);
	profile_release(&x.profile);
	arena_release(&x.head_texts);
	buf_release(&x.reading.wrong);
	damage_log_release(&x.damage);
	mem_free(x.sources);
	mem_free(x.entries);
	return rc;
}

int
extract_check(const char *profile, struct err *e)
{
	struct profile p;
	int rc = profile_load(&p, profile, e);

	if (rc == 0)
		rc = inputs_check(&p, e);
	profile_release(&p);
	return rc;
}
