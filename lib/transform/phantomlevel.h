/*
 * phantomlevel.h - a phantom on the way down, and what it makes of its lines.
 *
 * bom-rules(5) says for each member what stands in a line that comes in the
 * place of a phantom.
 */
#ifndef TRANSFORM_PHANTOMLEVEL_H
#define TRANSFORM_PHANTOMLEVEL_H

#include "transform/mbom.h"
#include "transform/phantoms.h"

/* Deeper phantoms in phantoms are a mistake. */
#define PHANTOMLEVEL_MOST 200

struct phantomlevel {
	const struct phantomlevel *up; /* NULL: called for by the parent */
	const struct phantoms *phantoms;
	struct mbom *m; /* the BOM that is made */
	const struct phantoms_bom *bom;
	struct mbom_line line; /* with what is above it joined in */
	struct fraction each;  /* how many of its BOM's bases */
	bool counted;          /* `each` is known */
	struct slice from, to; /* when its BOM holds, in quotes or empty */
	unsigned depth;
};

/* Each: 0, or 1 where the BOM is rejected. */

/* The path is no cycle, and not too deep. */
int phantomlevel_check(const struct phantomlevel *to);
/* Fills each, counted, from, to. */
int phantomlevel_count(struct phantomlevel *to);
/*
 * Joins a line of the phantom's BOM with the phantom's line; *gone: there is
 * no day on which both hold.
 */
int phantomlevel_join(struct mbom_line *l, const struct phantomlevel *up,
    bool *gone);

#endif
