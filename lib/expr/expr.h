/*
 * expr.h - the one expression language: SQLite's, over a record's members.
 *
 * `when:` conditions, computed fields and gates are SQLite expressions in
 * which a record's members are columns.  An absent member is NULL, an absent
 * flag 0 (NULL where the record's type has no such member), a set the text of
 * its members joined by commas.  Columns are found in any case; names that
 * are no words, or words of the language, stand in double quotes.
 *
 * All numbers are exact decimals of up to 38 digits, none is binary floating
 * point: literals, comparisons with a number on either side (also in IN,
 * BETWEEN, CASE, min, max, nullif), + - * %, and dec_add, dec_sub, dec_mul,
 * dec_div(a, b, digits[, rounding]), dec_round(a, digits[, rounding]); `/` is
 * refused in favour of dec_div.  Texts are compared with texts by bytes: a
 * find_number '0010' is not '10'.  A text that is compared with a number is
 * taken as one if it is one in JSON's grammar, else it is not equal to any
 * and greater than all.
 *
 * An expression calls functions of a list, looks into tables that were given
 * by name, and can do nothing else: no query, ATTACH, PRAGMA, extension,
 * random, present time, comment, parameter.  It is parsed here, and SQLite,
 * behind an authorizer, sees only what was made from the parts.  It has no
 * loops, so its length bounds its steps; texts are bounded too.  Functions:
 *
 *	abs coalesce glob hex ifnull iif instr length like lower ltrim max min
 *	nullif quote replace rtrim substr substring trim typeof unicode upper,
 *	CAST(x AS TEXT | INTEGER | DECIMAL); and of ours
 *	attr('NAME')                       a site field; NULL when absent
 *	lookup('TABLE', KEY..., 'COLUMN')  one value of a look-up table, NULL
 *	                                   when no row has the keys
 *	has(refdes, 'R1')                  1 or 0
 *	date_add(DATE, DAYS)  days_between(FROM, TO)
 */
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include "base/err.h"
#include "base/text.h"
#include "expr/lookup.h"
#include "model/record.h"

#define EXPR_LENGTH_MOST 10000
#define EXPR_LANES LOOKUP_LANES /* threads: each evaluates in one of its own */

struct expr_env; /* what all expressions of a file share: columns, tables */
struct expr;

/*
 * An environment whose columns have these names (ended by NULL, copied) and
 * are texts; an unknown one in an expression is ERR_USAGE with the nearest.
 * Free with expr_env_free.  One thread at a time in a lane.
 */
struct expr_env *expr_env_new(const char *const *columns, struct err *e)
    MUST_USE;
/*
 * The same with the members of all record types, `type`, `line_number` and,
 * in deltas, `change`: add, change or remove.
 */
struct expr_env *expr_env_for_records(struct err *e) MUST_USE;
void expr_env_free(struct expr_env *env);

/*
 * Makes lane 1, for a second thread, of an environment for records.  Call
 * before functions are added, which must be safe for two threads then, and
 * before expressions are compiled.
 */
int expr_env_add_lane(struct expr_env *env, struct err *e) MUST_USE;

/* The line_number of the records; 0, as at first, is NULL. */
void expr_env_set_line(struct expr_env *env, unsigned lane,
    unsigned long number);

/*
 * A look-up table: its name, its columns (ended by NULL; the first
 * `key_count` are the key, unique), then rows of as many texts (a NULL
 * pointer in one is NULL).  Texts are copied.  ERR_USAGE for a name or key
 * that stands twice, and for a table that is not there.
 */
int expr_table_new(struct expr_env *env, const char *name,
    const char *const *columns, unsigned key_count, struct err *e) MUST_USE;
int expr_table_add(struct expr_env *env, const char *name,
    const struct slice *texts, struct err *e) MUST_USE;

/* The table of that name, to be filled or searched, or NULL. */
struct lookup *expr_table(struct expr_env *env, const char *name);

struct expr_value {
	bool null;
	bool number;       /* text is a canonical decimal */
	struct slice text; /* borrowed: expr_eval says how long */
};

/*
 * A function that a tool adds, as convert(quantity, from, to, item).  It gets
 * texts (a NULL pointer in one is NULL), fills *out with a text that lives
 * until the next call, and returns 0, or -1 with *e filled; expr_eval then
 * fails with it.  It must not evaluate expressions of the same environment.
 */
struct expr_function {
	const char *name; /* lower case; must outlive the environment */
	unsigned least;   /* arguments */
	unsigned most;
	bool number; /* gives canonical decimals, else texts */
	int (*call)(void *context, const struct slice *arguments,
	    unsigned count, struct expr_value *out, struct err *e);
	void *context;
};

/* Copied; its name must be new. */
int expr_function_add(struct expr_env *env, const struct expr_function *f,
    struct err *e) MUST_USE;

/*
 * Compiles an expression.  `where` ("rules.yaml:12:9") stands in front of
 * messages; copied.  ERR_USAGE for what does not compile.  Free with
 * expr_free, before the environment.
 */
struct expr *expr_new(struct expr_env *env, struct slice text,
    const char *where, struct err *e) MUST_USE;
void expr_free(struct expr *x);

/* True if one over records reads this member (SCHEMA_MEMBERS_MOST: attrs). */
bool expr_reads(const struct expr *x, enum record_type type, unsigned member);
/* The same for an expression over texts, by the number of the column. */
bool expr_reads_text(const struct expr *x, unsigned column);

/* What it is about: a record, or texts in order of the columns. */
struct expr_input {
	const struct record *record; /* NULL: texts count */
	const struct slice *texts;   /* a NULL pointer in one is NULL */
	unsigned lane;               /* 0, but of a second thread */
};

/*
 * Evaluates.  *out lives until this expression is evaluated again, and no
 * longer than the input, of which it may be a part.  0 or -1: ERR_USAGE for a
 * failed function (division by zero, not a number, more than 38 digits).
 */
int expr_eval(struct expr *x, const struct expr_input *in,
    struct expr_value *out, struct err *e) MUST_USE;

/*
 * As a condition: *holds; NULL is false and *unknown (may be NULL) is true.
 * -1 as above, and ERR_USAGE for a text that is no number.
 */
int expr_holds(struct expr *x, const struct expr_input *in, bool *holds,
    bool *unknown, struct err *e) MUST_USE;

#endif
