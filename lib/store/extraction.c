/* extraction.c - extractions and their pages as rows. */
#include "store/extraction.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

static const char sql_drop_old[] =
    "DELETE FROM extraction WHERE identity = ?1 AND expires <= ?2";
static const char sql_drop[] = "DELETE FROM extraction WHERE identity = ?1";
static const char sql_begin[] =
    "INSERT OR IGNORE INTO extraction(identity, system, run, started, expires)"
    " VALUES(?1, ?2, ?3, ?4, ?5)";
static const char sql_orphans[] =
    "DELETE FROM extraction_page WHERE identity = ?1"
    " AND identity NOT IN (SELECT identity FROM extraction)";
static const char sql_old[] =
    "SELECT identity FROM extraction WHERE system = ?1 AND expires <= ?2"
    " ORDER BY identity";
static const char sql_page_put[] =
    "INSERT OR REPLACE INTO extraction_page(identity, source, number, rows,"
    " bytes, hash, next, plain, last, total)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
static const char sql_pages[] =
    "SELECT number, rows, bytes, hash, next, plain, last, total"
    " FROM extraction_page WHERE identity = ?1 AND source = ?2"
    " ORDER BY number";
static const char sql_pages_drop[] =
    "DELETE FROM extraction_page WHERE identity = ?1 AND source = ?2"
    " AND number > ?3";

enum column {
	C_NUMBER, C_ROWS, C_BYTES, C_HASH, C_NEXT, C_PLAIN, C_LAST, C_TOTAL,
	COLUMNS
};

static int
run_with(struct db *db, const char *sql, struct slice first,
    struct slice second, struct err *e)
{
	struct db_query *q = db_query(db, sql, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, first);
	if (second.at)
		db_bind_text(q, 2, second);
	return db_run(q, e);
}

static int
begin(struct db *db, const struct extraction *x, const char *run,
    bool *again, struct err *e)
{
	char now[CLOCK_TEXT_SIZE], expires[CLOCK_TEXT_SIZE];
	struct clock_time until = clock_now();
	const struct slice none = {NULL, 0};
	struct db_query *q;

	db_now(now);
	until.nanos = 0;
	until.seconds += x->most_s;
	clock_print(expires, until);
	if (run_with(db, sql_drop_old, x->identity, slice_of(now), e) < 0 ||
	    run_with(db, sql_orphans, x->identity, none, e) < 0)
		return -1;
	q = db_query(db, sql_begin, e);
	if (!q)
		return -1;
	db_bind_text(q, 1, x->identity);
	db_bind_text(q, 2, x->system);
	db_bind_text(q, 3, slice_of(run));
	db_bind_text(q, 4, slice_of(now));
	db_bind_text(q, 5, slice_of(expires));
	if (db_run(q, e) < 0)
		return -1;
	*again = db_changes(db) == 0;
	return 0;
}

int
extraction_begin(struct db *db, const struct extraction *x, const char *run,
    bool *again, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = begin(db, x, run, again, e);
	return transaction_leave(db, mine, rc, e);
}

int
extraction_end(struct db *db, struct slice identity, struct err *e)
{
	const struct slice none = {NULL, 0};
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = run_with(db, sql_drop, identity, none, e);
	if (rc == 0)
		rc = run_with(db, sql_orphans, identity, none, e);
	return transaction_leave(db, mine, rc, e);
}

int
extraction_old(struct db *db, struct page *page, struct slice system,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_old, e);
	char now[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	db_now(now);
	db_bind_text(q, 1, system);
	db_bind_text(q, 2, slice_of(now));
	return page_load(page, q, 1, e);
}

int
extraction_page_put(struct db *db, struct slice identity,
    struct slice source, const struct extraction_page *p, struct err *e)
{
	struct db_query *q = db_query(db, sql_page_put, e);
	char hash[HASH_TEXT_SIZE];
	bool mine;
	int rc;

	if (!q || transaction_enter(db, &mine, e) < 0)
		return -1;
	hash_print(hash, p->hash);
	db_bind_text(q, 1, identity);
	db_bind_text(q, 2, source);
	/* Counts of what fits on a disk stay far below the sign. */
	db_bind_int(q, 3, (int64_t)p->number);
	db_bind_int(q, 4, (int64_t)p->rows);
	db_bind_int(q, 5, (int64_t)p->bytes);
	db_bind_text(q, 6, slice_of(hash));
	db_bind_text(q, 7, p->next);
	db_bind_int(q, 8, p->plain);
	db_bind_int(q, 9, p->last);
	db_bind_int(q, 10, p->total);
	rc = db_run(q, e);
	return transaction_leave(db, mine, rc, e);
}

int
extraction_pages(struct db *db, struct page *page, struct slice identity,
    struct slice source, struct err *e)
{
	struct db_query *q = db_query(db, sql_pages, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, identity);
	db_bind_text(q, 2, source);
	return page_load(page, q, COLUMNS, e);
}

bool
extraction_page_next(struct page *page, struct extraction_page *p)
{
	const struct page_cell *cell = page_next(page);

	if (!cell)
		return false;
	p->number = (uint64_t)cell[C_NUMBER].number;
	p->rows = (uint64_t)cell[C_ROWS].number;
	p->bytes = (uint64_t)cell[C_BYTES].number;
	/* The table holds no other text; a damaged one fits no page. */
	if (!hash_parse(&p->hash, cell[C_HASH].bytes))
		p->hash = (struct hash128){0, 0};
	p->next = cell[C_NEXT].bytes;
	p->plain = cell[C_PLAIN].number != 0;
	p->last = cell[C_LAST].number != 0;
	p->total = cell[C_TOTAL].number;
	return true;
}

int
extraction_pages_drop(struct db *db, struct slice identity,
    struct slice source, uint64_t number, struct err *e)
{
	struct db_query *q = db_query(db, sql_pages_drop, e);
	bool mine;
	int rc;

	if (!q || transaction_enter(db, &mine, e) < 0)
		return -1;
	db_bind_text(q, 1, identity);
	db_bind_text(q, 2, source);
	db_bind_int(q, 3, (int64_t)number);
	rc = db_run(q, e);
	return transaction_leave(db, mine, rc, e);
}

static const char sql_bad[] =
    "SELECT 'page ' || number || ' of source ' || source || ': extraction '"
    " || identity || ' is not there' FROM extraction_page"
    " WHERE identity NOT IN (SELECT identity FROM extraction)"
    " UNION ALL"
    " SELECT 'page ' || p.number || ' of source ' || p.source || ': there is"
    " no page before it, or it ends behind this one' FROM extraction_page p"
    " LEFT JOIN extraction_page b ON b.identity = p.identity"
    "  AND b.source = p.source AND b.number = p.number - 1"
    " WHERE p.number > 1"
    "  AND (b.number IS NULL OR b.rows > p.rows OR b.bytes > p.bytes)"
    " ORDER BY 1";

int
extraction_check(struct db *db, struct findings *f, struct err *e)
{
	return findings_query(f, db, sql_bad, e);
}
