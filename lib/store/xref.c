/* xref.c - cross-references by key, and back by an index. */
#include "store/xref.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

static const char sql_put[] =
    "INSERT OR REPLACE INTO xref(target, type, plm_id, external_id, run)"
    " VALUES(?1, ?2, ?3, ?4, ?5)";
static const char sql_find[] =
    "SELECT external_id FROM xref"
    " WHERE target = ?1 AND type = ?2 AND plm_id = ?3";
static const char sql_back[] =
    "SELECT plm_id FROM xref"
    " WHERE target = ?1 AND type = ?2 AND external_id = ?3 ORDER BY plm_id";
static const char sql_remove[] =
    "DELETE FROM xref WHERE target = ?1 AND type = ?2 AND plm_id = ?3";

/* A statement with target, type and a third text bound. */
static struct db_query *
query_of(struct db *db, const char *sql, const struct xref *x,
    struct slice third, struct err *e)
{
	struct db_query *q = db_query(db, sql, e);

	if (!q)
		return NULL;
	db_bind_text(q, 1, x->target);
	db_bind_text(q, 2, x->type);
	db_bind_text(q, 3, third);
	return q;
}

static int
put_rows(struct db *db, const struct xref *list, size_t count,
    const char *run, struct err *e)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct db_query *q = query_of(db, sql_put, &list[i],
		    list[i].plm_id, e);

		if (!q)
			return -1;
		db_bind_text(q, 4, list[i].external_id);
		db_bind_text(q, 5, slice_of(run));
		if (db_run(q, e) < 0)
			return -1;
	}
	return 0;
}

int
xref_put(struct db *db, const struct xref *list, size_t count,
    const char *run, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = put_rows(db, list, count, run, e);
	return transaction_leave(db, mine, rc, e);
}

int
xref_find(struct db *db, struct xref *x, struct arena *arena, struct err *e)
{
	struct db_query *q = query_of(db, sql_find, x, x->plm_id, e);
	int got;

	if (!q)
		return -1;
	got = db_step(q, e);
	if (got > 0)
		x->external_id = slice_copy(db_bytes(q, 0), arena);
	db_done(q);
	return got;
}

int
xref_back(struct db *db, const struct xref *x, struct page *page,
    struct err *e)
{
	struct db_query *q = query_of(db, sql_back, x, x->external_id, e);

	return q ? page_load(page, q, 1, e) : -1;
}

int
xref_remove(struct db *db, const struct xref *x, struct err *e)
{
	struct db_query *q = query_of(db, sql_remove, x, x->plm_id, e);

	return q ? transaction_run(db, q, e) : -1;
}

/* --- all of them --- */

#define ROWS_A_PAGE 512

static const char sql_all[] =
    "SELECT target, type, plm_id, external_id FROM xref"
    " WHERE ?4 = 0 OR (target, type, plm_id) > (?1, ?2, ?3)"
    " ORDER BY target, type, plm_id LIMIT ?5";

void
xref_open(struct xref_cursor *c, struct db *db)
{
	*c = (struct xref_cursor){.db = db, .page = PAGE_INIT};
}

static int
load_page(struct xref_cursor *c, struct err *e)
{
	struct db_query *q = db_query(c->db, sql_all, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, c->after.target);
	db_bind_text(q, 2, c->after.type);
	db_bind_text(q, 3, c->after.plm_id);
	db_bind_int(q, 4, c->started);
	db_bind_int(q, 5, ROWS_A_PAGE);
	return page_load(&c->page, q, 4, e);
}

int
xref_next(struct xref_cursor *c, struct xref *x, struct err *e)
{
	const struct page_cell *cell = page_next(&c->page);

	if (!cell) {
		if (load_page(c, e) < 0)
			return -1;
		cell = page_next(&c->page);
		if (!cell)
			return 0;
	}
	*x = (struct xref){cell[0].bytes, cell[1].bytes, cell[2].bytes,
	    cell[3].bytes};
	if (c->page.at == c->page.count) {
		arena_reset(&c->arena);
		c->after = (struct xref){.target = slice_copy(x->target,
		    &c->arena), .type = slice_copy(x->type, &c->arena),
		    .plm_id = slice_copy(x->plm_id, &c->arena)};
		c->started = true;
	}
	return 1;
}

void
xref_close(struct xref_cursor *c)
{
	arena_release(&c->arena);
	page_release(&c->page);
}

/* --- check --- */

static const char sql_bad[] =
    "SELECT 'xref ' || target || ': ' || type || ':' || plm_id || ': '"
    " || 'external id ' || external_id || ' is of no known run ' || run"
    " FROM xref WHERE run <> '' AND run NOT IN (SELECT run FROM run)"
    " AND run > (SELECT coalesce(min(run), '') FROM run)";

int
xref_check(struct db *db, struct findings *f, struct err *e)
{
	return findings_query(f, db, sql_bad, e);
}
