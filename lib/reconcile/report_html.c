/* report_html.c - the sections of the page, one after another. */
#include "reconcile/report_html.h"

#include "reconcile/chart.h"
#include "reconcile/html_findings.h"
#include "reconcile/html_style.h"
#include "reconcile/markup.h"

#define NAME_SHOWN 200

/* --- the head --- */

static void
add_system(struct buf *b, const char *side, const struct stream_in *in)
{
	buf_add_text(b, side);
	if (!in->head.system.len)
		return;
	buf_add_text(b, " (");
	markup_text(b, in->head.system, NAME_SHOWN);
	buf_add_byte(b, ')');
}

static void
add_title(struct buf *b, const struct summary *s)
{
	uint64_t total = finding_list_total(&s->r->findings);

	add_system(b, "PLM", &s->r->pair.left.in);
	buf_add_text(b, " against ");
	add_system(b, "ERP", &s->r->pair.right.in);
	if (total)
		buf_printf(b, ": %" PRIu64 " finding%s", total,
		    total == 1 ? "" : "s");
	else
		buf_add_text(b, ": no findings");
}

static void
begin(struct buf *b, const struct summary *s)
{
	char created[CLOCK_TEXT_SIZE];

	clock_print(created, s->r->tally.now);
	buf_add_text(b, "<!DOCTYPE html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width\">\n<title>");
	add_title(b, s);
	buf_add_text(b, "</title>\n");
	html_style_add(b);
	buf_add_text(b, "</head><body>\n<main>\n<h1>");
	add_title(b, s);
	buf_printf(b, "</h1>\n<p>Compared on <time datetime=\"%s\">%.10s "
	    "%.5s UTC</time>, ", created, created, created + 11);
	if (s->r->policy->name.len) {
		buf_add_text(b, "policy <strong>");
		markup_text(b, s->r->policy->name, NAME_SHOWN);
		buf_add_text(b, "</strong>");
	} else {
		buf_add_text(b, "without a policy: PLM owns everything");
	}
	if (s->standing && s->standing->run.len) {
		buf_add_text(b, ", run <code>");
		markup_text(b, s->standing->run, NAME_SHOWN);
		buf_add_text(b, "</code>");
	}
	buf_add_text(b, ".</p>\n");
}

static void
add_tile(struct buf *b, const char *title, uint64_t n, bool bad)
{
	buf_printf(b, "<div%s><dt>%s</dt><dd>%" PRIu64 "</dd></div>\n",
	    bad ? " class=\"bad\"" : "", title, n);
}

/* What part of the records is in step, rounded down: 100 means all. */
static void
add_in_step(struct buf *b, const struct summary_counts *c)
{
	struct decimal part;
	char text[DECIMAL_TEXT_SIZE];

	/* counts of records are far below 2^63 / 100 */
	if (!c->compared || !decimal_div(&part,
	    decimal_of((int64_t)c->in_step * 100),
	    decimal_of((int64_t)c->compared), 2, DECIMAL_DOWN))
		return;
	decimal_print(text, part);
	buf_printf(b, "<div><dt>In step</dt><dd>%s&nbsp;%%</dd></div>\n",
	    text);
}

static void
add_tiles(struct buf *b, const struct summary *s,
    const struct summary_counts *c)
{
	const struct corrections *fix = &s->r->corrections;
	const struct standing *st = s->standing;
	struct headcount_group all;

	headcount_all(&all, &s->r->tally);
	buf_add_text(b, "<dl class=\"tiles\">\n");
	add_tile(b, "Findings", all.total, all.total > 0);
	if (st) {
		add_tile(b, "New today", all.ages[TALLY_TODAY], false);
		add_tile(b, "Overdue", all.overdue, all.overdue > 0);
		add_tile(b, "Opened again", st->reopened, false);
		add_tile(b, "Fixed since", st->fixed, false);
	}
	if (st || all.accepted)
		add_tile(b, "Accepted", all.accepted, false);
	add_in_step(b, c);
	add_tile(b, "Records compared", c->compared, false);
	add_tile(b, "Not concluded", c->unknown, c->unknown > 0);
	if (c->totals)
		add_tile(b, "Totals that differ", c->totals_differ,
		    c->totals_differ > 0);
	add_tile(b, "Corrections", fix->added + fix->changed + fix->removed,
	    false);
	buf_add_text(b, "</dl>\n");
}

