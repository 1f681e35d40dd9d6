/* reader.c - the table of formats, and one file after the other. */
#include "extract/reader.h"

#include "extract/computed.h"
#include "extract/outline.h"
#include "extract/rows_delimited.h"
#include "extract/rows_json.h"
#include "extract/rows_postgres.h"
#include "extract/rows_rest.h"
#include "extract/rows_sqlite.h"
#include "extract/rows_step.h"
#include "extract/rows_xml.h"

/*
 * By enum source_format.  Formats of files only read while they are read; the
 * others share a connection, or tell people what they do.
 */
static const struct {
	const struct rows_format *plain;
	const struct rows_format *rejects;
	bool of_files;
} formats[] = {
	{&rows_delimited_format, &rows_delimited_format, true},
	{&rows_json_format, &rows_json_rejects_format, true},
	{&rows_json_lines_format, &rows_json_rejects_format, true},
	{&rows_sqlite_format, &rows_delimited_rejects_format, false},
	{&rows_xml_format, &rows_delimited_rejects_format, true},
	{&rows_step_format, &rows_delimited_rejects_format, true},
	{&rows_rest_format, &rows_json_rejects_format, false},
	{&rows_postgres_format, &rows_delimited_rejects_format, false},
};

int
reader_open_files(struct rows **out, const struct source *s,
    const struct reader_files *files, struct err *e)
{
	struct rows *r = mem_zero(sizeof(*r));

	*out = NULL;
	r->format = files->rejects ? formats[s->format].rejects
	    : formats[s->format].plain;
	if (files->rejects && s->around)
		r->format = &rows_delimited_rejects_format;
	r->source = s;
	r->rejects = files->rejects;
	r->open = files->open;
	r->fetch = files->fetch;
	r->changes = files->changes;
	r->before = mem_zero((files->count + 1) * sizeof(*r->before));
	holding_init(&r->files, files->paths, files->count);
	if (files->count > 1 && s->format == SOURCE_SQLITE)
		err_set(e, ERR_USAGE, "source \"%.*s\" has %zu files, but a "
		    "database is one", SLICE_ARGS(s->name), files->count);
	if (e->kind || rows_take_file(r, 0, e) < 0 ||
	    r->format->open(r, e) < 0 || (s->computed &&
	    computed_new(&r->computed, r, e) < 0) || (s->structure &&
	    !r->rejects && outline_new(&r->outline, r, e) < 0)) {
		reader_close(r);
		return -1;
	}
	if (r->open) {
		r->next = *r->open;
		*r->open = r;
	}
	*out = r;
	return 0;
}

int
reader_open(struct rows **out, const struct source *s,
    const struct reader_file *file, struct err *e)
{
	const struct reader_files one = {&file->path, 1, file->rejects,
	    file->open, NULL, false};

	return reader_open_files(out, s, &one, e);
}

/* A row that was rejected keeps the place that it had. */
static void
derive_rejected(struct rows *r, struct slice *derived)
{
	struct slice where = r->where;
	const char *colon = memrchr(where.at, ':', where.len);

	derived[SOURCE_LINE] = slice_from(colon + 1,
	    (size_t)(where.at + where.len - colon - 1));
	where.len = (size_t)(colon - where.at);
	rows_split_name(where, &derived[SOURCE_FILE], &derived[SOURCE_STEM]);
}

/* After the format's own fields. */
static void
derive(struct rows *r, const struct row *row)
{
	struct slice *derived = r->fields + r->column_count;
	char *end = r->line_text + sizeof(r->line_text), *at = end;
	unsigned long line = row->line;

	if (r->where.len) {
		derive_rejected(r, derived);
		return;
	}
	do
		*--at = (char)('0' + line % 10);
	while (line /= 10);
	derived[SOURCE_FILE] = r->file;
	derived[SOURCE_STEM] = r->stem;
	derived[SOURCE_LINE] = slice_from(at, (size_t)(end - at));
}

/* Another of several files. */
static int
take_file(struct rows *r, size_t at, struct err *e)
{
	r->format->close(r);
	r->state = NULL;
	return rows_take_file(r, at, e) < 0 ? -1 : r->format->open(r, e);
}

bool
reader_only_reads(const struct rows *r)
{
	return formats[r->source->format].of_files && !r->outline &&
	    !r->computed;
}

