/* guess_weigh.c - headers weighed against values. */
#include "extract/guess_weigh.h"

/* A header of other words beside the phrase is half a word for it. */
#define WHOLE 100
#define PART 40

/* --- what the values allow --- */

uint64_t
guess_weigh_blanks(const struct guess_look *l)
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

bool
guess_weigh_fits(enum guess_role role, const struct guess_look *l)
{
	enum guess_number how;

	switch (role) {
	case GUESS_QUANTITY:
		return guess_look_quantity(l, &how);
	case GUESS_BASE_QUANTITY:
		return guess_look_number(l, &how);
	case GUESS_PRICE:
		return all_numbers(l) || guess_look_money(l);
	case GUESS_MINIMUM:
	case GUESS_LEAD_TIME:
	case GUESS_MASS:
	case GUESS_SCRAP:
	case GUESS_SAFETY_STOCK:
	case GUESS_LOT_SIZE:
	case GUESS_STANDARD_COST:
	case GUESS_COST_UNIT:
		return all_numbers(l);
	case GUESS_LEVEL:
		return looks_like_level(l);
	case GUESS_REFDES:
		return l->refs * 2 > l->filled;
	case GUESS_FIND_NUMBER:
		return l->longest <= 12;
	case GUESS_UOM:
	case GUESS_MASS_UOM:
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
	case GUESS_BOM:
		return l->money * 2 < l->filled && l->flags * 2 < l->filled;
	case GUESS_NOTHING:
	case GUESS_ALTERNATIVE:
	case GUESS_SPECIAL:
	case GUESS_MRP_TYPE:
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

bool
guess_weigh_identifies(enum guess_role role)
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
	if (guess_weigh_blanks(l) * 2 > l->filled)
		score -= 70;
	if (guess_look_unique(l))
		score += 10;
	return score;
}

static bool
ends_in(const char *phrase, const char *word)
{
	size_t n = strlen(phrase), len = strlen(word);

	return n >= len && strcmp(phrase + n - len, word) == 0;
}

static bool
begins(const char *phrase, const char *word)
{
	return strncmp(phrase, word, strlen(word)) == 0;
}

/* People know a part by its number, then its name; ids are for programs. */
static int
phrase_score(const struct guess_word *w)
{
	if (w->number_of)
		return (w->whole ? 0 : WHOLE - PART) + 20;
	if (strcmp(w->phrase, "id") == 0)
		return -95;
	if (ends_in(w->phrase, "id") || ends_in(w->phrase, "name"))
		return -15;
	return 0;
}

int
guess_weigh(const struct guess_word *w, const struct guess_look *l)
{
	int score = w->whole ? WHOLE : PART;

	score += 10 * (int)w->words;     /* a handful */
	score -= (int)w->number;         /* at most 99 */
	/* the line of a report is not what is found on the drawing */
	score -= w->role == GUESS_FIND_NUMBER && begins(w->phrase, "line")
	    ? 5 : 0;
	score += w->side == GUESS_OF_COMPONENT ? 15 : 0;
	if (guess_weigh_identifies(w->role))
		score += identifier_score(l) + phrase_score(w);
	else
		score += (int)(20 * l->filled / l->rows);
	return score;
}

/* --- why --- */

/* Quantities that are none. */
static void
say_odd(struct buf *b, const struct guess_look *l)
{
	size_t i;

	if (l->required)
		buf_printf(b, ", %" PRIu64 " as required", l->required);
	for (i = 0; i < l->odd.count && i < 5; i++) {
		buf_add_text(b, i ? ", " : "; no numbers, so that their rows "
		    "are rejected: ");
		buf_printf(b, "\"%.*s\"", SLICE_ARGS(l->odd.entries[i].key));
	}
	if (l->odd.count > i)
		buf_add_text(b, " ...");
}

void
guess_weigh_say(struct buf *b, enum guess_role role, const struct guess_look *l)
{
	enum guess_number how;
	const char *date = guess_look_date(l);

	buf_printf(b, "; %" PRIu64 " of %" PRIu64 " rows have it", l->filled,
	    l->rows);
	if (role == GUESS_REFDES)
		buf_printf(b, ", %" PRIu64 " of them are designators",
		    l->refs);
	else if (role == GUESS_QUANTITY && guess_look_quantity(l, &how))
		buf_printf(b, ", %" PRIu64 " of them are numbers",
		    l->numbers[how]);
	if (role == GUESS_QUANTITY)
		say_odd(b, l);
	else if (role == GUESS_LEVEL)
		buf_printf(b, ", %" PRIu64 " of them are levels",
		    l->whole > l->dotted ? l->whole : l->dotted + l->dots);
	else if (role == GUESS_FIND_NUMBER && guess_look_most(l, l->counting))
		buf_add_text(b, ", counting up");
	else if (guess_weigh_identifies(role))
		buf_printf(b, ", %zu different ones", l->distinct.count);
	else if ((role == GUESS_FROM || role == GUESS_TO) && date)
		buf_printf(b, ", all of the form %s", date);
}
