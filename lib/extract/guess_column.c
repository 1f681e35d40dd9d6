/* guess_column.c - of the columns that may be something, which one is. */
#include "extract/guess_column.h"

#include "extract/guess_weigh.h"

#define WHY_MOST ((size_t)1024)

/* --- why --- */

static const char *
say_why(struct guess_columns *c, size_t at, const char *phrase,
    enum guess_role of_parent)
{
	struct buf b = BUF_INIT(WHY_MOST);
	const struct guess_column *column = &c->list[at];
	const char *why;

	buf_add_text(&b, guess_role_name(of_parent ? of_parent
	    : column->role));
	buf_add_text(&b, of_parent ? " of the parent" : "");
	if (phrase)
		buf_printf(&b, ": the header says \"%s\"", phrase);
	else if (!of_parent)
		buf_add_text(&b, ": by its looks");
	guess_weigh_say(&b, column->role, &c->table->looks[at]);
	why = arena_copy(&c->texts, b.at, b.len);
	buf_release(&b);
	return why;
}

/* --- choosing --- */

static void
give(struct guess_columns *c, size_t at, enum guess_role role)
{
	c->list[at].role = role;
	c->list[at].why = say_why(c, at, c->list[at].phrase, GUESS_NOTHING);
	c->best[role] = (int)at; /* columns are at most 4096 */
}

static void
take_back(struct guess_columns *c, enum guess_role role)
{
	if (c->best[role] < 0)
		return;
	c->list[c->best[role]].role = GUESS_NOTHING;
	c->list[c->best[role]].why = "";
	c->best[role] = -1;
}

/* True if some header is about a "sub part": "part" is its parent then. */
static bool
sub_parts(const struct guess_table *t)
{
	struct buf folded = BUF_INIT(CSVIN_FIELD_MOST);
	bool are = false;
	size_t i;

	for (i = 0; i < t->columns && t->header; i++) {
		buf_clear(&folded);
		guess_words_fold(&folded, t->names[i]);
		are |= slice_begins(buf_slice(&folded), SLICE("sub part")) ||
		    slice_begins(buf_slice(&folded), SLICE("sub item"));
	}
	buf_release(&folded);
	return are;
}

/* What the header says; `subs` as sub_parts says. */
static bool
find_word(struct guess_word *w, struct slice header, bool subs)
{
	struct buf folded = BUF_INIT(CSVIN_FIELD_MOST);
	bool found;

	buf_add_text(&folded, "parent ");
	guess_words_fold(&folded, header);
	if (subs && (slice_begins(buf_slice(&folded),
	    SLICE("parent part")) || slice_begins(buf_slice(&folded),
	    SLICE("parent item"))))
		found = guess_word_find(w, buf_slice(&folded));
	else
		found = guess_word_find(w, header);
	buf_release(&folded);
	return found;
}

/* A column that tells something of the parent, not of the row's part. */
static void
give_to_parent(struct guess_columns *c, size_t at, enum guess_role role)
{
	struct guess_column *column = &c->list[at];

	if (c->parent[role] >= 0)
		return;
	c->parent[role] = (int)at; /* columns are at most 4096 */
	column->role = GUESS_NOTHING;
	column->sounds = GUESS_NOTHING;
	column->why = say_why(c, at, NULL, role);
}

static void
by_headers(struct guess_columns *c)
{
	const struct guess_table *t = c->table;
	bool subs = sub_parts(t);
	struct guess_word w;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		struct guess_column *column = &c->list[i];

		if (!t->header || !t->looks[i].filled ||
		    !find_word(&w, t->names[i], subs) ||
		    !guess_weigh_fits(w.role, &t->looks[i]))
			continue;
		if (w.side == GUESS_OF_PARENT && w.role != GUESS_PARENT &&
		    w.role != GUESS_PARENT_REVISION) {
			give_to_parent(c, i, w.role);
			continue;
		}
		column->sounds = w.role;
		column->phrase = w.phrase;
		column->number = w.number;
		column->score = guess_weigh(&w, &t->looks[i]);
		if (w.role == GUESS_NOTHING)
			continue;
		if (c->best[w.role] >= 0) {
			if (c->list[c->best[w.role]].score >= column->score)
				continue;
			take_back(c, w.role);
		}
		give(c, i, w.role);
	}
}

static const struct guess_look *
look_of(const struct guess_columns *c, enum guess_role role)
{
	return c->best[role] < 0 ? NULL : &c->table->looks[c->best[role]];
}

/* Designators whose header does not say so. */
static void
refs_by_looks(struct guess_columns *c)
{
	const struct guess_look *l;
	size_t i;

	for (i = 0; i < c->table->columns && c->best[GUESS_REFDES] < 0; i++) {
		l = &c->table->looks[i];
		if (c->list[i].role == GUESS_NOTHING &&
		    c->list[i].sounds == GUESS_NOTHING && l->filled > 2 &&
		    guess_look_most(l, l->refs) && l->ref_count > l->refs &&
		    l->ref_names.count == l->ref_count)
			give(c, i, GUESS_REFDES);
	}
}

