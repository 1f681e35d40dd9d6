/*
 * names.h - what the names in an expression mean.
 *
 * A name that means nothing is refused with the nearest one that does.
 */
#ifndef EXPR_NAMES_H
#define EXPR_NAMES_H

#include "expr/lookup.h"
#include "expr/tree.h"

/* Of any function; SQLite takes 127. */
#define NAMES_ARGUMENTS_MOST 100

/* The functions that are always there, and attr as the last; ended by NULL. */
extern const struct tree_function names_functions[];

struct names {
	const char *const *columns; /* ended by NULL */
	const enum tree_kind *kinds;
	const struct tree_function *functions;
	size_t function_count;
	const struct lookup *lookups;
	size_t lookup_count;
};

/*
 * The column's index: of the exact name, else of the one that differs in
 * case only.  -1 with ERR_USAGE where there is none, or more than one.
 */
int names_column(const struct names *n, struct slice name, struct err *e)
    MUST_USE;

/* In any case.  NULL with ERR_USAGE. */
const struct tree_function *names_function(const struct names *n,
    struct slice name, struct err *e) MUST_USE;

/*
 * Turns the call lookup('TABLE', KEY..., 'COLUMN') into a TREE_LOOKUP with
 * the keys as operands.  0, or -1 with ERR_USAGE.
 */
int names_lookup(const struct names *n, struct tree *t, struct err *e)
    MUST_USE;

#endif
