/*
 * indicator.c - ratios of exact counts, and of seconds that the state adds up.
 *
 * SQLite counts seconds and days as integers here (strftime's %s); only the
 * division rounds.
 */
#include "reconcile/indicator.h"

#include "store/db.h"
#include "store/kpi.h"

#define DAY_S 86400

const struct indicator_kind indicator_kinds[] = {
    {"accuracy.first_pass", "First-pass accuracy", "%",
	"records in step / records compared", "Records in step"},
    {"findings.total", "Findings", "", "findings, without accepted ones",
	"Findings"},
    {"findings.accepted", "Accepted findings", "",
	"findings that an override lets pass", "Findings"},
    {"cycle.days", "Change cycle time", "days",
	"released in PLM to posted in the ERP, mean of those posted since "
	"the last run", "Days"},
    {"launch.delay_days", "Launch delay", "days",
	"effective_from to posted, 0 where in time, mean of those posted "
	"since the last run", "Days"},
    {"launch.late", "Launched late", "%",
	"posted after effective_from / all with effective_from posted since "
	"the last run", NULL},
    {"resolution.days", "Exception resolution time", "days",
	"opened to fixed, mean of those that this run has fixed", "Days"},
    {"backlog.open", "Open exceptions", "",
	"open at the end of the run, without accepted ones",
	"Open exceptions by impact"},
    {"backlog.overdue", "Overdue exceptions", "",
	"open and past their due date", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct indicator_kind *
indicator_find(struct slice name)
{
	const struct indicator_kind *k;

	for (k = indicator_kinds; k->name; k++)
		if (slice_is(name, k->name))
			return k;
	return NULL;
}

void
indicator_add_place(struct buf *b, const struct reconcile *r)
{
	buf_add_slice(b, r->pair.right.in.head.system);
	buf_add_byte(b, '/');
	buf_add_slice(b, r->policy->name);
}

/* --- one figure after the other --- */

struct indicating {
	struct session *session;
	const struct reconcile *r;
	struct slice system;
	struct buf place, dimension;
	struct slice since; /* of the last run's figures; empty: none */
	struct arena arena;
};

/* Which figure: `what` is "impact" or "type", or NULL. */
struct which {
	const char *name, *what;
	struct slice of;
};

static int
put(struct indicating *x, const struct which *w, struct decimal value,
    struct err *e)
{
	char text[DECIMAL_TEXT_SIZE];
	struct kpi k = {.name = slice_of(w->name)};

	decimal_print(text, value);
	buf_clear(&x->dimension);
	buf_add_slice(&x->dimension, buf_slice(&x->place));
	if (w->what) {
		buf_printf(&x->dimension, " %s ", w->what);
		buf_add_slice(&x->dimension, w->of);
	}
	k.dimension = buf_slice(&x->dimension);
	k.value = slice_of(text);
	return kpi_put(x->session->db, x->session->first.at, &k, 1, e);
}

static int
put_count(struct indicating *x, const char *name, uint64_t n, struct err *e)
{
	/* Counts of what fits on a disk stay far below the sign. */
	return put(x, &(struct which){.name = name}, decimal_of((int64_t)n),
	    e);
}

/* part / whole, with two decimals; nothing where whole is 0. */
static int
put_ratio(struct indicating *x, const struct which *w, struct decimal part,
    struct decimal whole, struct err *e)
{
	struct decimal value;

	if (!decimal_div(&value, part, whole, 2, DECIMAL_HALF_UP))
		return 0;
	return put(x, w, value, e);
}

static struct decimal
hundredfold(uint64_t n)
{
	return decimal_of((int64_t)n * 100);
}

static int
put_accuracy(struct indicating *x, struct err *e)
{
	static const char accuracy[] = "accuracy.first_pass";
	uint64_t all = 0, all_good = 0;
	unsigned i, k;

	for (i = 0; i < TYPE_COUNT; i++) {
		const uint64_t *of = x->r->counts[i].of;
		uint64_t good = of[RECONCILE_MATCH] +
		    of[RECONCILE_INFORMATION] + of[RECONCILE_ONLY_IN_PLM] +
		    of[RECONCILE_ONLY_IN_ERP], count = 0;

		for (k = 0; k < RECONCILE_CLASSES; k++)
			count += of[k];
		count -= of[RECONCILE_UNKNOWN_IN_ERP] +
		    of[RECONCILE_UNKNOWN_IN_PLM];
		all += count;
		all_good += good;
		if (put_ratio(x, &(struct which){accuracy, "type",
		    schema_types[i].name}, hundredfold(good),
		    decimal_of((int64_t)count), e) < 0)
			return -1;
	}
	return put_ratio(x, &(struct which){.name = accuracy},
	    hundredfold(all_good), decimal_of((int64_t)all), e);
}

/* --- by the ledger --- */

#define POSTED \
	"CASE WHEN run.ended = '' THEN run.started ELSE run.ended END"
#define SECONDS(text) "CAST(strftime('%s', " text ") AS INTEGER)"
#define MEMBER(name) \
	"CASE WHEN line <> '' THEN json_extract(line, '$." name "') END"
#define FROM_LEDGER \
	" FROM ledger JOIN run ON run.run = ledger.run" \
	" WHERE ledger.target = ?1 AND ledger.state = 'posted'" \
	" AND " POSTED " > ?2"

static const char sql_cycle[] =
    "SELECT count(*), coalesce(sum(posted - released), 0) FROM ("
    "SELECT " SECONDS(POSTED) " AS posted,"
    " " SECONDS(MEMBER("released_at")) " AS released"
    FROM_LEDGER " AND (type = 'revision' OR type = 'change_order'))"
    " WHERE released IS NOT NULL AND posted >= released";
static const char sql_launch[] =
    "SELECT count(*), coalesce(sum(max(day - due, 0)), 0),"
    " coalesce(sum(day > due), 0) FROM ("
    "SELECT " SECONDS("date(" POSTED ")") " / 86400 AS day,"
    " " SECONDS(MEMBER("effective_from")) " / 86400 AS due"
    FROM_LEDGER " AND (type = 'revision' OR type = 'change_order'"
    " OR type = 'bom' OR type = 'routing' OR type = 'production_version'))"
    " WHERE due IS NOT NULL";

/* The one row of a query of the ledger: up to three numbers. */
static int
ask_ledger(int64_t numbers[3], const struct indicating *x, const char *sql,
    struct err *e)
{
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	struct db_query *q = db_query(x->session->db, sql, e);
	size_t i, columns = sql == sql_launch ? 3 : 2;
	int rc = -1;

	if (!q)
		return -1;
	db_bind_text(q, 1, x->system);
	db_bind_text(q, 2, x->since);
	if (page_load(&page, q, columns, e) == 0) {
		cell = page_next(&page);
		for (i = 0; cell && i < columns; i++)
			numbers[i] = cell[i].number;
		rc = 0;
	}
	page_release(&page);
	return rc;
}

static int
put_by_ledger(struct indicating *x, struct err *e)
{
	int64_t cycle[3] = {0, 0, 0}, launch[3] = {0, 0, 0};

	if (ask_ledger(cycle, x, sql_cycle, e) < 0 ||
	    ask_ledger(launch, x, sql_launch, e) < 0)
		return -1;
	if (put_ratio(x, &(struct which){.name = "cycle.days"},
	    decimal_of(cycle[1]), decimal_of(cycle[0] * DAY_S), e) < 0 ||
	    put_ratio(x, &(struct which){.name = "launch.delay_days"},
	    decimal_of(launch[1]), decimal_of(launch[0]), e) < 0)
		return -1;
	return put_ratio(x, &(struct which){.name = "launch.late"},
	    decimal_of(launch[2] * 100), decimal_of(launch[0]), e);
}

/* --- by the exceptions --- */

static const char sql_resolution[] =
    "SELECT count(*), coalesce(sum(" SECONDS("closed_at") " - "
    SECONDS("opened_at") "), 0) FROM exception WHERE state = 'fixed'"
    " AND exception IN (SELECT subject FROM audit WHERE sequence > ?1"
    " AND run = ?2 AND action = 'exception.fixed')";
/* ?2 is the beginning of the policy's rules, "" where it has no name. */
static const char sql_backlog[] =
    "SELECT impact, count(*), coalesce(sum(due_at <> '' AND due_at < ?3), 0)"
    " FROM exception WHERE target = ?1"
    " AND (state = 'new' OR state = 'assigned' OR state = 'reopened')"
    " AND (CASE WHEN ?2 = '' THEN instr(rule, ': ') = 0"
    " ELSE substr(rule, 1, length(?2)) = ?2 END)"
    " GROUP BY impact ORDER BY impact";

static int
put_resolution(struct indicating *x, struct err *e)
{
	struct db_query *q = db_query(x->session->db, sql_resolution, e);
	struct page page = PAGE_INIT;
	const struct page_cell *cell;
	int rc = -1;

	if (!q)
		return -1;
	db_bind_int(q, 1, x->session->row.audit);
	db_bind_text(q, 2, x->session->first);
	if (page_load(&page, q, 2, e) == 0) {
		cell = page_next(&page);
		rc = !cell ? 0 : put_ratio(x,
		    &(struct which){.name = "resolution.days"},
		    decimal_of(cell[1].number),
		    decimal_of(cell[0].number * DAY_S), e);
	}
	page_release(&page);
	return rc;
}

static int
put_groups(struct indicating *x, struct page *page, struct err *e)
{
	const struct page_cell *cell;
	uint64_t open = 0, overdue = 0;

	while ((cell = page_next(page)) != NULL) {
		/* counts are not negative */
		open += (uint64_t)cell[1].number;
		overdue += (uint64_t)cell[2].number;
		if (put(x, &(struct which){"backlog.open", "impact",
		    cell[0].bytes.len ? cell[0].bytes : SLICE("none")},
		    decimal_of(cell[1].number), e) < 0)
			return -1;
	}
	if (put_count(x, "backlog.open", open, e) < 0)
		return -1;
	return put_count(x, "backlog.overdue", overdue, e);
}

static int
put_backlog(struct indicating *x, struct err *e)
{
	struct db_query *q = db_query(x->session->db, sql_backlog, e);
	struct buf prefix = BUF_INIT(ZIO_LINE_MOST);
	struct page page = PAGE_INIT;
	char now[CLOCK_TEXT_SIZE];
	int rc;

	if (!q)
		return -1;
	db_now(now);
	if (x->r->policy->name.len) {
		buf_add_slice(&prefix, x->r->policy->name);
		buf_add_text(&prefix, ": ");
	}
	db_bind_text(q, 1, x->system);
	db_bind_text(q, 2, buf_slice(&prefix));
	db_bind_text(q, 3, slice_of(now));
	rc = page_load(&page, q, 3, e);
	if (rc == 0)
		rc = put_groups(x, &page, e);
	page_release(&page);
	buf_release(&prefix);
	return rc;
}

/* --- all --- */

/* When the last run before this one had its figures. */
static int
find_last(struct indicating *x, struct err *e)
{
	const struct kpi_wish wish = {SLICE("findings.total"),
	    buf_slice(&x->place), 2};
	struct page page = PAGE_INIT;
	struct kpi k;
	int rc = kpi_history(x->session->db, &wish, &page, e);

	x->since = SLICE("");
	while (rc == 0 && kpi_next(&page, &k))
		if (!slice_equal(k.run, x->session->first)) {
			x->since = slice_copy(k.at, &x->arena);
			break;
		}
	page_release(&page);
	return rc;
}

static int
put_all(struct indicating *x, struct err *e)
{
	const struct finding_list *f = &x->r->findings;

	if (find_last(x, e) < 0 || put_accuracy(x, e) < 0 ||
	    put_count(x, "findings.total", finding_list_total(f), e) < 0 ||
	    put_count(x, "findings.accepted", f->accepted, e) < 0 ||
	    put_by_ledger(x, e) < 0 || put_resolution(x, e) < 0)
		return -1;
	return put_backlog(x, e);
}

int
indicator_put_all(struct session *s, const struct reconcile *r,
    struct err *e)
{
	struct indicating x = {.session = s, .r = r,
	    .system = r->pair.right.in.head.system, .arena = ARENA_INIT};
	int rc;

	if (!s->db)
		return 0;
	buf_init(&x.place, ZIO_LINE_MOST);
	buf_init(&x.dimension, 2 * ZIO_LINE_MOST);
	indicator_add_place(&x.place, r);
	rc = db_begin(s->db, e);
	if (rc == 0) {
		rc = put_all(&x, e);
		if (rc == 0)
			rc = db_commit(s->db, e);
		else
			db_rollback(s->db);
	}
	buf_release(&x.place);
	buf_release(&x.dimension);
	arena_release(&x.arena);
	return rc;
}
