/* rows.c - what the formats share. */
#include "extract/rows.h"

const char *const rows_reject_columns[ROWS_REJECT_COLUMNS] = {
	"reject:where", "reject:column", "reject:reason",
};

void
rows_split_name(struct slice name, struct slice *file, struct slice *out)
{
	const char *slash = memrchr(name.at, '/', name.len), *dot;
	struct slice stem = name;

	if (slash)
		stem = slice_from(slash + 1, name.len -
		    (size_t)(slash + 1 - name.at));
	*file = stem;
	if (stem.len > 3 && slice_is(slice_from(stem.at + stem.len - 3, 3),
	    ".gz"))
		stem.len -= 3;
	dot = memrchr(stem.at, '.', stem.len);
	if (dot && dot > stem.at)
		stem.len = (size_t)(dot - stem.at);
	*out = stem;
}

/*
 * A database is not held: closing any descriptor of a file gives up all locks
 * that the process has on it, SQLite's as well.
 */
int
rows_take_file(struct rows *r, size_t at, struct err *e)
{
	bool held = r->rejects || r->source->format != SOURCE_SQLITE;

	r->at = at;
	if (!r->files.count) {
		r->name = r->source->name.at;
		rows_split_name(slice_of(r->name), &r->file, &r->stem);
		return 0;
	}
	r->reached = at > r->reached ? at : r->reached;
	r->name = r->files.files[at].name;
	r->before[at] = r->ordinal;
	r->path = r->files.path;
	rows_split_name(slice_of(r->name), &r->file, &r->stem);
	return held ? holding_take(&r->files, at, e) : 0;
}

bool
rows_is_where(struct slice text)
{
	size_t n = text.len;

	while (n && text.at[n - 1] >= '0' && text.at[n - 1] <= '9')
		n--;
	return n && n < text.len && text.at[n - 1] == ':';
}

const char *
rows_name_of(const struct rows *r, uint64_t ordinal)
{
	size_t at = r->reached;

	if (r->name_of)
		return r->name_of(r, ordinal);
	while (at && r->before[at] >= ordinal)
		at--;
	return r->files.count ? r->files.files[at].name : r->name;
}

void
rows_name_columns(struct rows *r, const struct slice *names, size_t count)
{
	const struct source *s = r->source;
	size_t all = count + s->derived_count, i;

	if (r->columns)
		return;
	r->columns = arena_alloc(&r->names, (all + 1) * sizeof(*r->columns));
	r->fields = arena_alloc(&r->names, (all + 1) * sizeof(*r->fields));
	r->column_count = count;
	r->all_count = all;
	for (i = 0; i < count; i++)
		r->columns[i] = slice_copy(names[i], &r->names);
	for (i = 0; i < s->derived_count; i++)
		r->columns[count + i] = s->derived[i];
}

void
rows_columns_of_profile(struct rows *r)
{
	const struct source *s = r->source;
	struct slice *names;
	size_t i;

	names = arena_alloc(&r->names,
	    (s->column_count + 1) * sizeof(*names));
	for (i = 0; i < s->column_count; i++)
		names[i] = s->columns[i].name;
	rows_name_columns(r, names, s->column_count);
}

void
rows_put(struct rows *r, size_t column, struct slice text)
{
	const struct source *s = r->source;
	size_t i;

	if (column + 1 == r->raw_column)
		r->raw = text;
	if (s->nul_empty && text.len == 1 && !*text.at)
		text.len = 0;
	if (s->trim)
		text = slice_trim(text);
	for (i = 0; i < s->absent.count && text.len; i++)
		if (slice_equal(s->absent.at[i], text))
			text.len = 0;
	r->fields[column] = text.len ? text : slice_from(NULL, 0);
}

int
rows_error(const struct rows *r, unsigned long line, struct err *e,
    const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return err_set(e, ERR_INPUT, "%s:%lu: %s", r->name, line, text);
}

/*
 * Without quotes a separator or line end in a text would make other fields
 * of it: blanks instead.  Only our own words come here.
 */
static void
add_plain(struct buf *b, struct slice text, const struct csvin_dialect *d)
{
	const char *separator = d->separator ? d->separator : ",";
	const char *row_end = d->row_end ? d->row_end : "\n";
	size_t i;

	for (i = 0; i < text.len; i++)
		buf_add_byte(b, (unsigned char)text.at[i] < 0x20 ||
		    strchr(separator, text.at[i]) ||
		    strchr(row_end, text.at[i]) ? ' ' : text.at[i]);
}

void
rows_add_field(struct buf *b, struct slice text, const struct csvin_dialect *d)
{
	char quote = d->quote ? (char)d->quote : '"';
	const char *separator = d->separator ? d->separator : ",";
	size_t i;

	if (d->quote == CSVIN_NO_QUOTE) {
		add_plain(b, text, d);
		return;
	}
	for (i = 0; i < text.len; i++)
		if (text.at[i] == quote || text.at[i] == *separator ||
		    text.at[i] == '\n' || text.at[i] == '\r' ||
		    (d->row_end && text.at[i] == *d->row_end))
			break;
	if (i == text.len) {
		buf_add_slice(b, text);
		return;
	}
	buf_add_byte(b, quote);
	for (i = 0; i < text.len; i++) {
		if (text.at[i] == quote)
			buf_add_byte(b, quote);
		buf_add_byte(b, text.at[i]);
	}
	buf_add_byte(b, quote);
}

void
rows_add_reject(struct buf *b, const struct rows_reject *reject,
    const struct csvin_dialect *d)
{
	const struct slice fields[ROWS_REJECT_COLUMNS] = {
		reject->where, reject->column, reject->reason,
	};
	size_t i;

	for (i = 0; i < COUNT_OF(fields); i++) {
		buf_add_text(b, d->separator ? d->separator : ",");
		rows_add_field(b, fields[i], d);
	}
}
