/*
 * demand.h - which items of PLM must exist in which plants of the ERP.
 *
 *	exists:
 *	  - when: "lifecycle = 'released' AND kind <> 'document'"
 *	    plants: [1000, 2000]
 *	    impact: line_stop
 *	  - plants: change_orders
 *
 * An item for which a condition holds (without one: which is released) is to
 * be there as a plant_item in each of the plants: those of a list, those of
 * the ERP's scope, or those that PLM's change orders name for it.
 */
#ifndef RECONCILE_DEMAND_H
#define RECONCILE_DEMAND_H

#include "reconcile/duty.h"

enum demand_plants { DEMAND_CHANGE_ORDERS, DEMAND_SCOPE, DEMAND_LIST };

struct demand {
	struct expr *when; /* NULL: it is released */
	enum demand_plants from;
	struct ydoc_texts plants; /* of DEMAND_LIST */
	struct duty duty;
};

struct demands {
	const struct demand *list;
	size_t count;
};

/* The keys of one; the words that plants may be; NULL-ended. */
extern const char *const demand_keys[];
extern const char *const demand_words[];

/* Texts and lists are the document's or in the words' arena. */
int demands_read(struct demands *d, struct duty_words *w,
    const struct ydoc_node *list, struct err *e) MUST_USE;

/* True if the item must exist where *d says. */
int demand_holds(const struct demand *d, const struct record *item,
    bool *holds, struct err *e) MUST_USE;

#endif
