/*
 * csvin.c - rows from lines, split by us or unquoted by libcsv.
 *
 * Three ways to take a row apart.  Most rows go the short one: they lie whole
 * in the window of textin, and csvsplit can cut them.  What it leaves goes
 * line by line.  A line without a quote mark (and every line of a dialect
 * without quotes) is cut at the separators, which may have any length.  A line
 * with one goes to libcsv, with those that follow, until libcsv says that the
 * row has ended.  Quotes cannot be switched off in libcsv (the quote is always
 * some byte), so a file in which `"` is data never goes there.
 *
 * Of libcsv's habits three are worked around:
 * - It trims blanks and takes blanks before a quote as nothing: is_space says
 *   "no" to all.
 * - It takes CR and LF as row ends, and nothing else: is_term says "no" to
 *   all while the inside of a line is fed, and "yes" to one byte where
 *   textin found an end.  If libcsv ends the row there, it was one; if not,
 *   it stands between quotes and its bytes are data, unchanged.
 * - It either takes text behind a closing quote as part of the field, with
 *   all separators up to the next quote, or (strict) refuses inches in a
 *   field without quotes too.  We are strict, and lenient for one byte where
 *   it stops in a field that is not quoted.
 */
#include "format/csvin.h"

#include "format/csvsplit.h"

#include <csv.h>

#define STRICT (CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI)
#define LENIENT CSV_REPALL_NL

static int
yes(unsigned char c)
{
	(void)c;
	return 1;
}

static int
no(unsigned char c)
{
	(void)c;
	return 0;
}

static void
field_add(struct csvin *in, const char *at, size_t len)
{
	if (len > CSVIN_FIELD_MOST)
		in->field_over = true;
	if (in->count == CSVIN_COLUMNS_MOST)
		in->columns_over = true;
	else
		in->fields[in->count++] = slice_from(at, len);
}

/* Fields as slices of the text, cut at the separators. */
static void
line_split(struct csvin *in, struct slice text)
{
	const char *separator = in->dialect.separator;
	size_t n = strlen(separator);
	const char *at = text.at, *end = at + text.len, *cut;

	while (!in->columns_over) {
		cut = n == 1 ? memchr(at, *separator, (size_t)(end - at))
			     : memmem(at, (size_t)(end - at), separator, n);
		if (!cut)
			break;
		field_add(in, at, (size_t)(cut - at));
		at = cut + n;
	}
	field_add(in, at, (size_t)(end - at));
}

/* libcsv: a field.  Where it lies is known when no more bytes are added. */
static void
on_field(void *at, size_t len, void *ctx)
{
	struct csvin *in = ctx;

	field_add(in, NULL, len);
	buf_add(&in->unquoted, at, len);
}

static void
on_row(int end, void *ctx)
{
	struct csvin *in = ctx;

	(void)end;
	in->row_done = true;
}

/*
 * Feeds libcsv.  Returns NULL, or where text stands behind a closing quote.
 */
static const char *
feed(struct csvin *in, const char *at, size_t len)
{
	const char *end = at + len;

	for (;;) {
		at += csv_parse(
		    in->parser, at, (size_t)(end - at), on_field, on_row, in);
		if (at == end)
			return NULL;
		if (in->parser->quoted)
			return at;
		csv_set_opts(in->parser, LENIENT);
		at += csv_parse(in->parser, at, 1, on_field, on_row, in);
		csv_set_opts(in->parser, STRICT);
	}
}

/* Feeds a line, then its end, which ends the row or is part of a field. */
static int
line_feed(struct csvin *in, const struct textin_line *line, struct err *e)
{
	const char *bad, *p;
	unsigned long column = 1;

	csv_set_term_func(in->parser, no);
	bad = feed(in, line->text.at, line->text.len);
	if (bad) {
		for (p = line->text.at; p < bad; p++)
			column += (*p & 0xc0) != 0x80;
		return err_set(e, ERR_INPUT,
		    "%s:%lu:%lu: text behind a "
		    "closing quote (a quote inside is written twice)",
		    in->in.name, line->number, column);
	}
	if (!line->end.len) {
		if (csv_fini(in->parser, on_field, on_row, in) < 0)
			in->row_done = false;
		return 0;
	}
	csv_set_term_func(in->parser, yes);
	feed(in, line->end.at, 1);
	csv_set_term_func(in->parser, no);
	if (!in->row_done)
		feed(in, line->end.at + 1, line->end.len - 1);
	return 0;
}