/* --- trend --- */

static void
add_point(struct buf *b, const struct standing_series *s, size_t run)
{
	char text[DECIMAL_TEXT_SIZE];

	if (s->known[run])
		decimal_print(text, s->values[run]);
	buf_printf(b, "<td class=\"n\">%s</td>", s->known[run] ? text
	    : "&ndash;");
}

/* The figures of the charts, newest first. */
static void
add_runs(struct buf *b, const struct standing *st)
{
	size_t i, k;

	buf_add_text(b, "<details class=\"screen\"><summary>The figures"
	    "</summary><div class=\"scroll\"><table><thead><tr><th "
	    "scope=\"col\">Run</th>");
	for (i = 0; i < st->series_count; i++) {
		buf_add_text(b, "<th scope=\"col\" class=\"n\">");
		markup_text(b, st->series[i].chart, NAME_SHOWN);
		buf_add_text(b, "<br>");
		markup_text(b, st->series[i].name, NAME_SHOWN);
		buf_add_text(b, "</th>");
	}
	buf_add_text(b, "</tr></thead>\n<tbody>");
	for (k = st->run_count; k-- > 0;) {
		buf_add_text(b, "<tr><th scope=\"row\">");
		markup_text(b, st->runs[k].at, 40);
		buf_add_text(b, "</th>");
		for (i = 0; i < st->series_count; i++)
			add_point(b, &st->series[i], k);
		buf_add_text(b, "</tr>\n");
	}
	buf_add_text(b, "</tbody></table></div></details>\n");
}

static void
add_trend(struct buf *b, const struct standing *st)
{
	if (!st || !st->run_count || !st->series_count)
		return;
	buf_printf(b, "<section><h2>Trend of the last %zu run%s</h2>\n"
	    "<div class=\"charts\">\n", st->run_count,
	    st->run_count == 1 ? "" : "s");
	chart_add_all(b, st);
	buf_add_text(b, "</div>\n");
	add_runs(b, st);
	buf_add_text(b, "</section>\n");
}

/* --- control totals --- */

static void
add_sum(struct buf *b, const struct totals_sum *sum)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, sum->sum);
	buf_printf(b, "<td class=\"n\">%s</td>", sum->overflow ? "too large"
	    : text);
}

/* Where the difference comes from. */
static void
add_reasons(struct buf *b, const struct totals_group *g)
{
	char text[DECIMAL_TEXT_SIZE];
	unsigned i;

	buf_add_text(b, "<td>");
	for (i = 0; i < TOTALS_WHYS; i++) {
		const struct totals_reason *why = &g->why[i];

		if (!why->sum.overflow && decimal_zero(why->sum.sum))
			continue;
		decimal_print(text, why->sum.sum);
		buf_printf(b, "<small>%s: %s in %" PRIu64 " record%s</small>",
		    totals_why_titles[i], why->sum.overflow ? "too large"
		    : text, why->records, why->records == 1 ? "" : "s");
	}
	buf_add_text(b, "</td>");
}

static void
add_total(struct buf *b, const struct totals_group *g)
{
	struct totals_sum difference = {.overflow = false};
	bool agree = totals_agree(g);

	difference.overflow = !totals_difference(&difference.sum, g);
	buf_printf(b, "<tr><th scope=\"row\">%s %s</th>",
	    schema_types[g->type].name.at, totals_member(g));
	markup_cell(b, g->plant, NAME_SHOWN);
	markup_cell(b, g->unit, NAME_SHOWN);
	add_sum(b, &g->sides[TOTALS_PLM]);
	add_sum(b, &g->sides[TOTALS_ERP]);
	add_sum(b, &difference);
	buf_printf(b, "<td%s>%s</td>", agree ? "" : " class=\"wrong\"",
	    agree ? "agrees" : "differs");
	add_reasons(b, g);
	buf_add_text(b, "</tr>\n");
}

