/* witness.c - lines of records, drawn by rank. */
#include "reconcile/witness.h"

#include "reconcile/resultlines.h"
#include "reconcile/report_json.h"

void
witness_init(struct witness *w)
{
	unsigned i;

	memset(w, 0, sizeof(*w));
	buf_init(&w->line, 4 * ZIO_LINE_MOST);
	for (i = 0; i < WITNESS_LISTS; i++)
		w->sums[i].sum = audit_sha256_new();
}

static void
forget(struct witness *w)
{
	unsigned i, k;

	for (i = 0; i < RECONCILE_CLASSES; i++) {
		for (k = 0; k < w->counts[i]; k++) {
			mem_free(w->samples[i][k].text);
			w->samples[i][k].text = NULL;
		}
		w->counts[i] = 0;
	}
}

void
witness_release(struct witness *w)
{
	unsigned i;

	forget(w);
	for (i = 0; i < WITNESS_LISTS; i++) {
		audit_sha256_free(w->sums[i].sum);
		w->sums[i].sum = NULL;
	}
	buf_release(&w->line);
}

/* Only matches are shown while both sides are read: none is put yet. */
void
witness_again(void *ctx)
{
	forget(ctx);
}

static void
print_seen(struct buf *b, const struct reconcile_seen *seen)
{
	buf_clear(b);
	buf_printf(b, "{\"class\":\"%s\"", reconcile_class_name(seen->class));
	if (seen->plm.len) {
		buf_add_text(b, ",\"plm\":");
		buf_add_slice(b, seen->plm);
	}
	if (seen->erp.len) {
		buf_add_text(b, ",\"erp\":");
		buf_add_slice(b, seen->erp);
	}
	buf_add_text(b, "}\n");
}

static int
put(struct witness *w, enum witness_list list, struct slice line,
    struct err *e)
{
	struct witness_sum *sum = &w->sums[list];

	audit_sha256_add(sum->sum, line.at, line.len);
	sum->records++;
	return w->put ? w->put(w->ctx, list, line, e) : 0;
}

/* The sample of a class with the largest rank, which is the next to go. */
static struct witness_sample *
worst(struct witness_sample *list)
{
	struct witness_sample *s, *found = list;

	for (s = list + 1; s < list + WITNESS_SAMPLES; s++)
		if (s->rank > found->rank)
			found = s;
	return found;
}

static void
draw(struct witness *w, const struct reconcile_seen *seen)
{
	struct witness_sample *list = w->samples[seen->class], *s;
	unsigned *count = &w->counts[seen->class];

	s = *count < WITNESS_SAMPLES ? &list[(*count)++] : worst(list);
	if (s->text && s->rank <= seen->hash)
		return;
	mem_free(s->text);
	print_seen(&w->line, seen);
	s->text = mem_text(buf_text(&w->line));
	s->rank = seen->hash;
}

int
witness_see(void *ctx, const struct reconcile_seen *seen, struct err *e)
{
	struct witness *w = ctx;

	draw(w, seen);
	if (seen->class == RECONCILE_MATCH ||
	    seen->class == RECONCILE_INFORMATION)
		return 0;
	print_seen(&w->line, seen);
	return put(w, WITNESS_DIFFERENCES, buf_slice(&w->line), e);
}

int
witness_found(void *ctx, const struct finding *one, struct err *e)
{
	struct witness *w = ctx;
	struct finding bare = *one;

	bare.exception = bare.opened_at = bare.due_at = SLICE("");
	if (!finding_accepted(one))
		bare.state = SLICE("");
	buf_clear(&w->line);
	report_json_finding(&w->line, &bare);
	buf_add_byte(&w->line, '\n');
	return put(w, WITNESS_FINDINGS, buf_slice(&w->line), e);
}

static int
by_rank(const void *a, const void *b)
{
	const struct witness_sample *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->text, y->text);
}

int
witness_finish(struct witness *w, struct err *e)
{
	unsigned char hash[AUDIT_HASH_SIZE];
	unsigned i, k;

	for (i = 0; i < RECONCILE_CLASSES; i++) {
		qsort(w->samples[i], w->counts[i], sizeof(w->samples[i][0]),
		    by_rank);
		for (k = 0; k < w->counts[i]; k++)
			if (put(w, WITNESS_DRAWN,
			    slice_of(w->samples[i][k].text), e) < 0)
				return -1;
	}
	for (i = 0; i < WITNESS_LISTS; i++) {
		audit_sha256_end(w->sums[i].sum, hash);
		audit_sha256_free(w->sums[i].sum);
		w->sums[i].sum = NULL;
		audit_hex(w->sums[i].hex, hash);
	}
	return 0;
}

void
witness_add(struct buf *b, const struct witness *w, enum witness_list list)
{
	static const char *const names[] = {"findings", "differences",
	    "samples"};

	resultlines_text(b, "list", slice_of(names[list]));
	resultlines_count(b, "records", w->sums[list].records);
	resultlines_text(b, "sha256", slice_of(w->sums[list].hex));
}
