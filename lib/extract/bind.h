/*
 * bind.h - a profile's names bound to the columns of an open source.
 *
 * Once the columns are known, each column name becomes a number and each
 * expression is compiled; what does not fit is ERR_USAGE with the place in
 * the profile.
 */
#ifndef EXTRACT_BIND_H
#define EXTRACT_BIND_H

#include "extract/profile.h"
#include "extract/rows.h"

struct expr_env;

struct bind {
	const struct slice *columns; /* borrowed from who opened the source */
	size_t count;
	struct expr_env *env; /* made when the first expression comes */
};

/* A filter that can be asked. */
struct bind_filter {
	const struct source_filter *spec;
	int *columns; /* of the wheres */
	struct expr *when;
};

void bind_init(struct bind *b, const struct slice *columns, size_t count);
/* After all rules and filters that were bound with it. */
void bind_release(struct bind *b);

int bind_filter(struct bind *b, struct bind_filter *f,
    const struct source_filter *spec, struct err *e) MUST_USE;
/* Accepts one of zeros. */
void bind_filter_release(struct bind_filter *f);

/*
 * Whether the row counts; *unknown becomes true where `when` gave NULL.  -1:
 * `when` failed on this row; ERR_USAGE from the expression.
 */
int bind_filter_holds(const struct bind_filter *f, const struct row *row,
    bool *holds, bool *unknown, struct err *e) MUST_USE;

/*
 * All rules of an entry: sets their columns, compiles their expressions and
 * patterns.  Release in any case.
 */
int bind_entry(struct bind *b, struct profile_entry *entry, struct err *e)
    MUST_USE;
void bind_entry_release(struct profile_entry *entry);

#endif
