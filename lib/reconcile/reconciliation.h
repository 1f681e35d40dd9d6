/*
 * reconciliation.h - two streams compared under a policy.
 *
 * First both are read to their verified ends; what lies between them waits on
 * scratch.  Only then is it judged: each record gets its class, findings are
 * listed, corrections made.  Memory is flat for any input.
 *
 *	of PLM's:  match + information + differ + conflict
 *	           + missing_in_erp + only_in_plm + unknown_in_erp
 *	of ERP's:  match + information + differ + conflict
 *	           + missing_in_plm + only_in_erp + unknown_in_plm
 */
#ifndef RECONCILE_RECONCILIATION_H
#define RECONCILE_RECONCILIATION_H

#include "reconcile/dossier.h"

/*
 * Reads PLM's and the ERP's stream ("-" for stdin, one of them) to their
 * verified ends.  `memory` is the ceiling of each sort.  The policy is
 * borrowed.  The watch is kept, all else filled in.  Release also after an
 * error.
 */
int reconciliation_read(struct reconcile *r, const char *const paths[2],
    const struct policy *policy, size_t memory, struct err *e) MUST_USE;

/*
 * Judges what was read: fills counts, findings (of which `most` are to be
 * listed) and corrections, and writes records to the outputs.
 */
int reconciliation_judge(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e) MUST_USE;

/*
 * Forgets the judgement: it can be judged once more, which gives the same
 * findings in the same order.
 */
int reconciliation_rewind(struct reconcile *r, struct err *e) MUST_USE;

void reconciliation_release(struct reconcile *r);

/* Fills in the head of the corrections, or of one side's records. */
void reconciliation_corrections_head(const struct reconcile *r,
    struct head *h);
void reconciliation_records_head(const struct pairing_side *side,
    struct head *h);

#endif
