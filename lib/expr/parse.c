/*
 * parse.c - recursive descent, a function for each level of precedence.
 *
 *	OR; AND; NOT; = == <> != IS BETWEEN IN LIKE GLOB ISNULL NOTNULL;
 *	< <= > >=; + -; * %; ||; unary - and +
 */
#include "expr/parse.h"

#include "expr/token.h"

/* Of parts within parts; SQLite's parser bears some more. */
#define DEPTH_MOST 50
/* Below SQLite's ceiling of 127 arguments. */
#define OPERANDS_MOST 100

struct parser {
	const struct names *names;
	struct token_cursor in;
	struct arena *arena;
	unsigned depth;
};

static struct tree *parse_whole(struct parser *p);
static struct tree *parse_unary(struct parser *p);

/* --- helpers --- */

static struct tree *
fail(struct parser *p, const char *why)
{
	token_fail(&p->in, why);
	return NULL;
}

/*
 * Adds an operand, which is NULL where it could not be parsed; NULL then, and
 * where the tree has become too deep.
 */
static struct tree *
join(struct parser *p, struct tree *t, struct tree *operand)
{
	if (!operand)
		return NULL;
	tree_append(t, operand);
	return t->depth > DEPTH_MOST ? fail(p, "nested too deeply") : t;
}

static struct tree *
join_whole(struct parser *p, struct tree *t)
{
	return join(p, t, parse_whole(p));
}

/* A text is never a condition: a = 'x' OR 'y' is a mistake. */
static struct tree *
condition(struct parser *p, struct tree *t)
{
	if (t && t->kind == TREE_KIND_TEXT)
		return fail(p, "a text stands before it where a condition "
		    "belongs");
	return t;
}

/* --- values --- */

static struct tree *
parse_number(struct parser *p, bool negative)
{
	struct decimal d;

	if (!decimal_parse(&d, p->in.at->text))
		return fail(p, decimal_why(p->in.at->text));
	p->in.at++;
	return tree_number(p->arena, negative ? decimal_negate(d) : d);
}

static struct tree *
parse_column(struct parser *p)
{
	int index = names_column(p->names, p->in.at->text, p->in.e);
	struct tree *t;

	if (index < 0)
		return NULL;
	p->in.at++;
	t = tree_new(p->arena, TREE_COLUMN, p->names->kinds[index]);
	t->index = (unsigned)index;
	return t;
}

/* Operands between commas, behind the opening parenthesis. */
static struct tree *
parse_operands(struct parser *p, struct tree *t)
{
	bool more = !token_take_symbol(&p->in, ")");

	while (more) {
		if (!join_whole(p, t))
			return NULL;
		more = token_take_symbol(&p->in, ",");
		if (!more && !token_expect_symbol(&p->in, ")"))
			return NULL;
	}
	return t;
}

static struct tree *
parse_call(struct parser *p)
{
	const struct tree_function *f = names_function(p->names, p->in.at->text,
	    p->in.e);
	struct tree *t = tree_new(p->arena, TREE_CALL, TREE_KIND_NULL);

	if (!f)
		return NULL;
	t->function = f;
	p->in.at += 2;
	if (!parse_operands(p, t))
		return NULL;
	if (t->count < f->least || t->count > f->most) {
		err_set(p->in.e, ERR_USAGE, "%s() with %u arguments: it takes "
		    "%u to %u", f->name, t->count, f->least, f->most);
		return NULL;
	}
	if (f->rule == TREE_CHOOSES && !condition(p, t->first))
		return NULL;
	t->kind = tree_call_kind(t);
	if (f->rule == TREE_LOOKS_UP &&
	    names_lookup(p->names, t, p->in.e) < 0)
		return NULL;
	return t;
}

