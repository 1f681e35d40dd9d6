/*
 * expr.h - the one expression language: SQLite's, over a record's members.
 *
 * `when:` conditions, computed fields and gates are SQLite expressions in
 * which a record's members are columns.  Member values are text with a
 * collation that compares exact decimals where both sides are numbers, so
 * `quantity > 10`, `IN (1, 2.50)` and BETWEEN are right; arithmetic goes
 * through dec_add, dec_sub, dec_mul, dec_div(a, b, digits[, rounding]),
 * dec_round(a, digits[, rounding]); a REAL as a result is refused.  An absent
 * member is NULL.  An expression can call a list of functions, and look into
 * tables that were given by name; it can read nothing else and change nothing:
 * no ATTACH, PRAGMA, writes, extensions, random, present time.  Double-quoted
 * strings are off; length and steps have ceilings.
 *
 *	attr('NAME')                       a site field
 *	lookup('TABLE', KEY..., 'COLUMN')  one value of a look-up table, NULL
 *	                                   when no row has the keys
 */
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include "base/err.h"
#include "base/text.h"
#include "model/record.h"

#define EXPR_LENGTH_MOST 10000
#define EXPR_STEPS_MOST 1000000

/* What all expressions of one rules file share: columns, tables. */
struct expr_env;
struct expr;

/*
 * An environment whose columns have these names (ended by NULL; an unknown
 * one in an expression is ERR_USAGE with the nearest).  Free with
 * expr_env_free.
 */
struct expr_env *expr_env_new(const char *const *columns, struct err *e)
    MUST_USE;
/* The same with the members of all record types, `type` and `line_number`. */
struct expr_env *expr_env_for_records(struct err *e) MUST_USE;
void expr_env_free(struct expr_env *env);

/*
 * A look-up table: its name, its columns (the first `key_count` are the key,
 * unique), then rows of as many texts.  Texts are copied.
 */
int expr_table_new(struct expr_env *env, const char *name,
    const char *const *columns, unsigned key_count, struct err *e) MUST_USE;
int expr_table_add(struct expr_env *env, const char *name,
    const struct slice *texts, struct err *e) MUST_USE;

/*
 * Compiles an expression.  `where` ("rules.yaml:12:9") stands in front of
 * messages; copied.  ERR_USAGE for what does not compile.  Free with
 * expr_free, before the environment.
 */
struct expr *expr_new(struct expr_env *env, struct slice text,
    const char *where, struct err *e) MUST_USE;
void expr_free(struct expr *x);

struct expr_value {
	bool null;
	bool number;       /* an INTEGER came out: text is its digits */
	struct slice text; /* borrowed until the next evaluation */
};

/* What an expression is about: a record, or texts in order of the columns. */
struct expr_input {
	const struct record *record; /* NULL: texts count */
	const struct slice *texts;   /* a NULL pointer in one is NULL */
};

/*
 * Evaluates.  0 or -1: ERR_USAGE for a REAL, a failed function (division by
 * zero, not a number, overflow) or too many steps.
 */
int expr_eval(struct expr *x, const struct expr_input *in,
    struct expr_value *out, struct err *e) MUST_USE;

/* As a condition: *holds; NULL is false and *unknown (may be NULL) is true. */
int expr_holds(struct expr *x, const struct expr_input *in, bool *holds,
    bool *unknown, struct err *e) MUST_USE;

#endif
