/* report_json.c - the summary as JSON, a line for each entry of a list. */
#include "reconcile/report_json.h"

#include "base/clock.h"
#include "base/show.h"
#include "format/json_add.h"
#include "reconcile/report.h"

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
add_sum(struct buf *b, const char *name, const struct totals_sum *sum)
{
	char text[DECIMAL_TEXT_SIZE];
	struct value v = {VALUE_NUMBER, {text, 0}, NULL, 0};

	add_name(b, name);
	if (sum->overflow) {
		buf_add_text(b, "null");
		return;
	}
	v.text.len = decimal_print(text, sum->sum);
	value_add(b, &v);
}

static void
add_totals(struct buf *b, const struct totals *t)
{
	size_t i;

	buf_add_text(b, ",\n\"control_totals\":[");
	for (i = 0; i < t->count; i++) {
		const struct totals_group *g = &t->list[i];
		const struct schema_type *type = &schema_types[g->type];

		buf_add_text(b, i ? ",\n{" : "\n{");
		add_text(b, "type", type->name);
		add_text(b, "member", type->members[g->member].name);
		add_text(b, "plant", g->plant);
		add_text(b, "unit", g->unit);
		add_sum(b, "plm", &g->sides[TOTALS_PLM]);
		add_sum(b, "erp", &g->sides[TOTALS_ERP]);
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

static void
add_finding(struct buf *b, const struct finding *one)
{
	buf_add_byte(b, '{');
	add_text(b, "class", slice_of(finding_class_name(one->class)));
	add_text(b, "owner", slice_of(policy_owners[one->owner]));
	add_text(b, "key", one->key);
	if (one->member.len) {
		add_name(b, "member");
		buf_add_byte(b, '"');
		buf_add_slice(b, one->member);
		buf_add_byte(b, '"');
	}
	add_raw(b, "plm", one->plm);
	add_raw(b, "erp", one->erp);
	buf_add_byte(b, '}');
}

static int
put_findings(struct zio_out *out, struct buf *b, struct reconcile *r,
    struct err *e)
{
	const char *comma = "\n";
	struct finding one;
	int got;

	buf_add_text(b, ",\n\"listed\":[");
	while ((got = finding_list_next(&r->findings, &one, e)) > 0) {
		buf_add_text(b, comma);
		comma = ",\n";
		add_finding(b, &one);
		if (report_put(out, b, e) < 0)
			return -1;
	}
	buf_add_text(b, "]}\n");
	return got < 0 ? -1 : report_put(out, b, e);
}

int
report_json(struct zio_out *out, struct reconcile *r, struct err *e)
{
	const struct corrections *c = &r->corrections;
	struct buf b = BUF_INIT((size_t)256 * 1024 * 1024);
	char created[CLOCK_TEXT_SIZE];
	int rc;

	clock_print(created, clock_now());
	buf_add_text(&b, "{\"report\":\"reconcile\",\"version\":1");
	add_text(&b, "created", slice_of(created));
	add_text(&b, "policy", r->policy->name);
	add_input(&b, "plm", &r->pair.left.in);
	add_input(&b, "erp", &r->pair.right.in);
	add_counts(&b, r);
	add_unknown(&b, r);
	add_totals(&b, &r->totals);
	buf_add_text(&b, ",\n\"corrections\":{");
	add_count(&b, "added", c->added);
	add_count(&b, "changed", c->changed);
	add_count(&b, "removed", c->removed);
	add_hash(&b, "base", r->pair.right.in.figures.digest);
	add_hash(&b, "result", c->result);
	buf_add_byte(&b, '}');
	add_finding_counts(&b, &r->findings);
	rc = put_findings(out, &b, r, e);
	buf_release(&b);
	return rc;
}
