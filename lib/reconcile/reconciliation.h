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

#include "model/pairing.h"
#include "model/stream_out.h"
#include "reconcile/corrections.h"
#include "reconcile/finding.h"
#include "reconcile/totals.h"

enum reconcile_class {
	RECONCILE_MATCH,
	RECONCILE_INFORMATION, /* only members differ that the ERP owns */
	RECONCILE_DIFFER,
	RECONCILE_CONFLICT,
	RECONCILE_MISSING_IN_ERP,
	RECONCILE_MISSING_IN_PLM,
	RECONCILE_ONLY_IN_PLM, /* which the policy calls fine */
	RECONCILE_ONLY_IN_ERP,
	RECONCILE_UNKNOWN_IN_ERP, /* only PLM has it, the ERP cannot say */
	RECONCILE_UNKNOWN_IN_PLM,
	RECONCILE_CLASSES,
};

struct reconcile_counts {
	uint64_t plm; /* records read */
	uint64_t erp;
	uint64_t of[RECONCILE_CLASSES]; /* all 0 where not compared */
};

struct reconcile {
	struct pairing pair; /* left: PLM, right: ERP */
	const struct policy *policy;
	struct reconcile_counts counts[TYPE_COUNT];
	uint64_t unknown[ABSENCE_WITHHELD + 1]; /* by reason */
	struct totals totals;
	struct finding_list findings;
	struct corrections corrections;
	/* --- inside --- */
	struct sort *kept;
	size_t memory;
	struct arena arena;
	struct buf line;
};

/* Where records of a class go; NULL where nobody wants them. */
struct reconcile_outs {
	struct stream_out *missing_in_erp;
	struct stream_out *missing_in_plm;
	struct stream_out *differ;
};

/*
 * Reads PLM's and the ERP's stream ("-" for stdin, one of them) to their
 * verified ends.  `memory` is the ceiling of each sort.  The policy is
 * borrowed.  Release also after an error.
 */
int reconcile_read(struct reconcile *r, const char *const paths[2],
    const struct policy *policy, size_t memory, struct err *e) MUST_USE;

/*
 * Judges what was read: fills counts, findings (of which `most` are to be
 * listed) and corrections, and writes records to the outputs.
 */
int reconcile_judge(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e) MUST_USE;

void reconcile_release(struct reconcile *r);

/* The name as in the summary: "missing_in_erp". */
const char *reconcile_class_name(enum reconcile_class class);

/* Fills in the head of the corrections, or of one side's records. */
void reconcile_corrections_head(const struct reconcile *r, struct head *h);
void reconcile_records_head(const struct pairing_side *side, struct head *h);

#endif
