/*
 * guess_outline.h - whether a table is an indented BOM, and what shows it.
 *
 * A column of levels, of marked or indented names, of positions; or a column
 * for each level.  Rows that have no place in it, as those with a further
 * manufacturer of the row above, are left out.
 */
#ifndef EXTRACT_GUESS_OUTLINE_H
#define EXTRACT_GUESS_OUTLINE_H

#include "extract/guess_column.h"

#define GUESS_DEPTH 32

struct guess_outline {
	const struct guess_table *table;
	const char *style;  /* as in the profile; NULL: it is none */
	int level;          /* the column, or -1 */
	int levels[GUESS_DEPTH]; /* of style columns: those, from the top */
	size_t level_count;
	const char *mark;   /* what names are indented with beside blanks */
	bool said;          /* the header calls it a level */
	bool rooted;        /* the rows on top need a parent */
	uint64_t placeless; /* rows without a level */
	int unused;         /* a column that looks like levels, or -1 */
};

void guess_outline_find(struct guess_outline *o,
    const struct guess_columns *c);

/* The column of the row that has its place; -1: the row has none. */
int guess_outline_place(const struct guess_outline *o, size_t row);

/* True for each column that says only where rows stand. */
bool guess_outline_level(const struct guess_outline *o, int column);

/* The name in such a column, without what indents it. */
struct slice guess_outline_label(const struct guess_outline *o,
    struct slice text);

#endif
