/* report_counts.c - columns that are all zero are left out. */
#include "reconcile/report_counts.h"

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

void
report_counts_add(struct buf *b, const struct reconcile *r)
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
