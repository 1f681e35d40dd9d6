/*
 * report_csv.c - rows of findings.
 *
 * Values are JSON in a finding: a text stands without its quotes here, as it
 * would be typed, and all else as it is.
 */
#include "reconcile/report_csv.h"

#include "base/show.h"
#include "format/json.h"

#define CELL_MOST ((size_t)32 * 1024) /* what a spreadsheet's cell holds */

const char *const report_csv_columns[] = {"class", "impact", "severity",
    "team", "owner", "type", "key", "plant", "member", "plm", "erp", "match",
    "reach_count", "reaches", "exception", "state", "opened_at", "due_at",
    "age_days", "overdue", NULL};

struct row {
	struct buf line, cell;
	struct arena arena;
};

/* A cell; shown as on a terminal, so that no control byte gets in. */
static void
add_cell(struct row *row, struct slice text)
{
	if (row->line.len && row->line.at[row->line.len - 1] != '\n')
		buf_add_byte(&row->line, ',');
	buf_clear(&row->cell);
	show_plain(&row->cell, text, CELL_MOST - 16);
	show_csv(&row->line, buf_slice(&row->cell));
}

static void
add_value(struct row *row, struct slice json)
{
	struct err ignored = ERR_INIT;
	struct json_value v;
	struct json j;

	if (json.len && json.at[0] == '"') {
		arena_reset(&row->arena);
		json_init(&j, json, "a finding", 1, &row->arena);
		if (json_value(&j, &v, &ignored) == 0)
			json = v.text;
		err_clear(&ignored);
	}
	add_cell(row, json);
}

static void
add_number(struct row *row, int64_t n, bool known)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	add_cell(row, slice_of(known ? text : ""));
}

static void
add_finding(struct row *row, const struct headcount *t,
    const struct finding *one)
{
	struct slice type = one->key;
	int64_t days = headcount_days(t, one->opened_at);

	add_cell(row, slice_of(finding_class_name(one->class)));
	add_cell(row, one->impact);
	add_cell(row, one->severity);
	add_cell(row, one->team);
	add_cell(row, slice_of(policy_owners[one->owner]));
	add_cell(row, slice_cut(&type, ':'));
	add_cell(row, one->key);
	add_cell(row, one->plant);
	add_cell(row, one->member);
	add_value(row, one->plm);
	add_value(row, one->erp);
	add_cell(row, one->match);
	/* a count of reached assemblies is far below 2^63 */
	add_number(row, (int64_t)one->reach_count, one->reach_count > 0);
	add_cell(row, one->reaches);
	add_cell(row, one->exception);
	add_cell(row, one->state);
	add_cell(row, one->opened_at);
	add_cell(row, one->due_at);
	add_number(row, days, days >= 0);
	add_cell(row, slice_of(headcount_overdue(t, one) ? "yes" : ""));
	buf_add_text(&row->line, "\r\n");
}

int
report_csv(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct row row = {.arena = ARENA_INIT};
	struct finding one;
	unsigned i;
	int got;

	buf_init(&row.line, (size_t)64 * 1024 * 1024);
	buf_init(&row.cell, (size_t)1024 * 1024);
	for (i = 0; report_csv_columns[i]; i++)
		add_cell(&row, slice_of(report_csv_columns[i]));
	buf_add_text(&row.line, "\r\n");
	got = finding_list_rewind(&s->r->findings, s->most, e);
	while (got == 0 && (got = finding_list_next(&s->r->findings, &one,
	    e)) > 0) {
		add_finding(&row, &s->r->tally, &one);
		got = summary_put(out, &row.line, e);
	}
	if (got == 0)
		got = summary_put(out, &row.line, e);
	buf_release(&row.line);
	buf_release(&row.cell);
	arena_release(&row.arena);
	return got;
}