/* CAST(x AS TEXT | INTEGER | DECIMAL | NUMERIC) */
static struct tree *
parse_cast(struct parser *p)
{
	struct tree *t = tree_new(p->arena, TREE_CAST, TREE_KIND_NUMBER);

	p->in.at++;
	if (!token_expect_symbol(&p->in, "(") || !join_whole(p, t) ||
	    !token_expect_word(&p->in, "AS"))
		return NULL;
	if (token_take_word(&p->in, "TEXT"))
		t->kind = TREE_KIND_TEXT;
	else if (token_take_word(&p->in, "INTEGER"))
		t->kind = TREE_KIND_INTEGER;
	else if (!token_take_word(&p->in, "DECIMAL") &&
	    !token_take_word(&p->in, "NUMERIC"))
		return fail(p, "TEXT, INTEGER or DECIMAL was expected");
	return token_expect_symbol(&p->in, ")") ? t : NULL;
}

/* CASE [base] WHEN x THEN y ... [ELSE z] END */
static struct tree *
parse_case(struct parser *p)
{
	struct tree *t = tree_new(p->arena, TREE_CASE, TREE_KIND_NULL);
	struct tree *other;

	p->in.at++;
	t->based = !token_word(p->in.at, "WHEN");
	if (t->based && !join_whole(p, t))
		return NULL;
	if (!token_word(p->in.at, "WHEN"))
		return fail(p, "WHEN was expected");
	while (token_take_word(&p->in, "WHEN")) {
		if (!join_whole(p, t) ||
		    (!t->based && !condition(p, t->last)) ||
		    !token_expect_word(&p->in, "THEN") || !join_whole(p, t))
			return NULL;
		t->kind = tree_common(t->kind, t->last->kind);
	}
	other = token_take_word(&p->in, "ELSE") ? parse_whole(p) :
	    tree_literal(p->arena, TREE_KIND_NULL, SLICE(""));
	if (!join(p, t, other))
		return NULL;
	t->kind = tree_common(t->kind, other->kind);
	return token_expect_word(&p->in, "END") ? t : NULL;
}

/* A value that is a name, alone or with arguments, or a word. */
static struct tree *
parse_name(struct parser *p)
{
	bool call;

	if (token_word(p->in.at, "CASE"))
		return parse_case(p);
	if (token_word(p->in.at, "CAST"))
		return parse_cast(p);
	if (token_word(p->in.at, "SELECT") || token_word(p->in.at, "EXISTS"))
		return fail(p, "an expression, not a query");
	if (token_take_word(&p->in, "NULL"))
		return tree_literal(p->arena, TREE_KIND_NULL, SLICE(""));
	if (token_take_word(&p->in, "TRUE"))
		return tree_literal(p->arena, TREE_KIND_INTEGER, SLICE("1"));
	if (token_take_word(&p->in, "FALSE"))
		return tree_literal(p->arena, TREE_KIND_INTEGER, SLICE("0"));
	call = token_symbol(p->in.at + 1, "(");
	/* like() and glob() are functions as well as words */
	if (call && (token_word(p->in.at, "LIKE") ||
	    token_word(p->in.at, "GLOB")))
		return parse_call(p);
	if (token_reserved(p->in.at))
		return fail(p, "a value was expected");
	return call ? parse_call(p) : parse_column(p);
}

static struct tree *
parse_value(struct parser *p)
{
	struct tree *t;

	switch (p->in.at->kind) {
	case TOKEN_NUMBER:
		return parse_number(p, false);
	case TOKEN_TEXT:
		return tree_literal(p->arena, TREE_KIND_TEXT, p->in.at++->text);
	case TOKEN_QUOTED:
		return parse_column(p);
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_SYMBOL:
		if (!token_take_symbol(&p->in, "("))
			return fail(p, "a value was expected");
		t = parse_whole(p);
		return t && token_expect_symbol(&p->in, ")") ? t : NULL;
	case TOKEN_END:
		break;
	}
	return fail(p, "a value was expected");
}

/* --- operators --- */

/* What arithmetic with this operand gives: of all but INTEGER a NUMBER. */
static enum tree_kind
result_of(const struct tree *operand)
{
	return operand->kind == TREE_KIND_INTEGER ? TREE_KIND_INTEGER :
	    TREE_KIND_NUMBER;
}

static struct tree *
parse_negative(struct parser *p)
{
	struct tree *t, *operand;

	if (p->in.at->kind == TOKEN_NUMBER)
		return parse_number(p, true);
	operand = parse_unary(p);
	if (!operand)
		return NULL;
	t = tree_new(p->arena, TREE_ARITHMETIC, result_of(operand));
	t->text = SLICE("-");
	tree_append(t, tree_literal(p->arena, TREE_KIND_INTEGER, SLICE("0")));
	return join(p, t, operand);
}

