/*
 * guess_shape.h - what kind of table it is, and what identifies its parts.
 *
 *	list      a part a row
 *	pairs     a parent and a component a row
 *	levels    an indented BOM: a level, a marked or an indented number
 *	flat      the components of one assembly, named by the file
 */
#ifndef EXTRACT_GUESS_SHAPE_H
#define EXTRACT_GUESS_SHAPE_H

#include "extract/guess_column.h"

enum guess_kind { GUESS_LIST, GUESS_PAIRS, GUESS_LEVELS, GUESS_FLAT };

/* Columns whose texts, with a blank between, name the part; -1: one only. */
struct guess_name {
	int first, second;
};

#define GUESS_CHAIN 12

struct guess_shape {
	const struct guess_columns *columns;
	enum guess_kind kind;
	/* Of several names of a part the first that is there. */
	struct guess_name chain[GUESS_CHAIN];
	size_t chain_count;
	uint64_t unnamed;  /* rows that none of them names */
	/* Each row is one placement: several are one line of the BOM. */
	bool placements;
	/* --- of levels --- */
	const char *style; /* as in the profile */
	int level;         /* the column */
	bool rooted;       /* the rows on top need a parent */
	/* --- */
	struct map parts;  /* each part's name, to its first row */
	struct arena texts;
};

/* Release in any case.  The columns must outlive it. */
void guess_shape_find(struct guess_shape *s, const struct guess_columns *c);
void guess_shape_release(struct guess_shape *s);

/* The part's name in a row, "" for none; in the arena or the table. */
struct slice guess_shape_part(struct guess_shape *s, size_t row);

/* The rows of one part have one text in the column. */
bool guess_shape_functional(struct guess_shape *s, size_t column);

#endif
