/*
 * guess_keys.h - tables of a database that refer to parts by ids of its own.
 *
 * What a table declares to refer to is joined to it, so that the number of
 * the part stands in the row, beside the id.
 */
#ifndef EXTRACT_GUESS_KEYS_H
#define EXTRACT_GUESS_KEYS_H

#include "base/text.h"

/* A table as sqlite_master has it. */
struct guess_keys_table {
	struct slice name;
	struct slice sql; /* its CREATE statement; "" of views */
};

/* Appends the SELECT that reads the table `at` of these. */
void guess_keys_select(struct buf *query,
    const struct guess_keys_table *tables, size_t count, size_t at);

#endif
