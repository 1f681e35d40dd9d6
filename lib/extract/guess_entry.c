/* guess_entry.c - rules and members, with what has been used up. */
#include "extract/guess_entry.h"

#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

int
guess_entry_best(const struct guess_entry *w, enum guess_role role)
{
	return w->part->columns.best[role];
}

struct slice
guess_entry_name(const struct guess_entry *w, int column)
{
	return w->part->table.names[column];
}

/* --- the name of a part --- */

void
guess_entry_part(struct guess_entry *w, const char *prefix, size_t count)
{
	guess_rule_part(w->out, w->part, prefix, count);
}

/* It stands in the row, or in the first one above that has one. */
static void
add_first_parent(struct guess_entry *w)
{
	int parent = guess_entry_best(w, GUESS_PARENT);
	struct slice names[2] = {SLICE(""), guess_entry_name(w, parent)};
	struct buf b = BUF_INIT(TEXT_MOST);

	buf_add_text(&b, "@parent.");
	buf_add_slice(&b, names[1]);
	names[0] = buf_slice(&b);
	buf_add_text(w->out, "{column: ");
	guess_yaml_texts(w->out, names, 2);
	buf_add_byte(w->out, '}');
	buf_release(&b);
}

/* The parent of the row, in tables that have a structure. */
void
guess_entry_parent(struct guess_entry *w)
{
	const struct guess_shape *s = &w->part->shape;

	if (s->kind == GUESS_PAIRS && s->sparse)
		add_first_parent(w);
	else if (s->kind == GUESS_PAIRS)
		guess_yaml_text(w->out, guess_entry_name(w, guess_entry_best(w,
		    GUESS_PARENT)));
	else if (s->kind == GUESS_FLAT)
		guess_entry_part(w, "@parent.", 1);
	else
		guess_entry_part(w, "@parent.", s->chain_count);
}

/* --- members --- */

void
guess_entry_rule(struct guess_entry *w, enum guess_role role, int column)
{
	w->used[column] = true;
	guess_rule(w->out, w->part, role, column);
}

/* "      name: RULE", where there is such a column. */
bool
guess_entry_member(struct guess_entry *w, const char *member,
    enum guess_role role)
{
	int column = guess_entry_best(w, role);

	if (column < 0)
		return false;
	buf_printf(w->out, "      %s: ", member);
	guess_entry_rule(w, role, column);
	buf_add_byte(w->out, '\n');
	return true;
}

/* The same, if the part says it alike in all of its rows. */
bool
guess_entry_item_member(struct guess_entry *w, const char *member,
    enum guess_role role)
{
	int column = guess_entry_best(w, role);

	if (column < 0 || w->used[column])
		return false;
	if (guess_shape_functional(&w->part->shape, (size_t)column))
		return guess_entry_member(w, member, role);
	buf_printf(w->out, "      # %s: ", member);
	guess_yaml_text(w->out, guess_entry_name(w, column));
	buf_add_text(w->out, " differs between rows of one part\n");
	return false;
}

void
guess_entry_begin(struct guess_entry *w, const char *type)
{
	buf_printf(w->out, "  - type: %s\n    from: %s\n", type,
	    w->part->name);
}

/* --- site fields --- */

/* The header as a name: "Unit Price ($)" is unit_price. */
static void
add_attr_name(struct buf *b, struct guess_entry *w, size_t column,
    struct map *names)
{
	struct buf name = BUF_INIT(TEXT_MOST);
	uint64_t *times;
	size_t i;

	/* columns are at most 4096 */
	guess_words_fold(&name, guess_entry_name(w, (int)column));
	for (i = 0; i < name.len; i++)
		if (name.at[i] == ' ' || name.at[i] == '#')
			name.at[i] = '_';
	if (!name.len)
		buf_printf(&name, "column%zu", column + 1);
	times = map_put(names, buf_slice(&name), NULL);
	if ((*times)++)
		buf_printf(&name, "_%" PRIu64, *times);
	guess_yaml_text(b, buf_slice(&name));
	buf_release(&name);
}

/* Its text is only about the structure. */
bool
guess_entry_is_level(const struct guess_entry *w, int column)
{
	return w->part->shape.kind == GUESS_LEVELS &&
	    guess_outline_level(&w->part->shape.outline, column);
}

/* It says something of the parent: no line is about it. */
static bool
of_parent(const struct guess_entry *w, size_t column)
{
	const struct guess_table *t = &w->part->table;
	int parent = guess_entry_best(w, GUESS_PARENT);
	size_t i;

	for (i = 0; i < GUESS_ROLES; i++)
		if (w->part->columns.parent[i] == (int)column)
			return true;
	if (!w->part->shape.sparse)
		return false;
	for (i = t->first; i < t->end; i++)
		if (guess_table_cell(t, i, column).len &&
		    !guess_table_cell(t, i, (size_t)parent).len)
			return false;
	return true;
}

/* Columns that are left; of items only those that all rows say alike. */
void
guess_entry_attrs(struct guess_entry *w, bool item)
{
	struct guess_part *p = w->part;
	struct map names = MAP_INIT;
	bool first = true;
	size_t i;

	for (i = 0; i < p->table.columns; i++) {
		if (w->used[i] || !p->table.looks[i].filled ||
		    guess_entry_is_level(w, (int)i) ||
		    (!item && of_parent(w, i)) ||
		    ((item || p->shape.placements) &&
		    !guess_shape_functional(&p->shape, i)))
			continue;
		buf_add_text(w->out, first ? "    attrs:\n" : "");
		first = false;
		w->used[i] = true;
		buf_add_text(w->out, "      ");
		add_attr_name(w->out, w, i, &names);
		buf_add_text(w->out, ": ");
		guess_yaml_text(w->out, guess_entry_name(w, (int)i));
		buf_add_byte(w->out, '\n');
	}
	map_release(&names);
}