static void
add_totals(struct buf *b, const struct summary *s,
    const struct summary_counts *c)
{
	const struct totals *t = &s->r->totals;
	size_t i;
	int agree;

	if (!t->count)
		return;
	buf_printf(b, "<section><h2>Control totals</h2>\n<p>%zu agree, %zu "
	    "differ. Sums of all records read on either side; those that "
	    "differ come first.</p>\n<div class=\"scroll\"><table>",
	    c->totals - c->totals_differ, c->totals_differ);
	markup_head(b, "Sum of|Plant|Unit|#PLM|#ERP|#Difference|"
	    "Agreement|Because of");
	buf_add_text(b, "<tbody>\n");
	for (agree = 0; agree < 2; agree++)
		for (i = 0; i < t->count; i++)
			if (totals_agree(&t->list[i]) == (agree == 1))
				add_total(b, &t->list[i]);
	buf_add_text(b, "</tbody></table></div></section>\n");
}

/* --- counts --- */

static void
add_counts_row(struct buf *b, const char *name,
    const struct reconcile_counts *c, const bool *shown)
{
	unsigned k;

	buf_printf(b, "<tr%s><th scope=\"row\">%s</th>",
	    strcmp(name, "all") == 0 ? " class=\"sum\"" : "", name);
	markup_number(b, c->plm);
	markup_number(b, c->erp);
	for (k = 0; k < RECONCILE_CLASSES; k++)
		if (shown[k])
			markup_number(b, c->of[k]);
	buf_add_text(b, "</tr>\n");
}

/* Sums over all types; classes that no record has are not shown. */
static void
sum_counts(struct reconcile_counts *all, bool *shown,
    const struct reconcile *r)
{
	unsigned i, k;

	memset(all, 0, sizeof(*all));
	for (i = 0; i < TYPE_COUNT; i++) {
		all->plm += r->counts[i].plm;
		all->erp += r->counts[i].erp;
		for (k = 0; k < RECONCILE_CLASSES; k++)
			all->of[k] += r->counts[i].of[k];
	}
	for (k = 0; k < RECONCILE_CLASSES; k++)
		shown[k] = all->of[k] > 0;
}

static void
add_counts(struct buf *b, const struct reconcile *r)
{
	struct reconcile_counts all;
	bool shown[RECONCILE_CLASSES];
	unsigned i;

	sum_counts(&all, shown, r);
	buf_add_text(b, "<section><h2>Records by type</h2>\n<div "
	    "class=\"scroll\"><table><thead><tr><th scope=\"col\">Type</th>"
	    "<th scope=\"col\" class=\"n\">PLM has</th>"
	    "<th scope=\"col\" class=\"n\">ERP has</th>");
	for (i = 0; i < RECONCILE_CLASSES; i++) {
		if (!shown[i])
			continue;
		buf_add_text(b, "<th scope=\"col\" class=\"n\">");
		markup_words(b, reconcile_class_name(
		    (enum reconcile_class)i));
		buf_add_text(b, "</th>");
	}
	buf_add_text(b, "</tr></thead>\n<tbody>");
	for (i = 0; i < TYPE_COUNT; i++)
		if (r->counts[i].plm || r->counts[i].erp)
			add_counts_row(b, schema_types[i].name.at,
			    &r->counts[i], shown);
	add_counts_row(b, "all", &all, shown);
	buf_add_text(b, "</tbody></table></div></section>\n");
}

static void
add_unknown(struct buf *b, const struct summary *s,
    const struct summary_counts *c)
{
	unsigned i;

	if (!c->unknown)
		return;
	buf_add_text(b, "<section class=\"keep\"><h2>Not concluded</h2>\n<p>"
	    "Records that one side does not have, and of which it cannot be "
	    "said that they are missing there:</p>\n<table>");
	markup_head(b, "Because it is|#Records");
	buf_add_text(b, "<tbody>\n");
	for (i = ABSENCE_INCOMPLETE; i <= ABSENCE_WITHHELD; i++) {
		if (!s->r->unknown[i])
			continue;
		buf_printf(b, "<tr><th scope=\"row\">%s</th>",
		    summary_reason((enum absence)i));
		markup_number(b, s->r->unknown[i]);
		buf_add_text(b, "</tr>\n");
	}
	buf_add_text(b, "</tbody></table></section>\n");
}

