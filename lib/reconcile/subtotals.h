/*
 * subtotals.h - what equal lines add to the totals, cut out of them.
 *
 * Nearly all lines are equal on both sides and are looked at for nothing but
 * the totals: so their plant, value and unit are cut out without parsing the
 * rest, and small numbers are added as integers.  Threads have a set each.
 */
#ifndef RECONCILE_SUBTOTALS_H
#define RECONCILE_SUBTOTALS_H

#include "model/scan.h"
#include "reconcile/totals.h"

/* So many digits behind the point are added as integers. */
#define SUBTOTALS_SCALES 7
#define SUBTOTALS_RECENT 64

/* Lines of one type, plant and unit. */
struct subtotals_cell {
	enum record_type type;
	struct slice plant, unit;
	uint64_t records;
	uint64_t values; /* of them have one */
	int64_t sums[SUBTOTALS_SCALES]; /* by digits behind the point */
	struct totals_sum rest;
};

struct subtotals {
	struct map index;
	struct subtotals_cell *list;
	size_t count, size;
	struct arena texts;
	/* --- inside --- */
	uint32_t recent[SUBTOTALS_RECENT]; /* 1 + an index; 0: none */
	struct totals_members members[TYPE_COUNT];
	bool wanted[TYPE_COUNT];
	struct arena arena; /* of the line in flight */
	struct buf key;
};

void subtotals_init(struct subtotals *s);
void subtotals_release(struct subtotals *s);

/* A canonical line: a sift_tap, `s` being a struct subtotals. */
void subtotals_add(void *s, struct slice line, const struct scan *scan);

/* Adds all of it to a side of the totals. */
void subtotals_into(const struct subtotals *s, struct totals *t,
    enum totals_side side);

#endif
