/*
 * tree.c - parts, their kinds, and the SQL they stand for.
 *
 * Two invariants make the SQL right: what is of kind INTEGER has SQLite's type
 * INTEGER, and what is of kind NUMBER is a text.  So numbers of both kinds can
 * be compared as texts under a collation of exact decimals; an INTEGER among
 * them is made a text first.
 */
#include "expr/tree.h"

static void add(struct buf *b, const struct tree *t);

struct tree *
tree_new(struct arena *a, enum tree_op op, enum tree_kind kind)
{
	struct tree *t = arena_alloc(a, sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->op = op;
	t->kind = kind;
	t->text = SLICE("");
	return t;
}

struct tree *
tree_literal(struct arena *a, enum tree_kind kind, struct slice text)
{
	struct tree *t = tree_new(a, TREE_LITERAL, kind);

	t->text = text;
	return t;
}

struct tree *
tree_number(struct arena *a, struct decimal d)
{
	char *text = arena_alloc(a, DECIMAL_TEXT_SIZE);

	return tree_literal(a, !d.scale && d.coefficient <= INT64_MAX
	    ? TREE_KIND_INTEGER : TREE_KIND_NUMBER,
	    slice_from(text, decimal_print(text, d)));
}

void
tree_append(struct tree *t, struct tree *operand)
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

enum tree_kind
tree_call_kind(const struct tree *t)
{
	enum tree_kind kind = TREE_KIND_NULL;
	const struct tree *a = t->first;

	switch (t->function->rule) {
	case TREE_GIVES_INTEGER:
		return TREE_KIND_INTEGER;
	case TREE_GIVES_NUMBER:
		return TREE_KIND_NUMBER;
	case TREE_GIVES_TEXT:
		return TREE_KIND_TEXT;
	case TREE_GIVES_ANY:
	case TREE_LOOKS_UP:
		return TREE_KIND_ANY;
	case TREE_CHOOSES:
		a = a->next;
		break;
	case TREE_GIVES_COMMON:
	case TREE_COMPARES:
		break;
	}
	for (; a; a = a->next)
		kind = tree_common(kind, a->kind);
	return kind;
}

/* --- comparing --- */

/* How parts are compared with each other. */
enum manner {
	PLAIN,   /* integers with integers, texts with texts */
	DECIMAL, /* numbers, as exact decimals */
	LOOSE,   /* of unknown kind: as decimals where both look like it */
};

/*
 * The manner for a part and each `step`-th behind it: WHENs, without the
 * THENs between them.  ELSE, the last of a CASE, is no partner.
 */
static enum manner
manner_of(const struct tree *t, unsigned step)
{
	const struct tree *a = t->first;
	enum tree_kind kind = TREE_KIND_NULL;
	bool number = false;
	unsigned i = 0;

	for (; a && !(t->op == TREE_CASE && a == t->last); a = a->next, i++) {
		if (i > 1 && (i - 1) % step)
			continue;
		if (a->kind == TREE_KIND_NULL && t->op == TREE_COMPARE)
			return PLAIN;
		kind = tree_common(kind, a->kind);
		number = number || a->kind == TREE_KIND_INTEGER ||
		    a->kind == TREE_KIND_NUMBER;
	}
	switch (kind) {
	case TREE_KIND_NULL:
	case TREE_KIND_INTEGER:
	case TREE_KIND_TEXT:
		return PLAIN;
	case TREE_KIND_NUMBER:
		return DECIMAL;
	case TREE_KIND_ANY:
		break;
	}
	return number ? DECIMAL : LOOSE;
}

/* A part as a text. */
static void
add_text(struct buf *b, const struct tree *t)
{
	if (t->op == TREE_LITERAL && t->kind != TREE_KIND_NULL) {
		buf_add_quoted(b, t->text, '\'');
	} else if (t->kind == TREE_KIND_INTEGER || t->kind == TREE_KIND_ANY) {
		buf_add_text(b, "CAST(");
		add(b, t);
		buf_add_text(b, " AS TEXT)");
	} else {
		add(b, t);
	}
}

static void
add_side(struct buf *b, const struct tree *t, enum manner m)
{
	if (m == PLAIN)
		add(b, t);
	else
		add_text(b, t);
}

/* The first of the parts that are compared also carries the collation. */
static void
add_first(struct buf *b, const struct tree *t, enum manner m)
{
	add_side(b, t, m);
	if (m == DECIMAL)
		buf_add_text(b, " COLLATE decimal");
	else if (m == LOOSE)
		buf_add_text(b, " COLLATE loose");
}

/* All operands from `a` on. */
static void
add_list(struct buf *b, const struct tree *a, const char *between,
    bool as_text)
{
	const struct tree *first = a;

	for (; a; a = a->next) {
		if (a != first)
			buf_add_text(b, between);
		if (as_text)
			add_text(b, a);
		else
			add(b, a);
	}
}

/* --- parts --- */

static void
add_call(struct buf *b, const struct tree *t)
{
	const struct tree_function *f = t->function;
	/* an INTEGER that may come out of a NUMBER has to be a text */
	bool text = t->kind == TREE_KIND_NUMBER;

	buf_add_text(b, f->sql ? f->sql : f->name);
	buf_add_byte(b, '(');
	if (f->rule == TREE_COMPARES) {
		enum manner m = manner_of(t, 1);

		add_first(b, t->first, m);
		buf_add_byte(b, ',');
		add_list(b, t->first->next, ",", m != PLAIN);
	} else if (f->rule == TREE_CHOOSES) {
		add(b, t->first);
		buf_add_byte(b, ',');
		add_list(b, t->first->next, ",", text);
	} else {
		add_list(b, t->first, ",", text &&
		    f->rule == TREE_GIVES_COMMON);
	}
	buf_add_byte(b, ')');
}

static void
add_case(struct buf *b, const struct tree *t)
{
	enum manner m = t->based ? manner_of(t, 2) : PLAIN;
	const struct tree *a = t->first;
	bool text = t->kind == TREE_KIND_NUMBER;

	buf_add_text(b, "CASE ");
	if (t->based) {
		add_first(b, a, m);
		a = a->next;
	}
	for (; a != t->last; a = a->next->next) {
		buf_add_text(b, " WHEN ");
		add_side(b, a, m);
		buf_add_text(b, " THEN ");
		add_side(b, a->next, text ? DECIMAL : PLAIN);
	}
	buf_add_text(b, " ELSE ");
	add_side(b, a, text ? DECIMAL : PLAIN);
	buf_add_text(b, " END");
}

/*
 * Of more than two constants SQLite makes an index, anew for each evaluation;
 * comparing one after the other is faster.  It does so where one of them is
 * not constant to its eyes: varying() gives back its argument.
 */
static void
add_members(struct buf *b, const struct tree *a, enum manner m)
{
	buf_add_text(b, "varying(");
	add_side(b, a, m);
	buf_add_byte(b, ')');
	for (a = a->next; a; a = a->next) {
		buf_add_byte(b, ',');
		add_side(b, a, m);
	}
}

/* What tests its first operand against others; in parentheses. */
static void
add_test(struct buf *b, const struct tree *t)
{
	enum manner m = manner_of(t, 1);

	add_first(b, t->first, m);
	buf_printf(b, "%s ", t->negated ? " NOT" : "");
	if (t->op == TREE_BETWEEN) {
		buf_add_text(b, "BETWEEN ");
		add_list(b, t->first->next, " AND ", m != PLAIN);
	} else if (t->op == TREE_IN) {
		buf_add_text(b, "IN (");
		if (t->count > 1)
			add_members(b, t->first->next, m);
		buf_add_byte(b, ')');
	} else {
		buf_add_slice(b, t->text);
		buf_add_byte(b, ' ');
		add_side(b, t->last, m);
	}
}

/* What stands in parentheses. */
static void
add_inner(struct buf *b, const struct tree *t)
{
	switch (t->op) {
	case TREE_NOT:
		buf_add_text(b, t->negated ? "NOT " : "NOT NOT ");
		add(b, t->first);
		break;
	case TREE_AND:
		add_list(b, t->first, " AND ", false);
		break;
	case TREE_OR:
		add_list(b, t->first, " OR ", false);
		break;
	case TREE_CONCAT:
		add_list(b, t->first, "||", false);
		break;
	case TREE_TRUTH:
		add(b, t->first);
		buf_add_byte(b, ' ');
		buf_add_slice(b, t->text);
		break;
	case TREE_LIKE:
		add(b, t->first);
		buf_printf(b, "%s %.*s ", t->negated ? " NOT" : "",
		    SLICE_ARGS(t->text));
		add_list(b, t->first->next, " ESCAPE ", false);
		break;
	case TREE_COMPARE:
	case TREE_BETWEEN:
	case TREE_IN:
		add_test(b, t);
		break;
	case TREE_CASE:
	case TREE_LITERAL:
	case TREE_COLUMN:
	case TREE_CALL:
	case TREE_LOOKUP:
	case TREE_CAST:
	case TREE_ARITHMETIC:
		BUG("add_inner: a part that needs no parentheses");
	}
}

static void
add_literal(struct buf *b, const struct tree *t)
{
	if (t->kind == TREE_KIND_NULL)
		buf_add_text(b, "NULL");
	else if (t->kind == TREE_KIND_INTEGER)
		buf_add_slice(b, t->text);
	else
		buf_add_quoted(b, t->text, '\'');
}

static void
add(struct buf *b, const struct tree *t)
{
	switch (t->op) {
	case TREE_LITERAL:
		add_literal(b, t);
		return;
	case TREE_COLUMN:
		buf_printf(b, "member(%u)", t->index);
		return;
	case TREE_CALL:
		add_call(b, t);
		return;
	case TREE_CASE:
		add_case(b, t);
		return;
	case TREE_LOOKUP:
		buf_printf(b, "lookup(%u,%u,", t->index, t->column);
		break;
	case TREE_CAST:
		if (t->kind == TREE_KIND_TEXT) {
			add_text(b, t->first);
			return;
		}
		buf_add_text(b, t->kind == TREE_KIND_INTEGER
		    ? "cast_integer(" : "cast_decimal(");
		break;
	case TREE_ARITHMETIC:
		buf_printf(b, "arithmetic_%s('%.*s',",
		    t->kind == TREE_KIND_INTEGER ? "integer" : "decimal",
		    SLICE_ARGS(t->text));
		break;
	case TREE_NOT:
	case TREE_AND:
	case TREE_OR:
	case TREE_COMPARE:
	case TREE_TRUTH:
	case TREE_BETWEEN:
	case TREE_IN:
	case TREE_LIKE:
	case TREE_CONCAT:
		buf_add_byte(b, '(');
		add_inner(b, t);
		buf_add_byte(b, ')');
		return;
	}
	add_list(b, t->first, ",", false);
	buf_add_byte(b, ')');
}

void
tree_add_sql(struct buf *b, const struct tree *t)
{
	add(b, t);
}
