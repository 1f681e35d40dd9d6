/*
 * dependence.h - which other records a record needs.
 *
 * A BOM line needs its component, the revision that it names and the
 * component's view in its plant, an operation its work center, and so on: a
 * target that has not got them cannot take the record.
 */
#ifndef TRANSFORM_DEPENDENCE_H
#define TRANSFORM_DEPENDENCE_H

#include "model/record.h"

#define DEPENDENCE_MOST 6

struct dependence {
	struct key keys[DEPENDENCE_MOST]; /* parts borrow from the record */
	unsigned count;
};

/* What the record needs, in a fixed order. */
void dependence_of(struct dependence *d, const struct record *r);

/*
 * True if the type's records need something: the others need not be read.
 */
bool dependence_has(enum record_type type);

#endif
