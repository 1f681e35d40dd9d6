/*
 * finding.h - the findings that are to be listed.
 *
 * All are counted; of each class the first ones by key are kept, in a sort
 * that spills to disk.  When the list is shorter than the findings, each class
 * gets a fair share of it, so that a thousand missing records do not hide the
 * one conflict.
 */
#ifndef RECONCILE_FINDING_H
#define RECONCILE_FINDING_H

#include "io/sort.h"
#include "model/value.h"
#include "reconcile/policy.h"

/* In the order of the list: what needs a person first. */
enum finding_class {
	FINDING_CONFLICT,
	FINDING_MISSING_IN_ERP,
	FINDING_MISSING_IN_PLM,
	FINDING_DIFFER,
	FINDING_CLASSES,
};

struct finding {
	enum finding_class class;
	enum policy_owner owner;
	struct slice key;    /* text form */
	/*
	 * As policies spell it; "": the record itself.  What next gives has
	 * JSON's escapes in it, without the quotes.
	 */
	struct slice member;
	struct slice plm;    /* canonical JSON; "": absent */
	struct slice erp;
};

struct finding_list {
	uint64_t counts[FINDING_CLASSES];
	uint64_t most;                    /* to be listed */
	uint64_t shares[FINDING_CLASSES]; /* once finished */
	struct sort *sort;
	struct buf line;
};

void finding_list_init(struct finding_list *f, uint64_t most, size_t memory);
void finding_list_release(struct finding_list *f);

/* Counts it, and keeps a copy if it may be listed.  In key order. */
int finding_list_put(struct finding_list *f, const struct finding *one,
    struct err *e) MUST_USE;

/* No more findings: shares out the list. */
int finding_list_finish(struct finding_list *f, struct err *e) MUST_USE;

/* 1 and the next of the list, borrowed until next; 0; -1. */
int finding_list_next(struct finding_list *f, struct finding *one,
    struct err *e) MUST_USE;

uint64_t finding_list_total(const struct finding_list *f);
/* conflict, missing_in_erp, missing_in_plm, differ */
const char *finding_class_name(enum finding_class class);

#endif
