/*
 * tree.h - an expression taken apart, what is known of its parts, its SQL.
 *
 * The SQL says where SQLite is to compare as exact decimals and where as
 * plain texts.  It follows from the parts' kinds: numbers go with numbers as
 * decimals wherever they come from, where SQLite's own rules, which know only
 * columns, would compare the result of coalesce(quantity, 0) with 10 as a
 * text with a number.
 */
#ifndef EXPR_TREE_H
#define EXPR_TREE_H

#include "base/decimal.h"

/* What a part gives when it is not NULL. */
enum tree_kind {
	TREE_KIND_NULL,
	TREE_KIND_INTEGER, /* SQLite's INTEGER; conditions give 1 and 0 */
	TREE_KIND_NUMBER,  /* a text that is a canonical decimal */
	TREE_KIND_TEXT,
	TREE_KIND_ANY,     /* known only when it is evaluated */
};

enum tree_op {
	TREE_LITERAL,    /* text, as its kind says */
	TREE_COLUMN,     /* index */
	TREE_CALL,       /* function; operands */
	TREE_LOOKUP,     /* index of the table, column; operands are keys */
	TREE_CAST,       /* to its kind: TEXT, INTEGER or NUMBER */
	TREE_NOT,        /* not negated: twice, which makes 1 of 5 */
	TREE_AND,        /* two and more operands, as OR and CONCAT */
	TREE_OR,
	TREE_COMPARE,    /* text: the operator, IS and IS NOT too */
	TREE_TRUTH,      /* text: IS TRUE, IS NOT FALSE ... */
	TREE_BETWEEN,    /* negated; so are the next two */
	TREE_IN,
	TREE_LIKE,       /* text: LIKE or GLOB; perhaps a third: ESCAPE */
	TREE_CONCAT,
	TREE_ARITHMETIC, /* text: an operator for each operand but the first */
	TREE_CASE,       /* based: the first operand is compared with WHENs;
			    then WHEN, THEN pairs; ELSE is always there */
};

enum tree_rule {
	TREE_GIVES_INTEGER,
	TREE_GIVES_NUMBER,
	TREE_GIVES_TEXT,
	TREE_GIVES_ANY,
	TREE_GIVES_COMMON, /* one of its arguments: coalesce */
	TREE_COMPARES,     /* the same after comparing them: min, nullif */
	TREE_CHOOSES,      /* the same of all but the first: iif */
	TREE_LOOKS_UP,
};

struct tree_function {
	const char *name; /* lower case */
	unsigned least;   /* arguments */
	unsigned most;
	const char *sql; /* its name in SQLite, NULL: the same */
	enum tree_rule rule;
};

struct tree {
	enum tree_op op;
	enum tree_kind kind;
	struct slice text;
	unsigned index;
	unsigned column;
	bool negated;
	bool based;
	const struct tree_function *function;
	unsigned depth;
	unsigned count; /* of operands */
	struct tree *first;
	struct tree *last;
	struct tree *next; /* the parent's next operand */
};

/*
 * In the arena: an empty part, a literal, and the literal of a number: an
 * INTEGER if SQLite can hold it, else a NUMBER.
 */
struct tree *tree_new(struct arena *a, enum tree_op op, enum tree_kind kind)
    MUST_USE;
struct tree *tree_literal(struct arena *a, enum tree_kind kind,
    struct slice text) MUST_USE;
struct tree *tree_number(struct arena *a, struct decimal d) MUST_USE;
/* Adds an operand behind the others. */
void tree_append(struct tree *t, struct tree *operand);

/* What the kinds of two parts have in common. */
enum tree_kind tree_common(enum tree_kind a, enum tree_kind b);
/* What a call gives, by its function's rule and its operands. */
enum tree_kind tree_call_kind(const struct tree *t);

/* Appends the SQL. */
void tree_add_sql(struct buf *b, const struct tree *t);

#endif
