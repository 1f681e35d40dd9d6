/*
 * rows_delimited.c - csvin, its first row taken for the header if it is one.
 *
 * Rejects keep the row's text as it stood, with three fields behind it; so a
 * file of rejects is read with the same profile.  Where the header says so,
 * these are columns like others; without a header, rows may have them in
 * surplus, and they are told from other surplus by their first field, which
 * ends in a line number.
 */
#include "extract/rows_delimited.h"

struct state {
	struct csvin in;
	struct csvin_dialect dialect;
	bool header;
	struct csvin_row row; /* the row at hand */
	struct slice first;   /* of a file with a header, as it stands */
	struct slice first_end;
	char wrong[80];
};

static int
rows_start(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	if (csvin_open(&s->in, r->path, &s->dialect, e) < 0)
		return err_in(e, "%s", r->name);
	/* Messages are to name the file, not the descriptor. */
	s->in.in.name = r->name;
	mem_free(s->in.in.file->file.name);
	s->in.in.file->file.name = mem_text(r->name);
	return 0;
}

static int
header_check(const struct rows *r, unsigned long line, struct err *e)
{
	const struct source *s = r->source;
	const char *nearest;
	size_t i;

	for (i = 0; i < s->column_count && s->format == SOURCE_DELIMITED; i++) {
		if (source_column_find(r->columns, r->column_count,
		    s->columns[i].name) >= 0)
			continue;
		nearest = source_column_nearest(r->columns, r->column_count,
		    s->columns[i].name);
		return rows_error(r, line, e, "the header has no column "
		    "\"%.*s\"%s%s%s", SLICE_ARGS(s->columns[i].name),
		    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
		    nearest ? "\"?)" : "");
	}
	return 0;
}

/* A name that stands several times gets a number: X#1, X#2. */
static struct slice
column_name(struct rows *r, const struct csvin_row *row, size_t at)
{
	struct slice name = slice_trim(row->fields[at]);
	struct buf b = BUF_INIT(CSVIN_FIELD_MOST * 2);
	size_t i, same = 0, before = 0;

	for (i = 0; i < row->count; i++) {
		if (!slice_equal(slice_trim(row->fields[i]), name))
			continue;
		same++;
		before += i <= at;
	}
	if (same > 1 && name.len) {
		buf_add_slice(&b, name);
		buf_printf(&b, "#%zu", before);
		name = slice_copy(buf_slice(&b), &r->names);
		buf_release(&b);
	}
	return name;
}

static int
header_read(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct slice *names;
	size_t i;
	int got = csvin_next(&s->in, &s->row, e);

	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_INPUT, "%s: is empty (expected a "
		    "header)", r->name);
	if (r->columns)
		return 0;
	names = arena_alloc(&r->names, s->row.count * sizeof(*names));
	for (i = 0; i < s->row.count; i++)
		names[i] = column_name(r, &s->row, i);
	rows_name_columns(r, names, s->row.count);
	s->first = slice_copy(s->row.raw, &r->names);
	s->first_end = slice_copy(s->row.end, &r->names);
	return header_check(r, s->row.line, e);
}

static int
begin(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	if (rows_start(r, e) < 0)
		return -1;
	return s->header ? header_read(r, e) : 0;
}

static int
open_delimited(struct rows *r, struct err *e)
{
	struct state *s = mem_zero(sizeof(*s));

	r->state = s;
	s->dialect = r->source->dialect;
	s->header = r->source->header;
	if (r->rejects)
		s->dialect.encoding = NULL;
	if (!s->header)
		rows_columns_of_profile(r);
	return begin(r, e);
}

static int
open_rejects(struct rows *r, struct err *e)
{
	struct state *s = mem_zero(sizeof(*s));

	r->state = s;
	s->header = true;
	return begin(r, e);
}

