/*
 * settlement.h - exceptions that were not found again: which of them are fixed.
 *
 * Only what this comparison would have found: both inputs are sealed
 * snapshots whose scopes take in the record and the member, neither has
 * withheld it, and the policy still applies the rule.  A filter may have
 * taken it out of sight; that is fixed, too, while the inputs' scopes are
 * those of the last comparison, for then it no longer is what the filter says.
 * What is wrong with a structure is fixed only while the scopes are the same
 * and the side withholds nothing.
 */
#ifndef RECONCILE_SETTLEMENT_H
#define RECONCILE_SETTLEMENT_H

#include "reconcile/reconciliation.h"
#include "reconcile/session.h"

/* The rule of a finding, as casework.h says. */
void settlement_rule(struct buf *b, const struct policy *policy,
    const struct finding *one);

/* All findings are noted: fixes what is to be fixed. */
int settlement_run(struct session *s, const struct reconcile *r, struct err *e)
    MUST_USE;

/*
 * All is published: the session's end, and in the same transaction the scopes
 * that the next comparison is held against.  Without a state nothing.
 */
int settlement_end(struct session *s, const struct reconcile *r, struct err *e)
    MUST_USE;

#endif
