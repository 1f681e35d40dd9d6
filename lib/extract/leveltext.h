/*
 * leveltext.h - what the row at hand says of its level.
 */
#ifndef EXTRACT_LEVELTEXT_H
#define EXTRACT_LEVELTEXT_H

#include "extract/rows.h"

struct ere;

struct leveltext {
	const struct outline_spec *spec;
	const struct ere *pattern; /* or NULL */
	const int *columns;        /* of the levels */
	struct buf *path;          /* dotted: gets the parts */
	struct buf *why;
};

/*
 * The level as it is written (a number, a count of parts or marks, a width,
 * the index of a column) and the text without its marks, borrowed from the
 * row.  False with *why where it says nothing.
 */
bool leveltext_read(const struct leveltext *t, const struct rows *r,
    long *level, struct slice *label);

#endif