/* True where there is another column that may tell one part from another. */
static bool
other_identity(const struct guess_columns *c, int but)
{
	static const enum guess_role roles[] = {GUESS_ITEM, GUESS_COMPONENT,
	    GUESS_MPN, GUESS_VALUE, GUESS_SUPPLIER_ITEM, GUESS_SELLER,
	    GUESS_NAME, GUESS_DESCRIPTION};
	size_t i;

	for (i = 0; i < COUNT_OF(roles); i++)
		if (c->best[roles[i]] >= 0 && c->best[roles[i]] != but)
			return true;
	return false;
}

/* "Item" with 0010, 0020, 0010 beside a component counts lines as well. */
static bool
counts_in_tens(const struct guess_columns *c, const struct guess_look *l,
    enum guess_role role)
{
	return role == GUESS_ITEM && c->best[GUESS_COMPONENT] >= 0 &&
	    l->longest <= 5 && guess_look_most(l, l->tens) &&
	    l->distinct.count * 4 < l->filled * 3 + 4;
}

/* "Item", "ID", "Component" with 1, 2, 3 count the lines of a BOM. */
static void
counters(struct guess_columns *c)
{
	static const enum guess_role roles[] = {GUESS_ITEM, GUESS_COMPONENT};
	const struct guess_look *l;
	size_t i;
	int at;

	for (i = 0; i < COUNT_OF(roles); i++) {
		l = look_of(c, roles[i]);
		at = c->best[roles[i]];
		if (!l || !other_identity(c, at) || !(guess_look_most(l,
		    l->counting) || counts_in_tens(c, l, roles[i])) ||
		    (c->best[GUESS_QUANTITY] < 0 &&
		    c->best[GUESS_REFDES] < 0))
			continue;
		take_back(c, roles[i]);
		if (c->best[GUESS_FIND_NUMBER] < 0)
			give(c, (size_t)at, GUESS_FIND_NUMBER);
	}
}

/* A list of placements calls designators "part": R1, R2, each once. */
static void
placed_parts(struct guess_columns *c)
{
	const struct guess_look *l = look_of(c, GUESS_ITEM);
	int at = c->best[GUESS_ITEM];

	if (!l || c->best[GUESS_REFDES] >= 0 || l->filled < 3 ||
	    l->single != l->filled || !guess_look_unique(l) ||
	    (c->best[GUESS_VALUE] < 0 && c->best[GUESS_FOOTPRINT] < 0))
		return;
	take_back(c, GUESS_ITEM);
	give(c, (size_t)at, GUESS_REFDES);
}

/* Of the columns that sound like an item the second may have the part. */
static void
next_item(struct guess_columns *c)
{
	int best = -1;
	size_t i;

	if (c->best[GUESS_ITEM] >= 0 || c->best[GUESS_COMPONENT] >= 0)
		return;
	for (i = 0; i < c->table->columns; i++)
		if (c->list[i].sounds == GUESS_ITEM &&
		    c->list[i].role == GUESS_NOTHING &&
		    (best < 0 || c->list[i].score > c->list[best].score))
			best = (int)i; /* columns are at most 4096 */
	if (best >= 0)
		give(c, (size_t)best, GUESS_ITEM);
}

/* The part's number, where no header says it: the first that is unique. */
static void
item_by_looks(struct guess_columns *c)
{
	const struct guess_look *l;
	size_t i;

	if (c->best[GUESS_ITEM] >= 0 || c->best[GUESS_COMPONENT] >= 0 ||
	    c->best[GUESS_MPN] >= 0 || c->best[GUESS_VALUE] >= 0 ||
	    c->best[GUESS_SUPPLIER_ITEM] >= 0 ||
	    c->best[GUESS_SELLER] >= 0)
		return;
	for (i = 0; i < c->table->columns; i++) {
		l = &c->table->looks[i];
		if (c->list[i].role == GUESS_NOTHING && !l->flags &&
		    guess_look_unique(l) && l->longest <= 64) {
			give(c, i, GUESS_ITEM);
			return;
		}
	}
}

/* Each row has one, and it is no words. */
static bool
is_key(const struct guess_look *l)
{
	return l->filled == l->rows && guess_weigh_blanks(l) * 10 < l->filled;
}

/* A quantity, and two numbers of parts: the first contains the second. */
static void
two_items(struct guess_columns *c)
{
	int first = -1, second = -1, i;

	if (c->best[GUESS_QUANTITY] < 0 || c->best[GUESS_REFDES] >= 0 ||
	    c->best[GUESS_LEVEL] >= 0 || c->best[GUESS_PARENT] >= 0 ||
	    c->best[GUESS_COMPONENT] >= 0)
		return;
	for (i = 0; i < (int)c->table->columns; i++) {
		if (c->list[i].sounds != GUESS_ITEM ||
		    !is_key(&c->table->looks[i]))
			continue;
		if (first < 0)
			first = i;
		else if (second < 0)
			second = i;
		else
			return;
	}
	if (second < 0 || guess_look_unique(&c->table->looks[first]))
		return;
	take_back(c, GUESS_ITEM);
	give(c, (size_t)first, GUESS_PARENT);
	give(c, (size_t)second, GUESS_COMPONENT);
}

