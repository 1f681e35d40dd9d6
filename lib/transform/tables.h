/*
 * tables.h - `tables:` of a rules file: CSV files and streams to look into.
 *
 * A table is read whole before the first record, and checked: a column that
 * is missing, a row of another width, a key that stands twice unless the
 * table says in what order its rows come.  A stream must be whole, as any
 * input.  What is large waits on disk, see lookup.h.
 */
#ifndef TRANSFORM_TABLES_H
#define TRANSFORM_TABLES_H

#include "transform/shared.h"

/* The known keys of a table, ended by NULL. */
extern const char *const tables_keys[];

/* Loads the tables of the map `n` (NULL: none). */
int tables_load(struct shared *s, const struct ydoc_node *n, struct err *e)
    MUST_USE;

#endif
