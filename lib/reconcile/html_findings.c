/* html_findings.c - a row a finding, with what filters look at as data. */
#include "reconcile/html_findings.h"

#include "reconcile/markup.h"

#define NAME_SHOWN 100
#define KEY_SHOWN 400
#define VALUE_SHOWN 300

/* --- how many of what --- */

/* A figure that sets the filters: those of `data`, already written. */
static void
add_button(struct buf *b, uint64_t n, struct slice data, const char *age,
    const char *late)
{
	buf_add_text(b, "<td class=\"n\">");
	if (n) {
		buf_add_text(b, "<button type=\"button\" class=\"go\"");
		buf_add_slice(b, data);
		if (age)
			buf_printf(b, " data-age=\"%s\"", age);
		if (late)
			buf_printf(b, " data-late=\"%s\"", late);
		buf_printf(b, ">%" PRIu64 "</button>", n);
	} else {
		buf_add_byte(b, '0');
	}
	buf_add_text(b, "</td>");
}

static void
add_figures(struct buf *b, const struct headcount_group *g, struct slice data,
    bool state)
{
	unsigned i;

	add_button(b, g->total, data, NULL, NULL);
	if (!state)
		return;
	for (i = 0; i < TALLY_UNKNOWN; i++)
		add_button(b, g->ages[i], data, headcount_age_names[i], NULL);
	add_button(b, g->overdue, data, NULL, "overdue");
	add_button(b, g->accepted, data, NULL, "accepted");
	buf_add_text(b, "<td class=\"n\">");
	if (g->oldest >= 0)
		buf_printf(b, "%" PRId64, g->oldest);
	else
		buf_add_text(b, "&ndash;");
	buf_add_text(b, "</td>");
}

static void
add_table(struct buf *b, const char *title, const struct headcount *t,
    bool team, bool state)
{
	struct buf data = BUF_INIT((size_t)64 * 1024);
	size_t i;

	buf_printf(b, "<table><caption class=\"hidden\">Findings by %s"
	    "</caption>\n", title);
	buf_printf(b, "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" "
	    "class=\"n\">Findings</th>", team ? "Team" : "Impact");
	for (i = 0; state && i < TALLY_UNKNOWN; i++)
		buf_printf(b, "<th scope=\"col\" class=\"n\">%s</th>",
		    headcount_age_titles[i]);
	if (state)
		buf_add_text(b, "<th scope=\"col\" class=\"n\">Overdue</th>"
		    "<th scope=\"col\" class=\"n\">Accepted</th><th "
		    "scope=\"col\" class=\"n\">Oldest, days</th>");
	buf_add_text(b, "</tr></thead>\n<tbody>");
	for (i = 0; i < t->count; i++) {
		struct slice name = team ? t->list[i].team
		    : t->list[i].impact;

		buf_clear(&data);
		markup_data(&data, team ? "team" : "impact", name);
		buf_add_text(b, "<tr><th scope=\"row\">");
		markup_text(b, name.len ? name : SLICE("(not said)"),
		    NAME_SHOWN);
		buf_add_text(b, "</th>");
		add_figures(b, &t->list[i], buf_slice(&data), state);
		buf_add_text(b, "</tr>\n");
	}
	buf_add_text(b, "</tbody></table>\n");
	buf_release(&data);
}

void
html_findings_add_tables(struct buf *b, const struct summary *s)
{
	const struct headcount *all = &s->r->tally;
	bool state = s->standing != NULL;
	struct headcount by;

	if (!all->count)
		return;
	buf_add_text(b, "<section class=\"keep\"><h2>Findings by impact, team "
	    "and age</h2>\n<p class=\"note screen\">All findings. A figure "
	    "picks its findings in the list below.</p>\n<div class=\"side\">"
	    "<div class=\"scroll\">");
	headcount_by_impact(&by, all);
	add_table(b, "impact", &by, false, state);
	headcount_release(&by);
	buf_add_text(b, "</div><div class=\"scroll\">");
	headcount_by_team(&by, all);
	add_table(b, "team", &by, true, state);
	headcount_release(&by);
	buf_add_text(b, "</div></div></section>\n");
}

