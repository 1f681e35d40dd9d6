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

#include "extract/fieldmap.h"
#include "extract/reject_csv.h"
#include "extract/rowwidth.h"
#include "format/charguess.h"
#include "format/workbook.h"
#include "io/log.h"

struct state {
	struct csvin in;
	struct csvin_dialect dialect;
	bool header;
	struct csvin_row row;   /* the row at hand */
	struct heading heading; /* of a file with one */
	int *fields;    /* by column: its field, -1: none; NULL: the same */
	struct rowwidth width;
	struct noise noise;
	size_t above;   /* rows above the table that are still to be given */
	int where;      /* of rejects: the field that says where, or -1 */
	bool begun;     /* a row of the table was seen */
	bool ended;     /* and its footer */
	bool guessed;   /* the encoding is not said */
};

/* --- the file --- */

/* What the profile leaves open about the encoding. */
static int
guess_encoding(struct rows *r, struct err *e)
{
	struct holding_file *f = &r->files.files[r->at];
	struct state *s = r->state;
	struct charguess g;

	if (s->dialect.encoding || r->rejects || !r->files.count)
		return 0;
	s->guessed = true;
	if (!f->guessed) {
		if (charguess_file(&g, r->path, r->source->nul_empty, e) < 0)
			return err_in(e, "%s", r->name);
		f->guessed = true;
		f->encoding = g.name;
		if (g.name && !g.marked)
			log_warning("%s: is not UTF-8, and read as %s (to be "
			    "sure, say encoding in the profile)", r->name,
			    g.name);
		else if (g.name)
			log_detail("%s: is in %s, as its mark says", r->name,
			    g.name);
	}
	s->dialect.encoding = f->encoding;
	return 0;
}

static int
rows_start(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	if (!r->rejects && r->files.count &&
	    workbook_refuse(r->path, r->name, e) < 0)
		return -1;
	if (guess_encoding(r, e) < 0)
		return -1;
	if (csvin_open(&s->in, r->path, &s->dialect, e) < 0)
		return err_in(e, "%s", r->name);
	/* Messages are to name the file, not the descriptor. */
	s->in.in.name = r->name;
	mem_free(s->in.in.file->file.name);
	s->in.in.file->file.name = mem_text(r->name);
	return 0;
}

/* Where bytes do not fit, the encoding may be the mistake. */
static int
read_row(const struct rows *r, struct state *s, struct err *e)
{
	char text[ERR_TEXT_MOST];
	enum err_kind kind;
	int got = csvin_next(&s->in, &s->row, e);

	if (got >= 0 || !s->in.in.bad || !strstr(e->text, "byte 0x"))
		return got;
	memcpy(text, e->text, sizeof(text));
	kind = e->kind;
	err_clear(e);
	return err_set(e, kind, "%.1800s (%s encoding of source \"%.*s\"%s)",
	    text, s->guessed ? "say the" : "is it the right",
	    SLICE_ARGS(r->source->name), s->guessed ? "" : "?");
}

/* --- opening --- */

/* Which field is which column, and where a reject says where it was. */
static void
map_fields(struct rows *r, struct state *s)
{
	s->fields = fieldmap_make(r, &s->heading);
	rowwidth_take(&s->width, s->heading.texts, s->heading.count, r,
	    s->fields);
	s->where = r->rejects ? source_column_find(s->heading.names,
	    s->heading.count, slice_of(rows_reject_columns[0])) : -1;
}

static int
header_read(struct rows *r, struct heading *h, struct err *e)
{
	struct state *s = r->state;

	if (heading_read(h, r, &s->in, e) < 0)
		return -1;
	return r->source->format == SOURCE_DELIMITED ? heading_check(h, r,
	    &s->in, e) : 0;
}

/* Looks at the headers of all files but the first. */
static int
look_ahead(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct heading h;
	size_t i;

	for (i = 1; i < r->files.count; i++) {
		csvin_close(&s->in);
		s->dialect.encoding = r->source->dialect.encoding;
		if (rows_take_file(r, i, e) < 0 || rows_start(r, e) < 0 ||
		    header_read(r, &h, e) < 0)
			return -1;
		fieldmap_hide(r, &h);
	}
	csvin_close(&s->in);
	s->dialect.encoding = r->source->dialect.encoding;
	if (rows_take_file(r, 0, e) < 0 || rows_start(r, e) < 0)
		return -1;
	r->reached = 0;
	return heading_read(&s->heading, r, &s->in, e);
}

