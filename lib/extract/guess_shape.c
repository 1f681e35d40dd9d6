/*
 * guess_shape.c - kind, names of parts, and what depends on them.
 */
#include "extract/guess_shape.h"

static int
best(const struct guess_shape *s, enum guess_role role)
{
	return s->columns->best[role];
}

static const struct guess_look *
look(const struct guess_shape *s, int column)
{
	return &s->columns->table->looks[column];
}

/* --- kind --- */

static void
find_kind(struct guess_shape *s)
{
	bool part = best(s, GUESS_ITEM) >= 0 || best(s, GUESS_COMPONENT) >= 0;
	bool pairs = best(s, GUESS_PARENT) >= 0 && (part ||
	    best(s, GUESS_MPN) >= 0 || best(s, GUESS_NAME) >= 0 ||
	    best(s, GUESS_DESCRIPTION) >= 0);
	struct guess_outline *o = &s->outline;

	guess_outline_find(o, s->columns);
	if (o->style && (part || o->level_count || o->mark ||
	    best(s, GUESS_MPN) >= 0) && (o->said || !pairs))
		s->kind = GUESS_LEVELS;
	else if (pairs)
		s->kind = GUESS_PAIRS;
	else if (best(s, GUESS_QUANTITY) >= 0 || best(s, GUESS_REFDES) >= 0)
		s->kind = GUESS_FLAT;
	else
		s->kind = GUESS_LIST;
}

/* --- names of parts --- */

static struct slice
label(const struct guess_shape *s, size_t row)
{
	int place = guess_outline_place(&s->outline, row);

	return place < 0 ? SLICE("") : guess_outline_label(&s->outline,
	    guess_table_cell(s->columns->table, row, (size_t)place));
}

struct slice
guess_shape_name(const struct guess_shape *s, int column)
{
	if (column == GUESS_LABEL || (s->kind == GUESS_LEVELS &&
	    s->outline.mark && column == s->outline.level))
		return SLICE("@label");
	return s->columns->table->names[column];
}

/* The part's name in the row by one of the ways. */
static struct slice
name_by(struct guess_shape *s, size_t row, const struct guess_name *n)
{
	const struct guess_table *t = s->columns->table;
	struct buf b = BUF_INIT(CSVIN_ROW_MOST);
	struct slice first, second, both;

	if (n->first == GUESS_LABEL)
		return label(s, row);
	first = guess_table_cell(t, row, (size_t)n->first);
	if (s->kind == GUESS_LEVELS && n->first == s->outline.level)
		first = guess_outline_label(&s->outline, first);
	if (n->second < 0 || !first.len)
		return first;
	second = guess_table_cell(t, row, (size_t)n->second);
	if (!second.len)
		return SLICE("");
	buf_add_slice(&b, first);
	buf_add_byte(&b, ' ');
	buf_add_slice(&b, second);
	both = slice_copy(buf_slice(&b), &s->texts);
	buf_release(&b);
	return both;
}

struct slice
guess_shape_part(struct guess_shape *s, size_t row)
{
	struct slice name = SLICE("");
	size_t i;

	for (i = 0; i < s->chain_count && !name.len; i++)
		name = name_by(s, row, &s->chain[i]);
	return name;
}

static bool
row_counts(const struct guess_shape *s, size_t row)
{
	return guess_table_counts(s->columns->table, row) &&
	    (s->kind != GUESS_LEVELS ||
	    guess_outline_place(&s->outline, row) >= 0);
}

static uint64_t
count_unnamed(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	uint64_t n = 0;
	size_t row;

	for (row = t->first; row < t->end; row++)
		n += row_counts(s, row) && !guess_shape_part(s, row).len;
	return n;
}

/* A further name, if it names a row that has none yet. */
static void
try_name(struct guess_shape *s, int first, int second)
{
	uint64_t left;

	if ((first < 0 && first != GUESS_LABEL) ||
	    s->chain_count == GUESS_CHAIN ||
	    (s->chain_count && !s->unnamed))
		return;
	s->chain[s->chain_count++] = (struct guess_name){first, second};
	left = count_unnamed(s);
	if (left == s->unnamed && s->chain_count > 1)
		s->chain_count--;
	s->unnamed = left;
}

/*
 * In a BOM of one board each row is another part: a column in which they are
 * alike, as the symbol of all capacitors, is not their number.
 */
static bool
tells_apart(const struct guess_shape *s, int column)
{
	const struct guess_look *refs, *l;

	if (column < 0)
		return false;
	l = look(s, column);
	if (s->kind != GUESS_FLAT || best(s, GUESS_REFDES) < 0)
		return true;
	refs = look(s, best(s, GUESS_REFDES));
	return guess_look_most(refs, refs->single) ||
	    l->distinct.count * 5 >= l->filled * 4;
}