/* --- each one --- */

static const char *
late_of(const struct headcount *t, const struct finding *one)
{
	if (finding_accepted(one))
		return "accepted";
	return headcount_overdue(t, one) ? "overdue" : "";
}

static void
begin_row(struct buf *b, const struct headcount *t, const struct finding *one)
{
	static const char *const known[] = {"line_stop", "compliance",
	    "launch", "cost"};
	unsigned rank = finding_rank(one);
	struct slice rest = one->key;

	buf_add_text(b, "<tr");
	if (rank < COUNT_OF(known))
		buf_printf(b, " class=\"%s\"", known[rank]);
	markup_data(b, "class", slice_of(finding_class_name(one->class)));
	markup_data(b, "impact", one->impact);
	markup_data(b, "team", one->team);
	markup_data(b, "type", slice_cut(&rest, ':'));
	markup_data(b, "age", slice_of(headcount_age_names[headcount_age_of(
	    headcount_days(t, one->opened_at))]));
	markup_data(b, "late", slice_of(late_of(t, one)));
	buf_add_byte(b, '>');
}

/* A text in small print after a word that says what it is. */
static void
add_small(struct buf *b, const char *word, struct slice text)
{
	if (!text.len)
		return;
	buf_printf(b, "<small>%s", word);
	markup_text(b, text, KEY_SHOWN);
	buf_add_text(b, "</small>");
}

static void
add_record(struct buf *b, const struct finding *one)
{
	buf_add_text(b, "<td class=\"k\"><code>");
	markup_text(b, one->key, KEY_SHOWN);
	buf_add_text(b, "</code>");
	add_small(b, "plant ", one->plant);
	add_small(b, "found again by ", one->match);
	if (one->reach_count) {
		buf_printf(b, "<small>reaches %" PRIu64 " top assembl%s: ",
		    one->reach_count, one->reach_count == 1 ? "y" : "ies");
		markup_text(b, one->reaches, KEY_SHOWN);
		buf_add_text(b, "</small>");
	}
	buf_add_text(b, "</td>");
}

static void
add_value(struct buf *b, struct slice value)
{
	buf_add_text(b, "<td class=\"v\">");
	if (value.len)
		markup_text(b, value, VALUE_SHOWN);
	else
		buf_add_text(b, "&ndash;");
	buf_add_text(b, "</td>");
}

static struct slice
start_of(struct slice text, size_t most)
{
	return slice_from(text.at, text.len < most ? text.len : most);
}

/* Since when, until when, and how it stands. */
static void
add_life(struct buf *b, const struct headcount *t, const struct finding *one)
{
	int64_t days = headcount_days(t, one->opened_at);

	buf_add_text(b, "<td class=\"life\">");
	if (days == 0)
		buf_add_text(b, "new today");
	else if (days > 0)
		buf_printf(b, "%" PRId64 " day%s", days,
		    days == 1 ? "" : "s");
	else
		buf_add_text(b, "&ndash;");
	if (one->due_at.len) {
		bool late = headcount_overdue(t, one);

		buf_printf(b, "<small%s>%sdue ", late ? " class=\"late\"" : "",
		    late ? "overdue, " : "");
		markup_text(b, start_of(one->due_at, 10), 64);
		buf_add_text(b, "</small>");
	}
	if (one->exception.len) {
		buf_add_text(b, "<small>");
		markup_text(b, one->state, NAME_SHOWN);
		buf_add_text(b, " <code>");
		markup_text(b, start_of(one->exception, 8), 64);
		buf_add_text(b, "</code></small>");
	}
	buf_add_text(b, "</td>");
}

