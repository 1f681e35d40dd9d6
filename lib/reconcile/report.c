/* report.c - the summary as text. */
#include "reconcile/report.h"

#include "base/show.h"
#include "reconcile/report_counts.h"

/* What of a key, of a value is shown; groups of totals that are listed. */
#define KEY_SHOWN 200
#define VALUE_SHOWN 60
#define TOTALS_SHOWN 10

/* --- the lines around it --- */

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
add_title(struct buf *b, const struct summary *s,
    const struct summary_counts *c)
{
	uint64_t total = finding_list_total(&s->r->findings);
	struct slice policy = s->r->policy->name;

	if (total)
		buf_printf(b, "%" PRIu64 " finding%s", total, plural(total));
	else
		buf_add_text(b, "no findings");
	/* records all of whose findings are accepted differ all the same */
	if (total && !s->r->findings.accepted)
		buf_printf(b, " in %" PRIu64 " record%s", c->concerned,
		    plural(c->concerned));
	if (c->unknown)
		buf_printf(b, ", %" PRIu64 " record%s unknown", c->unknown,
		    plural(c->unknown));
	if (policy.len) {
		buf_add_text(b, ", policy ");
		show_plain(b, policy, VALUE_SHOWN);
	} else {
		buf_add_text(b, ", without a policy (PLM owns everything)");
	}
	buf_add_byte(b, '\n');
}

/* What only the state knows. */
static void
add_standing(struct buf *b, const struct summary *s)
{
	const struct standing *st = s->standing;
	struct headcount_group all;

	headcount_all(&all, &s->r->tally);
	if (st)
		buf_printf(b, "%" PRIu64 " new today, %" PRIu64 " overdue, %"
		    PRIu64 " opened again, %" PRIu64 " fixed since the last "
		    "run\n", all.ages[TALLY_TODAY], all.overdue, st->reopened,
		    st->fixed);
	if (s->r->findings.accepted)
		buf_printf(b, "accepted by overrides, and not counted: %"
		    PRIu64 "\n", s->r->findings.accepted);
}

static void
add_unknown(struct buf *b, const struct reconcile *r)
{
	const char *comma = "not concluded: ";
	unsigned i;

	for (i = ABSENCE_INCOMPLETE; i <= ABSENCE_WITHHELD; i++) {
		if (!r->unknown[i])
			continue;
		buf_printf(b, "%s%" PRIu64 " %s", comma, r->unknown[i],
		    summary_reason((enum absence)i));
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
add_word(struct buf *b, const char *name, struct slice word)
{
	if (!word.len)
		return;
	buf_add_text(b, name);
	show_plain(b, word, VALUE_SHOWN);
}

/* --- findings --- */

static void
add_age(struct buf *b, const struct headcount *t, const struct finding *one)
{
	int64_t days = headcount_days(t, one->opened_at);

	if (days == 0)
		buf_add_text(b, ", new today");
	else if (days > 0)
		buf_printf(b, ", %" PRId64 " day%s old", days,
		    days == 1 ? "" : "s");
	if (headcount_overdue(t, one))
		buf_add_text(b, ", overdue");
	if (finding_accepted(one))
		buf_add_text(b, ", accepted");
	else if (slice_is(one->state, "reopened"))
		buf_add_text(b, ", opened again");
}

static void
add_finding(struct buf *b, const struct headcount *t, const struct finding *one)
{
	buf_printf(b, "%-14s  ", finding_class_name(one->class));
	show_plain(b, one->key, KEY_SHOWN);
	if (one->member.len) {
		buf_add_text(b, "  ");
		show_plain(b, one->member, KEY_SHOWN);
	}
	if (one->plm.len || one->erp.len) {
		add_value(b, ": PLM ", one->plm);
		add_value(b, ", ERP ", one->erp);
	}
	buf_printf(b, " (owner %s", policy_owners[one->owner]);
	add_word(b, ", impact ", one->impact);
	add_word(b, ", severity ", one->severity);
	add_word(b, ", team ", one->team);
	add_word(b, ", found by ", one->match);
	if (one->reach_count) {
		buf_printf(b, ", reaches %" PRIu64, one->reach_count);
		add_word(b, ": ", one->reaches);
	}
	add_age(b, t, one);
	buf_add_text(b, ")\n");
}

static int
put_findings(struct zio_out *out, struct buf *b, const struct summary *s,
    struct err *e)
{
	struct finding_list *f = &s->r->findings;
	uint64_t total = finding_list_total(f) + f->accepted;
	struct finding one;
	int got;

	if (finding_list_rewind(f, s->most, e) < 0)
		return -1;
	if (!total)
		return 0;
	buf_add_text(b, "\nfindings");
	if (total > f->listed)
		buf_printf(b, " (%" PRIu64 " of %" PRIu64 ")", f->listed,
		    total);
	buf_add_text(b, ":\n");
	while ((got = finding_list_next(f, &one, e)) > 0) {
		add_finding(b, &s->r->tally, &one);
		if (summary_put(out, b, e) < 0)
			return -1;
	}
	return got;
}

/* --- by impact --- */

static void
add_cell(struct buf *b, const char *text)
{
	buf_printf(b, "  %12s", text);
}

static void
add_number(struct buf *b, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, n);
	add_cell(b, text);
}

/* Who is to see to it: "engineering 3, planning". */
static void
add_teams(struct buf *b, const struct headcount *t, struct slice impact)
{
	const char *comma = "  ";
	size_t i;

	for (i = 0; i < t->count; i++) {
		const struct headcount_group *g = &t->list[i];

		if (!g->team.len || !g->total ||
		    !slice_equal(g->impact, impact))
			continue;
		buf_add_text(b, comma);
		show_plain(b, g->team, VALUE_SHOWN);
		buf_printf(b, " %" PRIu64, g->total);
		comma = ", ";
	}
}

static void
add_impact(struct buf *b, const struct summary *s,
    const struct headcount_group *g)
{
	struct buf name = BUF_INIT((size_t)64 * 1024);
	unsigned i;

	show_plain(&name, g->impact.len ? g->impact : SLICE("(not said)"), 40);
	buf_printf(b, "%-14s", buf_text(&name));
	buf_release(&name);
	add_number(b, g->total);
	if (s->standing) {
		for (i = 0; i < TALLY_UNKNOWN; i++)
			add_number(b, g->ages[i]);
		add_number(b, g->overdue);
	}
	add_teams(b, &s->r->tally, g->impact);
	buf_add_byte(b, '\n');
}

static void
add_impacts(struct buf *b, const struct summary *s)
{
	const struct headcount *all = &s->r->tally;
	struct headcount t;
	bool said = s->standing != NULL;
	size_t i;

	for (i = 0; i < all->count; i++)
		said = said || all->list[i].impact.len || all->list[i].team.len;
	if (!said || !finding_list_total(&s->r->findings))
		return;
	buf_printf(b, "\n%-14s", "impact");
	add_cell(b, "findings");
	if (s->standing) {
		for (i = 0; i < TALLY_UNKNOWN; i++)
			add_cell(b, headcount_age_titles[i]);
		add_cell(b, "overdue");
	}
	buf_add_text(b, "  teams\n");
	headcount_by_impact(&t, all);
	for (i = 0; i < t.count; i++)
		if (t.list[i].total)
			add_impact(b, s, &t.list[i]);
	headcount_release(&t);
}

/* --- control totals --- */

static void
add_sum(struct buf *b, const char *name, const struct totals_sum *sum)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, sum->sum);
	buf_printf(b, "%s%s", name, sum->overflow ? "too large" : text);
}

