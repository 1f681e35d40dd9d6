/*
 * guess_column.h - which column is what, and why it is thought so.
 *
 * A role needs both a header that sounds like it and values that look like
 * it; of several columns the one with the better grounds has the role, and
 * the others keep their place as further ones (MPN2) or as site fields.
 */
#ifndef EXTRACT_GUESS_COLUMN_H
#define EXTRACT_GUESS_COLUMN_H

#include "extract/guess_table.h"
#include "extract/guess_words.h"

struct guess_column {
	enum guess_role role; /* GUESS_NOTHING: none, or not the best for it */
	enum guess_role sounds; /* what the header says, also for the others */
	unsigned number;      /* that ends the header; 0: none */
	int score;
	const char *why;      /* for the comment; "" for GUESS_NOTHING */
};

struct guess_columns {
	const struct guess_table *table;
	struct guess_column *list; /* by the table's columns */
	int best[GUESS_ROLES];     /* the column with the role, or -1 */
	struct arena texts;
};

/* Release in any case.  The table must outlive it. */
void guess_columns_find(struct guess_columns *c, const struct guess_table *t);
void guess_columns_release(struct guess_columns *c);

#endif
