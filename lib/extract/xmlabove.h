/*
 * xmlabove.h - what columns ask of the elements around a row.
 *
 * A child of an element around the row may stand behind it in the file, so
 * such columns are collected in a pass of their own before the rows are read.
 * Only their texts are kept, for as many elements as have rows in them.
 */
#ifndef EXTRACT_XMLABOVE_H
#define EXTRACT_XMLABOVE_H

#include "base/map.h"
#include "extract/source.h"
#include "extract/xmlwalk.h"

/* Columns that look from the same element around a row, or the document. */
struct xmlabove_group {
	unsigned up;        /* levels above the row, or 0 */
	struct slice above; /* or the nearest of this name, or empty */
	struct xmltree_want want;
};

/* A column's text; why the row is rejected, or NULL. */
struct xmlabove_text {
	struct slice text;
	const char *wrong;
};

struct xmlabove {
	const struct source *source;
	struct xmlabove_group *groups;
	size_t group_count;
	struct map index; /* of number and column, into texts */
	struct xmlabove_text *texts;
	size_t count, size;
	struct arena arena;
	struct xmlabove_tree *trees; /* what is being collected, innermost */
	struct xmlabove_tree *spare; /* first */
};

void xmlabove_init(struct xmlabove *x, const struct source *s);
void xmlabove_release(struct xmlabove *x);

/* The column looks at more than the start tag of an element around its row. */
bool xmlabove_has(const struct treepath *p);

/* Reads the file, if any column needs it. */
int xmlabove_read(struct xmlabove *x, const char *file, const char *name,
    struct err *e) MUST_USE;

/*
 * The text of a column of which xmlabove_has is true, seen from the element
 * with this number (of xmlwalk_frame; 0: there is none, or the document).
 */
struct xmlabove_text xmlabove_get(const struct xmlabove *x, uint64_t number,
    size_t column);

#endif
