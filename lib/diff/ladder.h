/*
 * ladder.h - lines that no key brings together, paired by what they say.
 *
 * A line whose find number was changed is the same line to an engineer, and a
 * removal with an addition to a diff of keys.  The lines that are left over on
 * both sides of a BOM climb a ladder: on each rung those pair that agree in
 * what the rung asks, first the ones that agree in all else too.  Who has a
 * partner climbs no further.  Within a rung the pairing is by byte order, so
 * it depends on the lines alone and not on the order in which they came; the
 * work is O(n log n).
 */
#ifndef DIFF_LADDER_H
#define DIFF_LADDER_H

#include "base/text.h"

/* What brought two lines together; the rungs from the lowest. */
enum ladder_rung {
	LADDER_KEY,         /* all of the line's key but the BOM's */
	LADDER_FIND_NUMBER, /* find number and component */
	LADDER_REFDES,      /* component and the set of designators */
	LADDER_QUANTITY,    /* component, quantity and unit */
	LADDER_COMPONENT,   /* component */
	/* From here on another component: a replacement. */
	LADDER_PLACE,       /* find number */
	LADDER_DESIGNATORS, /* the set of designators */
	LADDER_DESIGNATOR,  /* at least one designator */
	LADDER_RUNGS
};

/* The word that stands as `match` in the delta. */
const char *ladder_rung_name(enum ladder_rung rung);

static inline bool
ladder_replaces(enum ladder_rung rung)
{
	return rung >= LADDER_PLACE;
}

#define LADDER_NONE UINT32_MAX

struct ladder_line {
	/* What the rungs ask; all borrowed, empty where there is nothing. */
	struct slice find_number;
	struct slice component;
	struct slice occurrence;
	struct slice quantity; /* as canonical text */
	struct slice uom;
	struct slice rest;     /* of the canonical line, behind its key */
	const struct slice *refdes; /* in natural order */
	size_t refdes_count;
	/* An index on the other side; who has one already does not climb. */
	uint32_t partner; /* or LADDER_NONE */
	enum ladder_rung rung;
};

struct ladder_side {
	struct ladder_line *lines;
	size_t count;
};

/* Fills in partner and rung on both sides where there was none. */
void ladder_pair(struct ladder_side old, struct ladder_side new);

#endif
