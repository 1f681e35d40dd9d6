/*
 * guess_column.c - headers weighed against values.
 */
#include "extract/guess_column.h"

#define WHY_MOST ((size_t)1024)
/* A header of other words beside the phrase is half a word for it. */
#define WHOLE 100
#define PART 40

/* --- what the values allow --- */

/* How many of the filled cells have a blank inside. */
static uint64_t
with_blanks(const struct guess_look *l)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < l->distinct.count; i++)
		if (memchr(l->distinct.entries[i].key.at, ' ',
		    l->distinct.entries[i].key.len))
			n += l->distinct.entries[i].value;
	return n;
}

static bool
looks_like_level(const struct guess_look *l)
{
	return guess_look_most(l, l->whole) || guess_look_most(l, l->dotted) ||
	    guess_look_most(l, l->dots) ||
	    (l->dots && guess_look_most(l, l->dots + l->whole)) ||
	    l->indented * 2 > l->filled;
}

static bool
all_numbers(const struct guess_look *l)
{
	enum guess_number how;

	return guess_look_number(l, &how) && l->numbers[how] == l->filled;
}

/* Whether the values do not speak against the role. */
static bool
fits(enum guess_role role, const struct guess_look *l)
{
	enum guess_number how;

	switch (role) {
	case GUESS_QUANTITY:
		return guess_look_number(l, &how);
	case GUESS_PRICE:
		return all_numbers(l) || guess_look_money(l);
	case GUESS_MINIMUM:
	case GUESS_LEAD_TIME:
	case GUESS_MASS:
	case GUESS_SCRAP:
		return all_numbers(l);
	case GUESS_LEVEL:
		return looks_like_level(l);
	case GUESS_REFDES:
		return l->refs * 2 > l->filled;
	case GUESS_FIND_NUMBER:
		return l->longest <= 12;
	case GUESS_UOM:
	case GUESS_CURRENCY:
		return l->longest <= 16 && l->whole * 2 < l->filled &&
		    l->distinct.count * 4 <= l->filled + 12;
	case GUESS_REVISION:
	case GUESS_PARENT_REVISION:
		return l->longest <= 16;
	case GUESS_FROM:
	case GUESS_TO:
		return guess_look_date(l) != NULL;
	case GUESS_PLANT:
		return l->longest <= 24;
	case GUESS_ITEM:
	case GUESS_PARENT:
	case GUESS_COMPONENT:
	case GUESS_MPN:
	case GUESS_SUPPLIER_ITEM:
	case GUESS_SELLER:
		return l->money * 2 < l->filled;
	case GUESS_NOTHING:
	case GUESS_NAME:
	case GUESS_DESCRIPTION:
	case GUESS_MANUFACTURER:
	case GUESS_SUPPLIER:
	case GUESS_LIFECYCLE:
	case GUESS_CATEGORY:
	case GUESS_MAKE_BUY:
	case GUESS_DRAWING:
	case GUESS_NOTE:
	case GUESS_CHANGE_ORDER:
	case GUESS_VALUE:
	case GUESS_FOOTPRINT:
	case GUESS_ROLES:
		break;
	}
	return true;
}

static bool
identifies(enum guess_role role)
{
	return role == GUESS_ITEM || role == GUESS_COMPONENT ||
	    role == GUESS_PARENT;
}

/* Identifiers are seldom empty, seldom have blanks, and differ. */
static int
identifier_score(const struct guess_look *l)
{
	int score = (int)(20 * l->distinct.count / l->filled); /* at most 20 */

	score += (int)(20 * l->filled / l->rows);
	if (with_blanks(l) * 2 > l->filled)
		score -= 70;
	if (guess_look_unique(l))
		score += 10;
	return score;
}

static int
score_of(const struct guess_word *w, const struct guess_look *l)
{
	int score = w->whole ? WHOLE : PART;

	score += 10 * (int)w->words;     /* a handful */
	score -= (int)w->number;         /* at most 99 */
	if (identifies(w->role))
		score += identifier_score(l);
	else
		score += (int)(20 * l->filled / l->rows);
	return score;
}

/* --- why --- */

static void
add_counts(struct buf *b, enum guess_role role, const struct guess_look *l)
{
	enum guess_number how;
	const char *date = guess_look_date(l);

	buf_printf(b, "; %" PRIu64 " of %" PRIu64 " rows have it", l->filled,
	    l->rows);
	if (role == GUESS_REFDES)
		buf_printf(b, ", %" PRIu64 " of them are designators",
		    l->refs);
	else if (role == GUESS_QUANTITY && guess_look_number(l, &how))
		buf_printf(b, ", %" PRIu64 " of them are numbers",
		    l->numbers[how]);
	else if (role == GUESS_LEVEL)
		buf_printf(b, ", %" PRIu64 " of them are levels",
		    l->whole > l->dotted ? l->whole : l->dotted + l->dots);
	else if (role == GUESS_FIND_NUMBER && guess_look_most(l, l->counting))
		buf_add_text(b, ", counting up");
	else if (identifies(role))
		buf_printf(b, ", %zu different ones", l->distinct.count);
	else if ((role == GUESS_FROM || role == GUESS_TO) && date)
		buf_printf(b, ", all of the form %s", date);
}

static const char *
say_why(struct guess_columns *c, size_t at, const char *phrase)
{
	struct buf b = BUF_INIT(WHY_MOST);
	const struct guess_column *column = &c->list[at];
	const char *why;

	buf_add_text(&b, guess_role_name(column->role));
	if (phrase)
		buf_printf(&b, ": the header says \"%s\"", phrase);
	else
		buf_add_text(&b, ": by its looks");
	add_counts(&b, column->role, &c->table->looks[at]);
	why = arena_copy(&c->texts, b.at, b.len);
	buf_release(&b);
	return why;
}

/* --- choosing --- */

static void
give(struct guess_columns *c, size_t at, enum guess_role role)
{
	struct guess_word w;
	bool said = c->table->header &&
	    guess_word_find(&w, c->table->names[at]);

	c->list[at].role = role;
	c->list[at].why = say_why(c, at, said ? w.phrase : NULL);
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

static void
by_headers(struct guess_columns *c)
{
	const struct guess_table *t = c->table;
	struct guess_word w;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		struct guess_column *column = &c->list[i];

		if (!t->header || !t->looks[i].filled ||
		    !guess_word_find(&w, t->names[i]) ||
		    !fits(w.role, &t->looks[i]))
			continue;
		column->sounds = w.role;
		column->number = w.number;
		column->score = score_of(&w, &t->looks[i]);
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
		if (!l || !guess_look_most(l, l->counting) ||
		    !other_identity(c, at) ||
		    (c->best[GUESS_QUANTITY] < 0 &&
		    c->best[GUESS_REFDES] < 0))
			continue;
		take_back(c, roles[i]);
		if (c->best[GUESS_FIND_NUMBER] < 0)
			give(c, (size_t)at, GUESS_FIND_NUMBER);
	}
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
		if (c->list[i].role == GUESS_NOTHING &&
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
	return l->filled == l->rows && with_blanks(l) * 10 < l->filled;
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
		c->best[i] = -1;
	by_headers(c);
	refs_by_looks(c);
	counters(c);
	next_item(c);
	two_items(c);
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
