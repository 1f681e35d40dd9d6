/*
 * layout.h - which field of a row is which column of the profile.
 *
 * A header may call a column by any of several names, spelled this way or
 * that; the columns that somebody asks for are found among its names.
 */
#ifndef EXTRACT_LAYOUT_H
#define EXTRACT_LAYOUT_H

#include "extract/source.h"

/* A column that is wanted. */
struct layout_ask {
	struct slice name;                      /* in the profile */
	const struct source_spelling *spelling; /* NULL: only its name */
	bool listed;   /* under `columns` */
	bool optional;
};

struct layout {
	struct layout_ask *asks;
	size_t count;
};

/* All that a profile lists, asks for or calls optional. */
void layout_init(struct layout *l, const struct source *s, struct arena *a);

/* The ask for a column of the profile, or NULL. */
const struct layout_ask *layout_ask_find(const struct layout *l,
    struct slice name);

#define LAYOUT_NONE (-1)    /* there is no such field */
#define LAYOUT_SEVERAL (-2) /* several could be meant */

/*
 * The field of an ask among the names of a header: by its position; by the
 * first of its spellings that is there; by the first that is there when case,
 * blanks and marks do not count, if only one field has it.
 */
int layout_field(const struct layout_ask *ask, const struct slice *names,
    size_t count);

/* The first that must be there and is not, or NULL. */
const struct layout_ask *layout_missing(const struct layout *l,
    const struct slice *names, size_t count);

/* How many of all are there. */
size_t layout_found(const struct layout *l, const struct slice *names,
    size_t count);

#endif
