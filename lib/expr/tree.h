/*
 * tree.h - an expression taken apart, with what is known of each part's kind.
 *
 * The grammar is SQLite's for expressions, with its precedence, less
 * subqueries, row values, COLLATE, bit and JSON operators.  Parsing it here,
 * instead of handing the text on, is what makes two promises hold: that a
 * text is one expression and nothing else, and that numbers compare and
 * compute as exact decimals wherever they come from (SQLite would compare the
 * result of coalesce(quantity, 0) with 10 as a text with a number, and
 * compute quantity * 1.1 in binary floating point).
 */
#ifndef EXPR_TREE_H
#define EXPR_TREE_H

#include "expr/lookup.h"

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
	TREE_CAST_TEXT,
	TREE_NOT,
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

/* What names mean. */
struct tree_scope {
	const char *const *columns; /* ended by NULL */
	const enum tree_kind *kinds;
	const struct tree_function *functions;
	size_t function_count;
	const struct lookup *lookups;
	size_t lookup_count;
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
 * Takes an expression apart, into the arena.  Texts are slices of the source
 * or of the arena.  NULL with ERR_USAGE.
 */
struct tree *tree_parse(const struct tree_scope *scope, struct slice source,
    struct arena *a, struct err *e) MUST_USE;

/* What the kinds of two parts have in common. */
enum tree_kind tree_common(enum tree_kind a, enum tree_kind b);

/* Appends the SQL. */
void tree_add_sql(struct buf *b, const struct tree *t);

#endif
