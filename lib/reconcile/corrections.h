/*
 * corrections.h - the delta that would put the ERP right.
 *
 * From PLM to the ERP only: records that PLM owns are added, members that PLM
 * owns are changed, and records are removed where the policy says so.  The
 * lines wait in a sort, since the delta's head says how many the result is.
 */
#ifndef RECONCILE_CORRECTIONS_H
#define RECONCILE_CORRECTIONS_H

#include "base/hash.h"
#include "base/limit.h"
#include "io/sort.h"
#include "reconcile/difference.h"

struct corrections {
	struct sort *lines;
	struct hash128 result; /* the ERP's digest with all of them applied */
	uint64_t added;
	uint64_t changed;
	uint64_t removed;
	struct buf line;
};

/* `base` is the digest of the ERP's stream. */
void corrections_init(struct corrections *c, struct hash128 base,
    size_t memory);
void corrections_release(struct corrections *c);

/* PLM's record, without what the ERP owns; *plm is changed. */
int corrections_add(struct corrections *c, struct record *plm,
    const struct policy_type *type, struct err *e) MUST_USE;

/*
 * The ERP's record with PLM's values where PLM owns a difference; nothing
 * where it owns none.  *erp is changed.
 */
int corrections_change(struct corrections *c, struct record *erp,
    const struct differences *d, struct arena *a, struct err *e) MUST_USE;

/* The canonical line of the ERP's record that is to go. */
int corrections_remove(struct corrections *c, struct slice line,
    struct err *e) MUST_USE;

uint64_t corrections_total(const struct corrections *c);

/* No more of them. */
int corrections_finish(struct corrections *c, struct err *e) MUST_USE;
/* 1 and the next line in key order, borrowed until next; 0; -1. */
int corrections_next(struct corrections *c, struct slice *line,
    struct err *e) MUST_USE;

/* --- the brake --- */

/* ERR_DECIDE where there are more than --max-corrections allows. */
int corrections_check(const struct corrections *c,
    const struct limit *limit, uint64_t erp_records, struct err *e)
    MUST_USE;

#endif
