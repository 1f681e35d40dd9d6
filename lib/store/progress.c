/* progress.c - one row a comparison that is under way. */
#include "store/progress.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define COLUMNS 7

static const char sql_get[] =
    "SELECT place, identity, run, audit, findings, key, seal FROM comparison"
    " WHERE place = ?1";
static const char sql_put[] =
    "INSERT OR REPLACE INTO comparison(place, identity, run, audit, findings,"
    " key, seal) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char sql_drop[] = "DELETE FROM comparison WHERE place = ?1";
static const char sql_bad[] =
    "SELECT 'comparison ' || place || ': its run ' || run || ' is not there'"
    " FROM comparison WHERE run NOT IN (SELECT run FROM run)"
    " UNION ALL SELECT 'comparison ' || place || ': ' || findings ||"
    " ' findings, but the key of the last is \"' || key || '\"'"
    " FROM comparison WHERE (findings = 0) <> (key = '')";

int
progress_get(struct db *db, struct slice place, struct page *page,
    struct progress *p, struct err *e)
{
	struct db_query *q = db_query(db, sql_get, e);
	const struct page_cell *c;

	if (!q)
		return -1;
	db_bind_text(q, 1, place);
	if (page_load(page, q, COLUMNS, e) < 0)
		return -1;
	c = page_next(page);
	if (!c)
		return 0;
	*p = (struct progress){.place = c[0].bytes, .identity = c[1].bytes,
	    .run = c[2].bytes, .audit = c[3].number,
	    /* the table keeps it from being negative */
	    .findings = (uint64_t)c[4].number, .key = c[5].bytes,
	    .seal = c[6].bytes};
	return 1;
}

int
progress_put(struct db *db, const struct progress *p, struct err *e)
{
	struct db_query *q = db_query(db, sql_put, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, p->place);
	db_bind_text(q, 2, p->identity);
	db_bind_text(q, 3, p->run);
	db_bind_int(q, 4, p->audit);
	/* Counts of what fits on a disk stay far below the sign. */
	db_bind_int(q, 5, (int64_t)p->findings);
	db_bind_text(q, 6, p->key);
	db_bind_text(q, 7, p->seal);
	return transaction_run(db, q, e);
}

int
progress_drop(struct db *db, struct slice place, struct err *e)
{
	struct db_query *q = db_query(db, sql_drop, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, place);
	return transaction_run(db, q, e);
}

int
progress_check(struct db *db, struct findings *f, struct err *e)
{
	return findings_query(f, db, sql_bad, e);
}