static struct tree *
parse_unary(struct parser *p)
{
	struct tree *t;

	if (p->depth == DEPTH_MOST)
		return fail(p, "nested too deeply");
	p->depth++;
	if (token_take_symbol(&p->in, "-"))
		t = parse_negative(p);
	else if (token_take_symbol(&p->in, "+"))
		t = parse_unary(p);
	else
		t = parse_value(p);
	p->depth--;
	return t;
}

static struct tree *
parse_concat(struct parser *p)
{
	struct tree *t = parse_unary(p), *all;

	if (!t || !token_symbol(p->in.at, "||"))
		return t;
	all = tree_new(p->arena, TREE_CONCAT, TREE_KIND_TEXT);
	tree_append(all, t);
	while (token_take_symbol(&p->in, "||"))
		if (!join(p, all, parse_unary(p)))
			return NULL;
	return all;
}

/* One level of arithmetic is one part: a + b - c is "+-" of three. */
static struct tree *
parse_arithmetic(struct parser *p, bool products)
{
	struct tree *t = products ? parse_concat(p) :
	    parse_arithmetic(p, true);
	struct tree *all = NULL;
	char *signs = NULL;

	while (t && (products ? token_symbol(p->in.at, "*") ||
	    token_symbol(p->in.at, "%") : token_symbol(p->in.at, "+") ||
	    token_symbol(p->in.at, "-"))) {
		if (!all || all->count == OPERANDS_MOST) {
			signs = arena_alloc(p->arena, OPERANDS_MOST);
			all = tree_new(p->arena, TREE_ARITHMETIC,
			    result_of(t));
			tree_append(all, t);
			t = all;
		}
		signs[all->count - 1] = p->in.at++->text.at[0];
		all->text = slice_from(signs, all->count);
		t = join(p, all, products ? parse_concat(p) :
		    parse_arithmetic(p, true));
		if (t)
			all->kind = tree_common(all->kind,
			    result_of(all->last));
	}
	if (t && products && token_symbol(p->in.at, "/"))
		return fail(p, "dec_div(a, b, digits) divides and says how "
		    "to round");
	return t;
}

/* The SQL of the comparison that stands here, or NULL. */
static const char *
take_comparison(struct parser *p, bool order)
{
	static const char *const orders[] = {"<=", ">=", "<", ">"};
	static const char *const equalities[] = {"==", "=", "<>", "!="};
	size_t i;

	for (i = 0; i < 4; i++)
		if (token_take_symbol(&p->in, order ? orders[i] :
		    equalities[i]))
			return order ? orders[i] : equalities[i];
	return NULL;
}

static struct tree *
compare(struct parser *p, struct tree *left, const char *operator,
    struct tree *right)
{
	struct tree *t = tree_new(p->arena, TREE_COMPARE, TREE_KIND_INTEGER);

	t->text = slice_of(operator);
	tree_append(t, left);
	return join(p, t, right);
}

static struct tree *
parse_order(struct parser *p)
{
	struct tree *t = parse_arithmetic(p, false);
	const char *operator;

	while (t && (operator = take_comparison(p, true)) != NULL)
		t = compare(p, t, operator, parse_arithmetic(p, false));
	return t;
}

/* Behind IS: NOT, DISTINCT FROM, TRUE, FALSE, or a value. */
static struct tree *
parse_is(struct parser *p, struct tree *left)
{
	static const char *const tests[2][2] = {{"IS FALSE", "IS TRUE"},
	    {"IS NOT FALSE", "IS NOT TRUE"}};
	bool negated = token_take_word(&p->in, "NOT");
	struct tree *t;

	if (token_take_word(&p->in, "DISTINCT")) {
		if (!token_expect_word(&p->in, "FROM"))
			return NULL;
		negated = !negated;
	} else if (token_word(p->in.at, "TRUE") ||
	    token_word(p->in.at, "FALSE")) {
		bool truth = token_word(p->in.at++, "TRUE");

		if (!condition(p, left))
			return NULL;
		t = tree_new(p->arena, TREE_TRUTH, TREE_KIND_INTEGER);
		t->text = slice_of(tests[negated][truth]);
		return join(p, t, left);
	}
	return compare(p, left, negated ? "IS NOT" : "IS", parse_order(p));
}

