/*
 * standing.c - counts by the audit log, figures and trend by their history.
 *
 * What this reconciliation has opened, reopened and fixed is what the audit
 * log says of its run: so it is the same however many sessions it took.
 */
#include "reconcile/standing.h"

#include "reconcile/indicator.h"
#include "store/db.h"
#include "store/kpi.h"

/* Figures and series are added one by one, with room for so many. */
#define LIST_MOST 1000

struct loading {
	struct standing *out;
	struct db *db;
	struct slice first; /* the reconciliation's run */
	struct slice place; /* what dimensions begin with */
	struct standing_figure *figures;
	struct standing_series *series;
};

static struct slice
copy(struct loading *l, struct slice text)
{
	return slice_copy(text, &l->out->texts);
}

void
standing_release(struct standing *s)
{
	arena_release(&s->texts);
	memset(s, 0, sizeof(*s));
}

/* --- counts --- */

static const char sql_actions[] =
    "SELECT action, count(*) FROM audit WHERE sequence > ?1 AND run = ?2"
    " GROUP BY action";

static int
load_actions(struct loading *l, int64_t after, struct err *e)
{
	struct db_query *q = db_query(l->db, sql_actions, e);
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	int rc;

	if (!q)
		return -1;
	db_bind_int(q, 1, after);
	db_bind_text(q, 2, l->first);
	rc = page_load(&page, q, 2, e);
	while (rc == 0 && (cell = page_next(&page)) != NULL) {
		/* counts are not negative */
		uint64_t n = (uint64_t)cell[1].number;

		if (slice_is(cell[0].bytes, "exception.open"))
			l->out->opened = n;
		else if (slice_is(cell[0].bytes, "exception.reopen"))
			l->out->reopened = n;
		else if (slice_is(cell[0].bytes, "exception.fixed"))
			l->out->fixed = n;
	}
	page_release(&page);
	return rc;
}

/* --- figures --- */

/* What stands behind the place: "impact cost", or empty; false: another. */
static bool
dimension_of(struct slice *out, const struct loading *l, struct slice whole)
{
	if (!slice_begins(whole, l->place))
		return false;
	*out = slice_from(whole.at + l->place.len, whole.len - l->place.len);
	if (!out->len)
		return true;
	if (out->at[0] != ' ')
		return false;
	*out = slice_from(out->at + 1, out->len - 1);
	return true;
}

static uint64_t
whole_of(struct slice value)
{
	struct decimal d = {0, 0, false};

	(void)decimal_parse(&d, value);
	return (uint64_t)d.coefficient; /* a count's */
}

static void
add_figure(struct loading *l, const struct kpi *k, struct slice dimension)
{
	const struct indicator_kind *kind = indicator_find(k->name);
	struct standing *out = l->out;

	if (!dimension.len) {
		if (slice_is(k->name, "backlog.open"))
			out->open += whole_of(k->value);
		else if (slice_is(k->name, "backlog.overdue"))
			out->overdue = whole_of(k->value);
		else if (slice_is(k->name, "findings.accepted")) {
			out->accepted = whole_of(k->value);
			out->open += out->accepted;
		}
	}
	if (!kind || out->figure_count == LIST_MOST)
		return;
	l->figures[out->figure_count++] = (struct standing_figure){
	    .name = slice_of(kind->name), .dimension = copy(l, dimension),
	    .title = slice_of(kind->title), .value = copy(l, k->value),
	    .unit = slice_of(kind->unit), .formula = slice_of(kind->formula)};
}

/* --- trend --- */

/* In the chart of impacts each has a line, and all have none. */
static bool
charted(const struct indicator_kind *kind, struct slice dimension)
{
	static const struct slice impact = SLICE_INIT("impact ");

	if (!kind || !kind->chart)
		return false;
	if (strcmp(kind->name, "backlog.open") == 0)
		return slice_begins(dimension, impact);
	return !dimension.len;
}

