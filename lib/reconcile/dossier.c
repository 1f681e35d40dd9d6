/* dossier.c - records parsed, compared, and counted by class. */
#include "reconcile/dossier.h"

#include "model/recin.h"

int
dossier_parse(struct reconcile *r, struct record *out,
    const struct pairing_side *from, struct slice line, struct err *e)
{
	return recin_parse(out, line, JSON_AT(from->in.name, 0), &r->arena, e);
}

int
dossier_explain(struct reconcile *r, enum totals_why why,
    struct slice plm, struct slice erp, struct err *e)
{
	struct record records[2];

	if ((plm.len && dossier_parse(r, &records[0], dossier_plm(r), plm,
	    e) < 0) ||
	    (erp.len && dossier_parse(r, &records[1], dossier_erp(r), erp,
	    e) < 0))
		return -1;
	totals_explain(&r->totals, why, plm.len ? &records[0] : NULL,
	    erp.len ? &records[1] : NULL);
	return 0;
}

/* The same for a record's class; `absence` is that of an unknown one. */
static int
explain_class(struct reconcile *r, const struct reconcile_seen *seen,
    struct err *e)
{
	static const enum totals_why why[RECONCILE_CLASSES] = {
	    [RECONCILE_MATCH] = TOTALS_ALLOWED,
	    [RECONCILE_INFORMATION] = TOTALS_ALLOWED,
	    [RECONCILE_ONLY_IN_PLM] = TOTALS_ALLOWED,
	    [RECONCILE_ONLY_IN_ERP] = TOTALS_ALLOWED,
	    [RECONCILE_DIFFER] = TOTALS_FINDING,
	    [RECONCILE_CONFLICT] = TOTALS_FINDING,
	    [RECONCILE_MISSING_IN_ERP] = TOTALS_FINDING,
	    [RECONCILE_MISSING_IN_PLM] = TOTALS_FINDING};
	bool unknown = seen->class == RECONCILE_UNKNOWN_IN_ERP ||
	    seen->class == RECONCILE_UNKNOWN_IN_PLM;

	if (slice_equal(seen->plm, seen->erp))
		return 0;
	return dossier_explain(r, unknown ? (enum totals_why)
	    (TOTALS_INCOMPLETE + (seen->absence - ABSENCE_INCOMPLETE))
	    : why[seen->class], seen->plm, seen->erp, e);
}

int
dossier_classify(struct reconcile *r, enum record_type type,
    const struct reconcile_seen *seen, struct err *e)
{
	struct reconcile_seen shown = *seen;
	struct slice line = seen->plm.len ? seen->plm : seen->erp;

	r->counts[type].of[seen->class]++;
	if (explain_class(r, seen, e) < 0)
		return -1;
	if (!r->watch.see)
		return 0;
	shown.hash = hash_128(line.at, line.len).low;
	return r->watch.see(r->watch.ctx, &shown, e);
}

int
dossier_find(struct reconcile *r, struct finding *one, struct err *e)
{
	int rc = 0;

	if (rc == 0 && r->watch.find)
		rc = r->watch.find(r->watch.find_ctx, one, e);
	if (rc == 0)
		rc = finding_list_put(&r->findings, one, e);
	if (rc == 0)
		headcount_add(&r->tally, one);
	if (rc == 0 && r->watch.found)
		rc = r->watch.found(r->watch.ctx, one, e);
	return rc < 0 ? -1 : finding_accepted(one);
}

const char *
reconcile_class_name(enum reconcile_class class)
{
	static const char *const names[] = {"match", "information", "differ",
	    "conflict", "missing_in_erp", "missing_in_plm", "only_in_plm",
	    "only_in_erp", "unknown_in_erp", "unknown_in_plm"};

	return names[class];
}
