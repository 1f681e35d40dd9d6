/*
 * csvin_fuzz.c - any bytes as rows, in a dialect that the first byte names.
 *
 * Beyond not crashing: fields are valid UTF-8, raw rows and their ends are
 * the file (where nothing is converted), without quotes the fields and
 * separators are the raw row, and each of the ways to take a row apart gives
 * the same.
 */
#include "format/csvin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct csvin_dialect dialects[] = {
    {NULL, NULL, NULL, 0},
    {";", "\n", NULL, 0},
    {"\t", NULL, NULL, CSVIN_NO_QUOTE},
    {"+|", "&|\n", NULL, CSVIN_NO_QUOTE},
    {NULL, "\r\n", NULL, '\''},
    {NULL, NULL, "utf-16", 0},
    {NULL, NULL, "windows-1252", 0},
    {";", NULL, "shift_jis", 0},
};

static void
must(bool good, const char *text)
{
	if (!good)
		BUG(text);
}

static void
row_check(const struct csvin_row *row, const struct csvin_dialect *d)
{
	const char *separator = d->separator ? d->separator : ",";
	const char *at = row->raw.at;
	size_t i;

	must(row->count > 0, "a row without fields");
	for (i = 0; i < row->count; i++) {
		struct slice field = row->fields[i];

		must(slice_utf8_length(field) == field.len, "not UTF-8");
		if (d->quote != CSVIN_NO_QUOTE)
			continue;
		must(field.at == at, "field is not where it stands");
		at += field.len + strlen(separator);
	}
	if (d->quote == CSVIN_NO_QUOTE)
		must(at - strlen(separator) == row->raw.at + row->raw.len,
		    "row does not end with its last field");
}

/* The length of the row ends that *rest begins with. */
static size_t
ends_length(struct slice rest, const struct csvin_dialect *d)
{
	size_t all = rest.len;

	for (;;) {
		size_t n = 0;

		if (d->row_end)
			n = slice_begins(rest, slice_of(d->row_end))
				? strlen(d->row_end)
				: 0;
		else if (rest.len && (*rest.at == '\n' || *rest.at == '\r'))
			n = 1;
		if (!n)
			return all - rest.len;
		rest.at += n;
		rest.len -= n;
	}
}

/* Takes from *rest what the row must be; only empty rows lie before it. */
static void
row_take(struct slice *rest, const struct csvin_row *row,
    const struct csvin_dialect *d)
{
	size_t n = ends_length(*rest, d);

	*rest = slice_from(rest->at + n, rest->len - n);
	must(slice_begins(*rest, row->raw), "a raw row does not stand there");
	*rest = slice_from(rest->at + row->raw.len, rest->len - row->raw.len);
	must(slice_begins(*rest, row->end), "a row end does not stand there");
	*rest = slice_from(rest->at + row->end.len, rest->len - row->end.len);
}

/* The row, or the end, that the longer ways give is the same. */
static void
long_check(struct csvin *longer, const struct csvin_row *row, int got,
    const struct err *e)
{
	struct csvin_row other;
	struct err why = ERR_INIT;
	size_t i;

	longer->short_rows = false;
	must(csvin_next(longer, &other, &why) == got, "another answer");
	must(strcmp(why.text, e->text) == 0, "another error");
	if (got <= 0)
		return;
	must(other.count == row->count && other.line == row->line &&
	    slice_equal(other.raw, row->raw) &&
	    slice_equal(other.end, row->end), "another row");
	for (i = 0; i < row->count; i++)
		must(slice_equal(other.fields[i], row->fields[i]),
		    "another field");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csvin_dialect *d;
	struct csvin in, longer;
	struct csvin_row row;
	struct err e = ERR_INIT;
	struct slice rest;
	int got;

	if (!size)
		return 0;
	d = &dialects[data[0] % COUNT_OF(dialects)];
	/* The fuzzer's bytes are unsigned. */
	rest = slice_from((const char *)data + 1, size - 1);
	if (csvin_open_text(&in, "fuzz", rest, d, &e) < 0 ||
	    csvin_open_text(&longer, "fuzz", rest, d, &e) < 0)
		BUG("a good dialect is refused");
	if (slice_begins(rest, SLICE("\xef\xbb\xbf")))
		rest = slice_from(rest.at + 3, rest.len - 3);
	while ((got = csvin_next(&in, &row, &e)) > 0) {
		long_check(&longer, &row, got, &e);
		row_check(&row, d);
		if (!d->encoding)
			row_take(&rest, &row, d);
	}
	long_check(&longer, &row, got, &e);
	must(got == 0 || e.kind == ERR_INPUT, "an error of another kind");
	must(got < 0 || d->encoding || ends_length(rest, d) == rest.len,
	    "the end of the file is missing");
	csvin_close(&in);
	csvin_close(&longer);
	return 0;
}
