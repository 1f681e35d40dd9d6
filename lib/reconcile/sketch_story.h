/*
 * sketch_story.h - findings and a standing for a summary that never was, for
 * tests of reports.  A header only.
 */
#ifndef RECONCILE_SKETCH_STORY_H
#define RECONCILE_SKETCH_STORY_H

#include "reconcile/sketch_summary.h"

static inline void
sketch_find(struct sketch_summary *k, const struct finding *one)
{
	struct err e = ERR_INIT;

	sketch_must(finding_list_put(&k->r.findings, one, &e), &e);
	headcount_add(&k->r.tally, one);
}

/* Three findings of all kinds, an accepted one, and one of hostile text. */
static inline void
sketch_findings(struct sketch_summary *k)
{
	const struct finding list[] = {
	    {.class = FINDING_DIFFER, .owner = POLICY_PLM,
		.key = SLICE("bom_line:A-100/B/1000/mfg//0010/P-200/"),
		.member = SLICE("quantity"), .plm = SLICE("4"),
		.erp = SLICE("6"), .team = SLICE("engineering"),
		.severity = SLICE("major"), .impact = SLICE("line_stop"),
		.plant = SLICE("1000"), .match = SLICE("refdes"),
		.reach_count = 12, .reaches = SLICE("A-100, A-200"),
		.exception = SLICE("0123456789abcdef0123456789abcdef"),
		.state = SLICE("assigned"),
		.opened_at = SLICE("2026-11-11T04:00:00Z"),
		.due_at = SLICE("2026-11-20T00:00:00Z")},
	    {.class = FINDING_MISSING_IN_ERP, .owner = POLICY_PLM,
		.key = SLICE("item:P-300"), .impact = SLICE("launch"),
		.team = SLICE("engineering"), .state = SLICE("new"),
		.opened_at = SLICE("2026-11-23T04:59:59Z")},
	    {.class = FINDING_CONFLICT, .owner = POLICY_SHARED,
		.key = SLICE("item:P-400"), .member = SLICE("name"),
		.plm = SLICE("\"a name\""), .erp = SLICE("\"other\""),
		.team = SLICE("planning"), .state = SLICE("overridden"),
		.opened_at = SLICE("2026-11-01T00:00:00Z")},
	    {.class = FINDING_DIFFER, .owner = POLICY_PLM,
		.key = SLICE("item:=1+1\xe2\x80\xae</code><b>"),
		.member = SLICE("attrs.\"><img src=x>\033[2J"),
		.plm = SLICE("\"=cmd|' /C calc'!A0\""),
		.erp = SLICE("\"two, \\\"lines\\\"\\n</script>\""),
		.opened_at = SLICE("2026-10-01T00:00:00Z")},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(list); i++)
		sketch_find(k, &list[i]);
}

/* Thirty runs, one a day, of which the figures of the first are not known. */
static inline void
sketch_standing(struct sketch_summary *k)
{
	static const char *const words[][3] = {
	    {"Findings", "findings", ""},
	    {"Open exceptions by impact", "line_stop", ""},
	    {"Open exceptions by impact", "cost<&", ""},
	    {"First-pass accuracy", "accuracy", "%"}};
	struct standing *st = &k->standing;
	size_t i, n;

	st->run = SLICE("20261123T050000Z-000030");
	st->open = 4;
	st->opened = st->reopened = st->overdue = st->accepted = 1;
	st->fixed = 7;
	st->run_count = STANDING_RUNS;
	for (n = 0; n < STANDING_RUNS; n++) {
		snprintf(k->times[n], sizeof(k->times[n]),
		    "2026-%s-%02zuT05:00:00Z", n < 7 ? "10" : "11",
		    n < 7 ? n + 25 : n - 6);
		st->runs[n].at = slice_of(k->times[n]);
	}
	for (i = 0; i < COUNT_OF(words); i++) {
		struct standing_series *s = &k->series[i];

		s->chart = slice_of(words[i][0]);
		s->name = slice_of(words[i][1]);
		s->unit = slice_of(words[i][2]);
		for (n = 1; n < STANDING_RUNS; n++) {
			s->known[n] = true;
			s->values[n] = decimal_of(i == 3 ? 92 + (int64_t)n / 5
			    : (int64_t)(n * n * (i + 3) % 37 + 3 * (30 - n)));
		}
	}
	k->figures[2] = (struct standing_figure){
	    SLICE("accuracy.first_pass"), SLICE("plant 1000"),
	    SLICE("First-pass accuracy of a plant"), SLICE("12.5"),
	    SLICE("%"), SLICE("the same")};
	k->figures[0] = (struct standing_figure){
	    SLICE("accuracy.first_pass"), SLICE(""),
	    SLICE("First-pass accuracy"), SLICE("97.5"), SLICE("%"),
	    SLICE("records in step / records compared, before corrections")};
	k->figures[1] = (struct standing_figure){.name = SLICE("cycle.days"),
	    .title = SLICE("Change cycle time"), .unit = SLICE("days")};
	st->series = k->series;
	st->series_count = COUNT_OF(k->series);
	st->figures = k->figures;
	st->figure_count = COUNT_OF(k->figures);
}

#endif