static struct standing_series *
series_of(struct loading *l, const struct indicator_kind *kind,
    struct slice dimension)
{
	struct slice chart = slice_of(kind->chart), name = dimension;
	struct standing *out = l->out;
	struct standing_series *s;
	size_t i;

	if (name.len)
		(void)slice_cut(&name, ' ');
	else
		name = slice_of(kind->title);
	for (i = 0; i < out->series_count; i++)
		if (slice_equal(l->series[i].chart, chart) &&
		    slice_equal(l->series[i].name, name))
			return &l->series[i];
	if (out->series_count == LIST_MOST)
		return NULL;
	s = &l->series[out->series_count++];
	memset(s, 0, sizeof(*s));
	s->chart = chart;
	s->name = copy(l, name);
	s->unit = slice_of(kind->unit);
	return s;
}

/* All figures of one run: into the trend, and of this run as figures. */
static int
load_run(struct loading *l, size_t at, struct err *e)
{
	struct standing *out = l->out;
	struct page page = PAGE_INIT;
	struct kpi k;
	int rc = kpi_of_run(l->db, out->runs[at].run, &page, e);

	while (rc == 0 && kpi_next(&page, &k)) {
		const struct indicator_kind *kind = indicator_find(k.name);
		struct standing_series *s = NULL;
		struct slice dimension;

		if (!dimension_of(&dimension, l, k.dimension))
			continue;
		if (charted(kind, dimension))
			s = series_of(l, kind, dimension);
		if (s)
			s->known[at] = decimal_parse(&s->values[at], k.value);
		if (at + 1 == out->run_count)
			add_figure(l, &k, dimension);
	}
	page_release(&page);
	return rc;
}

/* The runs that have figures of this place: newest first in the state. */
static int
load_runs(struct loading *l, struct err *e)
{
	const struct kpi_wish wish = {SLICE("findings.total"), l->place,
	    STANDING_RUNS};
	struct standing *out = l->out;
	struct page page = PAGE_INIT;
	struct kpi k;
	size_t i, count;
	int rc = kpi_history(l->db, &wish, &page, e);

	if (rc == 0)
		out->run_count = page.count;
	for (i = 0, count = out->run_count; rc == 0 && i < count; i++)
		if (kpi_next(&page, &k))
			out->runs[count - 1 - i] = (struct standing_run){
			    copy(l, k.run), copy(l, k.at)};
	page_release(&page);
	return rc;
}

/* An impact that a run does not name has nothing open there. */
static void
fill_impacts(struct loading *l)
{
	struct standing *out = l->out;
	size_t i, run;

	for (i = 0; i < out->series_count; i++)
		if (slice_equal(l->series[i].chart,
		    slice_of(indicator_find(SLICE("backlog.open"))->chart)))
			for (run = 0; run < out->run_count; run++)
				l->series[i].known[run] = true;
}

static int
load(struct loading *l, int64_t audit, struct err *e)
{
	size_t i;

	if (load_actions(l, audit, e) < 0 || load_runs(l, e) < 0)
		return -1;
	for (i = 0; i < l->out->run_count; i++)
		if (load_run(l, i, e) < 0)
			return -1;
	fill_impacts(l);
	return 0;
}

int
standing_load(struct standing *s, const struct session *session,
    const struct reconcile *r, struct err *e)
{
	struct loading l = {.out = s, .db = session->db};
	struct buf place = BUF_INIT(ZIO_LINE_MOST);
	int rc;

	memset(s, 0, sizeof(*s));
	s->texts = (struct arena)ARENA_INIT;
	indicator_add_place(&place, r);
	l.place = copy(&l, buf_slice(&place));
	buf_release(&place);
	s->run = l.first = copy(&l, session->first);
	l.figures = arena_alloc(&s->texts, LIST_MOST * sizeof(*l.figures));
	l.series = arena_alloc(&s->texts, LIST_MOST * sizeof(*l.series));
	s->figures = l.figures;
	s->series = l.series;
	rc = load(&l, session->row.audit, e);
	return rc;
}