/* Behind [NOT]: BETWEEN, IN, LIKE or GLOB. */
static struct tree *
parse_test(struct parser *p, struct tree *left, bool negated)
{
	struct tree *t = tree_new(p->arena, TREE_IN, TREE_KIND_INTEGER);

	t->negated = negated;
	tree_append(t, left);
	if (token_take_word(&p->in, "IN")) {
		if (!token_expect_symbol(&p->in, "("))
			return NULL;
		return parse_operands(p, t);
	}
	if (token_take_word(&p->in, "BETWEEN")) {
		t->op = TREE_BETWEEN;
		if (!join(p, t, parse_order(p)) ||
		    !token_expect_word(&p->in, "AND"))
			return NULL;
		return join(p, t, parse_order(p));
	}
	t->op = TREE_LIKE;
	t->text = token_word(p->in.at++, "LIKE") ? SLICE("LIKE") :
	    SLICE("GLOB");
	if (!join(p, t, parse_order(p)))
		return NULL;
	return token_take_word(&p->in, "ESCAPE")
	    ? join(p, t, parse_order(p)) : t;
}

/* Further tests of what stands on the left, one behind the other. */
static struct tree *
parse_tests(struct parser *p, struct tree *left)
{
	const char *operator = take_comparison(p, false);
	struct tree *null = tree_literal(p->arena, TREE_KIND_NULL, SLICE(""));
	bool negated;

	if (operator)
		return compare(p, left, operator, parse_order(p));
	if (token_take_word(&p->in, "IS"))
		return parse_is(p, left);
	if (token_take_word(&p->in, "ISNULL"))
		return compare(p, left, "IS", null);
	if (token_take_word(&p->in, "NOTNULL"))
		return compare(p, left, "IS NOT", null);
	negated = token_take_word(&p->in, "NOT");
	if (negated && token_take_word(&p->in, "NULL"))
		return compare(p, left, "IS NOT", null);
	if (token_word(p->in.at, "BETWEEN") || token_word(p->in.at, "IN") ||
	    token_word(p->in.at, "LIKE") || token_word(p->in.at, "GLOB"))
		return parse_test(p, left, negated);
	return negated ? fail(p, "BETWEEN, IN, LIKE, GLOB or NULL was "
	    "expected") : left;
}

static struct tree *
parse_not(struct parser *p)
{
	struct tree *t, *before = NULL;
	unsigned nots = 0;

	while (token_take_word(&p->in, "NOT"))
		nots++;
	t = parse_order(p);
	while (t && t != before) {
		before = t;
		t = parse_tests(p, t);
	}
	if (!nots || !condition(p, t))
		return nots ? NULL : t;
	before = tree_new(p->arena, TREE_NOT, TREE_KIND_INTEGER);
	before->negated = nots % 2;
	return join(p, before, t);
}

/* Conditions joined by one word are one part. */
static struct tree *
parse_joined(struct parser *p, enum tree_op op)
{
	const char *word = op == TREE_OR ? "OR" : "AND";
	struct tree *all = tree_new(p->arena, op, TREE_KIND_INTEGER);
	struct tree *t;

	do {
		t = op == TREE_OR ? parse_joined(p, TREE_AND) : parse_not(p);
		if (!t || (!all->count && !token_word(p->in.at, word)))
			return t;
		if (!condition(p, t) || !join(p, all, t))
			return NULL;
	} while (token_take_word(&p->in, word));
	return all;
}

static struct tree *
parse_whole(struct parser *p)
{
	return parse_joined(p, TREE_OR);
}

struct tree *
parse_expression(const struct names *names, struct slice source,
    struct arena *a, struct err *e)
{
	struct parser p = {names, {token_list(source, a, e), e}, a, 0};
	struct tree *t = p.in.at ? parse_whole(&p) : NULL;

	return t && p.in.at->kind != TOKEN_END
	    ? fail(&p, "the expression should end here") : t;
}
