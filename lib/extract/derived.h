/*
 * derived.h - the columns that rows have beside those of their format.
 */
#ifndef EXTRACT_DERIVED_H
#define EXTRACT_DERIVED_H

#include "extract/source.h"

/* Those that every source has. */
void derived_begin(struct source *s, struct arena *a);

/*
 * Reads titles, computed and structure of a source whose columns are read, and
 * adds their columns.
 */
int derived_read(struct source *s, struct arena *a, struct err *e) MUST_USE;

#endif
