/* rows_plain.c - see rows_delimited_rejects_format for who reads it. */
#include "extract/rows_plain.h"

static const struct csvin_dialect plain = {NULL, NULL, NULL, 0};

void
rows_plain_head(const struct rows *r, struct buf *b)
{
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		rows_add_field(b, r->columns[i], &plain);
		buf_add_byte(b, ',');
	}
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		buf_add_text(b, i ? "," : "");
		buf_add_text(b, rows_reject_columns[i]);
	}
	buf_add_byte(b, '\n');
}

void
rows_plain_reject(const struct rows *r, struct buf *b,
    const struct slice *texts, const struct rows_reject *reject)
{
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		if (i)
			buf_add_byte(b, ',');
		if (texts[i].at)
			rows_add_field(b, texts[i], &plain);
	}
	rows_add_reject(b, reject, &plain);
	buf_add_byte(b, '\n');
}
