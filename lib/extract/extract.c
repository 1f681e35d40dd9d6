/*
 * extract.c - the passes.
 *
 *	rows of looked-up sources  -> tables in memory
 *	rows of all others         -> first sort, rejects
 *	groups of equal keys       -> second sort, rejects     (resolve.h)
 *	rejects, in order of rows  -> their files; how many    (rejects.h)
 *	second sort                -> head, records, seal
 *
 * The head says what must not be concluded and comes first, so nothing is
 * written before all rejects are known.
 */
#include "extract/extract.h"

#include "base/limit.h"
#include "extract/convert.h"
#include "extract/reader.h"
#include "extract/rejects.h"
#include "extract/resolve.h"
#include "io/log.h"
#include "model/scan.h"
#include "model/stream_out.h"

struct source_count {
	uint64_t rows;
	uint64_t skipped; /* by rule, or empty */
};

struct extract {
	const struct extract_job *job;
	struct profile profile;
	struct keytables tables;
	struct inputs inputs;
	struct gather gather;
	struct convert convert;
	struct rejects rejects;
	struct stream_out out;
	struct arena head_texts;
	struct buf wrong; /* why the row at hand cannot be used */
	struct source_count *sources;
	struct resolve_count *entries;
	uint64_t withheld;
	uint64_t unknown; /* times that a `when` was NULL */
};

/* --- the passes over the sources --- */

/*
 * A row that cannot be used would be missing without a word from the records
 * that look it up, and so claimed to be absent: nothing is extracted then.
 */
static int
fill_tables(struct extract *x, unsigned at, struct err *e)
{
	struct input_view *view = inputs_full(&x->inputs.list[at]);
	bool holds, unknown = false;
	struct row row;
	int got;

	while ((got = reader_next(view->rows, &row, e)) > 0) {
		if (row.wrong)
			return rows_error(view->rows, row.line, e, "%s (rows "
			    "of source \"%.*s\" are looked up, so none may be "
			    "left out)", row.wrong,
			    SLICE_ARGS(view->rows->source->name));
		if (row.empty)
			continue;
		if (bind_filter_holds(&view->filter, &row, &holds, &unknown,
		    e) < 0)
			return -1;
		if (holds && keytables_add(&x->tables, at, view->rows, &row,
		    e) < 0)
			return -1;
	}
	return got < 0 ? -1 : reader_rewind(view->rows, e);
}

/* A row on which `when` fails is rejected: nobody knows if it counts. */
static int
filter_row(struct extract *x, const struct bind_filter *f, struct row *row,
    bool *holds, struct err *e)
{
	bool unknown = false;

	*holds = true;
	if (row->wrong)
		return 0;
	if (bind_filter_holds(f, row, holds, &unknown, e) < 0) {
		if (e->kind != ERR_USAGE)
			return -1;
		buf_clear(&x->wrong);
		buf_printf(&x->wrong, "expression: %s", e->text);
		err_clear(e);
		row->wrong = buf_text(&x->wrong);
		*holds = true;
	}
	x->unknown += unknown;
	return 0;
}

static int
reject_row(struct extract *x, const struct record *r, const struct origin *o,
    struct err *e)
{
	struct convert *c = &x->convert;

	x->entries[o->entry].rejected++;
	if (gather_reject(&x->gather, o, c->column, buf_slice(&c->reason),
	    e) < 0)
		return -1;
	return gather_withhold(&x->gather, r, c->keys_known, o, e);
}

/* One row for one entry. */
static int
row_to_record(struct extract *x, const struct row *row,
    const struct origin *o, struct err *e)
{
	const struct profile_entry *entry = &x->profile.entries[o->entry];
	struct convert *c = &x->convert;
	struct record r;
	const char *why;
	int got;

	arena_reset(&c->arena);
	x->entries[o->entry].made++;
	got = convert_row(c, &r, entry, row, e);
	if (got > 0) {
		got = gather_record(&x->gather, &r, o, &why, e);
		if (got == 0)
			buf_add_text(&c->reason, why);
	}
	if (got != 0)
		return got < 0 ? -1 : 0;
	return reject_row(x, &r, o, e);
}

