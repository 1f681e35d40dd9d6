/*
 * keytable.h - the look-up tables of a profile, held in memory.
 *
 * One table for each (source, key column, value column, several): its memory
 * is that of the keys and values, whatever else the rows hold.
 */
#ifndef EXTRACT_KEYTABLE_H
#define EXTRACT_KEYTABLE_H

#include "extract/rule.h"
#include "extract/rows.h"

struct keytable;

struct keytables {
	struct keytable *tables; /* by rule_lookup.table */
	size_t count;
};

#define KEYTABLES_INIT {NULL, 0}

void keytables_init(struct keytables *t, const struct rule_names *names);
void keytables_release(struct keytables *t);

/* True if some table is made of this source. */
bool keytables_need(const struct keytables *t, unsigned source);

/*
 * Finds the columns of the tables that are made of this source: ERR_USAGE at
 * the look-up in the profile if the source does not have one.
 */
int keytables_bind(struct keytables *t, unsigned source, const struct rows *r,
    struct err *e) MUST_USE;

/*
 * Takes in a row of the source.  ERR_INPUT where rows with one key differ in
 * the value and the look-up does not add them up.
 */
int keytables_add(struct keytables *t, unsigned source, const struct rows *r,
    const struct row *row, struct err *e) MUST_USE;

enum keytable_result {
	KEYTABLE_FOUND,
	KEYTABLE_MISSING,
	KEYTABLE_BAD, /* a value that was to be added is no number */
};

/* Borrowed until the release; of a sum, from the arena. */
enum keytable_result keytables_find(const struct keytables *t,
    const struct rule_lookup *l, struct slice key, struct slice *value,
    struct arena *a);

#endif
