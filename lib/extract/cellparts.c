/* cellparts.c - a cut at the first of the texts, in all columns at once. */
#include "extract/cellparts.h"

#include "extract/oddtext.h"

const char *const cellparts_keys[] = {"column", "split", NULL};

int
cellparts_read(struct cellparts_spec **out, const struct ydoc_node *n,
    const struct source *s, struct arena *a, struct err *e)
{
	struct cellparts_spec *spec = arena_alloc(a, sizeof(*spec));
	const struct ydoc_node *columns, *split;
	size_t i;

	memset(spec, 0, sizeof(*spec));
	spec->node = n;
	if (ydoc_check_keys(n, cellparts_keys, e) < 0)
		return -1;
	columns = ydoc_need(n, "column", e);
	split = columns ? ydoc_need(n, "split", e) : NULL;
	if (!split || ydoc_texts(columns, &spec->columns, e) < 0 ||
	    ydoc_texts(split, &spec->split, e) < 0)
		return -1;
	if (!spec->columns.count || !spec->split.count)
		return ydoc_error(spec->split.count ? columns : split, e,
		    "is an empty list");
	for (i = 0; i < spec->split.count; i++)
		if (!spec->split.at[i].len)
			return ydoc_error(split, e, "has an empty text");
	for (i = 0; i < spec->columns.count; i++)
		if (source_check_column(s, spec->columns.at[i], columns,
		    e) < 0)
			return -1;
	spec->at = arena_alloc(a, spec->columns.count * sizeof(*spec->at));
	*out = spec;
	return 0;
}

void
cellparts_release(struct cellparts *c)
{
	mem_free(c->fields);
	mem_free(c->rests);
	*c = (struct cellparts)CELLPARTS_INIT;
}

void
cellparts_begin(struct cellparts *c, const struct cellparts_spec *spec,
    const struct row *row, size_t fields)
{
	size_t need = fields + spec->columns.count, i;

	if (need > c->size) {
		mem_free(c->fields);
		mem_free(c->rests);
		c->fields = mem_zero(need * sizeof(*c->fields));
		c->rests = mem_zero(need * sizeof(*c->rests));
		c->size = need;
	}
	c->spec = spec;
	c->row = *row;
	c->count = fields;
	c->taken = 0;
	for (i = 0; i < spec->columns.count; i++)
		c->rests[i] = row->fields[spec->at[i]];
}

/* What stands before the first of the texts; *rest becomes the rest. */
static struct slice
cut(struct slice *rest, struct ydoc_texts split)
{
	struct slice all = *rest;
	size_t i, k;

	for (i = 0; i < all.len; i++) {
		rest->at = all.at + i;
		rest->len = all.len - i;
		for (k = 0; k < split.count; k++) {
			if (!slice_begins(*rest, split.at[k]))
				continue;
			rest->at += split.at[k].len;
			rest->len -= split.at[k].len;
			return slice_from(all.at, i);
		}
	}
	*rest = slice_from(NULL, 0);
	return all;
}

/* The next part of each column: how many columns still had one. */
static size_t
take(struct cellparts *c, bool *blank)
{
	const struct cellparts_spec *spec = c->spec;
	struct slice text;
	size_t had = 0, i;

	*blank = true;
	for (i = 0; i < spec->columns.count; i++) {
		had += c->rests[i].at != NULL;
		text = c->rests[i].at ? oddtext_trim(cut(&c->rests[i],
		    spec->split)) : slice_from(NULL, 0);
		*blank &= !text.len;
		c->fields[spec->at[i]] = text.len ? text
		    : slice_from(NULL, 0);
	}
	return had;
}

/* Lists are equally long, but for a column with nothing in it at all. */
static bool
fits(const struct cellparts *c, size_t had)
{
	size_t i, filled = 0;

	for (i = 0; i < c->spec->columns.count; i++)
		filled += c->row.fields[c->spec->at[i]].at != NULL;
	return had == filled;
}

/* Whether all lists end together, without taking anything. */
static bool
equally_long(struct cellparts *c)
{
	struct cellparts copy = *c;
	struct slice *rests = mem_zero(c->size * sizeof(*rests));
	bool blank, even = true;
	size_t had;

	memcpy(rests, c->rests, c->spec->columns.count * sizeof(*rests));
	copy.rests = rests;
	while (even && (had = take(&copy, &blank)) > 0)
		even = fits(c, had);
	mem_free(rests);
	return even;
}

bool
cellparts_next(struct cellparts *c, struct row *row)
{
	bool blank;

	memcpy(c->fields, c->row.fields, c->count * sizeof(*c->fields));
	if (!c->taken && c->spec->columns.count > 1 && !equally_long(c)) {
		c->taken = 1;
		memset(c->rests, 0, c->spec->columns.count *
		    sizeof(*c->rests));
		snprintf(c->wrong, sizeof(c->wrong), "each: the lists are "
		    "not equally long (\"%.*s\", \"%.*s\" ...)",
		    SLICE_ARGS(c->spec->columns.at[0]),
		    SLICE_ARGS(c->spec->columns.at[1]));
		*row = c->row;
		row->wrong = c->wrong;
		return true;
	}
	do {
		if (!take(c, &blank))
			return false;
		c->taken++;
	} while (blank);
	snprintf(c->number, sizeof(c->number), "%zu", c->taken);
	c->fields[c->spec->part] = slice_of(c->number);
	*row = c->row;
	row->fields = c->fields;
	return true;
}
