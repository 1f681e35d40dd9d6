/*
 * totals.h - control totals: exact sums of what either side holds.
 *
 * The quantity of bom_line by plant and unit, the standard_cost of plant_item
 * by plant and currency; of all records read, so that they can be held against
 * each system's own figures.  Memory follows the number of groups.
 */
#ifndef RECONCILE_TOTALS_H
#define RECONCILE_TOTALS_H

#include "base/map.h"
#include "model/record.h"

enum totals_side { TOTALS_PLM, TOTALS_ERP };

struct totals_sum {
	struct decimal sum;
	bool overflow; /* it needs more than 38 digits: sum is void */
};

struct totals_group {
	enum record_type type;
	unsigned member; /* what is summed */
	struct slice plant;
	struct slice unit; /* unit of measure, or currency */
	struct totals_sum sides[2];
};

struct totals {
	struct map index;
	struct totals_group *list;
	size_t count;
	size_t size;
	struct arena texts;
	struct buf key;
};

void totals_init(struct totals *t);
void totals_release(struct totals *t);

/* True for the types that are summed. */
bool totals_wants(enum record_type type);

/* Adds what the record has to the side's sums. */
void totals_add(struct totals *t, enum totals_side side,
    const struct record *r);

/* Brings the groups into order of type, plant and unit; no more adding. */
void totals_finish(struct totals *t);

/* True if both sides' sums are known and equal. */
bool totals_agree(const struct totals_group *g);

#endif
