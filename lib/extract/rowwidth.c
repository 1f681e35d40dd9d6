/* rowwidth.c - counting from the end of the row. */
#include "extract/rowwidth.h"

/* Whether the field is that of some column. */
static bool
is_used(const struct rows *r, const int *map, size_t field)
{
	size_t i;

	if (!map)
		return field < r->column_count && r->columns[field].len;
	for (i = 0; i < r->column_count; i++)
		if (map[i] == (int)field && r->columns[i].len)
			return true;
	return false;
}

void
rowwidth_take(struct rowwidth *w, const struct slice *texts, size_t count,
    const struct rows *r, const int *map)
{
	size_t left = count;

	while (left && !slice_trim(texts[left - 1]).len &&
	    !is_used(r, map, left - 1))
		left--;
	w->fields = count;
	w->tail = count - left;
}

const char *
rowwidth_check(struct rowwidth *w, const struct csvin_row *row)
{
	size_t count = row->count, left = w->tail;

	if (!w->fill && count == w->fields)
		return NULL;
	while (left && count && !slice_trim(row->fields[count - 1]).len) {
		count--;
		left--;
	}
	if (w->fill && count <= w->fields - w->tail)
		return NULL;
	if (row->count == w->fields)
		snprintf(w->wrong, sizeof(w->wrong), "fields: the last field "
		    "has a text, but its column no name");
	else
		snprintf(w->wrong, sizeof(w->wrong), "fields: the row has %zu "
		    "fields, not %zu", row->count, w->fields);
	return w->wrong;
}
