/*
 * arrange.c - sorts of pointers to lines; what meets in them is merged.
 *
 * Lines that may become one are those whose members are the same bytes, but
 * for those that are summed or joined.
 */
#include "transform/arrange.h"

#include "model/recin.h"
#include "transform/numbering.h"

/* --- change and add --- */

/* What came out of the operations, cut again. */
static int
put_back(struct mbom *m, struct mbom_line *l, const struct record *r)
{
	struct buf b = BUF_INIT((size_t)16 * 1024 * 1024);
	struct slice before = l->raw.raw[BOM_LINE_QUANTITY];

	record_add_line(&b, r);
	if (b.over) {
		buf_release(&b);
		return mbom_reject(m, "change", "%s: becomes longer than %zu "
		    "bytes", mbom_name(m, l), b.most);
	}
	rawline_cut(&l->raw, TYPE_BOM_LINE,
	    slice_copy(buf_slice(&b), &m->arena));
	buf_release(&b);
	if (!slice_equal(before, l->raw.raw[BOM_LINE_QUANTITY]))
		l->computed = false;
	return 0;
}

static int
apply(struct mbom *m, struct mbom_line *l, const struct restructure_entry *x,
    struct record *r, struct err *e)
{
	struct buf why = BUF_INIT((size_t)64 * 1024);
	struct operating w = {.arena = &m->arena, .why = &why};
	size_t i;
	int rc = 1;

	for (i = 0; i < x->operations.count && rc > 0; i++)
		rc = operation_apply(&x->operations.list[i], r, &w, e);
	if (!rc)
		rc = mbom_reject(m, x->name, "%s: %s", mbom_name(m, l),
		    buf_text(&why));
	else if (rc > 0)
		rc = put_back(m, l, r);
	buf_release(&why);
	return rc;
}

static int
change_line(struct mbom *m, struct mbom_line *l, struct err *e)
{
	const struct restructure_entries *changes = &m->rules->changes;
	struct arena scratch = ARENA_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; i < changes->count && !rc; i++) {
		struct restructure_entry *x = &changes->list[i];
		struct record r;
		bool holds;

		rc = condition_holds_raw(&x->condition, &l->raw, &holds,
		    &scratch, e);
		if (rc == 0 && holds) {
			condition_record(&r, TYPE_BOM_LINE, &l->raw,
			    &m->arena);
			rc = apply(m, l, x, &r, e);
		}
	}
	arena_release(&scratch);
	return rc;
}

int
arrange_change(struct mbom *m, struct err *e)
{
	size_t i;
	int rc = 0;

	if (!m->rules->changes.count)
		return 0;
	for (i = 0; i < m->count && !rc; i++) {
		/* expressions see what would be printed */
		if (mbom_settle(m, &m->lines[i]))
			return 1;
		rc = change_line(m, &m->lines[i], e);
	}
	return rc;
}

/* The record that the condition of an entry is about; false: there is none. */
static bool
record_of_add(struct record *r, struct mbom *m, struct slice item,
    enum record_type type)
{
	struct slice line = type == TYPE_ITEM ? item : m->header;
	struct rawline raw;

	if (!line.len && type == TYPE_ITEM)
		return false;
	if (line.len) {
		rawline_cut(&raw, type, line);
	} else {
		memset(&raw, 0, sizeof(raw));
		raw.tail = SLICE("");
	}
	if (type == TYPE_BOM)
		memcpy(raw.raw, m->keys, sizeof(m->keys));
	condition_record(r, type, &raw, &m->arena);
	return true;
}

static int
add_line(struct mbom *m, const struct restructure_entry *x, struct err *e)
{
	struct mbom_line *l = mbom_push(m);
	struct record r;
	unsigned i;

	memset(&l->raw, 0, sizeof(l->raw));
	l->origins = mbom_origin(m, m->header, MBOM_NO_SOURCE, x->name, NULL);
	/* the least that a line is, to be read as a record: then set */
	for (i = 0; i < schema_types[TYPE_BOM_LINE].key_count; i++)
		l->raw.raw[i] = SLICE("\"\"");
	l->raw.raw[BOM_LINE_COMPONENT] = SLICE("\"?\"");
	memcpy(l->raw.raw, m->keys, sizeof(m->keys));
	condition_record(&r, TYPE_BOM_LINE, &l->raw, &m->arena);
	r.values[BOM_LINE_COMPONENT].text = SLICE("");
	return apply(m, l, x, &r, e);
}

int
arrange_add(struct mbom *m, struct slice item, struct err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < m->rules->adds.count && !rc; i++) {
		struct restructure_entry *x = &m->rules->adds.list[i];
		struct record r;
		bool holds;

		if (!record_of_add(&r, m, item, x->condition.type))
			continue;
		rc = condition_holds(&x->condition, &r, &holds, e);
		if (rc == 0 && holds)
			rc = add_line(m, x, e);
	}
	return rc;
}

/* --- lines that are the same but for some members --- */

