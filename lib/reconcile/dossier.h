/*
 * dossier.h - all that one reconciliation knows, and the class of a record.
 *
 *	of PLM's:  match + information + differ + conflict
 *	           + missing_in_erp + only_in_plm + unknown_in_erp
 *	of ERP's:  match + information + differ + conflict
 *	           + missing_in_plm + only_in_erp + unknown_in_plm
 */
#ifndef RECONCILE_DOSSIER_H
#define RECONCILE_DOSSIER_H

#include "model/pairing.h"
#include "model/rekey.h"
#include "model/stream_out.h"
#include "reconcile/anatomy.h"
#include "reconcile/corrections.h"
#include "reconcile/muster.h"
#include "reconcile/headcount.h"
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

/* A record, once its class is known; the slices are borrowed. */
struct reconcile_seen {
	enum reconcile_class class;
	struct slice plm; /* the lines; empty: this side has none */
	struct slice erp;
	uint64_t hash; /* of PLM's line, or of the ERP's where it has none */
	enum absence absence; /* why it is unknown */
};

/* Somebody who looks on; each may be NULL. */
struct reconcile_watch {
	/*
	 * Sees each finding, in key order, before it is counted, and may fill
	 * in what the state knows of it, in texts that live until the next.
	 */
	int (*find)(void *ctx, struct finding *one, struct err *e);
	void *find_ctx;
	int (*see)(void *ctx, const struct reconcile_seen *seen,
	    struct err *e);
	/* Sees each finding as it was counted. */
	int (*found)(void *ctx, const struct finding *one, struct err *e);
	/* The inputs are read once more: what was seen does not count. */
	void (*again)(void *ctx);
	void *ctx;
};

struct reconcile {
	struct reconcile_watch watch; /* set by the caller before reading */
	/* The same: match and information are wanted as outputs. */
	bool shows_alike;
	struct pairing pair; /* left: PLM, right: ERP */
	const struct policy *policy;
	struct reconcile_counts counts[TYPE_COUNT];
	uint64_t unknown[ABSENCE_WITHHELD + 1]; /* by reason */
	struct totals totals;
	struct unit_table units; /* of both sides' conversions */
	struct finding_list findings;
	struct headcount tally; /* of all findings */
	struct corrections corrections;
	/* --- inside --- */
	struct sort *kept;
	struct muster muster; /* of the policy's `exists` */
	struct anatomy anatomy[2]; /* of PLM and the ERP, if it is checked */
	struct rekey rekey;   /* of PLM's records, by the policy's `keys` */
	size_t memory;
	struct arena arena;
	struct buf line;
	/* As they were when all was read. */
	struct reconcile_counts read_counts[TYPE_COUNT];
};

/*
 * Where records of a class go, each PLM's where it has one; NULL where nobody
 * wants them.  Several classes may share one.
 */
struct reconcile_outs {
	struct stream_out *of[RECONCILE_CLASSES];
};

/* The name as in the summary: "missing_in_erp". */
const char *reconcile_class_name(enum reconcile_class class);

static inline const struct pairing_side *
dossier_plm(const struct reconcile *r)
{
	return &r->pair.left;
}

static inline const struct pairing_side *
dossier_erp(const struct reconcile *r)
{
	return &r->pair.right;
}

/* One side's line as a record, in the arena. */
int dossier_parse(struct reconcile *r, struct record *out,
    const struct pairing_side *from, struct slice line, struct err *e)
    MUST_USE;

/*
 * Puts a finding into the list and the tally, once the state had its say.  1
 * if an override accepts it: then it is not to be corrected; 0; -1.
 */
int dossier_find(struct reconcile *r, struct finding *one, struct err *e)
    MUST_USE;

/* Says in the totals why a key's lines are not the same bytes. */
int dossier_explain(struct reconcile *r, enum totals_why why,
    struct slice plm, struct slice erp, struct err *e) MUST_USE;

/* Counts a record's class, says it in the totals, and shows it. */
int dossier_classify(struct reconcile *r, enum record_type type,
    const struct reconcile_seen *seen, struct err *e) MUST_USE;

#endif
