/* rows_query.c - see rows_query.h. */
#include "extract/rows_query.h"

static size_t
count_of(struct slice name, const struct slice *names, size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		n += slice_equal(names[i], name);
	return n;
}

static int
check_listed(const struct rows *r, struct err *e)
{
	const struct source *s = r->source;
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (source_column_find(r->columns, r->column_count,
		    s->columns[i].name) < 0)
			return source_no_column(ydoc_get(s->node, "columns"),
			    s->columns[i].name, source_column_nearest(
			    r->columns, r->column_count, s->columns[i].name),
			    e);
	return 0;
}

int
rows_query_columns(struct rows *r, const struct slice *names, size_t count,
    struct err *e)
{
	struct slice *unique = mem_zero((count + 1) * sizeof(*unique));
	struct buf b = BUF_INIT(1024 * 1024);
	size_t i;

	for (i = 0; i < count; i++) {
		unique[i] = names[i];
		if (count_of(names[i], names, count) == 1)
			continue;
		buf_clear(&b);
		buf_add_slice(&b, names[i]);
		buf_printf(&b, "#%zu", count_of(names[i], names, i) + 1);
		unique[i] = slice_copy(buf_slice(&b), &r->names);
	}
	rows_name_columns(r, unique, count);
	buf_release(&b);
	mem_free(unique);
	return check_listed(r, e);
}