/* Where a difference comes from: "(findings 3, withheld -1)". */
static void
add_reasons(struct buf *b, const struct totals_group *g)
{
	const char *before = " (";
	unsigned i;

	for (i = 0; i < TOTALS_WHYS; i++) {
		const struct totals_reason *why = &g->why[i];

		if (!why->sum.overflow && decimal_zero(why->sum.sum))
			continue;
		buf_add_text(b, before);
		buf_add_text(b, totals_why_titles[i]);
		add_sum(b, " ", &why->sum);
		before = ", ";
	}
	if (before[0] == ',')
		buf_add_byte(b, ')');
}

static void
add_total(struct buf *b, const struct totals_group *g)
{
	struct totals_sum difference = {.overflow = false};

	difference.overflow = !totals_difference(&difference.sum, g);
	buf_printf(b, "%s %s", schema_types[g->type].name.at,
	    totals_member(g));
	add_word(b, ", plant ", g->plant);
	add_word(b, ", ", g->unit);
	add_sum(b, ": PLM ", &g->sides[TOTALS_PLM]);
	add_sum(b, ", ERP ", &g->sides[TOTALS_ERP]);
	add_sum(b, ", difference ", &difference);
	add_reasons(b, g);
	buf_add_byte(b, '\n');
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
		if (totals_agree(&t->list[i]))
			continue;
		shown++;
		add_total(b, &t->list[i]);
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

/* --- key figures --- */

/* Those of the whole: figures by type and impact would fill the page. */
static void
add_figures(struct buf *b, const struct standing *st)
{
	const char *title = "\nkey figures:\n";
	size_t i;

	for (i = 0; st && i < st->figure_count; i++) {
		const struct standing_figure *f = &st->figures[i];

		if (f->dimension.len || !f->value.len)
			continue;
		buf_add_text(b, title);
		title = "";
		show_plain(b, f->title, VALUE_SHOWN);
		add_value(b, ": ", f->value);
		add_word(b, " ", f->unit);
		buf_add_byte(b, '\n');
	}
}

static void
add_ends(struct buf *b, const struct summary *s)
{
	const struct corrections *c = &s->r->corrections;

	buf_printf(b, "\ncorrections: %" PRIu64 " to add, %" PRIu64
	    " to change, %" PRIu64 " to remove\n", c->added, c->changed,
	    c->removed);
	if (s->seal) {
		buf_add_text(b, "evidence: ");
		show_plain(b, slice_of(s->evidence), KEY_SHOWN);
		buf_printf(b, ", seal %s\n", s->seal);
	}
	add_input(b, "PLM: ", &s->r->pair.left.in);
	add_input(b, "ERP: ", &s->r->pair.right.in);
}

int
report_text(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct buf b = BUF_INIT((size_t)1024 * 1024);
	struct summary_counts counts;
	int rc = -1;

	summary_count(&counts, s);
	add_title(&b, s, &counts);
	add_standing(&b, s);
	add_unknown(&b, s->r);
	add_impacts(&b, s);
	if (put_findings(out, &b, s, e) == 0) {
		add_totals(&b, &s->r->totals);
		report_counts_add(&b, s->r);
		add_figures(&b, s->standing);
		add_ends(&b, s);
		rc = summary_put(out, &b, e);
	}
	buf_release(&b);
	return rc;
}
