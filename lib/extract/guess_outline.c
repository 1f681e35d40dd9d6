/* guess_outline.c - styles of levels, tried on the columns. */
#include "extract/guess_outline.h"

#define WORDS_MOST ((size_t)4096)

static const struct guess_look *
look(const struct guess_outline *o, int column)
{
	return &o->table->looks[column];
}

/* --- a column for each level --- */

/* "L2", "Level 2", "Ebene 2": 2; -1: the header is none of these. */
static int
level_number(struct slice header)
{
	struct buf folded = BUF_INIT(WORDS_MOST);
	struct guess_word w;
	struct slice text;
	const char *blank;
	uint64_t number = 0;
	bool is = false;

	guess_words_fold(&folded, header);
	text = buf_slice(&folded);
	blank = memrchr(text.at, ' ', text.len);
	if (blank && text_to_number(slice_from(blank + 1, (size_t)(text.at +
	    text.len - blank - 1)), GUESS_DEPTH, &number)) {
		text.len = (size_t)(blank - text.at);
		is = slice_is(text, "l") || (guess_word_find(&w, text) &&
		    w.whole && w.role == GUESS_LEVEL);
	}
	buf_release(&folded);
	return is ? (int)number : -1;
}

/* Each row fills at most one of them. */
static bool
one_a_row(const struct guess_outline *o)
{
	size_t row, i, n;

	for (row = o->table->first; row < o->table->end; row++) {
		for (i = n = 0; i < o->level_count; i++)
			n += guess_table_cell(o->table, row,
			    (size_t)o->levels[i]).len > 0;
		if (n > 1)
			return false;
	}
	return true;
}

static void
find_level_columns(struct guess_outline *o)
{
	size_t i;
	int last = -1, n;

	for (i = 0; i < o->table->columns && o->table->header; i++) {
		n = level_number(o->table->names[i]);
		if (n < 0 || o->level_count == GUESS_DEPTH ||
		    (o->level_count && n != last + 1))
			continue;
		last = n;
		o->levels[o->level_count++] = (int)i; /* at most 4096 */
	}
	if (o->level_count < 2) {
		o->level_count = 0;
	} else if (!one_a_row(o)) {
		o->unused = o->levels[0];
		o->level_count = 0;
	} else {
		o->style = "columns";
		o->said = true;
	}
}

/* --- one column --- */

/* Positions of which most have the one above them: 1.2 has 1. */
static bool
has_depth(const struct guess_look *l)
{
	uint64_t deep = 0, found = 0;
	const char *dot;
	size_t i;

	if (!l->deep || !guess_look_most(l, l->dotted))
		return false;
	for (i = 0; i < l->distinct.count; i++) {
		struct slice text = l->distinct.entries[i].key;

		dot = memrchr(text.at, '.', text.len);
		if (!dot)
			continue;
		deep++;
		text.len = (size_t)(dot - text.at);
		found += map_find(&l->distinct, text) != NULL;
	}
	return deep && found * 10 >= deep * 8;
}

/* The column's texts are marked or indented by their depth. */
static const char *
level_style(struct guess_outline *o, const struct guess_look *l)
{
	if (l->branches * 3 > l->filled) {
		o->mark = GUESS_BRANCHES;
		return "indent";
	}
	if (l->dots)
		return "dots";
	if (has_depth(l))
		return "dotted";
	if (guess_look_most(l, l->whole))
		return "level";
	return l->indented ? "indent" : NULL;
}

/* Other columns may be numbered or indented by their depth, too. */
static const char *
other_style(struct guess_outline *o, enum guess_role role,
    const struct guess_look *l)
{
	if (role == GUESS_FIND_NUMBER)
		return has_depth(l) && guess_look_unique(l) ? "dotted" : NULL;
	if (l->branches * 3 > l->filled) {
		o->mark = GUESS_BRANCHES;
		return "indent";
	}
	return l->indented * 3 > l->filled ? "indent" : NULL;
}

static void
find_level(struct guess_outline *o, const struct guess_columns *c)
{
	static const enum guess_role others[] = {GUESS_FIND_NUMBER,
	    GUESS_ITEM, GUESS_COMPONENT, GUESS_NAME, GUESS_DESCRIPTION};
	size_t i;

	o->level = c->best[GUESS_LEVEL];
	if (o->level >= 0) {
		o->style = level_style(o, look(o, o->level));
		o->said = o->style != NULL;
		o->unused = o->said ? -1 : o->level;
	}
	for (i = 0; i < COUNT_OF(others) && !o->style; i++) {
		o->level = c->best[others[i]];
		if (o->level >= 0)
			o->style = other_style(o, others[i],
			    look(o, o->level));
	}
	if (!o->style)
		o->level = -1;
}

/* --- rows --- */

int
guess_outline_place(const struct guess_outline *o, size_t row)
{
	size_t i;

	for (i = 0; i < o->level_count; i++)
		if (guess_table_cell(o->table, row,
		    (size_t)o->levels[i]).len)
			return o->levels[i];
	if (o->level >= 0 && guess_table_cell(o->table, row,
	    (size_t)o->level).len)
		return o->level;
	return -1;
}

bool
guess_outline_level(const struct guess_outline *o, int column)
{
	size_t i;

	for (i = 0; i < o->level_count; i++)
		if (o->levels[i] == column)
			return true;
	return o->style && o->level == column;
}

struct slice
guess_outline_label(const struct guess_outline *o, struct slice text)
{
	while (o->mark && text.len && (*text.at == ' ' ||
	    strchr(o->mark, *text.at)))
		text = slice_from(text.at + 1, text.len - 1);
	return text;
}

static uint64_t
depth_of(const struct guess_outline *o, size_t row, int place)
{
	const struct guess_row *r = &o->table->rows[row];
	struct slice text = guess_table_cell(o->table, row, (size_t)place);
	uint64_t depth = 0;
	size_t i;

	if (o->level_count)
		return (uint64_t)place; /* from left to right */
	if (strcmp(o->style, "level") == 0) {
		if (!text_to_number(text, UINT32_MAX, &depth))
			depth = UINT32_MAX;
		return depth;
	}
	if (strcmp(o->style, "indent") == 0)
		return (uint64_t)(guess_outline_label(o, slice_trim(
		    r->cells[place])).at - r->cells[place].at);
	for (i = 0; i < text.len; i++)
		depth += text.at[i] == '.' || text.at[i] == '-';
	return depth;
}

/* Several rows on top have a parent that is not in the file. */
static void
find_root(struct guess_outline *o)
{
	uint64_t least = UINT64_MAX, depth, count = 0;
	size_t row;
	int place;

	for (row = o->table->first; row < o->table->end; row++) {
		if (!guess_table_counts(o->table, row))
			continue;
		place = guess_outline_place(o, row);
		o->placeless += place < 0;
		if (place < 0)
			continue;
		depth = depth_of(o, row, place);
		if (depth < least) {
			least = depth;
			count = 0;
		}
		count += depth == least;
	}
	o->rooted = count > 1;
}

void
guess_outline_find(struct guess_outline *o, const struct guess_columns *c)
{
	*o = (struct guess_outline){.table = c->table, .level = -1,
	    .unused = -1};
	find_level_columns(o);
	if (!o->style)
		find_level(o, c);
	if (o->style)
		find_root(o);
}
