/*
 * fieldmap.h - the columns of an open delimited source, file by file.
 *
 * The first file's header gives the columns, in its order; asked columns have
 * the names of the profile.  Each file has a map from them to its fields.
 */
#ifndef EXTRACT_FIELDMAP_H
#define EXTRACT_FIELDMAP_H

#include "extract/heading.h"

/*
 * Names the columns of r by the first file's header.  Behind its fields stand
 * the asked columns without a field of their own.  A field that would hide an
 * asked column has no name.
 */
void fieldmap_name(struct rows *r, const struct heading *h);

/* Another file's header: columns nobody asks for that it lacks are hidden. */
void fieldmap_hide(struct rows *r, const struct heading *h);

/*
 * By column: the field that has it, or -1; NULL where each is its own.  In
 * r->names.
 */
int *fieldmap_make(struct rows *r, const struct heading *h);

/* True if the row at hand, as it is in r->fields, meets the footer. */
bool fieldmap_meets(const struct rows *r, const struct table_footer *f);

#endif
