/* judged.c - both records parsed, then compared. */
#include "reconcile/judged.h"

int
judged_compare(struct judged *j, struct reconcile *r, struct err *e)
{
	struct difference_side plm = {&j->plm, &dossier_plm(r)->in.head.scope};
	struct difference_side erp = {&j->erp, &dossier_erp(r)->in.head.scope};
	struct difference_by by = {.units = &r->units,
	    .keys = j->match.len > 0};

	if (dossier_parse(r, &j->plm, dossier_plm(r), j->plm_line, e) < 0 ||
	    dossier_parse(r, &j->erp, dossier_erp(r), j->erp_line, e) < 0)
		return -1;
	record_key(&j->key, &j->plm);
	j->record = &j->plm;
	j->policy = &r->policy->types[j->key.type];
	by.type = j->policy;
	difference_find(&j->differences, &by, &plm, &erp, &r->arena);
	return 0;
}

enum reconcile_class
judged_class(const struct judged *j)
{
	const struct differences *d = &j->differences;

	if (d->of[POLICY_SHARED])
		return RECONCILE_CONFLICT;
	if (d->of[POLICY_PLM])
		return RECONCILE_DIFFER;
	return d->count ? RECONCILE_INFORMATION : RECONCILE_MATCH;
}
