/*
 * tree.c - recursive descent, a function for each level of precedence.
 *
 *	OR; AND; NOT; = == <> != IS BETWEEN IN LIKE GLOB ISNULL NOTNULL;
 *	< <= > >=; + -; * %; ||; unary - +
 */
#include "expr/tree.h"

#include "base/decimal.h"
#include "expr/token.h"

#include <strings.h>

/* Half of what SQLite's parser, of 100 levels, has been seen to bear. */
#define DEPTH_MOST 50
/* Below SQLite's ceiling of 127 arguments. */
#define OPERANDS_MOST 100

struct parser {
	const struct tree_scope *scope;
	const struct token *at;
	struct arena *arena;
	struct err *e;
	unsigned depth;
};

/* Words of the language; a column of such a name stands in double quotes. */
static const char *const reserved[] = {"and", "as", "between", "case", "cast",
    "collate", "distinct", "else", "end", "escape", "exists", "from", "glob",
    "in", "is", "isnull", "like", "match", "not", "notnull", "or", "regexp",
    "select", "then", "when", NULL};

static struct tree *parse_or(struct parser *p);

/* --- helpers --- */

static struct tree *
fail(struct parser *p, const char *why)
{
	struct slice rest = p->at->rest;

	if (p->at->kind == TOKEN_END)
		err_set(p->e, ERR_USAGE, "at the end: %s", why);
	else
		err_set(p->e, ERR_USAGE, "near \"%.*s\": %s",
		    (int)(rest.len > 20 ? 20 : rest.len), rest.at, why);
	return NULL;
}

static bool
take_word(struct parser *p, const char *word)
{
	if (!token_word(p->at, word))
		return false;
	p->at++;
	return true;
}

static bool
take_symbol(struct parser *p, const char *symbol)
{
	if (!token_symbol(p->at, symbol))
		return false;
	p->at++;
	return true;
}

enum tree_kind
tree_common(enum tree_kind a, enum tree_kind b)
{
	if (a == b || b == TREE_KIND_NULL)
		return a;
	if (a == TREE_KIND_NULL)
		return b;
	if ((a == TREE_KIND_INTEGER && b == TREE_KIND_NUMBER) ||
	    (a == TREE_KIND_NUMBER && b == TREE_KIND_INTEGER))
		return TREE_KIND_NUMBER;
	return TREE_KIND_ANY;
}

static void
append(struct tree *t, struct tree *operand)
{
	if (t->last)
		t->last->next = operand;
	else
		t->first = operand;
	t->last = operand;
	t->count++;
	if (t->depth <= operand->depth)
		t->depth = operand->depth + 1;
}

/* A part with one operand, or with none for NULL. */
static struct tree *
part(struct parser *p, enum tree_op op, enum tree_kind kind,
    struct tree *operand)
{
	struct tree *t = arena_alloc(p->arena, sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->op = op;
	t->kind = kind;
	t->text = SLICE("");
	if (operand)
		append(t, operand);
	return t;
}

static struct tree *
literal(struct parser *p, enum tree_kind kind, struct slice text)
{
	struct tree *t = part(p, TREE_LITERAL, kind, NULL);

	t->text = text;
	return t;
}

/*
 * Adds an operand that may have failed to parse; NULL then, and where the
 * tree has become too deep.
 */
static struct tree *
join(struct parser *p, struct tree *t, struct tree *operand)
{
	if (!operand)
		return NULL;
	append(t, operand);
	if (t->depth > DEPTH_MOST)
		return fail(p, "nested too deeply");
	return t;
}

/* A text is never a condition: `a = 'x' OR 'y'` is a mistake. */
static struct tree *
condition(struct parser *p, struct tree *t)
{
	if (t && t->kind == TREE_KIND_TEXT)
		return fail(p, "what stands before is a text, not a "
		    "condition");
	return t;
}

/* --- values --- */

/* An INTEGER if SQLite can hold it, else a decimal as a text. */
static struct tree *
parse_number(struct parser *p, bool negative)
{
	struct slice text = p->at->text;
	char *shown = arena_alloc(p->arena, DECIMAL_TEXT_SIZE);
	struct buf b = BUF_INIT(EXPR_NUMBER_MOST);
	struct decimal d;
	size_t length;
	bool valid;

	/* SQLite writes .5 and 5. too, JSON does not */
	if (text.at[0] == '.')
		buf_add_byte(&b, '0');
	for (length = 0; length < text.len; length++) {
		char next = length + 1 < text.len ? text.at[length + 1] : 'e';

		if (text.at[length] != '.' || (next >= '0' && next <= '9'))
			buf_add_byte(&b, text.at[length]);
	}
	valid = decimal_parse(&d, buf_slice(&b));
	if (!valid)
		fail(p, decimal_why(buf_slice(&b)));
	buf_release(&b);
	if (!valid)
		return NULL;
	if (negative)
		d = decimal_negate(d);
	p->at++;
	length = decimal_print(shown, d);
	return literal(p, !d.scale && d.coefficient <= INT64_MAX
	    ? TREE_KIND_INTEGER : TREE_KIND_NUMBER,
	    slice_from(shown, length));
}