/*
 * The row that begins with `line`, through libcsv; *line becomes its last.
 * Where a field has ended in a line, the quote that is open at its end was
 * opened in it.
 */
static int
row_unquote(struct csvin *in, struct textin_line *line, struct err *e)
{
	unsigned long opened = line->number;
	size_t fields;
	int got = 1;

	buf_clear(&in->unquoted);
	in->row_done = false;
	while (got > 0) {
		fields = in->count;
		if (line_feed(in, line, e) < 0)
			return -1;
		if (in->count > fields)
			opened = line->number;
		if (in->row_done || in->columns_over || in->field_over)
			return 0;
		got = textin_next(&in->in, line, e);
	}
	if (got < 0)
		return -1;
	return err_set(
	    e, ERR_INPUT, "%s:%lu: a quote is left open", in->in.name, opened);
}

/* The unquoted fields lie behind each other. */
static void
fields_place(struct csvin *in)
{
	const char *at = in->unquoted.at ? in->unquoted.at : "";
	size_t i;

	for (i = 0; i < in->count; i++) {
		in->fields[i].at = at;
		at += in->fields[i].len;
	}
}

static int
row_check(const struct csvin *in, const struct csvin_row *row, struct err *e)
{
	if (in->columns_over)
		return csvin_error(
		    in, row, e, "more than %d columns", CSVIN_COLUMNS_MOST);
	if (in->field_over)
		return csvin_error(in, row, e, "a field is over %zu MiB",
		    CSVIN_FIELD_MOST >> 20);
	return 1;
}

/* The next row in the short way; false where it must be another. */
static bool
row_short(struct csvin *in, struct csvin_row *row)
{
	struct slice window = textin_window(&in->in);
	struct csvsplit s = {.separator = *in->dialect.separator,
	    .fields = in->fields, .most = CSVIN_COLUMNS_MOST};
	struct textin_line line;
	size_t len, end_len = 1;
	ptrdiff_t got;

	s.quote = in->parser ? (char)in->dialect.quote : s.separator;
	got = csvsplit_row(&s, window);
	if (got < 0 || got > (ptrdiff_t)CSVIN_FIELD_MOST)
		return false;
	len = (size_t)got; /* not negative here */
	if (window.at[len] == '\r') {
		/* what follows decides whether one byte or two end it */
		if (len + 1 == window.len)
			return false;
		end_len += window.at[len + 1] == '\n';
	}
	line = textin_take(&in->in, len, end_len);
	in->count = s.count;
	row->line = line.number;
	row->raw = line.text;
	row->end = line.end;
	return true;
}

/* 1 and a row, without fields where the line is empty; 0 at the end; -1. */
static int
row_read(struct csvin *in, struct csvin_row *row, struct err *e)
{
	struct textin_line line;
	int got;

	textin_begin(&in->in);
	in->count = 0;
	row->fields = in->fields;
	if (in->short_rows && row_short(in, row)) {
		row->count = in->count;
		return 1;
	}
	got = textin_next(&in->in, &line, e);
	if (got <= 0)
		return got;
	row->line = line.number;
	if (in->parser && line.text.len &&
	    memchr(line.text.at, in->dialect.quote, line.text.len)) {
		if (row_unquote(in, &line, e) < 0)
			return -1;
		fields_place(in);
	} else if (line.text.len) {
		line_split(in, line.text);
	}
	row->count = in->count;
	row->end = line.end;
	row->raw = textin_kept(&in->in);
	row->raw.len -= row->end.len;
	return row_check(in, row, e);
}

