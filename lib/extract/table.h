/*
 * table.h - where in a file a table begins and ends, as the profile has it.
 *
 * Exports for people have titles above the header, blank rows, totals and
 * signatures below, several tables in one file.  The description only, and
 * the questions that a row's texts answer; rows_delimited walks the file.
 */
#ifndef EXTRACT_TABLE_H
#define EXTRACT_TABLE_H

#include "format/ydoc.h"

enum table_header {
	TABLE_FIRST, /* the first row that is not blank */
	TABLE_FIND,  /* the first that has all the columns */
	TABLE_ROW,   /* the N-th row */
};

/* `find` looks no further. */
#define TABLE_FIND_MOST 1000

/* One column of a footer: it meets one of the patterns. */
struct table_mark {
	struct slice column;
	struct ydoc_texts patterns;
};

/* All of the marks are met. */
struct table_footer {
	struct table_mark *marks;
	size_t count;
};

struct table {
	enum table_header header;
	unsigned long row;        /* TABLE_ROW: which, from 1 */
	struct ydoc_texts below;  /* begins below the row that has one */
	bool blank_ends;          /* the first blank row ends it */
	struct table_footer *footers; /* or the first row that meets one */
	size_t footer_count;
	bool fill;                /* short rows are filled up */
	struct ydoc_texts optional; /* columns that may be missing */
};

/*
 * Reads the keys of a source that are about its table; *header becomes false
 * where it has none.
 */
int table_read(struct table *t, bool *header, const struct ydoc_node *source,
    struct arena *a, struct err *e) MUST_USE;

/* True if the text is the pattern, in which '*' stands for any text. */
bool table_meets(struct slice text, struct slice pattern);

/* True if one of the fields, trimmed, meets one of the patterns. */
bool table_has_mark(const struct slice *fields, size_t count,
    struct ydoc_texts patterns);

/* True if there is nothing but blanks in the fields. */
bool table_is_blank(const struct slice *fields, size_t count);

/*
 * Whether one spelling of a column's name is another: letter case, blanks and
 * the marks _ - . # do not count.
 */
bool table_same_name(struct slice a, struct slice b);

#endif
