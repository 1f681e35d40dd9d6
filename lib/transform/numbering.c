/* numbering.c - sorts of pointers, and numbers given along them. */
#include "transform/numbering.h"

/* qsort's comparison has no context: the rank is worked out beforehand. */
struct ranked {
	struct mbom_line *line;
	const struct restructure_renumber *by;
};

static int
compare_member(unsigned member, struct slice a, struct slice b)
{
	struct decimal x, y;

	if (schema_types[TYPE_BOM_LINE].members[member].kind == MEMBER_NUMBER
	    && rawline_number(&x, a) && rawline_number(&y, b))
		return decimal_compare(x, y);
	return slice_compare_natural(rawline_plain(a), rawline_plain(b));
}

static int
by_rules(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	size_t i;
	int c = 0;

	for (i = 0; i < x->by->order_count && !c; i++) {
		unsigned member = x->by->order[i];

		c = compare_member(member, x->line->raw.raw[member],
		    y->line->raw.raw[member]);
	}
	if (c)
		return c;
	return x->line->place < y->line->place ? -1
	    : x->line->place > y->line->place;
}

/* Lines that had one find number follow the first of them. */
static int
by_find(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int c = compare_member(BOM_LINE_FIND_NUMBER,
	    x->line->raw.raw[BOM_LINE_FIND_NUMBER],
	    y->line->raw.raw[BOM_LINE_FIND_NUMBER]);

	return c ? c : by_rules(a, b);
}

static struct slice
number_text(struct mbom *m, long n)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "\"%0*ld\"",
	    (int)m->rules->renumber.width, n);

	return slice_copy(slice_from(text, (size_t)len), &m->arena);
}

/*
 * With share: the old find numbers, each with its lines, in the order of the
 * best of its lines.
 */
static void
bring_together(struct ranked *list, size_t count)
{
	struct ranked *heads = mem_grow(NULL, count + 1, sizeof(*heads));
	struct ranked *all = mem_grow(NULL, count + 1, sizeof(*all));
	struct map groups = MAP_INIT;
	size_t i, n = 0, filled = 0;

	qsort(list, count, sizeof(*list), by_find);
	for (i = 0; i < count; i++) {
		struct slice find =
		    list[i].line->raw.raw[BOM_LINE_FIND_NUMBER];
		bool added;
		uint64_t *at = map_put(&groups, find, &added);

		if (added) {
			*at = i;
			heads[n++] = list[i];
		}
	}
	qsort(heads, n, sizeof(*heads), by_rules);
	for (i = 0; i < n; i++) {
		struct slice find =
		    heads[i].line->raw.raw[BOM_LINE_FIND_NUMBER];
		size_t k = (size_t)*map_find(&groups, find);

		for (; k < count && slice_equal(find,
		    list[k].line->raw.raw[BOM_LINE_FIND_NUMBER]); k++)
			all[filled++] = list[k];
	}
	if (filled)
		memcpy(list, all, filled * sizeof(*list));
	map_release(&groups);
	mem_free(heads);
	mem_free(all);
}

int
numbering_finds(struct mbom *m)
{
	const struct restructure_renumber *by = &m->rules->renumber;
	struct ranked *list = mem_grow(NULL, m->count + 1, sizeof(*list));
	struct slice old = {"", 0}, text = {"", 0};
	size_t count = 0, i;
	long n = by->start - by->step;
	int rc = 0;

	for (i = 0; i < m->count; i++)
		if (!m->lines[i].gone)
			list[count++] = (struct ranked){&m->lines[i], by};
	qsort(list, count, sizeof(*list), by_rules);
	if (by->share)
		bring_together(list, count);
	for (i = 0; i < count && !rc; i++) {
		struct slice *find =
		    &list[i].line->raw.raw[BOM_LINE_FIND_NUMBER];

		if (!i || !by->share || !slice_equal(old, *find)) {
			n += by->step;
			text = number_text(m, n);
		}
		old = *find;
		*find = text;
		if (text.len > (size_t)by->width + 2)
			rc = mbom_reject(m, "renumber", "%s: find number %ld "
			    "has more than %ld digits", mbom_name(m,
			    list[i].line), n, by->width);
	}
	mem_free(list);
	return rc;
}

/* --- occurrences --- */

static int
by_key(const void *a, const void *b)
{
	const struct mbom_line *x = *(struct mbom_line *const *)a;
	const struct mbom_line *y = *(struct mbom_line *const *)b;
	const struct slice *p = x->raw.raw, *q = y->raw.raw;
	int c = slice_compare(p[BOM_LINE_FIND_NUMBER],
	    q[BOM_LINE_FIND_NUMBER]);

	if (!c)
		c = slice_compare(p[BOM_LINE_COMPONENT],
		    q[BOM_LINE_COMPONENT]);
	if (!c)
		c = slice_compare(p[BOM_LINE_EFFECTIVE_FROM],
		    q[BOM_LINE_EFFECTIVE_FROM]);
	if (c)
		return c;
	return x->place < y->place ? -1 : x->place > y->place;
}

static bool
same_position(const struct mbom_line *a, const struct mbom_line *b)
{
	return slice_equal(a->raw.raw[BOM_LINE_FIND_NUMBER],
	    b->raw.raw[BOM_LINE_FIND_NUMBER]) &&
	    slice_equal(a->raw.raw[BOM_LINE_COMPONENT],
	    b->raw.raw[BOM_LINE_COMPONENT]);
}

/* First whoever can keep what it has, then the others. */
static void
give(struct mbom *m, struct mbom_line **run, size_t count)
{
	struct map taken = MAP_INIT;
	bool *keeps = mem_zero(count);
	char text[32];
	size_t i;
	unsigned long next = 1;

	for (i = 0; i < count; i++)
		map_put(&taken, run[i]->raw.raw[BOM_LINE_OCCURRENCE],
		    &keeps[i]);
	for (i = 0; i < count; i++) {
		bool added = false;

		while (!keeps[i] && !added) {
			int len = next == 1 ? snprintf(text, sizeof(text),
			    "\"\"") : snprintf(text, sizeof(text), "\"%lu\"",
			    next);

			next++;
			map_put(&taken, slice_from(text, (size_t)len), &added);
			if (added)
				run[i]->raw.raw[BOM_LINE_OCCURRENCE] =
				    slice_copy(slice_from(text, (size_t)len),
				    &m->arena);
		}
	}
	map_release(&taken);
	mem_free(keeps);
}

/* In a BOM in order, as nearly all are, no two lines share a position. */
static bool
nothing_to_do(const struct mbom *m)
{
	const struct mbom_line *last = NULL;
	size_t i;

	for (i = 0; i < m->count; i++) {
		const struct mbom_line *l = &m->lines[i];

		if (l->gone)
			continue;
		if (last && slice_compare(last->raw.raw[BOM_LINE_FIND_NUMBER],
		    l->raw.raw[BOM_LINE_FIND_NUMBER]) >= 0)
			return false;
		last = l;
	}
	return true;
}

void
numbering_occurrences(struct mbom *m)
{
	struct mbom_line **list;
	size_t i, count = 0, first;

	if (nothing_to_do(m))
		return;
	list = mem_grow(NULL, m->count + 1, sizeof(*list));
	for (i = 0; i < m->count; i++)
		if (!m->lines[i].gone)
			list[count++] = &m->lines[i];
	qsort(list, count, sizeof(struct mbom_line *), by_key);
	for (first = 0; first < count; first = i) {
		for (i = first + 1; i < count &&
		    same_position(list[first], list[i]); i++)
			;
		if (i - first > 1)
			give(m, list + first, i - first);
	}
	mem_free(list);
}
