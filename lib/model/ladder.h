/*
 * ladder.h - lines that no key brings together, paired by what they say.
 *
 * A line whose find number was changed is the same line to an engineer, and a
 * removal with an addition to a diff of keys.  The lines that are left over on
 * both sides of a BOM climb a ladder: on each rung those pair that agree in
 * what the rung asks, first the ones that agree in all else too.  Who has a
 * partner climbs no further.  Of several lines with one find number and
 * component those on the same designators pair first.  Within a rung the
 * pairing is by byte order, so it depends on the lines alone and not on the
 * order in which they came; the work is O(n log n).
 */
#ifndef MODEL_LADDER_H
#define MODEL_LADDER_H

#include "base/err.h"
#include "base/text.h"

/* What brought two lines together; the rungs from the lowest. */
enum ladder_rung {
	LADDER_KEY,         /* all of the line's key but the BOM's */
	LADDER_FIND_NUMBER, /* find number and component */
	LADDER_OCCURRENCE,  /* component and the source's own line number */
	LADDER_REFDES,      /* component and the set of designators */
	LADDER_SHARED,      /* component and at least one designator */
	LADDER_QUANTITY,    /* component, quantity and unit */
	LADDER_COMPONENT,   /* component */
	/* From here on another component: a replacement. */
	LADDER_SAME_OCCURRENCE, /* the source's line number, and quantity */
	LADDER_DESIGNATORS, /* the set of designators */
	LADDER_DESIGNATOR,  /* at least one designator */
	LADDER_PLACE,       /* find number, if not both have designators */
	LADDER_RUNGS
};

/* The word that stands as `match` in the delta. */
const char *ladder_rung_name(enum ladder_rung rung);

static inline bool
ladder_replaces(enum ladder_rung rung)
{
	return rung >= LADDER_SAME_OCCURRENCE;
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

/* A canonical line; borrows from the text and the arena. */
int ladder_read(struct ladder_line *l, struct slice text, struct arena *a,
    struct err *e) MUST_USE;

/* Fills in partner and rung on both sides where there was none. */
void ladder_pair(struct ladder_side old, struct ladder_side new);

/* --- for who explains the pairing --- */

/* True if all lines have their sources' own numbers: some steps need that. */
bool ladder_own(struct ladder_side old, struct ladder_side new);

/*
 * The first step that brings the two together where both are still free, a
 * number from 0 on; -1: none does.  A rung is one step or several.
 */
int ladder_step(const struct ladder_line *old, const struct ladder_line *new,
    bool own);
/* "component, quantity, unit": what the step asks. */
void ladder_add_asks(struct buf *b, int step);

#endif
