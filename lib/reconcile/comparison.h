/*
 * comparison.h - how the values of a member are compared, as a policy says it.
 *
 *	name: folded                        mass: {tolerance: 0.01, unit: yes}
 *	quantity: unit                      effective_from: {days: 3}
 */
#ifndef RECONCILE_COMPARISON_H
#define RECONCILE_COMPARISON_H

#include "format/ydoc.h"
#include "model/alike.h"
#include "model/schema.h"

struct comparison {
	struct alike_how alike; /* its percentages are of PLM's value */
	/* The ERP's number is converted to PLM's unit before it is compared. */
	bool converted;
};

/* The keys of a comparison that is a map; its words; NULL-ended. */
extern const char *const comparison_keys[];
extern const char *const comparison_ways[];

/* A word, or a map. */
int comparison_read(struct comparison *c, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* The member that has the unit of a number, or -1. */
int comparison_unit(enum record_type type, unsigned member);

#endif
