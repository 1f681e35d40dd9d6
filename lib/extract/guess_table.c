/*
 * guess_table.c - separator, header, footer.
 */
#include "extract/guess_table.h"

#include "extract/guess_bytes.h"
#include "extract/guess_words.h"

/* Rows by which the separator is chosen, among which the header is. */
#define TRIED 400
#define HEADER_WITHIN 100
#define WIDTHS 512
#define FOOTER_ROWS 5

static const char *const separators[] = {",", ";", "\t", "|", "^", "~",
    "\x1f"};

/* --- separator --- */

/* How many rows of the first ones have the most frequent width, above 1. */
static size_t
try_dialect(const struct guess_table *t, const struct csvin_dialect *d,
    size_t *width, bool *wrong)
{
	size_t widths[WIDTHS] = {0}, best = 0, i, n = 0;
	struct err ignored = ERR_INIT;
	struct csvin_row row;
	struct csvin in;
	int got = -1;

	if (csvin_open_text(&in, t->path, buf_slice(&t->bytes), d,
	    &ignored) == 0)
		while (n++ < TRIED && (got = csvin_next(&in, &row,
		    &ignored)) > 0)
			if (row.count > 1 && row.count < WIDTHS)
				widths[row.count]++;
	csvin_close(&in);
	*wrong = got < 0;
	*width = 1;
	for (i = 2; i < WIDTHS; i++) {
		if (widths[i] < best || !widths[i])
			continue;
		best = widths[i];
		*width = i;
	}
	return best;
}

static void
find_separator(struct guess_table *t)
{
	struct csvin_dialect d = t->dialect, found = d;
	size_t best = 0, best_width = 0, width, rows, i;
	bool wrong, unquoted_wrong, best_wrong = false;

	for (i = 0; i < COUNT_OF(separators); i++) {
		d.separator = separators[i];
		rows = try_dialect(t, &d, &width, &wrong);
		if (rows < best || (rows == best && width <= best_width))
			continue;
		best = rows;
		best_width = width;
		best_wrong = wrong;
		found = d;
	}
	if (!best) {
		found.separator = ",";
		try_dialect(t, &found, &width, &best_wrong);
	}
	d = found;
	d.quote = CSVIN_NO_QUOTE;
	if (best_wrong && try_dialect(t, &d, &width, &unquoted_wrong) >= best
	    && !unquoted_wrong)
		found = d;
	t->dialect = found;
}

/* --- rows --- */

static void
add_row(struct guess_table *t, const struct csvin_row *row,
    unsigned long *next_line)
{
	struct guess_row *r;
	size_t i;

	if (t->row_count == t->size) {
		t->size = mem_next_size(t->size, t->row_count + 1);
		t->rows = mem_grow(t->rows, t->size, sizeof(*t->rows));
	}
	r = &t->rows[t->row_count++];
	*r = (struct guess_row){NULL, row->count, row->line,
	    row->line > *next_line};
	r->cells = arena_alloc(&t->texts, row->count * sizeof(*r->cells));
	for (i = 0; i < row->count; i++)
		r->cells[i] = slice_copy(row->fields[i], &t->texts);
	*next_line = row->line + 1;
	for (i = 0; i < row->raw.len; i++)
		*next_line += row->raw.at[i] == '\n' ||
		    (row->raw.at[i] == '\r' && i + 1 < row->raw.len &&
		    row->raw.at[i + 1] != '\n');
	if (t->dialect.quote != CSVIN_NO_QUOTE && row->raw.len &&
	    memchr(row->raw.at, '"', row->raw.len))
		t->quoted = true;
}

static void
read_rows(struct guess_table *t)
{
	unsigned long next_line = 1;
	struct csvin_row row;
	struct csvin in;
	int got = -1;

	if (csvin_open_text(&in, t->path, buf_slice(&t->bytes), &t->dialect,
	    &t->trouble) == 0)
		while (t->row_count < GUESS_ROWS && (got = csvin_next(&in,
		    &row, &t->trouble)) > 0)
			add_row(t, &row, &next_line);
	csvin_close(&in);
	if (got > 0) {
		t->whole = false;
	} else if (!t->whole) {
		/* the last row is cut by the end of what was read */
		t->row_count -= t->row_count > 0;
		err_clear(&t->trouble);
	}
}

/* --- header --- */

static size_t
row_filled(const struct guess_row *r)
{
	size_t n = 0, i;

	for (i = 0; i < r->count; i++)
		n += slice_trim(r->cells[i]).len > 0;
	return n;
}

static bool
is_number(struct slice text)
{
	const char *why;
	struct decimal d;

	return numtext_parse(&d, slice_trim(text),
	    guess_look_numtext(GUESS_POINT), &why);
}

