/*
 * statement.h - the SQL by which a section's rows are written and looked up.
 *
 * Each function appends one statement.  Parameter ?N stands for the value of
 * the section's column N, counted from 1; names are quoted, so that a column
 * may be called anything.
 */
#ifndef LOAD_STATEMENT_H
#define LOAD_STATEMENT_H

#include "load/target.h"

struct scope;

/*
 * Writes a row, over the one with the same key; of that it leaves columns
 * alone that the scope says the source does not supply.
 */
void statement_put(struct buf *b, const struct target_section *s,
    const struct scope *scope);

/* One row with 1 if all columns are as given, else 0; no row: no such key. */
void statement_find(struct buf *b, const struct target_section *s);

/*
 * Deletes or marks the row of a key; the parameter of the marking column is
 * the mark.
 */
void statement_remove(struct buf *b, const struct target_section *s);

/* One row with 1 if the row is marked, else 0; no row: no such key. */
void statement_gone(struct buf *b, const struct target_section *s);

/* One row with 1 if the table has no row, else 0. */
void statement_empty(struct buf *b, const struct target_section *s);

/* Makes the table if it is not there. */
void statement_create(struct buf *b, const struct target_section *s);

#endif
