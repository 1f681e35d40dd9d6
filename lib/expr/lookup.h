/*
 * lookup.h - look-up tables: rows of texts under a key of one or more.
 *
 * They hold what a rules or profile file names by table, are filled once and
 * then only read, by the expressions' lookup() and by whoever maps values.
 * A table that outgrows its memory moves into a scratch database.
 */
#ifndef EXPR_LOOKUP_H
#define EXPR_LOOKUP_H

#include "base/err.h"
#include "base/map.h"
#include "base/text.h"

/* Threads that look into the same tables, each in a lane of its own. */
#define LOOKUP_LANES 2

/* A column that says which of several rows comes first. */
struct lookup_order {
	unsigned column;
	bool down; /* the greatest first */
};

struct bigtable;

struct lookup {
	char *name;
	char **columns; /* ended by NULL; the first key_count are the key */
	unsigned column_count;
	unsigned key_count;
	bool many; /* rows may share a key */
	struct lookup_order *order;
	unsigned order_count;
	/* --- inside --- */
	struct map keys;     /* encoded key -> its first row */
	struct slice *cells; /* row by row; in the arena of the keys */
	size_t row_count;
	size_t row_size;
	size_t *next;        /* of a row: the next of its key + 1, if many */
	size_t memory;       /* above it rows go to a scratch database */
	struct bigtable *big; /* NULL: all is in memory */
	struct lookup_lane {
		struct buf key;
		struct slice *rows; /* that were found, one behind another */
		size_t size;
		struct buf texts;   /* of rows out of a database */
	} lanes[LOOKUP_LANES];
};

/* What stays in memory of one table. */
#define LOOKUP_MEMORY ((size_t)64 * 1024 * 1024)

/*
 * A table without rows.  `columns` is ended by NULL; names are copied.
 * ERR_USAGE for a column named twice, or a key of no or too many columns.
 */
int lookup_init(struct lookup *l, const char *name,
    const char *const *columns, unsigned key_count, struct err *e) MUST_USE;
void lookup_release(struct lookup *l);

/*
 * Rows may share a key from now on; they come in this order (copied), numbers
 * by value in front of texts, absent ones last, then all columns in turn.
 */
void lookup_allow_many(struct lookup *l, const struct lookup_order *order,
    unsigned count);

/*
 * Adds a row of column_count texts, copied; a NULL pointer in one is an
 * absent value.  ERR_USAGE where the key is there already, ERR_AGAIN where
 * the scratch database cannot be written.
 */
int lookup_add(struct lookup *l, const struct slice *texts, struct err *e)
    MUST_USE;

/* The column's index, or -1. */
int lookup_column(const struct lookup *l, struct slice name);

/*
 * The rows with these key_count keys, in order: how many, 0 for none, -1
 * where the scratch database fails.  *rows are their texts, one row behind
 * another, borrowed until the next search in this lane.
 */
int lookup_find(struct lookup *l, unsigned lane, const struct slice *keys,
    const struct slice **rows, struct err *e) MUST_USE;

/* All rows, for who makes a map of them; in memory only. */
size_t lookup_row_count(const struct lookup *l);
const struct slice *lookup_row(const struct lookup *l, size_t row);

#endif