static size_t
usual_width(const struct guess_table *t)
{
	size_t widths[WIDTHS] = {0}, best = 0, width = 1, i;

	for (i = 0; i < t->row_count; i++)
		if (t->rows[i].count < WIDTHS)
			widths[t->rows[i].count]++;
	for (i = 1; i < WIDTHS; i++) {
		if (widths[i] < best || !widths[i])
			continue;
		best = widths[i];
		width = i;
	}
	return width;
}

/* How much a row sounds like a header; 0: not at all. */
static unsigned
header_sound(const struct guess_row *r)
{
	struct guess_word word;
	unsigned sound = 0, numbers = 0;
	size_t i;

	for (i = 0; i < r->count; i++) {
		struct slice cell = slice_trim(r->cells[i]);

		numbers += is_number(cell);
		if (cell.len && cell.len < 60 && guess_word_find(&word, cell))
			sound += word.whole || word.words > 1 ? 2 : 1;
	}
	return numbers ? (sound > 6 * numbers ? sound - 6 * numbers : 0)
		       : sound;
}

/* Texts above a column of numbers name it. */
static bool
stands_above_numbers(const struct guess_table *t, size_t at)
{
	const struct guess_row *r = &t->rows[at];
	size_t i, n, numbers, end = t->row_count;

	for (i = 0; i < r->count; i++)
		if (is_number(r->cells[i]) || !slice_trim(r->cells[i]).len)
			return false;
	if (end > at + TRIED)
		end = at + TRIED;
	for (i = 0; i < r->count; i++) {
		numbers = 0;
		for (n = at + 1; n < end; n++)
			numbers += i < t->rows[n].count &&
			    is_number(t->rows[n].cells[i]);
		if (end > at + 1 && numbers * 10 >= (end - at - 1) * 9)
			return true;
	}
	return false;
}

static void
find_header(struct guess_table *t)
{
	size_t width = usual_width(t), i, first = t->row_count;
	unsigned sound, best = 0;

	for (i = 0; i < t->row_count && i < HEADER_WITHIN; i++) {
		if (row_filled(&t->rows[i]) * 2 < width)
			continue;
		if (first == t->row_count)
			first = i;
		sound = header_sound(&t->rows[i]);
		if (sound <= best || (best == 0 && sound < 4 && i != first))
			continue;
		best = sound;
		t->head = i;
		if (sound >= 4)
			break;
	}
	t->header = best > 0;
	if (!t->header && first < t->row_count &&
	    stands_above_numbers(t, first)) {
		t->header = true;
		t->head = first;
	}
	t->columns = t->header ? t->rows[t->head].count : width;
	t->short_header = t->columns < width;
	if (t->short_header)
		t->columns = width;
	t->first = t->header ? t->head + 1 : 0;
}

/* --- footer --- */

static bool
rows_equal(const struct guess_row *a, const struct guess_row *b)
{
	size_t i;

	for (i = 0; i < a->count; i++)
		if (i >= b->count || !slice_equal(slice_trim(a->cells[i]),
		    slice_trim(b->cells[i])))
			return false;
	return a->count == b->count;
}

/* What follows the empty row is no more of the table. */
static bool
ends_table(const struct guess_table *t, size_t from)
{
	size_t i, strange = 0, n = 0;

	for (i = from; i < t->row_count; i++) {
		const struct guess_row *r = &t->rows[i];

		if (!row_filled(r))
			continue;
		n++;
		if (t->header && rows_equal(r, &t->rows[t->head]) &&
		    i > from)
			return true;
		strange += row_filled(r) * 3 <= t->columns ||
		    r->count < t->columns;
	}
	return n > 0 && strange == n;
}

static void
find_blank_footer(struct guess_table *t)
{
	size_t i;

	for (i = t->first; i < t->row_count; i++) {
		bool empty = !row_filled(&t->rows[i]);

		if (i == t->first || (!empty && !t->rows[i].blank_before) ||
		    !ends_table(t, i))
			continue;
		t->footer = GUESS_BLANK_FOOTER;
		t->end = i;
		return;
	}
}

static bool
is_total(struct slice text)
{
	static const char *const words[] = {"total", "sum", "summe",
	    "gesamt", "subtotal", "grand"};
	struct buf b = BUF_INIT(1024);
	struct slice folded, first;
	bool is = false;
	size_t i;

	guess_words_fold(&b, text);
	folded = buf_slice(&b);
	first = slice_cut(&folded, ' ');
	for (i = 0; i < COUNT_OF(words); i++)
		is |= slice_is(first, words[i]);
	buf_release(&b);
	return is;
}

