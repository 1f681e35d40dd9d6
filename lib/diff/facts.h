/*
 * facts.h - a change taken apart: which field had what and has what now.
 *
 * The same for all reports, so that none of them shows another difference
 * than the others.
 */
#ifndef DIFF_FACTS_H
#define DIFF_FACTS_H

#include "model/record.h"

struct fact {
	struct slice field;    /* "quantity", "attrs.color" */
	const struct value *old; /* VALUE_NULL or VALUE_ABSENT: none */
	const struct value *new;
};

struct facts {
	struct fact *list; /* in schema order, site fields, unknown members */
	size_t count;
};

/* Of a changed record; lives in the arena and borrows from the record. */
void facts_of(struct facts *f, const struct record *r, struct arena *a);

/* Appends a value for people: texts masked, sets with blanks; "" if none. */
void facts_add_value(struct buf *b, const struct value *v, size_t most);

#endif
