/*
 * contradiction.h - why two rows cannot be one record: the words for people.
 */
#ifndef EXTRACT_CONTRADICTION_H
#define EXTRACT_CONTRADICTION_H

#include "extract/combine.h"

struct contradiction {
	struct slice line;  /* the record at hand, canonical */
	struct slice other; /* another of the same key */
	struct slice place; /* of the other: FILE:LINE */
	const struct combine *combine; /* how they may differ, or NULL */
};

/*
 * Appends "conflicting_duplicate: " and the key, the first member in which
 * they differ with both values, the place.  False, and nothing, if they do
 * not differ.
 */
bool contradiction_add(struct buf *why, const struct contradiction *c);

#endif