/* --- key figures --- */

static void
add_figures(struct buf *b, const struct standing *st)
{
	size_t i;

	if (!st || !st->figure_count)
		return;
	buf_add_text(b, "<section><h2>Key figures</h2>\n<div "
	    "class=\"scroll\"><table>");
	markup_head(b, "Figure|Of|#Value|Unit|How it is counted");
	buf_add_text(b, "<tbody>\n");
	for (i = 0; i < st->figure_count; i++) {
		const struct standing_figure *f = &st->figures[i];

		buf_add_text(b, "<tr><th scope=\"row\">");
		markup_text(b, f->title, NAME_SHOWN);
		buf_add_text(b, "</th>");
		markup_cell(b, f->dimension, NAME_SHOWN);
		buf_add_text(b, "<td class=\"n\">");
		markup_text(b, f->value.len ? f->value : SLICE("not known"),
		    NAME_SHOWN);
		buf_add_text(b, "</td>");
		markup_cell(b, f->unit, NAME_SHOWN);
		markup_cell(b, f->formula, 1000);
		buf_add_text(b, "</tr>\n");
	}
	buf_add_text(b, "</tbody></table></div></section>\n");
}

/* --- what it was made from --- */

static void
add_input(struct buf *b, const char *side, const struct stream_in *in)
{
	char digest[HASH_TEXT_SIZE];

	hash_print(digest, in->figures.digest);
	buf_printf(b, "<tr><th scope=\"row\">%s</th>", side);
	markup_cell(b, slice_of(in->name), NAME_SHOWN);
	markup_cell(b, in->head.system, NAME_SHOWN);
	buf_printf(b, "<td>%s%s</td>", in->bare ? "bare " : "",
	    head_kind_name(in->head.kind));
	markup_cell(b, in->head.created, 40);
	markup_number(b, in->figures.records);
	buf_printf(b, "<td><code>%s</code></td></tr>\n", digest);
}

static void
add_ends(struct buf *b, const struct summary *s)
{
	const struct corrections *c = &s->r->corrections;

	buf_add_text(b, "<section class=\"keep\"><h2>Inputs, corrections and "
	    "evidence</h2>\n<div class=\"scroll\"><table>");
	markup_head(b, "Side|File|System|Kind|Created|#Records|Digest");
	buf_add_text(b, "<tbody>\n");
	add_input(b, "PLM", &s->r->pair.left.in);
	add_input(b, "ERP", &s->r->pair.right.in);
	buf_printf(b, "</tbody></table></div>\n<p>Corrections for the ERP: %"
	    PRIu64 " to add, %" PRIu64 " to change, %" PRIu64 " to remove."
	    "</p>\n", c->added, c->changed, c->removed);
	if (s->seal) {
		buf_add_text(b, "<p>Evidence: <code>");
		markup_text(b, slice_of(s->evidence), NAME_SHOWN);
		buf_printf(b, "</code>, seal <code>%s</code>.</p>\n<p "
		    "class=\"note\">Whoever keeps the seal can tell later, "
		    "with <code>reconcile --verify</code>, that nobody has "
		    "changed the evidence.</p>\n", s->seal);
	}
	buf_add_text(b, "</section>\n</main>\n");
}

int
report_html(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct buf b = BUF_INIT((size_t)64 * 1024 * 1024);
	struct summary_counts c;
	int rc = -1;

	summary_count(&c, s);
	begin(&b, s);
	add_tiles(&b, s, &c);
	html_findings_add_tables(&b, s);
	add_trend(&b, s->standing);
	if (html_findings_put(out, &b, s, e) == 0) {
		add_totals(&b, s, &c);
		add_counts(&b, s->r);
		add_unknown(&b, s, &c);
		add_figures(&b, s->standing);
		add_ends(&b, s);
		html_style_add_script(&b);
		buf_add_text(&b, "</body></html>\n");
		rc = summary_put(out, &b, e);
	}
	buf_release(&b);
	return rc;
}