static int
begin_with_header(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	if (!r->layout) {
		r->layout = arena_alloc(&r->names, sizeof(*r->layout));
		layout_init(r->layout, r->source, &r->names);
	}
	if (header_read(r, &s->heading, e) < 0)
		return -1;
	if (!r->columns) {
		fieldmap_name(r, &s->heading);
		r->head = s->heading.raw;
		if (r->files.count > 1 && look_ahead(r, e) < 0)
			return -1;
	}
	map_fields(r, s);
	return 0;
}

/* The profile's columns, in order or by their positions. */
static int
begin_without(struct rows *r, struct err *e)
{
	const struct source_spelling *spellings = r->source->spellings;
	struct state *s = r->state;
	size_t i;

	rows_columns_of_profile(r);
	s->where = -1;
	s->width.fields = spellings ? 0 : r->column_count;
	s->width.tail = 0;
	if (spellings && !s->fields) {
		s->fields = arena_alloc(&r->names, r->column_count *
		    sizeof(*s->fields));
		for (i = 0; i < r->column_count; i++)
			s->fields[i] = (int)spellings[i].position - 1;
	}
	return heading_skip(&s->heading, r, &s->in, e);
}

static int
begin(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	s->begun = s->ended = false;
	s->width.fill = r->source->table.fill;
	if (rows_start(r, e) < 0 || (s->header ? begin_with_header(r, e)
	    : begin_without(r, e)) < 0)
		return -1;
	s->above = s->heading.above;
	return 0;
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
	noise_init(&s->noise, r->rejects ? (struct ydoc_texts){NULL, 0}
	    : r->source->table.skip_lines);
	r->noise = &s->noise;
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

/* --- a row --- */

/* How many fields are the source's own: rejects of then are dropped. */
static size_t
own_fields(const struct rows *r, const struct state *s)
{
	size_t count = s->row.count, width = s->width.fields, own;

	if (s->header && count == width)
		return r->rejects && s->where >= 0
		    ? width - ROWS_REJECT_COLUMNS : count;
	own = reject_csv_own(&s->row, width);
	return r->rejects || (!s->header && own == width) ? own : count;
}

/* Where the rejected row at hand was, if it says so. */
static struct slice
where_of(const struct rows *r, const struct state *s)
{
	size_t at = own_fields(r, s);
	struct slice text = SLICE_INIT("");

	if (s->where >= 0 && (s->row.count == s->width.fields ||
	    at == s->row.count))
		at = (size_t)s->where;
	if (r->rejects && at < s->row.count)
		text = slice_trim(s->row.fields[at]);
	return rows_is_where(text) ? text : SLICE("");
}

static void
put_fields(struct rows *r, const struct state *s)
{
	size_t own = s->header ? s->row.count : own_fields(r, s), i, field;

	for (i = 0; i < r->column_count; i++) {
		field = s->fields ? (size_t)s->fields[i] : i;
		if (field < own)
			rows_put(r, i, s->row.fields[field]);
		else
			r->fields[i] = slice_from(NULL, 0);
	}
}

/* The first row says how wide a table without a header is. */
static void
learn_width(struct rows *r, struct state *s)
{
	size_t count = s->row.count;

	if (r->rejects && count > ROWS_REJECT_COLUMNS)
		count = reject_csv_own(&s->row, count - ROWS_REJECT_COLUMNS);
	rowwidth_take(&s->width, s->row.fields, count, r, s->fields);
}

/* True if the table is over before this row. */
static bool
is_footer(const struct rows *r, struct state *s, bool blank)
{
	const struct table *t = &r->source->table;
	size_t i;

	if (s->ended || r->rejects)
		return s->ended;
	if (t->blank_ends && s->begun && (blank || s->row.blank))
		s->ended = true;
	for (i = 0; i < t->footer_count && !s->ended; i++)
		s->ended = fieldmap_meets(r, &t->footers[i]);
	return s->ended;
}

/* A header in the middle: of a file of rejects, that of another file. */
static bool
is_header(struct rows *r, struct state *s, struct err *e)
{
	size_t own = s->row.count - ROWS_REJECT_COLUMNS;

	if (!s->header)
		return false;
	if (heading_repeats(&s->heading, &s->row))
		return true;
	if (!r->rejects || s->row.count <= ROWS_REJECT_COLUMNS ||
	    !slice_is(slice_trim(s->row.fields[own]), rows_reject_columns[0]))
		return false;
	heading_take(&s->heading, r, &s->row);
	if (heading_check(&s->heading, r, &s->in, e) == 0)
		map_fields(r, s);
	return true;
}

/* A row above the table, of which nobody asks more. */
static void
give_above(struct rows *r, struct state *s, struct row *row)
{
	size_t i;

	for (i = 0; i < r->column_count; i++)
		r->fields[i] = slice_from(NULL, 0);
	s->above--;
	row->skip = true;
}

static const char *
check_width(const struct rows *r, struct state *s)
{
	struct csvin_row own = s->row;

	if (!s->header)
		own.count = own_fields(r, s);
	else if (s->where < 0 && own.count > s->width.fields &&
	    reject_csv_own(&s->row, s->width.fields) == s->width.fields)
		return NULL;
	return rowwidth_check(&s->width, &own);
}

static int
next_delimited(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	bool blank, noise;
	int got;

	if (s->above) {
		give_above(r, s, row);
		return 1;
	}
	got = read_row(r, s, e);
	if (got <= 0)
		return got;
	row->line = s->row.line;
	noise = r->noise && noise_meets(r->noise, s->row.raw);
	blank = !s->row.fields[0].len && table_is_blank(s->row.fields,
	    s->row.count);
	if (!s->width.fields && !blank && !noise)
		learn_width(r, s);
	put_fields(r, s);
	row->skip = noise || is_header(r, s, e) || is_footer(r, s, blank) ||
	    blank;
	if (e->kind)
		return -1;
	s->begun |= !row->skip;
	if (r->rejects)
		r->where = where_of(r, s);
	if (!row->skip)
		row->wrong = check_width(r, s);
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

	if (s) {
		csvin_close(&s->in);
		noise_release(&s->noise);
	}
	r->noise = NULL;
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

/* A header for the rows that follow in the file of rejects. */
static void
add_head(const struct state *s, struct buf *b)
{
	size_t i;

	buf_add_slice(b, s->heading.raw);
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		if (source_column_find(s->heading.names, s->heading.count,
		    slice_of(rows_reject_columns[i])) >= 0)
			continue;
		buf_add_text(b, s->dialect.separator ? s->dialect.separator
		    : ",");
		reject_csv_field(b, slice_of(rows_reject_columns[i]),
		    &s->dialect);
	}
	add_end(s, b, s->heading.end);
}

static void
reject_head_delimited(const struct rows *r, struct buf *b)
{
	const struct state *s = r->state;

	if (s->header)
		add_head(s, b);
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
			reject_csv_field(b, s->row.fields[i], &s->dialect);
	}
}

/* A short row is filled up: else the reasons would be texts of its columns. */
static void
fill_up(const struct rows *r, const struct state *s, struct buf *b)
{
	size_t own = s->width.fields, i;

	if (r->rejects && s->where >= 0)
		own = (size_t)s->where;
	for (i = own_fields(r, s); s->width.fill && i < own; i++)
		buf_add_text(b, s->dialect.separator ? s->dialect.separator
		    : ",");
}

static void
reject_delimited(struct rows *r, struct buf *b,
    const struct rows_reject *reject)
{
	const struct state *s = r->state;
	struct slice given = r->head_given.at ? r->head_given : r->head;

	if (s->header && !slice_equal(given, s->heading.raw)) {
		add_head(s, b);
		r->head_given = s->heading.raw;
	}
	add_row(r, s, b);
	fill_up(r, s, b);
	reject_csv_why(b, reject, &s->dialect);
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