int
reader_turn(struct rows *r, struct err *e)
{
	if (r->at + 1 >= r->files.count)
		return 0;
	return take_file(r, r->at + 1, e) < 0 ? -1 : 1;
}

int
reader_next(struct rows *r, struct row *row, struct err *e)
{
	int got;

	while ((got = reader_next_here(r, row, e)) == 0)
		if ((got = reader_turn(r, e)) <= 0)
			return got;
	return got;
}

/* Whether that line of the source is the one that was rejected. */
static bool
stands_at(const struct rows *source, unsigned long at, struct slice where)
{
	struct slice file, stem, line = where;
	const char *colon = memrchr(where.at, ':', where.len);
	uint64_t n;

	line = slice_from(colon + 1, (size_t)(where.at + where.len - colon -
	    1));
	rows_split_name(slice_from(where.at, (size_t)(colon - where.at)),
	    &file, &stem);
	return text_to_number(line, UINT64_MAX, &n) && n == at &&
	    slice_equal(file, source->file);
}

/*
 * The rows of the source up to the one that was rejected are placed, then in
 * its stead the corrected one; a further one with the same place was added.
 */
static int
place_rejected(struct rows *r, struct row *row, struct err *e)
{
	struct rows *source = r->base;
	struct row own, as = *row;
	int got = 1;

	own.line = r->base_line;
	own.ordinal = r->base_ordinal;
	source->unplaced = true;
	while (r->where.len && !stands_at(source, own.line, r->where) &&
	    (got = reader_next(source, &own, e)) > 0)
		if (!stands_at(source, own.line, r->where) &&
		    !own.empty && !own.skip && outline_place(source->outline,
		    source, &own, e) < 0)
			return -1;
	source->unplaced = false;
	if (got < 0)
		return -1;
	if (!got || !r->where.len)
		return rows_error(r, row->line, e, "says of no row of the "
		    "source, in its order, that it was rejected there: what "
		    "it stands below is not known");
	as.ordinal = r->base_ordinal = own.ordinal;
	as.line = r->base_line = own.line;
	if (outline_place(source->outline, r, &as, e) < 0)
		return -1;
	as.ordinal = row->ordinal;
	as.line = row->line;
	*row = as;
	return 0;
}

static int
place(struct rows *r, struct row *row, struct err *e)
{
	if (r->outline)
		return outline_place(r->outline, r, row, e);
	if (r->base)
		return place_rejected(r, row, e);
	BUG("rejects of an outline without the source");
}

void
reader_join(struct rows *rejects, struct rows *source)
{
	rejects->base = source;
	outline_expect(source->outline, rejects);
}

int
reader_next_here(struct rows *r, struct row *row, struct err *e)
{
	size_t i;
	int got;

	arena_reset(&r->texts);
	r->where.len = 0;
	r->raw = slice_from(NULL, 0);
	*row = (struct row){.fields = r->fields, .ordinal = r->ordinal + 1,
	    .empty = true};
	got = r->format->next(r, row, e);
	if (got <= 0)
		return got;
	r->ordinal++;
	for (i = 0; i < r->column_count && row->empty; i++)
		row->empty = !r->fields[i].at;
	if (row->wrong)
		row->empty = false;
	if (r->source->derived_count)
		derive(r, row);
	if (r->computed && !row->skip && computed_put(r->computed, r, row,
	    e) < 0)
		return -1;
	if (r->source->boms_per_file) {
		row->parent = r->before[r->at] + 1;
		row->parent_line = 1;
	}
	if (r->source->structure && !row->empty && !row->skip &&
	    !r->unplaced)
		return place(r, row, e) < 0 ? -1 : 1;
	return 1;
}

int
reader_rewind(struct rows *r, struct err *e)
{
	r->ordinal = 0;
	if (r->outline)
		outline_restart(r->outline);
	r->base_line = 0;
	if (r->base && reader_rewind(r->base, e) < 0)
		return -1;
	return r->at ? take_file(r, 0, e) : r->format->rewind(r, e);
}

void
reader_close(struct rows *r)
{
	struct rows **at;

	if (!r)
		return;
	for (at = r->open; at && *at; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			break;
		}
	r->format->close(r);
	outline_free(r->outline);
	computed_free(r->computed);
	holding_release(&r->files);
	mem_free(r->before);
	arena_release(&r->names);
	arena_release(&r->texts);
	mem_free(r);
}
