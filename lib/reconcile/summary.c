/* summary.c - sums that more than one report tells. */
#include "reconcile/summary.h"

void
summary_count(struct summary_counts *c, const struct summary *s)
{
	const struct totals *totals = &s->r->totals;
	unsigned i, k;
	size_t n;

	*c = (struct summary_counts){.totals = totals->count};
	for (i = 0; i < TYPE_COUNT; i++) {
		const uint64_t *of = s->r->counts[i].of;

		for (k = 0; k < RECONCILE_CLASSES; k++)
			c->compared += of[k];
		c->in_step += of[RECONCILE_MATCH] +
		    of[RECONCILE_INFORMATION] + of[RECONCILE_ONLY_IN_PLM] +
		    of[RECONCILE_ONLY_IN_ERP];
		c->unknown += of[RECONCILE_UNKNOWN_IN_ERP] +
		    of[RECONCILE_UNKNOWN_IN_PLM];
	}
	c->concerned = c->compared - c->in_step - c->unknown;
	for (n = 0; n < totals->count; n++)
		c->totals_differ += !totals_agree(&totals->list[n]);
}

const char *
summary_reason(enum absence why)
{
	static const char *const reasons[] = {NULL, "not a complete snapshot",
	    "out of scope", "filtered", "withheld"};

	return reasons[why];
}

int
summary_put(struct zio_out *out, struct buf *b, struct err *e)
{
	int rc;

	if (b->over)
		rc = err_set(e, ERR_INPUT, "a line of a report becomes longer "
		    "than %zu bytes", b->most);
	else
		rc = zio_out_add(out, b->at, b->len, e);
	buf_clear(b);
	return rc;
}
