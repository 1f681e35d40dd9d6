/* reject_csv.c - see rows_delimited_rejects_format for who reads them. */
#include "extract/reject_csv.h"

/* Of what is no delimited file. */
static const struct csvin_dialect plain = {NULL, NULL, NULL, 0};

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
reject_csv_field(struct buf *b, struct slice text,
    const struct csvin_dialect *d)
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
	if (i == text.len)
		buf_add_slice(b, text);
	else
		buf_add_quoted(b, text, quote);
}

void
reject_csv_why(struct buf *b, const struct rows_reject *reject,
    const struct csvin_dialect *d)
{
	const struct slice fields[ROWS_REJECT_COLUMNS] = {
		reject->where, reject->column, reject->reason,
	};
	size_t i;

	for (i = 0; i < COUNT_OF(fields); i++) {
		buf_add_text(b, d->separator ? d->separator : ",");
		reject_csv_field(b, fields[i], d);
	}
}

/* By "FILE:LINE" and "CODE: words": the row may have any count of fields. */
size_t
reject_csv_own(const struct csvin_row *row, size_t width)
{
	size_t own = row->count - ROWS_REJECT_COLUMNS, i = 0;
	struct slice why;

	if (row->count <= ROWS_REJECT_COLUMNS ||
	    !rows_is_where(slice_trim(row->fields[own])))
		return row->count;
	why = slice_trim(row->fields[row->count - 1]);
	while (i < why.len && ((why.at[i] >= 'a' && why.at[i] <= 'z') ||
	    why.at[i] == '_'))
		i++;
	return own == width || (i && i < why.len && why.at[i] == ':') ? own
	    : row->count;
}

void
reject_csv_head(const struct rows *r, struct buf *b)
{
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		reject_csv_field(b, r->columns[i], &plain);
		buf_add_byte(b, ',');
	}
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		buf_add_text(b, i ? "," : "");
		buf_add_text(b, rows_reject_columns[i]);
	}
	buf_add_byte(b, '\n');
}

void
reject_csv_add(const struct rows *r, struct buf *b,
    const struct slice *texts, const struct rows_reject *reject)
{
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		if (i)
			buf_add_byte(b, ',');
		if (texts[i].at)
			reject_csv_field(b, texts[i], &plain);
	}
	reject_csv_why(b, reject, &plain);
	buf_add_byte(b, '\n');
}
