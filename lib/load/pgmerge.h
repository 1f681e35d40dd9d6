/*
 * pgmerge.h - the SQL that brings staged records into a PostgreSQL table.
 *
 * Records of a batch are staged as texts in pg_temp.bom_stage: `n` counts
 * them, c1, c2, ... are the columns of their section.  Each function appends
 * one statement over the rows with n from `first` to `last`.
 */
#ifndef LOAD_PGMERGE_H
#define LOAD_PGMERGE_H

#include "load/channel.h"
#include "load/pgtable.h"

#define PGMERGE_STAGE "pg_temp.bom_stage"

struct pgmerge_range {
	size_t first, last;
};

/* Makes the stage, with so many columns. */
void pgmerge_stage(struct buf *b, size_t columns);
void pgmerge_copy(struct buf *b, size_t columns);
/* A row of COPY, for `columns` columns of the stage. */
void pgmerge_add_row(struct buf *b, size_t n, const struct channel_call *call,
    size_t columns);

/*
 * One row, n and a column, where a value would not be stored as it is; false
 * and nothing appended if no column is of that kind.
 */
bool pgmerge_lossy(struct buf *b, const struct pgtable *t,
    struct pgmerge_range r);

/* As statement_put of statement.h, each row of the stage counted. */
void pgmerge_put(struct buf *b, const struct pgtable *t,
    const struct scope *scope, struct pgmerge_range r);

/* Deletes or marks. */
void pgmerge_remove(struct buf *b, const struct pgtable *t,
    struct pgmerge_range r);

/* One value: how many rows with these keys there are. */
void pgmerge_count(struct buf *b, const struct pgtable *t,
    struct pgmerge_range r);

/* Rows of n and `t` if all columns are as staged, else `f`; none: no key. */
void pgmerge_find(struct buf *b, const struct pgtable *t,
    struct pgmerge_range r);
/* The same of whether they are marked as removed. */
void pgmerge_gone(struct buf *b, const struct pgtable *t,
    struct pgmerge_range r);

/* One value: t if the table has no row. */
void pgmerge_empty(struct buf *b, const struct pgtable *t);

/* Makes the table if it is not there. */
void pgmerge_create(struct buf *b, const struct target_section *s);

#endif
