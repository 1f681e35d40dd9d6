/* reconciliation.c - reading, judging, and judging once more. */
#include "reconcile/reconciliation.h"

#include "reconcile/intake.h"
#include "reconcile/judgement.h"

static void
forget(struct reconcile *r)
{
	pairing_release(&r->pair);
	totals_release(&r->totals);
	unit_table_release(&r->units);
	muster_release(&r->muster);
	anatomy_release(&r->anatomy[0]);
	anatomy_release(&r->anatomy[1]);
	rekey_release(&r->rekey);
	sort_free(r->kept);
	r->kept = NULL;
}

int
reconciliation_read(struct reconcile *r, const char *const paths[2],
    const struct policy *policy, size_t memory, struct err *e)
{
	struct reconcile_watch watch = r->watch;
	bool shows_alike = r->shows_alike;

	memset(r, 0, sizeof(*r));
	r->watch = watch;
	r->shows_alike = shows_alike;
	r->policy = policy;
	r->memory = memory;
	r->arena = (struct arena)ARENA_INIT;
	buf_init(&r->line, 4 * ZIO_LINE_MOST);
	if (intake_read(r, paths, STREAM_SORTED, e) == 0)
		return 0;
	if (!pairing_wants_resort(&r->pair))
		return -1;
	err_clear(e);
	forget(r);
	return intake_read(r, paths, STREAM_RESORTED, e);
}

void
reconciliation_release(struct reconcile *r)
{
	forget(r);
	finding_list_release(&r->findings);
	headcount_release(&r->tally);
	corrections_release(&r->corrections);
	arena_release(&r->arena);
	buf_release(&r->line);
}

int
reconciliation_judge(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e)
{
	memcpy(r->read_counts, r->counts, sizeof(r->counts));
	totals_save(&r->totals);
	return judgement_run(r, outs, most, e);
}

int
reconciliation_rewind(struct reconcile *r, struct err *e)
{
	memcpy(r->counts, r->read_counts, sizeof(r->counts));
	memset(r->unknown, 0, sizeof(r->unknown));
	totals_restore(&r->totals);
	finding_list_release(&r->findings);
	headcount_release(&r->tally);
	corrections_release(&r->corrections);
	if (muster_rewind(&r->muster, e) < 0)
		return -1;
	return sort_rewind(r->kept, e);
}

void
reconciliation_corrections_head(const struct reconcile *r, struct head *h)
{
	head_init(h, HEAD_DELTA);
	h->system = dossier_plm(r)->in.head.system;
	h->scope = dossier_plm(r)->in.head.scope;
	h->sorted = true;
	h->has_base = h->has_result = true;
	h->base = dossier_erp(r)->in.figures.digest;
	h->result = r->corrections.result;
}

void
reconciliation_records_head(const struct pairing_side *side, struct head *h)
{
	head_init(h, HEAD_UPSERT);
	h->system = side->in.head.system;
	h->scope = side->in.head.scope;
	h->sorted = true;
}
