/*
 * steppath.h - where the columns of a STEP source are in its instances.
 *
 *	id		the instance's own number, as a reference to it
 *	entity		the name of the part that made it a row
 *	stem		the name of the file without its endings
 *	3		the third parameter
 *	3/1		of its list the first value
 *	3/X		with a star for the X: each value of its list, a row
 *	NAME/3		the third parameter of another part of the instance
 *
 * Types around a value are looked through.  A column may have several paths:
 * the first that leads to a text counts.
 */
#ifndef EXTRACT_STEPPATH_H
#define EXTRACT_STEPPATH_H

#include "format/p21.h"
#include "format/ydoc.h"

enum steppath_kind {
	STEPPATH_ID,
	STEPPATH_ENTITY,
	STEPPATH_STEM,
	STEPPATH_VALUE,
};

#define STEPPATH_STEPS_MOST 16

struct steppath {
	enum steppath_kind kind;
	struct slice part; /* in capitals; empty: the one of the rows */
	unsigned steps[STEPPATH_STEPS_MOST]; /* from 1; 0 is the star */
	size_t count;
	size_t star; /* which step it is; `count`: there is none */
};

struct steppath_column {
	struct steppath *paths;
	size_t count;
	bool unique; /* a text that was there before in the file is marked */
};

struct steppath_plan {
	struct slice *entities; /* in capitals, first of all the first */
	size_t entity_count;
	struct steppath_column *columns; /* as the source has them */
	size_t column_count;
	const struct steppath *each; /* one with a star, or NULL */
};

/* Reads `rows` and `columns` of a source; all of it lives in the arena. */
int steppath_read(struct steppath_plan *p, const struct ydoc_node *source,
    struct arena *a, struct err *e) MUST_USE;

/*
 * What the path (of kind STEPPATH_VALUE) leads to, types looked through, or
 * NULL.  `part` is that of the rows; `element` counts from 0 where the star
 * stands.
 */
const struct p21_value *steppath_find(const struct steppath *path,
    const struct p21_instance *instance, const struct p21_part *part,
    size_t element);

/* How many rows an instance gives: the length of the list with the star. */
size_t steppath_rows(const struct steppath_plan *p,
    const struct p21_instance *instance, const struct p21_part *part);

#endif