/* Members that do not count when lines are compared. */
struct aside {
	bool member[RAWLINE_MEMBERS];
};

static int
compare_but(const struct mbom_line *a, const struct mbom_line *b,
    const struct aside *aside)
{
	unsigned i;
	int c;

	/* components differ most, so they come first */
	c = slice_compare(a->raw.raw[BOM_LINE_COMPONENT],
	    b->raw.raw[BOM_LINE_COMPONENT]);
	for (i = RAWLINE_BOM_KEYS; i < RAWLINE_MEMBERS && !c; i++)
		if (!aside->member[i])
			c = slice_compare(a->raw.raw[i], b->raw.raw[i]);
	return c ? c : slice_compare(a->raw.tail, b->raw.tail);
}

/* Whether substitutes say the same; their keys are those of their lines. */
static bool
same_substitutes(const struct mbom_line *a, const struct mbom_line *b)
{
	struct rawline x, y;
	size_t i;
	unsigned k;

	if (a->sub_count != b->sub_count)
		return false;
	for (i = 0; i < a->sub_count; i++) {
		rawline_cut(&x, TYPE_SUBSTITUTE, a->subs[i].line);
		rawline_cut(&y, TYPE_SUBSTITUTE, b->subs[i].line);
		for (k = SUBSTITUTE_SUBSTITUTE; k < RAWLINE_MEMBERS; k++)
			if (!slice_equal(x.raw[k], y.raw[k]))
				return false;
		if (!slice_equal(x.tail, y.tail))
			return false;
	}
	return true;
}

static const struct aside roll_aside = {{
    [BOM_LINE_FIND_NUMBER] = true, [BOM_LINE_OCCURRENCE] = true,
    [BOM_LINE_QUANTITY] = true, [BOM_LINE_REFDES] = true}};
static const struct aside dates_aside = {{
    [BOM_LINE_OCCURRENCE] = true, [BOM_LINE_EFFECTIVE_FROM] = true,
    [BOM_LINE_EFFECTIVE_TO] = true}};

static int
by_place(const struct mbom_line *a, const struct mbom_line *b)
{
	return a->place < b->place ? -1 : a->place > b->place;
}

static int
for_rolling(const void *a, const void *b)
{
	const struct mbom_line *x = *(struct mbom_line *const *)a;
	const struct mbom_line *y = *(struct mbom_line *const *)b;
	int c = compare_but(x, y, &roll_aside);

	return c ? c : by_place(x, y);
}

static int
for_dates(const void *a, const void *b)
{
	const struct mbom_line *x = *(struct mbom_line *const *)a;
	const struct mbom_line *y = *(struct mbom_line *const *)b;
	int c = compare_but(x, y, &dates_aside);

	if (!c)
		c = slice_compare(x->raw.raw[BOM_LINE_EFFECTIVE_FROM],
		    y->raw.raw[BOM_LINE_EFFECTIVE_FROM]);
	return c ? c : by_place(x, y);
}

typedef int (*line_order)(const void *a, const void *b);

/* The lines that are there, sorted; free with mem_free. */
static struct mbom_line **
sorted(struct mbom *m, line_order order, size_t *count)
{
	struct mbom_line **list = mem_grow(NULL, m->count + 1, sizeof(*list));
	size_t i;

	*count = 0;
	for (i = 0; i < m->count; i++)
		if (!m->lines[i].gone)
			list[(*count)++] = &m->lines[i];
	qsort(list, *count, sizeof(struct mbom_line *), order);
	return list;
}

/* --- rolling --- */

/* The designators that come together, for one line that stays. */
struct gathered {
	struct value all;
	size_t room;
};

static void
gather(struct gathered *g, const struct mbom_line *from, struct arena *a)
{
	struct value more = rawline_set(from->raw.raw[BOM_LINE_REFDES], a);

	if (!more.count)
		return;
	if (g->all.count + more.count > g->room) {
		g->room = mem_next_size(g->room, g->all.count + more.count);
		g->all.set = mem_grow(g->all.set, g->room,
		    sizeof(*g->all.set));
	}
	memcpy(g->all.set + g->all.count, more.set,
	    more.count * sizeof(*more.set));
	g->all.count += more.count;
	g->all.kind = VALUE_SET;
}

static void
put_gathered(struct gathered *g, struct mbom_line *to, struct arena *a)
{
	if (!g->all.count)
		return;
	value_set_sort(&g->all);
	to->raw.raw[BOM_LINE_REFDES] = rawline_of_set(&g->all, a);
	mem_free(g->all.set);
}

static bool
can_roll(const struct mbom_line *a, const struct mbom_line *b)
{
	return compare_but(a, b, &roll_aside) == 0 &&
	    !a->raw.raw[BOM_LINE_QUANTITY].len ==
	    !b->raw.raw[BOM_LINE_QUANTITY].len && same_substitutes(a, b);
}

