/* kpi.c - figures as rows. */
#include "store/kpi.h"

#include "base/decimal.h"
#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define COLUMNS 5
#define SELECT_ROW "SELECT name, dimension, value, run, at FROM kpi"

static const char sql_put[] =
    "INSERT OR REPLACE INTO kpi(run, name, dimension, value, at)"
    " VALUES(?1, ?2, ?3, ?4, ?5)";
static const char sql_of_run[] =
    SELECT_ROW " WHERE run = ?1 ORDER BY name, dimension";
static const char sql_history[] =
    SELECT_ROW " WHERE name = ?1 AND dimension = ?2"
    " ORDER BY at DESC, run DESC LIMIT ?3";
static const char sql_all[] = SELECT_ROW;

static int
put_row(struct db *db, const char *run, const struct kpi *k, struct err *e)
{
	struct db_query *q;
	char now[CLOCK_TEXT_SIZE];

	if (!decimal_canonical(k->value, NULL))
		return err_set(e, ERR_INPUT, "figure %.*s: \"%.*s\" is not a "
		    "number in canonical form", SLICE_ARGS(k->name),
		    SLICE_ARGS(k->value));
	q = db_query(db, sql_put, e);
	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, slice_of(run));
	db_bind_text(q, 2, k->name);
	db_bind_text(q, 3, k->dimension);
	db_bind_text(q, 4, k->value);
	db_bind_text(q, 5, slice_of(now));
	return db_run(q, e);
}

int
kpi_put(struct db *db, const char *run, const struct kpi *list, size_t count,
    struct err *e)
{
	bool mine;
	int rc = 0;
	size_t i;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	for (i = 0; i < count && rc == 0; i++)
		rc = put_row(db, run, &list[i], e);
	return transaction_leave(db, mine, rc, e);
}

int
kpi_of_run(struct db *db, struct slice run, struct page *page, struct err *e)
{
	struct db_query *q = db_query(db, sql_of_run, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, run);
	return page_load(page, q, COLUMNS, e);
}

int
kpi_history(struct db *db, const struct kpi_wish *wish, struct page *page,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_history, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, wish->name);
	db_bind_text(q, 2, wish->dimension);
	/* More than fit into an int64_t are all. */
	db_bind_int(q, 3, wish->most > INT32_MAX ? INT32_MAX
	    : (int64_t)wish->most);
	return page_load(page, q, COLUMNS, e);
}

bool
kpi_next(struct page *page, struct kpi *k)
{
	const struct page_cell *cell = page_next(page);

	if (!cell)
		return false;
	*k = (struct kpi){cell[0].bytes, cell[1].bytes, cell[2].bytes,
	    cell[3].bytes, cell[4].bytes};
	return true;
}

int
kpi_check(struct db *db, struct findings *f, struct err *e)
{
	struct db_query *q = db_query(db, sql_all, e);
	int got;

	if (!q)
		return -1;
	while ((got = db_step(q, e)) > 0) {
		struct slice name = db_bytes(q, 0), value = db_bytes(q, 2);

		if (!decimal_canonical(value, NULL))
			findings_add(f, "figure %.*s: \"%.*s\" is not a number "
			    "in canonical form", SLICE_ARGS(name),
			    SLICE_ARGS(value));
	}
	return got;
}
