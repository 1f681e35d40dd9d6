/*
 * alike.h - whether two values count as the same under a rule.
 */
#ifndef RECONCILE_ALIKE_H
#define RECONCILE_ALIKE_H

#include "model/value.h"
#include "reconcile/policy.h"

/*
 * True if the values are alike by the rule's way of comparing; its owner is
 * not looked at.  Absent is like absent only.  What needs more than 38 digits
 * to be compared is not alike.
 */
bool alike(const struct policy_rule *rule, const struct value *plm,
    const struct value *erp);

/*
 * True if the texts (UTF-8) differ in nothing but case, blanks at the ends
 * and the number of blanks between words.
 */
bool alike_folded(struct slice a, struct slice b);

#endif
