/* filter.c - cut, sorted, joined. */
#include "model/filter.h"

struct parts {
	struct slice *list;
	size_t count;
};

static int
compare(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_compare(*x, *y);
}

static void
cut(struct parts *p, struct slice filter)
{
	while (filter.at) {
		struct slice part = slice_trim(slice_cut(&filter, ';'));

		if (part.len)
			p->list[p->count++] = part;
	}
}

static size_t
count_most(struct slice filter)
{
	size_t i, n = 1;

	for (i = 0; i < filter.len; i++)
		n += filter.at[i] == ';';
	return n;
}

struct slice
filter_unite(struct slice filter, struct slice other, struct arena *a)
{
	struct parts p = {NULL, 0};
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct slice united;
	size_t i;

	if (!filter.len || !other.len || slice_equal(filter, other))
		return filter.len ? filter : other;
	p.list = arena_alloc(a, (count_most(filter) + count_most(other)) *
	    sizeof(*p.list));
	cut(&p, filter);
	cut(&p, other);
	if (p.count)
		qsort(p.list, p.count, sizeof(*p.list), compare);
	for (i = 0; i < p.count; i++) {
		if (i && slice_equal(p.list[i - 1], p.list[i]))
			continue;
		buf_add_text(&b, i ? "; " : "");
		buf_add_slice(&b, p.list[i]);
	}
	united = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return united;
}