/* All entries of its source; *used if one of them took it. */
static int
row_to_records(struct extract *x, unsigned at, const struct row *row,
    bool *used, struct err *e)
{
	struct origin o = {at, 0, row->ordinal, row->line};
	const struct profile *p = &x->profile;
	struct row own;
	bool holds;

	for (o.entry = 0; o.entry < p->entry_count; o.entry++) {
		if (p->entries[o.entry].source != at)
			continue;
		own = *row;
		if (filter_row(x, &x->inputs.filters[o.entry], &own, &holds,
		    e) < 0)
			return -1;
		if (!holds)
			continue;
		*used = true;
		if (row_to_record(x, &own, &o, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_source(struct extract *x, unsigned at, struct err *e)
{
	struct input_view *view = &x->inputs.list[at].main;
	struct source_count *count = &x->sources[at];
	bool holds, used;
	struct row row;
	int got;

	while ((got = reader_next(view->rows, &row, e)) > 0) {
		log_progress("rows", ++count->rows, 0);
		used = false;
		if (!row.empty && (filter_row(x, &view->filter, &row, &holds,
		    e) < 0 || (holds && row_to_records(x, at, &row, &used,
		    e) < 0)))
			return -1;
		count->skipped += !used;
	}
	return got;
}

static int
read_sources(struct extract *x, struct err *e)
{
	unsigned i;

	for (i = 0; i < x->profile.source_count; i++)
		if (keytables_need(&x->tables, i) && fill_tables(x, i, e) < 0)
			return -1;
	for (i = 0; i < x->profile.source_count; i++)
		if (x->inputs.list[i].main.rows &&
		    x->inputs.list[i].extracted && read_source(x, i, e) < 0)
			return -1;
	log_progress_end();
	return 0;
}

/* --- what went out, and whether it adds up --- */

static int
write_records(struct extract *x, struct err *e)
{
	struct buf last = BUF_INIT(ZIO_LINE_MOST * 2);
	struct slice line;
	struct scan scan;
	int got = -1;

	if (sort_finish(x->gather.resolved, e) < 0)
		goto out;
	while ((got = sort_next(x->gather.resolved, &line, e)) > 0) {
		if (!scan_key(&scan, line))
			BUG("a line that was written has no key");
		if (scan.type == TYPE_WITHHELD) {
			if (slice_equal(line, buf_slice(&last)))
				continue;
			buf_clear(&last);
			buf_add_slice(&last, line);
			x->withheld++;
		}
		if (stream_out_line(&x->out, line, scan.type, e) < 0) {
			got = -1;
			break;
		}
	}
out:
	buf_release(&last);
	return got;
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
	if (x->out.figures.records != passed + x->withheld)
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
	if (x->unknown)
		log_detail("%" PRIu64 " times a when was NULL and taken for "
		    "false", x->unknown);
	log_note("%" PRIu64 " records, %" PRIu64 " of them withheld",
	    x->out.figures.records, x->withheld);
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
	struct zio_out **outs = mem_zero((count + 1) * sizeof(*outs));
	int rc;

	for (i = 0; i < count; i++)
		outs[i] = &x->rejects.outs[i];
	outs[count] = &x->out.zio;
	rc = zio_out_publish_all(outs, count + 1, e);
	mem_free(outs);
	return rc;
}

static int
write_stream(struct extract *x, struct err *e)
{
	struct head h;

	head_init(&h, x->job->from_rejects ? HEAD_UPSERT : HEAD_SNAPSHOT);
	h.system = x->profile.system;
	h.sorted = true;
	h.scope = x->profile.scope;
	x->job->sign(&h, &x->head_texts);
	if (stream_out_head(&x->out, &h, e) < 0 || write_records(x, e) < 0)
		return -1;
	check_figures(x);
	return stream_out_seal(&x->out, e);
}

static int
run(struct extract *x, struct err *e)
{
	const struct extract_job *job = x->job;
	struct profile *p = &x->profile;
	struct inputs_where where = {job->operands, job->from_rejects,
	    job->output};
	struct limit limit;
	size_t i;

	if (limit_parse(&limit, "--max-rejects", job->max_rejects, e) < 0 ||
	    profile_load(p, job->profile, e) < 0)
		return -1;
	x->sources = mem_zero((p->source_count + 1) * sizeof(*x->sources));
	x->entries = mem_zero((p->entry_count + 1) * sizeof(*x->entries));
	keytables_init(&x->tables, &p->names);
	gather_init(&x->gather, job->memory, &p->scope);
	convert_init(&x->convert, p, &x->tables);
	buf_init(&x->wrong, ERR_TEXT_MOST * 2);
	for (i = 0; i < p->entry_count; i++)
		x->gather.numbered |= p->entries[i].numbered;
	if (inputs_open(&x->inputs, p, &x->tables, &where, e) < 0 ||
	    read_sources(x, e) < 0 ||
	    resolve_run(&x->gather, x->entries, e) < 0 ||
	    rejects_write(&x->rejects, &x->gather, &x->inputs, job->rejects,
	    e) < 0 || brake(x, &limit, e) < 0 ||
	    write_stream(x, e) < 0 || publish(x, e) < 0)
		return -1;
	tell_figures(x);
	return x->rejects.total > 0;
}

int
extract_run(const struct extract_job *job, struct err *e)
{
	struct extract x = {.job = job, .rejects = REJECTS_INIT,
	    .out = STREAM_OUT_INIT, .head_texts = ARENA_INIT};
	int rc = -1;

	if (stream_out_open(&x.out, job->output, job->gzip, e) == 0)
		rc = run(&x, e);
	if (rc < 0)
		stream_out_fail(&x.out, job->tool, e);
	stream_out_close(&x.out);
	rejects_release(&x.rejects);
	convert_release(&x.convert);
	gather_release(&x.gather);
	inputs_release(&x.inputs);
	keytables_release(&x.tables);
	profile_release(&x.profile);
	arena_release(&x.head_texts);
	buf_release(&x.wrong);
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