static void
add_row(struct buf *b, const struct summary *s, const struct finding *one)
{
	const struct headcount *t = &s->r->tally;

	begin_row(b, t, one);
	buf_add_text(b, "<td>");
	if (one->impact.len)
		markup_text(b, one->impact, NAME_SHOWN);
	else
		buf_add_text(b, "&ndash;");
	add_small(b, "", one->severity);
	buf_add_text(b, "</td><td>");
	markup_words(b, finding_class_name(one->class));
	buf_add_text(b, "</td>");
	add_record(b, one);
	markup_cell(b, one->member, KEY_SHOWN);
	add_value(b, one->plm);
	add_value(b, one->erp);
	buf_add_text(b, "<td>");
	if (one->team.len)
		markup_text(b, one->team, NAME_SHOWN);
	else
		buf_add_text(b, "&ndash;");
	buf_printf(b, "<small>owner %s</small></td>",
	    policy_owners[one->owner]);
	if (s->standing)
		add_life(b, t, one);
	buf_add_text(b, "</tr>\n");
}

/* --- the list --- */

static void
add_filters(struct buf *b, bool state)
{
	static const char *const picks[][2] = {{"class", "Class"},
	    {"impact", "Impact"}, {"team", "Team"}, {"type", "Type"}};
	unsigned i;

	buf_add_text(b, "<form id=\"filters\" class=\"hidden\" "
	    "onsubmit=\"return false\">"
	    "<label>Find <input id=\"f-text\" type=\"search\"></label>\n");
	for (i = 0; i < COUNT_OF(picks); i++)
		buf_printf(b, "<label>%s <select id=\"f-%s\"><option "
		    "value=\"\">all</option></select></label>\n", picks[i][1],
		    picks[i][0]);
	if (state) {
		buf_add_text(b, "<label>Age <select id=\"f-age\"><option "
		    "value=\"\">all</option>");
		for (i = 0; i < TALLY_AGES; i++)
			buf_printf(b, "<option value=\"=%s\">%s</option>",
			    headcount_age_names[i], headcount_age_titles[i]);
		buf_add_text(b, "</select></label>\n<label>State <select "
		    "id=\"f-late\"><option value=\"\">all</option><option "
		    "value=\"=overdue\">overdue</option><option "
		    "value=\"=accepted\">accepted</option></select></label>"
		    "\n");
	}
	buf_add_text(b, "<button type=\"button\" id=\"f-clear\">show all"
	    "</button> <span id=\"f-count\" aria-live=\"polite\"></span>"
	    "</form>\n");
}

static void
add_title(struct buf *b, const struct summary *s)
{
	const struct finding_list *f = &s->r->findings;
	uint64_t total = finding_list_total(f) + f->accepted;

	buf_add_text(b, "<section id=\"findings\"><h2 id=\"findings-title\">"
	    "Findings</h2>\n");
	if (!total)
		buf_add_text(b, "<p>None: what both sides hold agrees, as far "
		    "as it was compared.</p>\n");
	else if (total > f->listed)
		buf_printf(b, "<p><strong>%" PRIu64 " of %" PRIu64 " are "
		    "listed</strong>, of each impact and class a fair share; "
		    "the CSV has all.</p>\n", f->listed, total);
	if (!total || !f->listed)
		return;
	add_filters(b, s->standing != NULL);
	buf_add_text(b, "<div class=\"scroll\"><table class=\"wide\">");
	markup_head(b, s->standing
	    ? "Impact|Class|Record|Member|PLM|ERP|Team|Age"
	    : "Impact|Class|Record|Member|PLM|ERP|Team");
	buf_add_text(b, "<tbody>\n");
}

int
html_findings_put(struct zio_out *out, struct buf *b,
    const struct summary *s, struct err *e)
{
	struct finding_list *f = &s->r->findings;
	struct finding one;
	int got;

	if (finding_list_rewind(f, s->most, e) < 0)
		return -1;
	add_title(b, s);
	if (summary_put(out, b, e) < 0)
		return -1;
	while ((got = finding_list_next(f, &one, e)) > 0) {
		add_row(b, s, &one);
		if (summary_put(out, b, e) < 0)
			return -1;
	}
	buf_add_text(b, f->listed ? "</tbody></table></div></section>\n"
	    : "</section>\n");
	return got < 0 ? -1 : summary_put(out, b, e);
}