static int
roll_into(struct mbom *m, struct mbom_line *to, struct mbom_line *from)
{
	struct fraction a, b;
	bool some, other;

	if (mbom_quantity(m, to, &a, &some) ||
	    mbom_quantity(m, from, &b, &other))
		return 1;
	if (some && other) {
		if (!fraction_add(&to->quantity, &a, &b))
			return mbom_reject(m, "roll", "%s: the sum of the "
			    "quantities needs more than 38 digits",
			    mbom_name(m, to));
		to->computed = true;
	}
	mbom_fold(m, to, from, "roll");
	return 0;
}

/* The line of the run from `first` on that this one goes into, or itself. */
static size_t
partner(struct mbom_line **list, size_t first, size_t i)
{
	size_t k;

	for (k = first; k < i; k++)
		if (!list[k]->gone && can_roll(list[k], list[i]))
			break;
	return k;
}

static int
roll_together(struct mbom *m)
{
	size_t count, i, k, first = 0;
	struct mbom_line **list = sorted(m, for_rolling, &count);
	struct gathered *refs = mem_zero((count + 1) * sizeof(*refs));
	int rc = 0;

	/* within a run those whose substitutes differ stay apart */
	for (i = 0; i < count && !rc; i++) {
		if (compare_but(list[first], list[i], &roll_aside) != 0)
			first = i;
		k = partner(list, first, i);
		if (k == i)
			continue;
		if (!refs[k].all.count)
			gather(&refs[k], list[k], &m->arena);
		gather(&refs[k], list[i], &m->arena);
		rc = roll_into(m, list[k], list[i]);
	}
	for (i = 0; i < count; i++)
		put_gathered(&refs[i], list[i], &m->arena);
	mem_free(refs);
	mem_free(list);
	return rc;
}

/* One of the designators, and its share of the quantity. */
static void
push_apart(struct mbom *m, size_t from, const struct value *one)
{
	struct mbom_line *l = mbom_push(m);
	size_t place = l->place;

	*l = m->lines[from];
	l->place = place;
	l->raw.raw[BOM_LINE_REFDES] = rawline_of_set(one, &m->arena);
}

static int
roll_apart(struct mbom *m)
{
	size_t i, k, before = m->count;

	for (i = 0; i < before; i++) {
		struct mbom_line *l = &m->lines[i];
		struct value all = rawline_set(l->raw.raw[BOM_LINE_REFDES],
		    &m->arena);
		struct fraction each;
		struct decimal d;
		bool some;

		if (all.count < 2)
			continue;
		if (mbom_quantity(m, l, &each, &some))
			return 1;
		if (!some || !fraction_div(&each, &each,
		    decimal_of((int64_t)all.count)) ||
		    !factor_exact(&d, decimal_of(1), &each.size) ||
		    d.scale > m->rules->digits)
			continue;
		l->quantity = each;
		l->computed = true;
		for (k = 0; k < all.count; k++) {
			struct value one = {VALUE_SET, {"", 0}, &all.set[k],
			    1};

			if (k)
				push_apart(m, i, &one);
			else
				l->raw.raw[BOM_LINE_REFDES] =
				    rawline_of_set(&one, &m->arena);
			l = &m->lines[i];
		}
	}
	return 0;
}

/* --- dates --- */

static void
merge_dates(struct mbom *m)
{
	size_t count, i;
	struct mbom_line **list = sorted(m, for_dates, &count);
	struct mbom_line *last = count ? list[0] : NULL;

	for (i = 1; i < count; i++) {
		struct slice *to = &last->raw.raw[BOM_LINE_EFFECTIVE_TO];
		struct slice *mine = list[i]->raw.raw;

		if (to->len && slice_equal(*to, mine[BOM_LINE_EFFECTIVE_FROM])
		    && compare_but(last, list[i], &dates_aside) == 0 &&
		    same_substitutes(last, list[i])) {
			*to = mine[BOM_LINE_EFFECTIVE_TO];
			mbom_fold(m, last, list[i], "effectivity");
		} else {
			last = list[i];
		}
	}
	mem_free(list);
}

static void
remove_dates(struct mbom *m)
{
	size_t i;

	for (i = 0; i < m->count; i++) {
		struct slice *raw = m->lines[i].raw.raw;

		raw[BOM_LINE_EFFECTIVE_FROM] = slice_from("", 0);
		raw[BOM_LINE_EFFECTIVE_TO] = slice_from("", 0);
	}
}

int
arrange_lines(struct mbom *m)
{
	const struct restructure_rules *r = m->rules;
	size_t i;

	if ((r->roll == ROLL_TOGETHER && roll_together(m)) ||
	    (r->roll == ROLL_APART && roll_apart(m)))
		return 1;
	for (i = 0; i < m->count; i++)
		if (!m->lines[i].gone && mbom_settle(m, &m->lines[i]))
			return 1;
	if (r->removes_dates)
		remove_dates(m);
	if (r->merges_dates)
		merge_dates(m);
	if (r->renumber.on && numbering_finds(m))
		return 1;
	numbering_occurrences(m);
	return 0;
}
