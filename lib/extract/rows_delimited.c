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
#include "format/charguess.h"
#include "io/log.h"

struct state {
	struct csvin in;
	struct csvin_dialect dialect;
	bool header;
	struct csvin_row row;   /* the row at hand */
	struct heading heading; /* of a file with one */
	int *fields;    /* by column: its field, -1: none; NULL: the same */
	size_t width;   /* how many fields a row has; 0: as the first */
	size_t above;   /* rows above the table that are still to be given */
	int where;      /* of rejects: the field that says where, or -1 */
	bool begun;     /* a row of the table was seen */
	bool ended;     /* and its footer */
	bool guessed;   /* the encoding is not said */
	char wrong[80];
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
	s->width = s->heading.count;
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
	int rc = 0;

	for (i = 1; i < r->files.count && rc == 0; i++) {
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
	s->width = spellings ? 0 : r->column_count;
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

static bool
reject_columns(const struct csvin_row *row, size_t columns)
{
	return row->count == columns + ROWS_REJECT_COLUMNS &&
	    rows_is_where(slice_trim(row->fields[columns]));
}

/* Where the rejected row at hand was, if it says so. */
static struct slice
where_of(const struct rows *r, const struct state *s)
{
	struct slice text = SLICE_INIT("");

	if (!r->rejects)
		return text;
	if (s->where >= 0 && (size_t)s->where < s->row.count)
		text = slice_trim(s->row.fields[s->where]);
	else if (!s->header && reject_columns(&s->row, s->width))
		text = slice_trim(s->row.fields[s->width]);
	return rows_is_where(text) ? text : SLICE("");
}

static void
put_fields(struct rows *r, const struct state *s)
{
	size_t i, field;

	for (i = 0; i < r->column_count; i++) {
		field = s->fields ? (size_t)s->fields[i] : i;
		if (field < s->row.count)
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

	if (r->rejects && count > ROWS_REJECT_COLUMNS &&
	    reject_columns(&s->row, count - ROWS_REJECT_COLUMNS))
		count -= ROWS_REJECT_COLUMNS;
	s->width = count;
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

/* NULL, or why the row has the wrong count of fields. */
static const char *
count_check(const struct rows *r, struct state *s)
{
	size_t surplus = s->width, count = s->row.count;

	if (count == s->width || reject_columns(&s->row, s->width))
		return NULL;
	if (r->source->table.fill && (count < s->width ||
	    table_is_blank(s->row.fields + surplus, count - surplus)))
		return NULL;
	snprintf(s->wrong, sizeof(s->wrong), "fields: the row has %zu "
	    "fields, not %zu", count, s->width);
	return s->wrong;
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

static int
next_delimited(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	bool blank;
	int got;

	if (s->above) {
		give_above(r, s, row);
		return 1;
	}
	got = read_row(r, s, e);
	if (got <= 0)
		return got;
	row->line = s->row.line;
	blank = !s->row.fields[0].len && table_is_blank(s->row.fields,
	    s->row.count);
	if (!s->width && !blank)
		learn_width(r, s);
	put_fields(r, s);
	row->skip = is_header(r, s, e) || is_footer(r, s, blank) || blank;
	if (e->kind)
		return -1;
	s->begun |= !row->skip;
	if (r->rejects)
		r->where = where_of(r, s);
	if (!row->skip)
		row->wrong = count_check(r, s);
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
		rows_add_field(b, slice_of(rows_reject_columns[i]),
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

/* How many fields are the source's own: rejects of then are dropped. */
static size_t
own_fields(const struct rows *r, const struct state *s)
{
	if (!s->header)
		return reject_columns(&s->row, s->width) ? s->width
		    : s->row.count;
	if (s->row.count != s->width || !r->rejects || s->where < 0)
		return s->row.count;
	return s->width - ROWS_REJECT_COLUMNS;
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
	struct slice given = r->head_given.at ? r->head_given : r->head;

	if (s->header && !slice_equal(given, s->heading.raw)) {
		add_head(s, b);
		r->head_given = s->heading.raw;
	}
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