static void
find_names(struct guess_shape *s)
{
	const struct guess_columns *c = s->columns;
	int item = best(s, GUESS_COMPONENT);
	size_t i;

	if (item < 0)
		item = best(s, GUESS_ITEM);
	s->unnamed = UINT64_MAX;
	if (item < 0 && s->kind == GUESS_LEVELS && (s->outline.level_count ||
	    (s->outline.mark && best(s, GUESS_MPN) < 0)))
		try_name(s, GUESS_LABEL, -1);
	if (tells_apart(s, item))
		try_name(s, item, -1);
	try_name(s, best(s, GUESS_MPN), -1);
	for (i = 0; i < c->table->columns; i++)
		if (c->list[i].sounds == GUESS_MPN && c->list[i].role !=
		    GUESS_MPN && c->table->looks[i].filled)
			try_name(s, (int)i, -1); /* at most 4096 */
	try_name(s, best(s, GUESS_SUPPLIER_ITEM), -1);
	try_name(s, best(s, GUESS_SELLER), -1);
	if (best(s, GUESS_FOOTPRINT) >= 0)
		try_name(s, best(s, GUESS_VALUE), best(s, GUESS_FOOTPRINT));
	try_name(s, best(s, GUESS_VALUE), -1);
	try_name(s, item, -1);
	/* a line without a component is a text of the BOM */
	if (best(s, GUESS_COMPONENT) < 0) {
		try_name(s, best(s, GUESS_NAME), -1);
		try_name(s, best(s, GUESS_DESCRIPTION), -1);
		try_name(s, best(s, GUESS_REFDES), -1);
	}
	for (i = 0; i < c->table->columns && !s->chain_count; i++)
		if (c->table->looks[i].filled)
			try_name(s, (int)i, -1);
	/* of a table without rows */
	if (!s->chain_count)
		s->chain[s->chain_count++] = (struct guess_name){0, -1};
	if (s->unnamed == UINT64_MAX)
		s->unnamed = 0;
}

/* Lines that have no component, nor anything in its place. */
static void
find_texts(struct guess_shape *s)
{
	if (best(s, GUESS_COMPONENT) < 0 || s->chain_count != 1 ||
	    s->kind == GUESS_LIST ||
	    s->chain[0].first != best(s, GUESS_COMPONENT))
		return;
	s->texts_only = s->unnamed;
	s->unnamed = 0;
}

/* --- what depends on the part --- */

static void
find_parts(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	struct slice name;
	uint64_t *at;
	size_t row;
	bool added;

	for (row = t->first; row < t->end; row++) {
		name = guess_shape_part(s, row);
		if (!name.len || !row_counts(s, row))
			continue;
		at = map_put(&s->parts, name, &added);
		if (added)
			*at = row;
	}
}

bool
guess_shape_functional(struct guess_shape *s, size_t column)
{
	const struct guess_table *t = s->columns->table;
	struct slice name;
	uint64_t *at;
	size_t row;

	for (row = t->first; row < t->end; row++) {
		name = guess_shape_part(s, row);
		at = name.len ? map_find(&s->parts, name) : NULL;
		if (at && !slice_equal(guess_table_cell(t, row, column),
		    guess_table_cell(t, (size_t)*at, column)))
			return false;
	}
	return true;
}

static void
find_placements(struct guess_shape *s)
{
	int refs = best(s, GUESS_REFDES), quantity = best(s, GUESS_QUANTITY);
	const struct guess_look *l;

	if (refs < 0 || s->kind == GUESS_LIST)
		return;
	l = look(s, refs);
	s->placements = guess_look_most(l, l->single) &&
	    s->parts.count * 10 < l->filled * 9;
	if (quantity < 0 || !s->placements)
		return;
	l = look(s, quantity);
	s->placements = l->ones == l->filled;
}

/* --- rows that go on with the one above --- */

/*
 * The parent stands in the first row of its lines only.  Where a row without
 * one comes first, it is the top itself.
 */
static void
find_sparse(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	int parent = best(s, GUESS_PARENT);
	bool first = true;
	size_t row;

	for (row = t->first; row < t->end && s->kind == GUESS_PAIRS; row++) {
		if (!row_counts(s, row) || !guess_shape_part(s, row).len)
			continue;
		if (guess_table_cell(t, row, (size_t)parent).len)
			first = false;
		else if (first)
			return;
		else
			s->sparse = true;
	}
}

/* Of who makes or sells the part, and what they say of it. */
static bool
of_supply(enum guess_role role)
{
	return role == GUESS_MANUFACTURER || role == GUESS_MPN ||
	    role == GUESS_SUPPLIER || role == GUESS_SUPPLIER_ITEM ||
	    role == GUESS_SELLER || role == GUESS_PRICE ||
	    role == GUESS_CURRENCY || role == GUESS_MINIMUM ||
	    role == GUESS_LEAD_TIME;
}

/*
 * Two rows, one below the other, that differ in who makes the part alone,
 * are one line of the BOM.
 */
static bool
alternates(const struct guess_shape *s, size_t row, size_t other)
{
	const struct guess_table *t = s->columns->table;
	bool differ = false, equal;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		equal = slice_equal(guess_table_cell(t, row, i),
		    guess_table_cell(t, other, i));
		if (!equal && !of_supply(s->columns->list[i].sounds))
			return false;
		differ |= !equal;
	}
	return differ;
}

static void
find_alternates(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	size_t row, last = SIZE_MAX;

	if (s->kind == GUESS_LIST || s->placements || s->sparse ||
	    (best(s, GUESS_ITEM) < 0 && best(s, GUESS_COMPONENT) < 0))
		return;
	for (row = t->first; row < t->end; row++) {
		if (!row_counts(s, row))
			continue;
		s->alternates += last != SIZE_MAX && alternates(s, last, row);
		last = row;
	}
}

void
guess_shape_find(struct guess_shape *s, const struct guess_columns *c)
{
	*s = (struct guess_shape){.columns = c, .parts = MAP_INIT,
	    .texts = ARENA_INIT};
	find_kind(s);
	find_names(s);
	find_texts(s);
	find_parts(s);
	find_placements(s);
	find_sparse(s);
	find_alternates(s);
}

void
guess_shape_release(struct guess_shape *s)
{
	map_release(&s->parts);
	arena_release(&s->texts);
	*s = (struct guess_shape){.columns = NULL};
}
