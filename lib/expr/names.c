/* names.c - linear looks: an expression has few names and is read once. */
#include "expr/names.h"

#include <strings.h>

/* More functions than there are; sizes an array. */
#define FUNCTIONS_MOST 200

/* All of SQLite's that give no binary floating point, and ours. */
const struct tree_function names_functions[] = {
    {"abs", 1, 1, "dec_abs", TREE_GIVES_NUMBER},
    {"coalesce", 2, NAMES_ARGUMENTS_MOST, NULL, TREE_GIVES_COMMON},
    {"date_add", 2, 2, NULL, TREE_GIVES_TEXT},
    {"days_between", 2, 2, NULL, TREE_GIVES_INTEGER},
    {"dec_add", 2, 2, NULL, TREE_GIVES_NUMBER},
    {"dec_div", 3, 4, NULL, TREE_GIVES_NUMBER},
    {"dec_mul", 2, 2, NULL, TREE_GIVES_NUMBER},
    {"dec_round", 2, 3, NULL, TREE_GIVES_NUMBER},
    {"dec_sub", 2, 2, NULL, TREE_GIVES_NUMBER},
    {"glob", 2, 2, NULL, TREE_GIVES_INTEGER},
    {"has", 2, 2, NULL, TREE_GIVES_INTEGER},
    {"hex", 1, 1, NULL, TREE_GIVES_TEXT},
    {"ifnull", 2, 2, NULL, TREE_GIVES_COMMON},
    {"iif", 3, 3, NULL, TREE_CHOOSES},
    {"instr", 2, 2, NULL, TREE_GIVES_INTEGER},
    {"length", 1, 1, NULL, TREE_GIVES_INTEGER},
    {"like", 2, 3, NULL, TREE_GIVES_INTEGER},
    {"lookup", 3, NAMES_ARGUMENTS_MOST, NULL, TREE_LOOKS_UP},
    {"lower", 1, 1, NULL, TREE_GIVES_TEXT},
    {"ltrim", 1, 2, NULL, TREE_GIVES_TEXT},
    {"max", 2, NAMES_ARGUMENTS_MOST, NULL, TREE_COMPARES},
    {"min", 2, NAMES_ARGUMENTS_MOST, NULL, TREE_COMPARES},
    {"nullif", 2, 2, NULL, TREE_COMPARES},
    {"quote", 1, 1, NULL, TREE_GIVES_TEXT},
    {"replace", 3, 3, NULL, TREE_GIVES_TEXT},
    {"rtrim", 1, 2, NULL, TREE_GIVES_TEXT},
    {"substr", 2, 3, NULL, TREE_GIVES_TEXT},
    {"substring", 2, 3, NULL, TREE_GIVES_TEXT},
    {"trim", 1, 2, NULL, TREE_GIVES_TEXT},
    {"typeof", 1, 1, NULL, TREE_GIVES_TEXT},
    {"unicode", 1, 1, NULL, TREE_GIVES_INTEGER},
    {"upper", 1, 1, NULL, TREE_GIVES_TEXT},
    {"attr", 1, 1, NULL, TREE_GIVES_ANY},
    {NULL, 0, 0, NULL, TREE_GIVES_ANY},
};

/* ERR_USAGE with the nearest name, if there is one. */
static int
unknown(struct err *e, const char *what, struct slice name,
    const char *nearest)
{
	return err_set(e, ERR_USAGE, "%s \"%.*s\"%s%s%s", what,
	    SLICE_ARGS(name), nearest ? " (did you mean " : "",
	    nearest ? nearest : "", nearest ? "?)" : "");
}

static bool
same_folded(struct slice s, const char *name)
{
	return strlen(name) == s.len && strncasecmp(name, s.at, s.len) == 0;
}

int
names_column(const struct names *n, struct slice name, struct err *e)
{
	int i, exact = 0, folded = 0, found = -1;

	for (i = 0; n->columns[i]; i++) {
		bool same = slice_is(name, n->columns[i]);

		if (!same && !same_folded(name, n->columns[i]))
			continue;
		if (same || !exact)
			found = i;
		exact += same;
		folded++;
	}
	if (!folded)
		return unknown(e, "unknown name", name,
		    slice_nearest(name, n->columns));
	if (exact == 1 || (!exact && folded == 1))
		return found;
	return err_set(e, ERR_USAGE, "\"%.*s\" stands for more than one "
	    "column", SLICE_ARGS(name));
}

/* The function of that name with "dec_" in front: round is dec_round. */
static const char *
decimal_function(const struct names *n, struct slice name)
{
	size_t i;

	for (i = 0; i < n->function_count; i++) {
		const char *known = n->functions[i].name;

		if (strncmp(known, "dec_", 4) == 0 &&
		    same_folded(name, known + 4))
			return known;
	}
	return NULL;
}

const struct tree_function *
names_function(const struct names *n, struct slice name, struct err *e)
{
	const char *known[FUNCTIONS_MOST + 1], *nearest;
	size_t i;

	if (n->function_count > FUNCTIONS_MOST)
		BUG("names_function: more functions than foreseen");
	for (i = 0; i < n->function_count; i++) {
		known[i] = n->functions[i].name;
		if (same_folded(name, known[i]))
			return &n->functions[i];
	}
	known[i] = NULL;
	nearest = decimal_function(n, name);
	unknown(e, "unknown function", name,
	    nearest ? nearest : slice_nearest(name, known));
	return NULL;
}

/* The keys become the operands of the part itself. */
static void
keep_keys(struct tree *t)
{
	struct tree *key = t->first->next, *column = t->last;

	t->op = TREE_LOOKUP;
	t->first = t->last = NULL;
	t->count = 0;
	while (key != column) {
		struct tree *next = key->next;

		key->next = NULL;
		tree_append(t, key);
		key = next;
	}
}

int
names_lookup(const struct names *n, struct tree *t, struct err *e)
{
	const struct tree *table = t->first, *column = t->last;
	const struct lookup *l;
	int index;

	if (table->op != TREE_LITERAL || table->kind != TREE_KIND_TEXT ||
	    column->op != TREE_LITERAL || column->kind != TREE_KIND_TEXT)
		return err_set(e, ERR_USAGE, "lookup: the names of the table "
		    "and of the column are texts in quotes");
	for (l = n->lookups; l < n->lookups + n->lookup_count; l++)
		if (slice_is(table->text, l->name))
			break;
	if (l == n->lookups + n->lookup_count)
		return unknown(e, "lookup: unknown table", table->text, NULL);
	index = lookup_column(l, column->text);
	if (index < 0)
		return unknown(e, "lookup: unknown column", column->text,
		    slice_nearest(column->text,
		    (const char *const *)l->columns));
	if (t->count - 2 != l->key_count)
		return err_set(e, ERR_USAGE, "lookup: the key of table \"%s\" "
		    "has %u columns, not %u", l->name, l->key_count,
		    t->count - 2);
	t->index = (unsigned)(l - n->lookups);
	t->column = (unsigned)index;
	keep_keys(t);
	return 0;
}
