/* report.c - the summary as text. */
#include "reconcile/report.h"

#include "base/show.h"

/* What of a key, of a value is shown; groups of totals that are listed. */
#define KEY_SHOWN 200
#define VALUE_SHOWN 60
#define TOTALS_SHOWN 10

/* --- the table of counts --- */

enum column {
	COLUMN_CONFLICT,
	COLUMN_ERP_LACKS,
	COLUMN_PLM_LACKS,
	COLUMN_DIFFER,
	COLUMN_UNKNOWN,
	COLUMN_INFORMATION,
	COLUMN_FINE,
	COLUMN_MATCH,
	COLUMN_PLM,
	COLUMN_ERP,
	COLUMNS,
};

static const char *const column_names[COLUMNS] = {"conflict", "ERP lacks",
    "PLM lacks", "differ", "unknown", "information", "fine", "match", "PLM",
    "ERP"};

struct row {
	const char *name;
	uint64_t of[COLUMNS];
	bool compared;
};

struct table {
	struct row rows[TYPE_COUNT + 1];
	size_t count;
	size_t name_width;
	int widths[COLUMNS]; /* 0: the column is left out */
};

static void
fill_row(struct row *row, const struct reconcile_counts *c)
{
	const uint64_t *of = c->of;

	row->of[COLUMN_CONFLICT] = of[RECONCILE_CONFLICT];
	row->of[COLUMN_ERP_LACKS] = of[RECONCILE_MISSING_IN_ERP];
	row->of[COLUMN_PLM_LACKS] = of[RECONCILE_MISSING_IN_PLM];
	row->of[COLUMN_DIFFER] = of[RECONCILE_DIFFER];
	row->of[COLUMN_UNKNOWN] = of[RECONCILE_UNKNOWN_IN_ERP] +
	    of[RECONCILE_UNKNOWN_IN_PLM];
	row->of[COLUMN_INFORMATION] = of[RECONCILE_INFORMATION];
	row->of[COLUMN_FINE] = of[RECONCILE_ONLY_IN_PLM] +
	    of[RECONCILE_ONLY_IN_ERP];
	row->of[COLUMN_MATCH] = of[RECONCILE_MATCH];
	row->of[COLUMN_PLM] = c->plm;
	row->of[COLUMN_ERP] = c->erp;
}

static void
fill_table(struct table *t, const struct reconcile *r)
{
	struct row *all;
	unsigned i, c;

	memset(t, 0, sizeof(*t));
	t->name_width = strlen("type");
	for (i = 0; i < TYPE_COUNT; i++) {
		const struct reconcile_counts *counts = &r->counts[i];
		struct row *row = &t->rows[t->count];

		if (!counts->plm && !counts->erp)
			continue;
		t->count++;
		row->name = schema_types[i].name.at;
		row->compared = r->policy->types[i].compared;
		fill_row(row, counts);
		if (strlen(row->name) > t->name_width)
			t->name_width = strlen(row->name);
	}
	all = &t->rows[t->count];
	all->name = "all";
	all->compared = true;
	for (c = 0; c < COLUMNS; c++) {
		char text[24];
		int width = (int)strlen(column_names[c]);

		for (i = 0; i < t->count; i++)
			all->of[c] += t->rows[i].of[c];
		i = (unsigned)snprintf(text, sizeof(text), "%" PRIu64,
		    all->of[c]);
		if (all->of[c] || c >= COLUMN_MATCH)
			t->widths[c] = (int)i > width ? (int)i : width;
	}
}

static void
add_row(struct buf *b, const struct table *t, const struct row *row)
{
	unsigned c;

	buf_printf(b, "%-*s", (int)t->name_width, row->name);
	for (c = 0; c < COLUMNS; c++) {
		if (!t->widths[c])
			continue;
		if (row->compared || c >= COLUMN_PLM)
			buf_printf(b, "  %*" PRIu64, t->widths[c], row->of[c]);
		else
			buf_printf(b, "  %*s", t->widths[c], "-");
	}
	buf_add_byte(b, '\n');
}

static void
add_table(struct buf *b, const struct reconcile *r)
{
	struct table t;
	size_t i;
	unsigned c;

	fill_table(&t, r);
	buf_printf(b, "\n%-*s", (int)t.name_width, "type");
	for (c = 0; c < COLUMNS; c++)
		if (t.widths[c])
			buf_printf(b, "  %*s", t.widths[c], column_names[c]);
	buf_add_byte(b, '\n');
	for (i = 0; i < t.count; i++)
		add_row(b, &t, &t.rows[i]);
	if (t.count != 1)
		add_row(b, &t, &t.rows[t.count]);
}

/* --- the lines around it --- */

static void
add_title(struct buf *b, const struct reconcile *r)
{
	uint64_t records = 0, total = finding_list_total(&r->findings);
	struct slice policy = r->policy->name;
	uint64_t unknown = 0;
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		records += r->counts[i].of[RECONCILE_DIFFER] +
		    r->counts[i].of[RECONCILE_CONFLICT] +
		    r->counts[i].of[RECONCILE_MISSING_IN_ERP] +
		    r->counts[i].of[RECONCILE_MISSING_IN_PLM];
	for (i = 0; i < TYPE_COUNT; i++)
		unknown += r->counts[i].of[RECONCILE_UNKNOWN_IN_ERP] +
		    r->counts[i].of[RECONCILE_UNKNOWN_IN_PLM];
	if (total)
		buf_printf(b, "%" PRIu64 " finding%s in %" PRIu64 " record%s",
		    total, total == 1 ? "" : "s", records,
		    records == 1 ? "" : "s");
	else
		buf_add_text(b, "no findings");
	if (unknown)
		buf_printf(b, ", %" PRIu64 " record%s unknown", unknown,
		    unknown == 1 ? "" : "s");
	if (policy.len) {
		buf_add_text(b, ", policy ");
		show_plain(b, policy, VALUE_SHOWN);
	} else {
		buf_add_text(b, ", without a policy (PLM owns everything)");
	}
	buf_add_byte(b, '\n');
}

