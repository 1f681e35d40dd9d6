/*
 * lookup.h - look-up tables: rows of texts under a key of one or more.
 *
 * They hold what a rules or profile file names by table, are filled once and
 * then only read, by the expressions' lookup() and by whoever maps values.
 */
#ifndef EXPR_LOOKUP_H
#define EXPR_LOOKUP_H

#include "base/err.h"
#include "base/map.h"
#include "base/text.h"

struct lookup {
	char *name;
	char **columns; /* ended by NULL; the first key_count are the key */
	unsigned column_count;
	unsigned key_count;
	struct map keys;     /* encoded key -> row */
	struct slice *cells; /* row by row; in the arena of the keys */
	size_t cell_count;
	size_t cell_size;
	struct buf key; /* scratch */
};

/*
 * A table without rows.  `columns` is ended by NULL; names are copied.
 * ERR_USAGE for a column named twice, or a key of no or too many columns.
 */
int lookup_init(struct lookup *l, const char *name,
    const char *const *columns, unsigned key_count, struct err *e) MUST_USE;
void lookup_release(struct lookup *l);

/*
 * Adds a row of column_count texts, copied; a NULL pointer in one is an
 * absent value.  ERR_USAGE where the key is there already.
 */
int lookup_add(struct lookup *l, const struct slice *texts, struct err *e)
    MUST_USE;

/* The column's index, or -1. */
int lookup_column(const struct lookup *l, struct slice name);

/*
 * The row with these key_count keys: its texts, borrowed until the table is
 * released; NULL where there is none.
 */
const struct slice *lookup_find(struct lookup *l, const struct slice *keys);

#endif
