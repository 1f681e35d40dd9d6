/* fieldmap.c - names on one side, numbers of fields on the other. */
#include "extract/fieldmap.h"

/* The field of a column: by who asks for it, else by its name. */
static int
field_of(const struct rows *r, const struct heading *h, struct slice name)
{
	const struct layout_ask *ask = layout_ask_find(r->layout, name);

	if (ask)
		return layout_field(ask, h->names, h->count);
	return name.len ? source_column_find(h->names, h->count, name) : -1;
}

void
fieldmap_name(struct rows *r, const struct heading *h)
{
	const struct layout *l = r->layout;
	struct slice *names = arena_alloc(&r->names,
	    (h->count + l->count + 1) * sizeof(*names));
	size_t count = h->count, i;
	bool *taken = mem_zero((h->count + 1) * sizeof(*taken));
	int field;

	for (i = 0; i < h->count; i++)
		names[i] = layout_ask_find(l, h->names[i]) ? SLICE("")
		    : h->names[i];
	for (i = 0; i < l->count; i++) {
		field = layout_field(&l->asks[i], h->names, h->count);
		if (field >= 0 && !taken[field])
			names[field] = l->asks[i].name;
		else if (field >= 0 || l->asks[i].optional)
			names[count++] = l->asks[i].name;
		if (field >= 0)
			taken[field] = true;
	}
	rows_name_columns(r, names, count);
	r->lacking = arena_alloc(&r->names, (count + 1) *
	    sizeof(*r->lacking));
	memset(r->lacking, 0, (count + 1) * sizeof(*r->lacking));
	mem_free(taken);
}

int *
fieldmap_make(struct rows *r, const struct heading *h)
{
	int *fields = arena_alloc(&r->names,
	    (r->column_count + 1) * sizeof(*fields));
	bool same = true;
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		fields[i] = field_of(r, h, r->columns[i]);
		if (fields[i] < 0 && r->columns[i].len)
			r->lacking[i] = true;
		same &= fields[i] == (int)i;
	}
	return same ? NULL : fields;
}

void
fieldmap_hide(struct rows *r, const struct heading *h)
{
	size_t i;
	int field;

	for (i = 0; i < r->column_count; i++) {
		field = field_of(r, h, r->columns[i]);
		if (field >= 0 || !r->columns[i].len)
			continue;
		if (layout_ask_find(r->layout, r->columns[i]))
			r->lacking[i] = true;
		else
			r->columns[i] = SLICE("");
	}
}

bool
fieldmap_meets(const struct rows *r, const struct table_footer *f)
{
	const struct table_mark *m;
	struct slice text;
	size_t i, k;
	int column;

	for (i = 0; i < f->count; i++) {
		m = &f->marks[i];
		column = source_column_find(r->columns, r->all_count,
		    m->column);
		text = column < 0 ? SLICE("") : r->fields[column];
		for (k = 0; k < m->patterns.count; k++)
			if (table_meets(text, m->patterns.at[k]))
				break;
		if (k == m->patterns.count)
			return false;
	}
	return true;
}
