/* report_json.c - the summary as JSON, a line for each entry of a list. */
#include "reconcile/report_json.h"

#include "base/show.h"
#include "format/json_add.h"

static void
add_name(struct buf *b, const char *name)
{
	if (b->at[b->len - 1] != '{')
		buf_add_byte(b, ',');
	buf_printf(b, "\"%s\":", name);
}

static void
add_text(struct buf *b, const char *name, struct slice text)
{
	if (!text.len)
		return;
	add_name(b, name);
	json_add_string(b, text);
}

static void
add_count(struct buf *b, const char *name, uint64_t n)
{
	add_name(b, name);
	buf_printf(b, "%" PRIu64, n);
}

static void
add_hash(struct buf *b, const char *name, struct hash128 hash)
{
	char text[HASH_TEXT_SIZE];

	hash_print(text, hash);
	add_text(b, name, slice_of(text));
}

/* A file's name may be no UTF-8: what is not is masked. */
static void
add_file(struct buf *b, const char *name)
{
	struct buf masked = BUF_INIT((size_t)1024 * 1024);

	show_plain(&masked, slice_of(name), (size_t)64 * 1024);
	add_text(b, "name", buf_slice(&masked));
	buf_release(&masked);
}

static void
add_input(struct buf *b, const char *side, const struct stream_in *in)
{
	buf_printf(b, ",\n\"%s\":{", side);
	add_file(b, in->name);
	add_text(b, "system", in->head.system);
	add_text(b, "kind", slice_of(head_kind_name(in->head.kind)));
	add_name(b, "sealed");
	buf_add_text(b, in->bare ? "false" : "true");
	add_text(b, "created", in->head.created);
	add_text(b, "run", in->head.run);
	add_count(b, "records", in->figures.records);
	add_hash(b, "digest", in->figures.digest);
	buf_add_text(b, "}");
}

static void
add_counts(struct buf *b, const struct reconcile *r)
{
	unsigned i, c;

	buf_add_text(b, ",\n\"counts\":{");
	for (i = 0; i < TYPE_COUNT; i++) {
		const struct reconcile_counts *counts = &r->counts[i];

		if (!counts->plm && !counts->erp)
			continue;
		if (b->at[b->len - 1] == '}')
			buf_add_byte(b, ',');
		buf_printf(b, "\n\"%s\":{\"compared\":%s",
		    schema_types[i].name.at,
		    r->policy->types[i].compared ? "true" : "false");
		add_count(b, "plm", counts->plm);
		add_count(b, "erp", counts->erp);
		for (c = 0; c < RECONCILE_CLASSES; c++)
			add_count(b, reconcile_class_name(
			    (enum reconcile_class)c), counts->of[c]);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, '}');
}

static void
add_unknown(struct buf *b, const struct reconcile *r)
{
	static const char *const reasons[] = {"gone", "incomplete",
	    "out_of_scope", "filtered", "withheld"};
	unsigned i;

	buf_add_text(b, ",\n\"unknown\":{");
	for (i = ABSENCE_INCOMPLETE; i <= ABSENCE_WITHHELD; i++)
		add_count(b, reasons[i], r->unknown[i]);
	buf_add_byte(b, '}');
}

static void
add_decimal(struct buf *b, struct decimal d)
{
	char text[DECIMAL_TEXT_SIZE];
	struct value v = {VALUE_NUMBER, {text, 0}, NULL, 0};

	v.text.len = decimal_print(text, d);
	value_add(b, &v);
}

static void
add_sum(struct buf *b, const char *name, const struct totals_sum *sum)
{
	add_name(b, name);
	if (sum->overflow)
		buf_add_text(b, "null");
	else
		add_decimal(b, sum->sum);
}

/* Where the difference comes from; the sums add up to it. */
static void
add_reasons(struct buf *b, const struct totals_group *g)
{
	unsigned i;

	add_name(b, "because");
	buf_add_byte(b, '{');
	for (i = 0; i < TOTALS_WHYS; i++) {
		if (!g->why[i].records)
			continue;
		add_name(b, totals_why_names[i]);
		buf_add_byte(b, '{');
		add_count(b, "records", g->why[i].records);
		add_sum(b, "sum", &g->why[i].sum);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, '}');
}

