/* source.c - names of columns, and the filters over them. */
#include "extract/source.h"

int
source_column_find(const struct slice *names, size_t count,
    struct slice name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_equal(names[i], name))
			return (int)i;
	return -1;
}

const char *
source_column_nearest(const struct slice *names, size_t count,
    struct slice name)
{
	const char **list = mem_zero((count + 1) * sizeof(*list));
	const char *nearest;
	size_t i;

	for (i = 0; i < count; i++)
		list[i] = names[i].at;
	nearest = slice_nearest(name, list);
	mem_free(list);
	return nearest;
}

void
source_found_text(char text[SOURCE_FOUND_SIZE], const struct slice *names,
    size_t count)
{
	const size_t most = 80, room = SOURCE_FOUND_SIZE;
	size_t i, used = 0, left = 0;
	int length;

	*text = '\0';
	for (i = 0; i < count; i++) {
		if (!names[i].len || *names[i].at == '@')
			continue;
		length = (int)(names[i].len < most ? names[i].len : most);
		if (left || used + (size_t)length + 40 > room)
			left++;
		else
			used += (size_t)snprintf(text + used, room - used,
			    "%s\"%.*s%s\"", used ? ", " : "", length,
			    names[i].at, names[i].len > most ? "..." : "");
	}
	if (left)
		snprintf(text + used, room - used, " and %zu more", left);
}

int
source_no_column(const struct ydoc_node *n, struct slice name,
    const char *nearest, struct err *e)
{
	return ydoc_error(n, e, "the source has no column \"%.*s\"%s%s%s",
	    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
}

size_t
source_names(const struct source *s, struct slice **names)
{
	size_t count = 0, i;

	*names = mem_zero((s->column_count + s->derived_count + 1) *
	    sizeof(**names));
	for (i = 0; i < s->column_count; i++)
		(*names)[count++] = s->columns[i].name;
	for (i = 0; i < s->derived_count; i++)
		(*names)[count++] = s->derived[i];
	return count;
}

/* Derived columns are there anyway. */
static void
ask(const struct source *s, struct slice name)
{
	struct source_ask *a;

	if (!s->asks || (name.len && *name.at == '@'))
		return;
	for (a = s->asks->first; a; a = a->next)
		if (slice_equal(a->name, name))
			return;
	a = arena_alloc(s->asks->arena, sizeof(*a));
	a->name = name;
	a->next = s->asks->first;
	s->asks->first = a;
}

int
source_check_column(const struct source *s, struct slice name,
    const struct ydoc_node *n, struct err *e)
{
	struct slice *names;
	size_t count;
	int rc = 0;

	ask(s, name);
	if (!s->columns_known)
		return 0;
	count = source_names(s, &names);
	if (source_column_find(names, count, name) < 0)
		rc = source_no_column(n, name, source_column_nearest(names,
		    count, name), e);
	mem_free(names);
	return rc;
}

/* --- filters --- */

static int
where_read(struct source_where *w, const struct ydoc_node *n,
    const struct source *s, struct err *e)
{
	w->node = n;
	w->column = n->key;
	w->values = (struct ydoc_texts){NULL, 0};
	if (source_check_column(s, n->key, n, e) < 0)
		return -1;
	if (ydoc_texts(n, &w->values, e) < 0)
		return -1;
	if (!w->values.count)
		return ydoc_error(n, e, "is an empty list: no row would do");
	return 0;
}

int
source_filter_read(struct source_filter *f, const struct ydoc_node *map,
    const struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *where = ydoc_get(map, "where"), *n;
	struct slice text;

	*f = (struct source_filter){NULL, 0, ydoc_get(map, "when")};
	if (f->when && ydoc_text(f->when, &text, e) < 0)
		return -1;
	if (!where)
		return 0;
	if (ydoc_check_map(where, e) < 0)
		return -1;
	f->wheres = arena_alloc(a, (where->count + 1) * sizeof(*f->wheres));
	for (n = where->first; n; n = n->next)
		if (where_read(&f->wheres[f->where_count++], n, s, e) < 0)
			return -1;
	return 0;
}

int
source_check_rows(const struct source *s, const char *file, uint64_t rows,
    struct err *e)
{
	if (rows >= (uint64_t)s->least_rows)
		return 0;
	return err_set(e, ERR_INPUT, "%s: only %" PRIu64 " rows of source "
	    "\"%.*s\" count, and least_rows is %ld", file, rows,
	    SLICE_ARGS(s->name), s->least_rows);
}