static void
find_total(struct guess_table *t)
{
	size_t i, n, end = t->end;

	for (i = end; i > t->first + 1 && i + FOOTER_ROWS > end; i--) {
		const struct guess_row *r = &t->rows[i - 1];

		for (n = 0; n < r->count && !slice_trim(r->cells[n]).len; n++)
			;
		if (n >= r->count || n >= t->columns ||
		    !is_total(r->cells[n]) ||
		    row_filled(r) * 2 > t->columns + 1)
			continue;
		t->footer = GUESS_TEXT_FOOTER;
		t->footer_column = n;
		t->footer_text = slice_trim(r->cells[n]);
		t->end = i - 1;
	}
}

/* --- columns --- */

bool
guess_table_names(const struct guess_table *t, size_t column)
{
	const struct guess_row *r = &t->rows[t->head];
	struct slice name;

	if (!t->header || column >= r->count)
		return false;
	name = slice_trim(r->cells[column]);
	return name.len && *name.at != '@' &&
	    !memchr(name.at, '\0', name.len);
}

/* As extract/rows names them: several of one name are NAME#1, NAME#2. */
static void
name_columns(struct guess_table *t)
{
	struct buf b = BUF_INIT(CSVIN_FIELD_MOST);
	size_t i, n, before, same;
	size_t count = t->header ? t->rows[t->head].count : 0;

	t->names = arena_alloc(&t->texts, (t->columns + 1) *
	    sizeof(*t->names));
	for (i = 0; i < t->columns; i++) {
		buf_clear(&b);
		if (t->header && i < count) {
			struct slice *cells = t->rows[t->head].cells;

			before = same = 0;
			for (n = 0; n < count; n++) {
				bool is = slice_equal(slice_trim(cells[n]),
				    slice_trim(cells[i]));

				same += is;
				before += is && n < i;
			}
			if (guess_table_names(t, i))
				buf_add_slice(&b, slice_trim(cells[i]));
			if (!b.len)
				buf_printf(&b, "column%zu", i + 1);
			else if (same > 1)
				buf_printf(&b, "#%zu", before + 1);
		} else {
			buf_printf(&b, "column%zu", i + 1);
		}
		t->names[i] = slice_copy(buf_slice(&b), &t->texts);
	}
	buf_release(&b);
}

void
guess_table_look(struct guess_table *t)
{
	size_t i, n;

	t->looks = mem_zero((t->columns + 1) * sizeof(*t->looks));
	for (i = 0; i < t->columns; i++)
		t->looks[i] = (struct guess_look)GUESS_LOOK_INIT;
	for (n = t->first; n < t->end; n++) {
		const struct guess_row *r = &t->rows[n];
		bool surplus = false;

		if (!row_filled(r)) {
			t->empty++;
			continue;
		}
		if (t->header && !t->reading &&
		    rows_equal(r, &t->rows[t->head]))
			continue;
		for (i = t->columns; i < r->count; i++)
			surplus |= slice_trim(r->cells[i]).len > 0;
		t->shorter += r->count < t->columns;
		t->longer += r->count > t->columns && !surplus;
		t->wrong += surplus;
		for (i = 0; i < t->columns; i++)
			guess_look_add(&t->looks[i], i < r->count
			    ? r->cells[i] : SLICE(""));
	}
}

struct slice
guess_table_cell(const struct guess_table *t, size_t row, size_t column)
{
	const struct guess_row *r = &t->rows[row];
	struct slice text = column < r->count ? slice_trim(r->cells[column])
					      : SLICE("");

	return guess_look_nothing(text) ? SLICE("") : text;
}

int
guess_table_read(struct guess_table *t, const char *path, struct err *e)
{
	*t = (struct guess_table){.path = path, .texts = ARENA_INIT,
	    .bytes = BUF_INIT(GUESS_BYTES + 65536), .trouble = ERR_INIT};
	if (guess_bytes_load(&t->bytes, path, GUESS_BYTES, &t->whole, e) < 0)
		return -1;
	t->dialect.encoding = guess_bytes_encoding(buf_slice(&t->bytes),
	    t->whole, &t->marked);
	find_separator(t);
	read_rows(t);
	if (!t->row_count && t->trouble.kind)
		return err_set(e, t->trouble.kind, "%s", t->trouble.text);
	if (!t->row_count)
		return err_set(e, ERR_INPUT, "%s: there is no row in it",
		    path);
	find_header(t);
	t->end = t->row_count;
	find_blank_footer(t);
	if (t->footer == GUESS_NO_FOOTER)
		find_total(t);
	name_columns(t);
	guess_table_look(t);
	return 0;
}

void
guess_table_release(struct guess_table *t)
{
	size_t i;

	for (i = 0; t->looks && i < t->columns; i++)
		guess_look_release(&t->looks[i]);
	mem_free(t->looks);
	mem_free(t->rows);
	buf_release(&t->bytes);
	arena_release(&t->texts);
	*t = (struct guess_table){.path = NULL};
}