/*
 * The other column that sounds like an item, or the number of the BOM,
 * contains what is called the component.
 */
static void
other_is_parent(struct guess_columns *c)
{
	const struct guess_look *l = look_of(c, GUESS_ITEM);
	int at = c->best[GUESS_ITEM];

	if (c->best[GUESS_COMPONENT] < 0 || c->best[GUESS_PARENT] >= 0 ||
	    c->best[GUESS_LEVEL] >= 0)
		return;
	if (l && is_key(l)) {
		take_back(c, GUESS_ITEM);
	} else {
		at = c->best[GUESS_BOM];
		if (at < 0)
			return;
		take_back(c, GUESS_BOM);
	}
	give(c, (size_t)at, GUESS_PARENT);
}

/* The role goes to the first column that sounds like it behind that one. */
static void
give_behind(struct guess_columns *c, size_t at, enum guess_role role)
{
	while (++at < c->table->columns)
		if (c->list[at].sounds == role &&
		    c->list[at].role == GUESS_NOTHING) {
			give(c, at, role);
			return;
		}
}

bool
guess_columns_follow(const struct guess_columns *c, size_t column)
{
	const struct guess_table *t = c->table;
	struct map first = MAP_INIT;
	struct slice parent;
	bool does = true, added;
	uint64_t *at;
	size_t row;

	for (row = t->first; row < t->end && does; row++) {
		parent = guess_table_cell(t, row,
		    (size_t)c->best[GUESS_PARENT]);
		if (!parent.len)
			continue;
		at = map_put(&first, parent, &added);
		if (added)
			*at = row;
		else
			does = slice_equal(guess_table_cell(t, row, column),
			    guess_table_cell(t, (size_t)*at, column));
	}
	map_release(&first);
	return does;
}

/*
 * "Assembly, Rev, Description, Component, Qty": what stands between the two,
 * and is the same in all rows of a parent, is about the parent.
 */
static void
between(struct guess_columns *c)
{
	int parent = c->best[GUESS_PARENT], part = c->best[GUESS_COMPONENT];
	enum guess_role role;
	int i;

	if (part < 0)
		part = c->best[GUESS_ITEM];
	for (i = parent + 1; parent >= 0 && i < part; i++) {
		role = c->list[i].role;
		if ((role != GUESS_REVISION && role != GUESS_NAME &&
		    role != GUESS_DESCRIPTION && role != GUESS_LIFECYCLE &&
		    role != GUESS_CATEGORY) ||
		    !guess_columns_follow(c, (size_t)i))
			continue;
		take_back(c, role);
		if (role != GUESS_REVISION)
			give_to_parent(c, (size_t)i, role);
		else if (c->best[GUESS_PARENT_REVISION] < 0)
			give(c, (size_t)i, GUESS_PARENT_REVISION);
		give_behind(c, (size_t)part, role);
	}
}

/* In a list of parts the number is what tells its rows apart. */
static void
unique_item(struct guess_columns *c)
{
	const struct guess_look *l = look_of(c, GUESS_ITEM);
	size_t i;

	if (!l || guess_look_unique(l) || c->best[GUESS_QUANTITY] >= 0 ||
	    c->best[GUESS_REFDES] >= 0 || c->best[GUESS_LEVEL] >= 0 ||
	    c->best[GUESS_PARENT] >= 0)
		return;
	for (i = 0; i < c->table->columns; i++) {
		if (c->list[i].sounds != GUESS_ITEM ||
		    !guess_look_unique(&c->table->looks[i]))
			continue;
		take_back(c, GUESS_ITEM);
		give(c, i, GUESS_ITEM);
		return;
	}
}

void
guess_columns_find(struct guess_columns *c, const struct guess_table *t)
{
	size_t i;

	*c = (struct guess_columns){.table = t, .texts = ARENA_INIT};
	c->list = mem_zero((t->columns + 1) * sizeof(*c->list));
	for (i = 0; i < t->columns; i++)
		c->list[i].why = "";
	for (i = 0; i < GUESS_ROLES; i++)
		c->best[i] = c->parent[i] = -1;
	by_headers(c);
	refs_by_looks(c);
	counters(c);
	placed_parts(c);
	next_item(c);
	two_items(c);
	other_is_parent(c);
	between(c);
	unique_item(c);
	item_by_looks(c);
}

void
guess_columns_release(struct guess_columns *c)
{
	mem_free(c->list);
	arena_release(&c->texts);
	*c = (struct guess_columns){.list = NULL};
}