static void
add_totals(struct buf *b, const struct totals *t)
{
	size_t i;

	buf_add_text(b, ",\n\"control_totals\":[");
	for (i = 0; i < t->count; i++) {
		const struct totals_group *g = &t->list[i];
		struct totals_sum difference = {.overflow = false};

		difference.overflow = !totals_difference(&difference.sum, g);
		buf_add_text(b, i ? ",\n{" : "\n{");
		add_text(b, "type", schema_types[g->type].name);
		add_text(b, "member", slice_of(totals_member(g)));
		add_text(b, "plant", g->plant);
		add_text(b, "unit", g->unit);
		add_sum(b, "plm", &g->sides[TOTALS_PLM]);
		add_sum(b, "erp", &g->sides[TOTALS_ERP]);
		add_sum(b, "difference", &difference);
		add_reasons(b, g);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void
add_finding_counts(struct buf *b, const struct finding_list *f)
{
	unsigned i;

	buf_add_text(b, ",\n\"findings\":{");
	add_count(b, "total", finding_list_total(f));
	add_count(b, "accepted", f->accepted);
	for (i = 0; i < FINDING_CLASSES; i++)
		add_count(b, finding_class_name((enum finding_class)i),
		    f->counts[i]);
	buf_add_byte(b, '}');
}

static void
add_raw(struct buf *b, const char *name, struct slice json)
{
	if (!json.len)
		return;
	add_name(b, name);
	buf_add_slice(b, json);
}

void
report_json_finding(struct buf *b, const struct finding *one)
{
	buf_add_byte(b, '{');
	add_text(b, "class", slice_of(finding_class_name(one->class)));
	add_text(b, "owner", slice_of(policy_owners[one->owner]));
	add_text(b, "key", one->key);
	add_text(b, "member", one->member);
	add_text(b, "plant", one->plant);
	add_text(b, "team", one->team);
	add_text(b, "severity", one->severity);
	add_text(b, "impact", one->impact);
	add_text(b, "match", one->match);
	if (one->reach_count)
		add_count(b, "reach_count", one->reach_count);
	add_text(b, "reaches", one->reaches);
	add_text(b, "exception", one->exception);
	add_text(b, "state", one->state);
	add_text(b, "opened_at", one->opened_at);
	add_text(b, "due_at", one->due_at);
	add_raw(b, "plm", one->plm);
	add_raw(b, "erp", one->erp);
	buf_add_byte(b, '}');
}

/* --- what the policy and the state say of all findings --- */

static void
add_tally(struct buf *b, const struct headcount *t)
{
	size_t i;
	unsigned k;

	buf_add_text(b, ",\n\"impacts\":[");
	for (i = 0; i < t->count; i++) {
		const struct headcount_group *g = &t->list[i];

		buf_add_text(b, i ? ",\n{" : "\n{");
		add_text(b, "impact", g->impact);
		add_text(b, "team", g->team);
		add_count(b, "findings", g->total);
		add_count(b, "overdue", g->overdue);
		add_count(b, "accepted", g->accepted);
		if (g->oldest >= 0)
			add_count(b, "oldest_days", (uint64_t)g->oldest);
		add_name(b, "ages");
		buf_add_byte(b, '{');
		for (k = 0; k < TALLY_AGES; k++)
			add_count(b, headcount_age_names[k], g->ages[k]);
		buf_add_text(b, "}}");
	}
	buf_add_byte(b, ']');
}

static void
add_trend(struct buf *b, const struct standing *st)
{
	size_t i, k;

	buf_add_text(b, ",\n\"trend\":{\"runs\":[");
	for (i = 0; i < st->run_count; i++) {
		buf_add_text(b, i ? ",{" : "{");
		add_text(b, "run", st->runs[i].run);
		add_text(b, "at", st->runs[i].at);
		buf_add_byte(b, '}');
	}
	buf_add_text(b, "],\"series\":[");
	for (i = 0; i < st->series_count; i++) {
		const struct standing_series *one = &st->series[i];

		buf_add_text(b, i ? ",\n{" : "\n{");
		add_text(b, "chart", one->chart);
		add_text(b, "name", one->name);
		add_text(b, "unit", one->unit);
		add_name(b, "values");
		for (k = 0; k < st->run_count; k++) {
			buf_add_byte(b, k ? ',' : '[');
			if (one->known[k])
				add_decimal(b, one->values[k]);
			else
				buf_add_text(b, "null");
		}
		buf_add_text(b, st->run_count ? "]}" : "[]}");
	}
	buf_add_text(b, "]}");
}

static void
add_standing(struct buf *b, const struct standing *st)
{
	size_t i;

	buf_add_text(b, ",\n\"exceptions\":{");
	add_count(b, "open", st->open);
	add_count(b, "opened", st->opened);
	add_count(b, "reopened", st->reopened);
	add_count(b, "fixed", st->fixed);
	add_count(b, "overdue", st->overdue);
	add_count(b, "accepted", st->accepted);
	buf_add_byte(b, '}');
	add_trend(b, st);
	buf_add_text(b, ",\n\"figures\":[");
	for (i = 0; i < st->figure_count; i++) {
		const struct standing_figure *f = &st->figures[i];

		buf_add_text(b, i ? ",\n{" : "\n{");
		add_text(b, "name", f->name);
		add_text(b, "dimension", f->dimension);
		add_text(b, "title", f->title);
		add_raw(b, "value", f->value.len ? f->value : SLICE("null"));
		add_text(b, "unit", f->unit);
		add_text(b, "formula", f->formula);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* --- the whole --- */

static int
put_findings(struct zio_out *out, struct buf *b, const struct summary *s,
    struct err *e)
{
	const char *comma = "\n";
	struct finding one;
	int got;

	if (finding_list_rewind(&s->r->findings, s->most, e) < 0)
		return -1;
	buf_add_text(b, ",\n\"listed\":[");
	while ((got = finding_list_next(&s->r->findings, &one, e)) > 0) {
		buf_add_text(b, comma);
		comma = ",\n";
		report_json_finding(b, &one);
		if (summary_put(out, b, e) < 0)
			return -1;
	}
	buf_add_text(b, "]}\n");
	return got < 0 ? -1 : summary_put(out, b, e);
}

static void
add_ends(struct buf *b, const struct summary *s)
{
	const struct corrections *c = &s->r->corrections;

	buf_add_text(b, ",\n\"corrections\":{");
	add_count(b, "added", c->added);
	add_count(b, "changed", c->changed);
	add_count(b, "removed", c->removed);
	add_hash(b, "base", s->r->pair.right.in.figures.digest);
	add_hash(b, "result", c->result);
	buf_add_byte(b, '}');
	if (!s->seal)
		return;
	buf_add_text(b, ",\n\"evidence\":{");
	add_file(b, s->evidence);
	add_text(b, "seal", slice_of(s->seal));
	buf_add_byte(b, '}');
}

int
report_json(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct buf b = BUF_INIT((size_t)256 * 1024 * 1024);
	char created[CLOCK_TEXT_SIZE];
	const struct reconcile *r = s->r;
	int rc;

	clock_print(created, r->tally.now);
	buf_add_text(&b, "{\"report\":\"reconcile\",\"version\":1");
	add_text(&b, "created", slice_of(created));
	if (s->standing)
		add_text(&b, "run", s->standing->run);
	add_text(&b, "policy", r->policy->name);
	add_input(&b, "plm", &r->pair.left.in);
	add_input(&b, "erp", &r->pair.right.in);
	add_counts(&b, r);
	add_unknown(&b, r);
	add_totals(&b, &r->totals);
	add_tally(&b, &r->tally);
	if (s->standing)
		add_standing(&b, s->standing);
	add_ends(&b, s);
	add_finding_counts(&b, &r->findings);
	rc = put_findings(out, &b, s, e);
	buf_release(&b);
	return rc;
}
