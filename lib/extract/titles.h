/*
 * titles.h - what the lines above a table say of all its rows.
 *
 * Reports print the assembly, its revision or a date above the header; each
 * pattern takes one text of them, which every row then has as a column.
 */
#ifndef EXTRACT_TITLES_H
#define EXTRACT_TITLES_H

#include "extract/ere.h"

struct titles_spec {
	struct slice *names; /* @title.NAME */
	struct slice *patterns;
	size_t count;
	size_t derived_at; /* in the derived columns of the source */
};

/* Reads a map of names to patterns; *out lives in the arena. */
int titles_read(struct titles_spec **out, const struct ydoc_node *n,
    struct arena *a, struct err *e) MUST_USE;

/* The texts of the file at hand. */
struct titles {
	const struct titles_spec *spec;
	struct ere **patterns;
	struct buf *texts;
	bool *found;
};

/* Free with titles_free, which accepts NULL. */
struct titles *titles_new(const struct titles_spec *spec);
void titles_free(struct titles *t);

/* Another file begins; a line of it that is above the table. */
void titles_begin(struct titles *t);
void titles_look(struct titles *t, struct slice line);

/* Puts the texts, by the names; nothing where none was found. */
void titles_put(const struct titles *t, struct slice *fields);
/* One of them by its name; a NULL pointer: there is none. */
struct slice titles_text(const struct titles *t, struct slice name);

#endif