int
csvin_next(struct csvin *in, struct csvin_row *row, struct err *e)
{
	unsigned long blank = 0;
	int got;

	while ((got = row_read(in, row, e)) > 0 && !row->count)
		blank++;
	row->blank = blank;
	return got;
}

int
csvin_error(const struct csvin *in, const struct csvin_row *row, struct err *e,
    const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return err_set(
	    e, ERR_INPUT, "%s:%lu: %s", in->in.name, row->line, text);
}

/* --- open and close --- */

/* Marks that contain each other could be read in two ways. */
static int
dialect_check(const struct csvin_dialect *d, struct err *e)
{
	const char *separator = d->separator, *end = d->row_end;
	const char quote[] = {(char)d->quote, '\0'};

	if (!*separator || (end && !*end))
		return err_set(e, ERR_USAGE, "%s is empty",
		    *separator ? "row end" : "separator");
	if (end ? strstr(end, separator) || strstr(separator, end) != NULL
		: strpbrk(separator, "\r\n") != NULL)
		return err_set(e, ERR_USAGE,
		    "separator \"%s\" and row end contain each other",
		    separator);
	if (d->quote == CSVIN_NO_QUOTE)
		return 0;
	if (d->quote < 1 || d->quote > 127)
		return err_set(e, ERR_USAGE, "quote is not an ASCII byte");
	if (separator[1])
		return err_set(e, ERR_USAGE,
		    "separator \"%s\" is longer than "
		    "a byte, which works only without quotes",
		    separator);
	if (*separator == d->quote || strpbrk(end ? end : "\r\n", quote))
		return err_set(e, ERR_USAGE,
		    "quote is also the separator or in the row end");
	return 0;
}

/* The parser's memory comes from where all memory comes from. */
static void *
parser_grow(void *p, size_t size)
{
	return mem_grow(p, size, 1);
}

static void
parser_new(struct csvin *in)
{
	in->parser = mem_zero(sizeof(*in->parser));
	csv_init(in->parser, STRICT);
	/* The dialect's marks are single bytes by now. */
	csv_set_delim(in->parser, (unsigned char)*in->dialect.separator);
	csv_set_quote(in->parser, (unsigned char)in->dialect.quote);
	csv_set_space_func(in->parser, no);
	csv_set_blk_size(in->parser, 4096);
	csv_set_realloc_func(in->parser, parser_grow);
	csv_set_free_func(in->parser, mem_free);
}

/* All but the source. */
static int
reader_init(struct csvin *in, const struct csvin_dialect *d, struct err *e)
{
	memset(in, 0, sizeof(*in));
	if (d)
		in->dialect = *d;
	if (!in->dialect.separator)
		in->dialect.separator = ",";
	if (!in->dialect.quote)
		in->dialect.quote = '"';
	buf_init(&in->unquoted, CSVIN_ROW_MOST * 2);
	if (dialect_check(&in->dialect, e) < 0)
		return -1;
	if (in->dialect.quote != CSVIN_NO_QUOTE)
		parser_new(in);
	in->fields = mem_grow(NULL, CSVIN_COLUMNS_MOST, sizeof(*in->fields));
	in->short_rows = !in->dialect.row_end && !in->dialect.separator[1];
	return 0;
}

static struct textin_how
how_of(const struct csvin_dialect *d)
{
	return (struct textin_how){d->encoding, d->row_end};
}

int
csvin_open(struct csvin *in, const char *path, const struct csvin_dialect *d,
    struct err *e)
{
	if (reader_init(in, d, e) < 0)
		return -1;
	return textin_open(&in->in, path, how_of(&in->dialect), e);
}

int
csvin_open_text(struct csvin *in, const char *name, struct slice text,
    const struct csvin_dialect *d, struct err *e)
{
	if (reader_init(in, d, e) < 0)
		return -1;
	return textin_open_text(&in->in, name, text, how_of(&in->dialect), e);
}

void
csvin_close(struct csvin *in)
{
	textin_close(&in->in);
	if (in->parser)
		csv_free(in->parser);
	mem_free(in->parser);
	mem_free(in->fields);
	buf_release(&in->unquoted);
	memset(in, 0, sizeof(*in));
}
