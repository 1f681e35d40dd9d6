/*
 * csv_file.c - RFC 4180, with the empty text apart from none.
 *
 * Nothing is between two delimiters where there is no value, and "" where the
 * value is an empty text.  A spreadsheet takes what begins with = + - @ for a
 * formula; only a text is ever guarded against it, and only where the profile
 * asks, since the apostrophe is in the data then.
 */
#include "load/csv_file.h"

#define LINE_MOST ((size_t)256 * 1024 * 1024)

bool
csv_file_number(const struct target_section *s, size_t column)
{
	const struct target_column *c = &s->columns[column];

	return c->source == TARGET_MEMBER && c->member != TARGET_ATTRS &&
	    schema_types[s->type].members[c->member].kind == MEMBER_NUMBER;
}

void
csv_file_add_cell(struct buf *b, const struct csv_spec *spec,
    struct slice text, bool guard)
{
	bool quotes = !text.len;
	size_t i;

	guard = guard && spec->guard && text.len &&
	    strchr("=+-@\t\r", *text.at) && *text.at;
	for (i = 0; i < text.len && !quotes; i++)
		quotes = text.at[i] == spec->delimiter ||
		    strchr("\"\r\n", text.at[i]);
	quotes = quotes || *text.at == ' ' || text.at[text.len - 1] == ' ';
	if (quotes)
		buf_add_byte(b, '"');
	if (guard)
		buf_add_byte(b, '\'');
	for (i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buf_add_byte(b, '"');
		buf_add_byte(b, text.at[i]);
	}
	if (quotes)
		buf_add_byte(b, '"');
}

static int
end_line(struct csv_file *f, struct err *e)
{
	buf_add_text(&f->line, f->spec->crlf ? "\r\n" : "\n");
	if (f->line.over)
		return err_set(e, ERR_INPUT, "%s: a row of more than %zu "
		    "bytes", f->out.name, f->line.most);
	return file_out_add(&f->out, f->line.at, f->line.len, e);
}

int
csv_file_open(struct csv_file *f, const struct csv_spec *spec,
    const struct target_section *s, const char *path, struct err *e)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	f->spec = spec;
	f->section = s;
	f->out = (struct file_out)FILE_OUT_INIT;
	buf_init(&f->line, LINE_MOST);
	if (!spec->full)
		csv_file_add_cell(&f->line, spec, slice_of(spec->operation),
		    false);
	for (i = 0; i < s->count; i++) {
		if (i || !spec->full)
			buf_add_byte(&f->line, spec->delimiter);
		csv_file_add_cell(&f->line, spec,
		    slice_of(s->columns[i].name), false);
	}
	if (file_out_open(&f->out, path, e) < 0)
		return -1;
	return end_line(f, e);
}

static void
count(struct csv_file *f, size_t column, struct slice text)
{
	struct csv_sum *s = &f->sums[column];
	struct decimal d;

	if (!decimal_parse(&d, text) || !decimal_add(&s->sum, s->sum, d))
		s->over = true;
}

int
csv_file_add(struct csv_file *f, enum change_op op,
    const struct column_value *values, struct err *e)
{
	const struct target_section *s = f->section;
	size_t i;

	buf_clear(&f->line);
	if (!f->spec->full)
		buf_add_text(&f->line, change_op_name(op));
	for (i = 0; i < s->count; i++) {
		bool number = csv_file_number(s, i);

		if (i || !f->spec->full)
			buf_add_byte(&f->line, f->spec->delimiter);
		if (values[i].null)
			continue;
		csv_file_add_cell(&f->line, f->spec, values[i].text, !number);
		if (number)
			count(f, i, values[i].text);
	}
	f->rows++;
	return end_line(f, e);
}

int
csv_file_publish(struct csv_file *f, struct err *e)
{
	return file_out_publish(&f->out, e);
}

void
csv_file_abandon(struct csv_file *f)
{
	file_out_abandon(&f->out);
	buf_release(&f->line);
}

static void
add_total(struct buf *b, const struct csv_file *f, const char *name,
    const char *what, const char *total)
{
	const struct csv_spec *spec = f->spec;

	csv_file_add_cell(b, spec, slice_of(name), false);
	buf_add_byte(b, spec->delimiter);
	csv_file_add_cell(b, spec, slice_of(what), false);
	buf_printf(b, "%c%s%s", spec->delimiter, total,
	    spec->crlf ? "\r\n" : "\n");
}

void
csv_file_add_totals(struct buf *b, const struct csv_file *f,
    const char *name)
{
	char text[DECIMAL_TEXT_SIZE];
	size_t i;

	snprintf(text, sizeof(text), "%" PRIu64, f->rows);
	add_total(b, f, name, "", text);
	for (i = 0; i < f->section->count; i++)
		if (csv_file_number(f->section, i) && !f->sums[i].over) {
			(void)decimal_print(text, f->sums[i].sum);
			add_total(b, f, name, f->section->columns[i].name,
			    text);
		}
}