static bool
reject_columns(const struct csvin_row *row, size_t columns)
{
	struct slice where, number;

	if (row->count != columns + ROWS_REJECT_COLUMNS)
		return false;
	where = slice_trim(row->fields[columns]);
	number = slice_from(where.at + where.len, 0);
	while (number.len < where.len && number.at[-1] >= '0' &&
	    number.at[-1] <= '9') {
		number.at--;
		number.len++;
	}
	return number.len && number.len < where.len && number.at[-1] == ':';
}

static int
next_delimited(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	size_t i;
	int got = csvin_next(&s->in, &s->row, e);

	if (got <= 0)
		return got;
	row->line = s->row.line;
	for (i = 0; i < r->column_count && i < s->row.count; i++)
		rows_put(r, i, s->row.fields[i]);
	for (; i < r->column_count; i++)
		r->fields[i] = slice_from(NULL, 0);
	if (s->row.count == r->column_count ||
	    reject_columns(&s->row, r->column_count))
		return 1;
	snprintf(s->wrong, sizeof(s->wrong), "fields: the row has %zu "
	    "fields, not %zu", s->row.count, r->column_count);
	row->wrong = s->wrong;
	return 1;
}

static int
rewind_delimited(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	csvin_close(&s->in);
	return begin(r, e);
}

static void
close_delimited(struct rows *r)
{
	struct state *s = r->state;

	if (s)
		csvin_close(&s->in);
	mem_free(s);
}

/* Behind the last row a file may lack the end that further rows need. */
static void
add_end(const struct state *s, struct buf *b, struct slice end)
{
	if (end.len)
		buf_add_slice(b, end);
	else
		buf_add_text(b, s->dialect.row_end ? s->dialect.row_end
		    : "\n");
}

static void
reject_head_delimited(const struct rows *r, struct buf *b)
{
	const struct state *s = r->state;
	size_t i;

	if (!s->header)
		return;
	buf_add_slice(b, s->first);
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		if (source_column_find(r->columns, r->column_count,
		    slice_of(rows_reject_columns[i])) >= 0)
			continue;
		buf_add_text(b, s->dialect.separator ? s->dialect.separator
		    : ",");
		rows_add_field(b, slice_of(rows_reject_columns[i]),
		    &s->dialect);
	}
	add_end(s, b, s->first_end);
}

/* How many fields are the source's own: rejects of then are dropped. */
static size_t
own_fields(const struct rows *r, const struct state *s)
{
	size_t columns = r->column_count;

	if (!s->header)
		return reject_columns(&s->row, columns) ? columns
		    : s->row.count;
	if (s->row.count != columns || source_column_find(r->columns, columns,
	    slice_of(rows_reject_columns[0])) < 0)
		return s->row.count;
	return columns - ROWS_REJECT_COLUMNS;
}

/* As it stood; but in quotes only its fields can be told apart for sure. */
static void
add_row(const struct rows *r, const struct state *s, struct buf *b)
{
	size_t own = own_fields(r, s), i;
	const char *separator = s->dialect.separator;

	if (own == s->row.count) {
		buf_add_slice(b, s->row.raw);
		return;
	}
	for (i = 0; i < own; i++) {
		if (i)
			buf_add_text(b, separator ? separator : ",");
		if (s->dialect.quote == CSVIN_NO_QUOTE)
			buf_add_slice(b, s->row.fields[i]);
		else
			rows_add_field(b, s->row.fields[i], &s->dialect);
	}
}

static void
reject_delimited(struct rows *r, struct buf *b,
    const struct rows_reject *reject)
{
	const struct state *s = r->state;

	add_row(r, s, b);
	rows_add_reject(b, reject, &s->dialect);
	add_end(s, b, s->row.end);
}

const struct rows_format rows_delimited_format = {
	open_delimited, next_delimited, rewind_delimited, close_delimited,
	reject_head_delimited, reject_delimited,
};

const struct rows_format rows_delimited_rejects_format = {
	open_rejects, next_delimited, rewind_delimited, close_delimited,
	reject_head_delimited, reject_delimited,
};
