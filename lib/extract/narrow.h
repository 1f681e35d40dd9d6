/*
 * narrow.h - what optional columns that are missing take from the scope.
 *
 * A file without a column does not say that there is nothing in it: members
 * made from it are not supplied, and where it decides which records there
 * are, nothing can be concluded from those that are not there.
 */
#ifndef EXTRACT_NARROW_H
#define EXTRACT_NARROW_H

#include "extract/bind.h"

/* The open rows of one source; NULL: not read. */
struct narrow_source {
	const struct rows *main, *full; /* extracted; looked up */
	const struct bind_filter *filter; /* of main */
};

/*
 * Narrows p->scope.  `sources` are those of the profile, `filters` those of
 * its entries; all rules are bound.
 */
void narrow_scope(struct profile *p, const struct narrow_source *sources,
    const struct bind_filter *filters);

#endif
