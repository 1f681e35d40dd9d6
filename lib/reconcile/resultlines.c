/* resultlines.c - counts and sums as members of JSON. */
#include "reconcile/resultlines.h"

#include "format/json_add.h"

#define ENTRY_CEILING ((size_t)512 * 1024)

void
resultlines_text(struct buf *b, const char *name, struct slice text)
{
	if (!text.len)
		return;
	buf_printf(b, "%s\"%s\":", b->len ? "," : "", name);
	json_add_string(b, text);
}

void
resultlines_count(struct buf *b, const char *name, uint64_t n)
{
	buf_printf(b, "%s\"%s\":%" PRIu64, b->len ? "," : "", name, n);
}

void
resultlines_hash(struct buf *b, const char *name, struct hash128 hash)
{
	char text[HASH_TEXT_SIZE];

	hash_print(text, hash);
	resultlines_text(b, name, slice_of(text));
}

static void
add_class(struct buf *b, const char *name, uint64_t n)
{
	if (n)
		resultlines_count(b, name, n);
}

static void
add_counts(struct buf *b, const struct reconcile *r, unsigned type)
{
	const struct reconcile_counts *c = &r->counts[type];
	unsigned i;

	resultlines_text(b, "type", schema_types[type].name);
	resultlines_count(b, "plm", c->plm);
	resultlines_count(b, "erp", c->erp);
	for (i = 0; i < RECONCILE_CLASSES; i++)
		add_class(b, reconcile_class_name((enum reconcile_class)i),
		    c->of[i]);
}

static void
add_sum(struct buf *b, const char *name, const struct totals_sum *sum)
{
	char text[DECIMAL_TEXT_SIZE];

	if (sum->overflow)
		return;
	decimal_print(text, sum->sum);
	resultlines_text(b, name, slice_of(text));
}

static void
add_total(struct buf *b, const struct totals_group *g)
{
	resultlines_text(b, "type", schema_types[g->type].name);
	resultlines_text(b, "member", slice_of(totals_member(g)));
	resultlines_text(b, "plant", g->plant);
	resultlines_text(b, "unit", g->unit);
	add_sum(b, "plm", &g->sides[TOTALS_PLM]);
	add_sum(b, "erp", &g->sides[TOTALS_ERP]);
}

static void
add_findings(struct buf *b, const struct finding_list *f)
{
	unsigned i;

	resultlines_count(b, "total", finding_list_total(f));
	resultlines_count(b, "accepted", f->accepted);
	for (i = 0; i < FINDING_CLASSES; i++)
		add_class(b, finding_class_name((enum finding_class)i),
		    f->counts[i]);
}

int
resultlines_each(const struct reconcile *r, resultlines_put put, void *ctx,
    struct err *e)
{
	struct buf b = BUF_INIT(ENTRY_CEILING);
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < TYPE_COUNT; i++) {
		if (!r->counts[i].plm && !r->counts[i].erp)
			continue;
		buf_clear(&b);
		add_counts(&b, r, (unsigned)i); /* a type */
		rc = put(ctx, "counts", buf_slice(&b), e);
	}
	for (i = 0; rc == 0 && i < r->totals.count; i++) {
		buf_clear(&b);
		add_total(&b, &r->totals.list[i]);
		rc = put(ctx, "total", buf_slice(&b), e);
	}
	if (rc == 0) {
		buf_clear(&b);
		add_findings(&b, &r->findings);
		rc = put(ctx, "findings", buf_slice(&b), e);
	}
	buf_release(&b);
	return rc;
}
