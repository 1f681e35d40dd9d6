/*
 * rowwidth.h - whether a row of a delimited file has the fields it should.
 *
 * A text that holds the separator moves all fields behind it, and only the
 * count can tell.  So a row that is to be filled up may still not be wider
 * than the header: lines that end with a separator do so in the header too,
 * as a column without a name at the end, and no more than these are dropped.
 */
#ifndef EXTRACT_ROWWIDTH_H
#define EXTRACT_ROWWIDTH_H

#include "extract/heading.h"

struct rowwidth {
	size_t fields; /* how many a row has; 0: the first row says */
	size_t tail;   /* of them at the end: of columns without a name */
	bool fill;     /* rows may be short */
	char wrong[100];
};

/*
 * Of the row that names the columns, or of the first without a header, whose
 * texts have no name; `map` is the map of r's columns to fields, or NULL.
 */
void rowwidth_take(struct rowwidth *w, const struct slice *texts,
    size_t count, const struct rows *r, const int *map);

/* NULL, or "fields: why" the row is rejected; lives until the next call. */
const char *rowwidth_check(struct rowwidth *w, const struct csvin_row *row);

#endif
