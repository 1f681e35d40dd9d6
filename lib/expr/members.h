/*
 * members.h - the columns of expressions, and a record's values in them.
 *
 * One set of columns serves records of all types: a name stands for the
 * member of that name in whatever type the record has.
 */
#ifndef EXPR_MEMBERS_H
#define EXPR_MEMBERS_H

#include "expr/tree.h"
#include "model/record.h"

/* The columns of records that are no members come first. */
enum {
	MEMBERS_TYPE,
	MEMBERS_LINE_NUMBER,
	MEMBERS_CHANGE,
	MEMBERS_FIRST,
};

struct members {
	const char **names; /* ended by NULL */
	enum tree_kind *kinds;
	unsigned count;
	int (*index)[TYPE_COUNT]; /* by column and type; -1: has none */
	struct arena texts;
};

#define MEMBERS_INIT {NULL, NULL, 0, NULL, ARENA_INIT}

/*
 * Columns of these names (ended by NULL; copied), all texts; or of records:
 * `type`, `line_number`, `change` and the members of all types.
 */
void members_init_texts(struct members *m, const char *const *names);
void members_init_records(struct members *m);
void members_release(struct members *m);

/*
 * The value of a column from MEMBERS_FIRST on in a record; NULL where its
 * type has no such member.
 */
const struct value *members_value(const struct members *m, unsigned column,
    const struct record *r);

#endif
