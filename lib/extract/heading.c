/*
 * heading.c - down from the top of the file to the header.
 *
 * A wrong separator, title rows that nobody spoke of, a renamed column all
 * show as a column that is not there; so the message says what is there.
 */
#include "extract/heading.h"

/* --- one row --- */

/* A name that stands several times gets a number: X#1, X#2. */
static struct slice
column_name(struct rows *r, const struct heading *h, size_t at)
{
	struct slice name = h->texts[at];
	struct buf b = BUF_INIT(CSVIN_FIELD_MOST * 2);
	size_t i, same = 0, before = 0;

	for (i = 0; i < h->count; i++) {
		if (!slice_equal(h->texts[i], name))
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

void
heading_take(struct heading *h, struct rows *r, const struct csvin_row *row)
{
	size_t i;

	h->count = row->count;
	h->line = row->line;
	h->texts = arena_alloc(&r->names, row->count * sizeof(*h->texts));
	h->names = arena_alloc(&r->names, row->count * sizeof(*h->names));
	for (i = 0; i < row->count; i++)
		h->texts[i] = slice_copy(slice_trim(row->fields[i]),
		    &r->names);
	for (i = 0; i < row->count; i++)
		h->names[i] = column_name(r, h, i);
	h->raw = slice_copy(row->raw, &r->names);
	h->end = slice_copy(row->end, &r->names);
}

bool
heading_repeats(const struct heading *h, const struct csvin_row *row)
{
	size_t i;

	if (row->count != h->count)
		return false;
	for (i = 0; i < row->count; i++)
		if (!slice_equal(slice_trim(row->fields[i]), h->texts[i]))
			return false;
	return true;
}

/* --- what is missing --- */

/*
 * The names that the text would have with another separator; quotes do no
 * harm where all are dropped.
 */
static size_t
split_by(struct slice text, char separator, struct slice *names, size_t most)
{
	size_t count = 0;
	struct slice one;

	while (text.at && count < most) {
		one = slice_trim(slice_cut(&text, separator));
		if (one.len > 1 && *one.at == '"' &&
		    one.at[one.len - 1] == '"')
			one = slice_from(one.at + 1, one.len - 2);
		names[count++] = slice_trim(one);
	}
	return count;
}

/*
 * The words for a separator with which nothing would be missing, or there
 * would be many columns instead of the one that stands alone; or NULL.
 */
static const char *
better_separator(const struct layout *l, const struct heading *h,
    const struct csvin *in)
{
	bool alone = h->count == 1;
	static const struct {
		char separator;
		const char *words;
	} others[] = {
		{',', "\",\""}, {';', "\";\""}, {'\t', "\"\\t\" (a tab)"},
		{'|', "\"|\""},
	};
	struct slice names[256];
	size_t i, count;

	for (i = 0; i < COUNT_OF(others); i++) {
		if (others[i].separator == *in->dialect.separator)
			continue;
		count = split_by(h->raw, others[i].separator, names,
		    COUNT_OF(names));
		if (count > 1 && l->count && (!layout_missing(l, names,
		    count) || (alone && count > 3)))
			return others[i].words;
	}
	return NULL;
}

static int
missing_error(const struct heading *h, const struct rows *r,
    const struct layout_ask *ask, const struct csvin *in, struct err *e)
{
	const char *better = better_separator(r->layout, h, in);
	const char *nearest;
	char found[SOURCE_FOUND_SIZE];

	if (layout_field(ask, h->names, h->count) == LAYOUT_SEVERAL)
		return rows_error(r, h->line, e, "several columns of the "
		    "header could be \"%.*s\"", SLICE_ARGS(ask->name));
	nearest = better ? NULL : source_column_nearest(h->names, h->count,
	    ask->name);
	source_found_text(found, h->texts, h->count);
	return rows_error(r, h->line, e, "the header has no column "
	    "\"%.*s\"%s%s%s; it has %s%s%s", SLICE_ARGS(ask->name),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "", found, better ? "; separator: " : "",
	    better ? better : "");
}

/*
 * What rules ask for without its being listed is left to extract/bind, which
 * knows where in the profile that is; unless the separator is the mistake, or
 * the file one of several.
 */
int
heading_check(const struct heading *h, const struct rows *r,
    const struct csvin *in, struct err *e)
{
	const struct layout *l = r->layout;
	const struct layout_ask *ask = layout_missing(l, h->names, h->count);

	if (!ask || (!ask->listed && r->files.count < 2 &&
	    layout_field(ask, h->names, h->count) == LAYOUT_NONE &&
	    !better_separator(l, h, in)))
		return 0;
	return missing_error(h, r, ask, in, e);
}

/* --- the walk --- */

/* How far it has come. */
struct walk {
	struct heading *h;
	struct rows *r;
	struct csvin *in;
	struct csvin_row row;
	unsigned long number; /* of the row, blank lines counted */
	bool begun;           /* what `below` says is above us */
	struct heading best;  /* of those that will not do */
	size_t best_found;
};

/* 1 if the row is the header, 0 if it is above it. */
static int
is_header(struct walk *w)
{
	const struct table *t = &w->r->source->table;
	struct heading h;
	size_t found;

	if (w->r->rejects)
		return 1;
	switch (t->header) {
	case TABLE_FIRST:
		return !table_is_blank(w->row.fields, w->row.count);
	case TABLE_ROW:
		return w->number >= t->row;
	case TABLE_FIND:
		break;
	}
	heading_take(&h, w->r, &w->row);
	if (!layout_missing(w->r->layout, h.names, h.count))
		return 1;
	found = layout_found(w->r->layout, h.names, h.count);
	if (!w->best.count || found > w->best_found) {
		w->best = h;
		w->best_found = found;
	}
	return 0;
}

/* There is no more to look at. */
static int
no_header(const struct walk *w, struct err *e)
{
	const struct source *s = w->r->source;
	const struct layout_ask *ask;

	if (!w->begun)
		return err_set(e, ERR_INPUT, "%s: no row has \"%.*s\", below "
		    "which the table is to begin", w->r->name,
		    SLICE_ARGS(s->table.below.at[0]));
	if (!w->best.count)
		return err_set(e, ERR_INPUT, "%s: is empty (expected a "
		    "header)", w->r->name);
	ask = layout_missing(w->r->layout, w->best.names, w->best.count);
	missing_error(&w->best, w->r, ask, w->in, e);
	return err_in(e, "no row of the first %d has all columns that are "
	    "asked for; the nearest", TABLE_FIND_MOST);
}

/* 1 if it was one of those that stand above the table. */
static int
is_above(struct walk *w)
{
	const struct table *t = &w->r->source->table;

	if (w->begun)
		return 0;
	w->begun = table_has_mark(w->row.fields, w->row.count, t->below);
	w->number = 0;
	return 1;
}

int
heading_read(struct heading *h, struct rows *r, struct csvin *in,
    struct err *e)
{
	struct walk w = {.h = h, .r = r, .in = in};
	int got;

	h->above = 0;
	w.begun = r->rejects || !r->source->table.below.count;
	while ((got = csvin_next(in, &w.row, e)) > 0) {
		w.number += w.row.blank + 1;
		if (!is_above(&w) && is_header(&w)) {
			heading_take(h, r, &w.row);
			return 0;
		}
		h->above++;
		if (r->source->table.header == TABLE_FIND && w.begun &&
		    w.number >= TABLE_FIND_MOST)
			break;
	}
	return got < 0 ? -1 : no_header(&w, e);
}

int
heading_skip(struct heading *h, struct rows *r, struct csvin *in,
    struct err *e)
{
	struct walk w = {.h = h, .r = r, .in = in};
	int got;

	memset(h, 0, sizeof(*h));
	w.begun = r->rejects || !r->source->table.below.count;
	while (!w.begun) {
		got = csvin_next(in, &w.row, e);
		if (got <= 0)
			return got < 0 ? -1 : no_header(&w, e);
		(void)is_above(&w);
		h->above++;
	}
	return 0;
}
