/*
 * difference.h - what differs between PLM's and the ERP's record of one key.
 */
#ifndef RECONCILE_DIFFERENCE_H
#define RECONCILE_DIFFERENCE_H

#include "model/record.h"
#include "model/scope.h"
#include "model/unit.h"
#include "reconcile/policy.h"

struct difference {
	/* The index, POLICY_ATTRS for a site field, or POLICY_UNKNOWN. */
	unsigned member;
	struct slice name; /* of a site field without "attrs." */
	enum policy_owner owner;
	const struct value *plm; /* never NULL: VALUE_ABSENT */
	const struct value *erp;
};

struct differences {
	struct difference *list; /* in canonical order of members */
	size_t count;
	bool of[POLICY_NOBODY]; /* by owner: there is one */
};

struct difference_side {
	const struct record *record;
	const struct scope *scope;
};

/* What values are compared by. */
struct difference_by {
	const struct policy_type *type;
	const struct unit_table *units; /* NULL: the built-in ones only */
	bool keys; /* the records have two keys: so does what they say differ */
};

/*
 * Fills *out with the members that somebody owns, both sides supply, and that
 * are not alike.  Where a number in another unit is alike its unit is so, too.
 * All is borrowed from the records or lives in the arena.
 */
void difference_find(struct differences *out, const struct difference_by *by,
    const struct difference_side *plm, const struct difference_side *erp,
    struct arena *a);

/* One more difference; the list stays in its order. */
void difference_append(struct differences *out, struct difference d,
    struct arena *a);

/* The rule by which it was found; borrowed from the type. */
const struct policy_rule *difference_rule(const struct policy_type *type,
    const struct difference *d);

/* Appends the name as policies spell it: quantity, attrs.color, x. */
void difference_add_name(struct buf *b, enum record_type type,
    const struct difference *d);

#endif
