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

/* The column's texts are marked or indented by their depth. */
static const char *
level_style(const struct guess_look *l)
{
	if (l->dots)
		return "dots";
	if (l->deep && guess_look_most(l, l->dotted))
		return "dotted";
	if (guess_look_most(l, l->whole))
		return "level";
	return l->indented ? "indent" : NULL;
}

static void
find_levels(struct guess_shape *s)
{
	static const enum guess_role others[] = {GUESS_FIND_NUMBER,
	    GUESS_ITEM, GUESS_COMPONENT, GUESS_NAME};
	const struct guess_look *l;
	size_t i;

	s->level = best(s, GUESS_LEVEL);
	/* one that is missing would stop the extraction */
	if (s->level >= 0 && look(s, s->level)->filled ==
	    look(s, s->level)->rows)
		s->style = level_style(look(s, s->level));
	for (i = 0; i < COUNT_OF(others) && !s->style; i++) {
		s->level = best(s, others[i]);
		if (s->level < 0)
			continue;
		l = look(s, s->level);
		if (others[i] == GUESS_FIND_NUMBER && l->deep &&
		    guess_look_most(l, l->dotted) && guess_look_unique(l))
			s->style = "dotted";
		else if (others[i] != GUESS_FIND_NUMBER &&
		    l->indented * 3 > l->filled)
			s->style = "indent";
	}
	if (!s->style)
		s->level = -1;
}

static void
find_kind(struct guess_shape *s)
{
	bool part = best(s, GUESS_ITEM) >= 0 || best(s, GUESS_COMPONENT) >= 0;

	find_levels(s);
	if (s->style && (part || best(s, GUESS_MPN) >= 0))
		s->kind = GUESS_LEVELS;
	else if (best(s, GUESS_PARENT) >= 0 && part)
		s->kind = GUESS_PAIRS;
	else if (best(s, GUESS_QUANTITY) >= 0 || best(s, GUESS_REFDES) >= 0)
		s->kind = GUESS_FLAT;
	else
		s->kind = GUESS_LIST;
}

/* --- names of parts --- */

/* A part's name by the first so many of the chain. */
static struct slice
name_by(struct guess_shape *s, size_t row, const struct guess_name *n)
{
	const struct guess_table *t = s->columns->table;
	struct buf b = BUF_INIT(CSVIN_ROW_MOST);
	struct slice first, second, both;

	first = guess_table_cell(t, row, (size_t)n->first);
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
row_counts(const struct guess_table *t, size_t row)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		if (guess_table_cell(t, row, i).len &&
		    !(t->header && slice_equal(guess_table_cell(t, row, i),
		    t->names[i])))
			return true;
	return false;
}

static uint64_t
count_unnamed(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	uint64_t n = 0;
	size_t row;

	for (row = t->first; row < t->end; row++)
		n += row_counts(t, row) && !guess_shape_part(s, row).len;
	return n;
}

/* A further name, if it names a row that has none yet. */
static void
try_name(struct guess_shape *s, int first, int second)
{
	uint64_t left;

	if (first < 0 || s->chain_count == GUESS_CHAIN ||
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
	try_name(s, best(s, GUESS_NAME), -1);
	try_name(s, best(s, GUESS_DESCRIPTION), -1);
	try_name(s, best(s, GUESS_REFDES), -1);
	for (i = 0; i < c->table->columns && !s->chain_count; i++)
		if (c->table->looks[i].filled)
			try_name(s, (int)i, -1);
	/* of a table without rows */
	if (!s->chain_count)
		s->chain[s->chain_count++] = (struct guess_name){0, -1};
	if (s->unnamed == UINT64_MAX)
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
		if (!name.len || !row_counts(t, row))
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

/* --- levels --- */

static uint64_t
depth_of(const struct guess_shape *s, size_t row)
{
	const struct guess_table *t = s->columns->table;
	const struct guess_row *r = &t->rows[row];
	struct slice text = guess_table_cell(t, row, (size_t)s->level);
	uint64_t depth = 0;
	size_t i;

	if (strcmp(s->style, "level") == 0) {
		if (!text_to_number(text, UINT32_MAX, &depth))
			depth = UINT32_MAX;
		return depth;
	}
	if (strcmp(s->style, "indent") == 0)
		return (uint64_t)(slice_trim(r->cells[s->level]).at -
		    r->cells[s->level].at); /* not negative */
	for (i = 0; i < text.len; i++)
		depth += text.at[i] == '.' || text.at[i] == '-';
	return depth;
}

/* Several rows on top have a parent that is not in the file. */
static void
find_root(struct guess_shape *s)
{
	const struct guess_table *t = s->columns->table;
	uint64_t least = UINT64_MAX, depth, count = 0;
	size_t row;

	for (row = t->first; row < t->end; row++) {
		if (!guess_table_cell(t, row, (size_t)s->level).len)
			continue;
		depth = depth_of(s, row);
		if (depth < least) {
			least = depth;
			count = 0;
		}
		count += depth == least;
	}
	s->rooted = count > 1;
}

void
guess_shape_find(struct guess_shape *s, const struct guess_columns *c)
{
	*s = (struct guess_shape){.columns = c, .level = -1,
	    .parts = MAP_INIT, .texts = ARENA_INIT};
	find_kind(s);
	find_names(s);
	find_parts(s);
	find_placements(s);
	if (s->kind == GUESS_LEVELS)
		find_root(s);
}

void
guess_shape_release(struct guess_shape *s)
{
	map_release(&s->parts);
	arena_release(&s->texts);
	*s = (struct guess_shape){.columns = NULL};
}
