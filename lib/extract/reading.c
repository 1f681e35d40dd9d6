/*
 * reading.c - looked-up sources first, then the others, row by row.
 *
 * A row that is good for several entries gives several records; each of them
 * is made or rejected on its own.
 */
#include "extract/reading.h"

#include "extract/ahead.h"
#include "extract/outline.h"
#include "io/log.h"

/*
 * A row that cannot be used would be missing without a word from the records
 * that look it up, and so claimed to be absent: nothing is extracted then.
 */
static int
fill_tables(struct reading *x, unsigned at, struct err *e)
{
	struct input_view *view = inputs_full(&x->inputs->list[at]);
	bool holds, unknown = false;
	struct row row;
	int got;

	while ((got = reader_next(view->rows, &row, e)) > 0) {
		if (row.skip)
			continue;
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
		if (holds && keytables_add(x->tables, at, view->rows, &row,
		    e) < 0)
			return -1;
	}
	return got < 0 ? -1 : reader_rewind(view->rows, e);
}

/* A row on which `when` fails is rejected: nobody knows if it counts. */
static int
filter_row(struct reading *x, const struct bind_filter *f, struct row *row,
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
reject_row(struct reading *x, const struct record *r, const struct origin *o,
    struct err *e)
{
	struct convert *c = x->convert;

	x->entries[o->entry].rejected++;
	if (gather_reject(x->gather, o, c->column, buf_slice(&c->reason),
	    e) < 0)
		return -1;
	return gather_withhold(x->gather, r, c->keys_known, o, e);
}

/* One row for one entry. */
static int
row_to_record(struct reading *x, const struct row *row,
    const struct origin *o, struct err *e)
{
	const struct profile_entry *entry = &x->profile->entries[o->entry];
	struct convert *c = x->convert;
	struct record r;
	const char *why;
	int got;

	arena_reset(&c->arena);
	x->entries[o->entry].made++;
	got = convert_row(c, &r, entry, row, e);
	if (got == 0 && c->skipped) {
		x->entries[o->entry].made--;
		return 0;
	}
	if (x->explain->rows && got >= 0)
		explain_record(x->explain, entry, &r, got > 0, c);
	if (got > 0) {
		got = gather_record(x->gather, &r, o, &why, e);
		if (got == 0)
			buf_add_text(&c->reason, why);
	}
	if (got != 0)
		return got < 0 ? -1 : 0;
	return reject_row(x, &r, o, e);
}

/* All entries of its source; *used if one of them took it. */
static int
row_to_records(struct reading *x, unsigned at, const struct row *row,
    bool *used, struct err *e)
{
	struct origin o = {.source = at, .ordinal = row->ordinal,
	    .line = row->line, .expands = x->profile->sources[at].structure ||
	    x->profile->sources[at].boms_per_file,
	    .misplaced = row->misplaced, .parent = row->parent,
	    .parent_line = row->parent_line};
	const struct profile *p = x->profile;
	struct row own;
	bool holds, before;

	for (o.entry = 0; o.entry < p->entry_count; o.entry++) {
		if (p->entries[o.entry].source != at ||
		    (p->entries[o.entry].below && row->top &&
		    !row->misplaced))
			continue;
		own = *row;
		if (filter_row(x, &x->inputs->filters[o.entry], &own, &holds,
		    e) < 0)
			return -1;
		if (!holds)
			continue;
		if (x->explain->rows && !*used)
			explain_row(x->explain, x->inputs->list[at].main.rows,
			    row, NULL);
		before = *used;
		*used = true;
		if (row_to_record(x, &own, &o, e) < 0)
			return -1;
		*used = before || !x->convert->skipped;
	}
	return 0;
}

/*
 * A row whose place is not known ends the run, unless the user wants to go on
 * with the others; one that cannot be used anyway is only rejected.
 */
static int
misplaced(struct reading *x, struct rows *rows, const struct row *row,
    struct err *e)
{
	if (!row->misplaced)
		return 0;
	if (!x->lenient && !row->wrong)
		return rows_error(rows, row->line, e, "%s (--lenient rejects "
		    "such rows)", row->misplaced);
	outline_doubt(rows->outline, row);
	return 0;
}

static int
read_rows(struct reading *x, unsigned at, struct ahead *rows, struct err *e)
{
	struct input_view *view = &x->inputs->list[at].main;
	struct source_count *count = &x->sources[at];
	bool holds, used;
	struct row row;
	int got;

	x->convert->judge.place.source = at;
	x->convert->judge.log = x->damage;
	while ((got = ahead_next(rows, &row, e)) > 0) {
		log_progress("rows", ++count->rows, 0);
		used = false;
		x->convert->judge.place.file = view->rows->name;
		if (!row.empty && !row.skip &&
		    (filter_row(x, &view->filter, &row, &holds, e) < 0 ||
		    (holds && (misplaced(x, view->rows, &row, e) < 0 ||
		    row_to_records(x, at, &row, &used, e) < 0))))
			return -1;
		count->skipped += !used;
		if (x->explain->rows &&
		    count->rows - count->skipped >= x->explain->rows)
			return 0;
	}
	return got;
}

/* Of rows that are explained only the first few are read. */
static int
read_source(struct reading *x, unsigned at, struct err *e)
{
	struct rows *rows = x->inputs->list[at].main.rows;
	const struct source_count *count = &x->sources[at];
	struct ahead *ahead = ahead_new(rows, x->explain->rows > 0);
	int rc = read_rows(x, at, ahead, e);

	ahead_end(ahead);
	if (rc < 0 || x->of_rejects)
		return rc;
	return source_check_rows(rows->source, rows->name,
	    count->rows - count->skipped, e);
}

int
reading_run(struct reading *x, struct err *e)
{
	unsigned i;

	for (i = 0; i < x->profile->source_count; i++)
		if (keytables_need(x->tables, i) && fill_tables(x, i, e) < 0)
			return -1;
	for (i = 0; i < x->profile->source_count; i++)
		if (x->inputs->list[i].main.rows &&
		    x->inputs->list[i].extracted && read_source(x, i, e) < 0)
			return -1;
	log_progress_end();
	return x->explain->rows ? explain_flush(x->explain, e) : 0;
}
