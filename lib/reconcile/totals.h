/*
 * totals.h - control totals: exact counts and sums of what either side holds.
 *
 * The number of records by type and plant, the quantity of bom_line by plant
 * and unit, the standard_cost of plant_item by plant and currency; of all
 * records read, so that they can be held against each system's own figures.
 * Memory follows the number of groups.
 *
 * For sign-off each group also says where its difference comes from: the
 * records that differ or stand on one side only add, by why they do, what the
 * ERP has of them less what PLM has.  The reasons add up to the difference.
 */
#ifndef RECONCILE_TOTALS_H
#define RECONCILE_TOTALS_H

#include "base/map.h"
#include "model/record.h"

enum totals_side { TOTALS_PLM, TOTALS_ERP };

/* Why a record makes the sides differ. */
enum totals_why {
	TOTALS_FINDING,      /* it is one, or has one */
	TOTALS_ALLOWED,      /* the policy lets it be so */
	TOTALS_NOT_COMPARED, /* nobody owns records of its type */
	/* It stands on one side only, and the other cannot say: */
	TOTALS_INCOMPLETE,
	TOTALS_OUT_OF_SCOPE,
	TOTALS_FILTERED,
	TOTALS_WITHHELD,
	TOTALS_WHYS,
};

struct totals_sum {
	struct decimal sum;
	bool overflow; /* it needs more than 38 digits: sum is void */
};

/* In the place of a member: the records themselves are counted. */
#define TOTALS_RECORDS SCHEMA_MEMBERS_MOST

struct totals_reason {
	uint64_t records;
	struct totals_sum sum; /* the ERP's less PLM's */
};

struct totals_group {
	enum record_type type;
	unsigned member; /* what is summed, or TOTALS_RECORDS */
	struct slice plant;
	struct slice unit; /* unit of measure, or currency; "" for records */
	struct totals_sum sides[2];
	struct totals_reason why[TOTALS_WHYS];
};

struct totals {
	struct map index;
	struct totals_group *list;
	size_t count;
	size_t size;
	struct arena texts;
	struct buf key;
	struct totals_group *saved; /* a copy of the list; NULL: none */
	size_t saved_count;
};

void totals_init(struct totals *t);
void totals_release(struct totals *t);

/*
 * True for the types of which each record is to be added: they are summed, or
 * have a plant.  Of the others totals_count says how many there are.
 */
bool totals_wants(enum record_type type);

/* The members that a type's groups are by; false where it has no plant. */
struct totals_members {
	unsigned plant;
	bool summed;
	unsigned value, unit; /* where it is summed */
};
bool totals_members(struct totals_members *m, enum record_type type);

/* Adds to the side's sum of the group that is like this one. */
void totals_add_sum(struct totals *t, enum totals_side side,
    const struct totals_group *like, struct totals_sum sum);

/* Adds what the record has to the side's sums. */
void totals_add(struct totals *t, enum totals_side side,
    const struct record *r);
/* So many records of a type that totals_wants does not want. */
void totals_count(struct totals *t, enum record_type type, uint64_t plm,
    uint64_t erp);

/*
 * Why what a key has on either side differs (NULL: nothing there).  Before or
 * after totals_finish; the records themselves are added as all are.
 */
void totals_explain(struct totals *t, enum totals_why why,
    const struct record *plm, const struct record *erp);

/* Brings the groups into order of type, member, plant and unit. */
void totals_finish(struct totals *t);

/* Remembers the groups, once they are finished, and has them so again. */
void totals_save(struct totals *t);
void totals_restore(struct totals *t);

/* The ERP's sum less PLM's; false where one of them is void. */
bool totals_difference(struct decimal *out, const struct totals_group *g);
/* "records", or the member's name. */
const char *totals_member(const struct totals_group *g);
/* For programs ("findings", "allowed", ...), and for people. */
extern const char *const totals_why_names[TOTALS_WHYS];
extern const char *const totals_why_titles[TOTALS_WHYS];

/* True if both sides' sums are known and equal. */
bool totals_agree(const struct totals_group *g);

#endif