static void
add_unknown(struct buf *b, const struct reconcile *r)
{
	static const char *const reasons[] = {"", "not a complete snapshot",
	    "out of scope", "filtered", "withheld"};
	const char *comma = "\nunknown: ";
	unsigned i;

	for (i = ABSENCE_INCOMPLETE; i <= ABSENCE_WITHHELD; i++) {
		if (!r->unknown[i])
			continue;
		buf_printf(b, "%s%" PRIu64 " %s", comma, r->unknown[i],
		    reasons[i]);
		comma = ", ";
	}
	if (comma[0] == ',')
		buf_add_byte(b, '\n');
}

static void
add_value(struct buf *b, const char *name, struct slice value)
{
	buf_add_text(b, name);
	if (value.len)
		show_plain(b, value, VALUE_SHOWN);
	else
		buf_add_byte(b, '-');
}

static void
add_finding(struct buf *b, const struct finding *one)
{
	buf_printf(b, "%-14s  ", finding_class_name(one->class));
	show_plain(b, one->key, KEY_SHOWN);
	if (one->member.len) {
		buf_add_text(b, "  ");
		show_plain(b, one->member, KEY_SHOWN);
		add_value(b, ": PLM ", one->plm);
		add_value(b, ", ERP ", one->erp);
	}
	buf_printf(b, " (owner %s)\n", policy_owners[one->owner]);
}

static void
add_sum(struct buf *b, const char *name, const struct totals_sum *sum)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, sum->sum);
	buf_printf(b, "%s%s", name, sum->overflow ? "too large" : text);
}

static void
add_totals(struct buf *b, const struct totals *t)
{
	size_t i, differ = 0, shown = 0;

	for (i = 0; i < t->count; i++)
		differ += !totals_agree(&t->list[i]);
	if (!t->count)
		return;
	buf_printf(b, "\ncontrol totals: %zu agree, %zu differ\n",
	    t->count - differ, differ);
	for (i = 0; i < t->count && shown < TOTALS_SHOWN; i++) {
		const struct totals_group *g = &t->list[i];
		const struct schema_type *type = &schema_types[g->type];

		if (totals_agree(g))
			continue;
		shown++;
		buf_printf(b, "%s %s, plant ", type->name.at,
		    type->members[g->member].name.at);
		add_value(b, "", g->plant);
		add_value(b, ", ", g->unit);
		add_sum(b, ": PLM ", &g->sides[TOTALS_PLM]);
		add_sum(b, ", ERP ", &g->sides[TOTALS_ERP]);
		buf_add_byte(b, '\n');
	}
	if (differ > shown)
		buf_printf(b, "and %zu more\n", differ - shown);
}

static void
add_input(struct buf *b, const char *side, const struct stream_in *in)
{
	char digest[HASH_TEXT_SIZE];

	hash_print(digest, in->figures.digest);
	add_value(b, side, slice_of(in->name));
	if (in->head.system.len) {
		buf_add_text(b, ", ");
		show_plain(b, in->head.system, VALUE_SHOWN);
	}
	buf_printf(b, ", %s%s of %" PRIu64 " records, digest %s\n",
	    in->bare ? "bare " : "", head_kind_name(in->head.kind),
	    in->figures.records, digest);
}

int
report_put(struct zio_out *out, struct buf *b, struct err *e)
{
	int rc = zio_out_add(out, b->at, b->len, e);

	buf_clear(b);
	return rc;
}

static int
put_findings(struct zio_out *out, struct buf *b, struct reconcile *r,
    struct err *e)
{
	uint64_t total = finding_list_total(&r->findings);
	struct finding one;
	int got;

	if (!total)
		return 0;
	buf_add_text(b, "\nfindings");
	if (total > r->findings.most)
		buf_printf(b, " (%" PRIu64 " of %" PRIu64 ")",
		    r->findings.most, total);
	buf_add_text(b, ":\n");
	while ((got = finding_list_next(&r->findings, &one, e)) > 0) {
		add_finding(b, &one);
		if (report_put(out, b, e) < 0)
			return -1;
	}
	return got;
}

int
report_text(struct zio_out *out, struct reconcile *r, struct err *e)
{
	const struct corrections *c = &r->corrections;
	struct buf b = BUF_INIT((size_t)1024 * 1024);
	int rc = -1;

	add_title(&b, r);
	add_table(&b, r);
	add_unknown(&b, r);
	if (put_findings(out, &b, r, e) == 0) {
		add_totals(&b, &r->totals);
		buf_printf(&b, "\ncorrections: %" PRIu64 " to add, %" PRIu64
		    " to change, %" PRIu64 " to remove\n", c->added,
		    c->changed, c->removed);
		add_input(&b, "PLM: ", &r->pair.left.in);
		add_input(&b, "ERP: ", &r->pair.right.in);
		rc = report_put(out, &b, e);
	}
	buf_release(&b);
	return rc;
}
