/*
 * diagnosis.h - what is wrong with the structure of one side, or between both.
 *
 *	cycle               parts that contain each other
 *	missing_component   a component without an item record
 *	orphan              a BOM whose parent has no item record
 *	obsolete_component  one that is obsolete or canceled, in an active BOM
 *	duplicate           a line that stands twice, told apart by nothing
 *	effectivity         lines of one place whose days overlap or leave a gap
 *	revision_behind     the ERP has older revisions of a BOM only
 *
 * That a record is missing is said only where the side could say so.
 */
#ifndef RECONCILE_DIAGNOSIS_H
#define RECONCILE_DIAGNOSIS_H

#include "reconcile/anatomy.h"

/*
 * Finds all of it; `take` gets each finding, in the same order in each run,
 * with texts that live until it is back.  PLM's and the ERP's anatomy, in this
 * order.  0, or what `take` answered below it.
 */
int diagnosis_find(struct anatomy sides[2], const struct pairing *pair,
    int (*take)(void *ctx, struct finding *one, struct err *e), void *ctx,
    struct err *e) MUST_USE;

#endif
