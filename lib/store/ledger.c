/*
 * ledger.c - rows of the ledger by key, in pages.
 *
 * The table is WITHOUT ROWID: rows lie in key order, so a scan beside a
 * sorted stream reads the file from front to back, and groups of a sorted
 * load are appended to the same leaf.
 */
#include "store/ledger.h"

#include "store/audit.h"
#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define ROWS_A_PAGE 512
#define KEY_MOST ((size_t)1024 * 1024)

static const char *const names[LEDGER_STATES] = {"posted", "pending", "sent",
    "accepted", "rejected", "in_doubt"};

const char *
ledger_state_name(enum ledger_state state)
{
	return names[state];
}

/* An unknown name cannot be: the table has a rule. */
static enum ledger_state
state_of(struct slice name)
{
	unsigned i;

	for (i = 0; i < LEDGER_STATES - 1; i++)
		if (slice_is(name, names[i]))
			break;
	return (enum ledger_state)i;
}

/* --- rows --- */

#define COLUMNS 15
#define SELECT_ROW \
	"SELECT attempts, key, type, state, line, digest, external_id, scope," \
	" run, answer, op, idempotency, intent, etag, ticket FROM ledger" \
	" WHERE target = ?1"

static const char sql_get[] = SELECT_ROW " AND key = ?2";
static const char sql_from[] =
    SELECT_ROW " AND key >= ?2 ORDER BY key LIMIT ?3";
static const char sql_after[] =
    SELECT_ROW " AND key > ?2 ORDER BY key LIMIT ?3";
static const char sql_from_to[] =
    SELECT_ROW " AND key >= ?2 AND key < ?4 ORDER BY key LIMIT ?3";
static const char sql_after_to[] =
    SELECT_ROW " AND key > ?2 AND key < ?4 ORDER BY key LIMIT ?3";
static const char sql_state[] =
    SELECT_ROW " AND state = ?4 AND state <> 'posted' AND key > ?2"
    " ORDER BY key LIMIT ?3";
static const char sql_posted[] =
    SELECT_ROW " AND state = ?4 AND key > ?2 ORDER BY key LIMIT ?3";

/* A third of the columns takes a third of the time. */
#define WALK_COLUMNS 7
#define WALK_ROW \
	"SELECT key, state = 'posted', line, digest, external_id, scope, etag" \
	" FROM ledger WHERE target = ?1"

static const char sql_walk_from[] =
    WALK_ROW " AND key >= ?2 AND key < ?4 ORDER BY key LIMIT ?3";
static const char sql_walk_after[] =
    WALK_ROW " AND key > ?2 AND key < ?4 ORDER BY key LIMIT ?3";

static void
walk_row_of(struct ledger_row *row, const struct page_cell *cell)
{
	*row = (struct ledger_row){.key = cell[0].bytes,
	    .state = LEDGER_POSTED, .line = cell[2].bytes,
	    .digest = cell[3].bytes, .external_id = cell[4].bytes,
	    .scope = cell[5].bytes, .etag = cell[6].bytes};
}

static void
row_of(struct ledger_row *row, const struct page_cell *cell)
{
	*row = (struct ledger_row){.attempts = cell[0].number,
	    .key = cell[1].bytes, .type = cell[2].bytes,
	    .state = state_of(cell[3].bytes), .line = cell[4].bytes,
	    .digest = cell[5].bytes, .external_id = cell[6].bytes,
	    .scope = cell[7].bytes, .run = cell[8].bytes,
	    .answer = cell[9].bytes, .op = cell[10].bytes,
	    .idempotency = cell[11].bytes, .intent = cell[12].bytes,
	    .etag = cell[13].bytes, .ticket = cell[14].bytes};
}

int
ledger_get(struct db *db, const char *target, struct slice key,
    struct ledger_found *found, struct err *e)
{
	struct db_query *q = db_query(db, sql_get, e);
	const struct page_cell *cell;

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(target));
	db_bind_blob(q, 2, key);
	if (page_load(&found->page, q, COLUMNS, e) < 0)
		return -1;
	cell = page_next(&found->page);
	if (!cell)
		return 0;
	row_of(&found->row, cell);
	return 1;
}

/* The first key behind all that begin with `prefix`; empty: there is none. */
static void
add_end(struct buf *end, struct slice prefix)
{
	size_t n = prefix.len;

	/* A last byte of 0xff has no next one: the byte before it counts. */
	while (n && (unsigned char)prefix.at[n - 1] == 0xff)
		n--;
	buf_add(end, prefix.at, n);
	if (n)
		end->at[n - 1]++;
}

void
ledger_open(struct ledger_cursor *c, struct db *db, const char *target,
    struct slice prefix)
{
	*c = (struct ledger_cursor){.db = db, .target = target, .state = -1,
	    .after = BUF_INIT(KEY_MOST), .end = BUF_INIT(KEY_MOST),
	    .whole = LEDGER_FOUND_INIT, .page = PAGE_INIT};
	buf_add_slice(&c->after, prefix);
	add_end(&c->end, prefix);
}

void
ledger_open_walk(struct ledger_cursor *c, struct db *db, const char *target,
    struct slice prefix)
{
	ledger_open(c, db, target, prefix);
	c->walks = true;
}

void
ledger_again(struct ledger_cursor *c, struct slice prefix)
{
	buf_clear(&c->after);
	buf_clear(&c->end);
	buf_add_slice(&c->after, prefix);
	add_end(&c->end, prefix);
	c->started = false;
	c->page.at = c->page.count = 0;
}

void
ledger_open_state(struct ledger_cursor *c, struct db *db, const char *target,
    enum ledger_state state)
{
	ledger_open(c, db, target, slice_from("", 0));
	c->state = (int)state; /* a handful of values */
	c->started = true;
}

static const char *
sql_of(const struct ledger_cursor *c)
{
	if (c->walks)
		return c->started ? sql_walk_after : sql_walk_from;
	if (c->state >= 0)
		return c->state == LEDGER_POSTED ? sql_posted : sql_state;
	if (c->end.len)
		return c->started ? sql_after_to : sql_from_to;
	return c->started ? sql_after : sql_from;
}

static int
load_page(struct ledger_cursor *c, struct err *e)
{
	struct db_query *q = db_query(c->db, sql_of(c), e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(c->target));
	db_bind_blob(q, 2, buf_slice(&c->after));
	db_bind_int(q, 3, ROWS_A_PAGE);
	if (c->state >= 0)
		db_bind_text(q, 4, slice_of(names[c->state]));
	else if (c->end.len)
		db_bind_blob(q, 4, buf_slice(&c->end));
	return page_load(&c->page, q, c->walks ? WALK_COLUMNS : COLUMNS, e);
}

/* There are few of these: what is open is needed with all it has. */
static int
whole_row(struct ledger_cursor *c, struct ledger_row *row, struct slice key,
    struct err *e)
{
	int got = ledger_get(c->db, c->target, key, &c->whole, e);

	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_AGAIN, "%s: %s: %.*s has "
		    "gone meanwhile", db_path(c->db), c->target,
		    SLICE_ARGS(key));
	*row = c->whole.row;
	return 0;
}

int
ledger_next(struct ledger_cursor *c, struct ledger_row *row, struct err *e)
{
	const struct page_cell *cell = page_next(&c->page);

	if (!cell) {
		if (load_page(c, e) < 0)
			return -1;
		cell = page_next(&c->page);
		if (!cell)
			return 0;
	}
	if (!c->walks)
		row_of(row, cell);
	else if (cell[1].number)
		walk_row_of(row, cell);
	else if (whole_row(c, row, cell[0].bytes, e) < 0)
		return -1;
	/* Only the page's last key is asked for again. */
	if (c->page.at == c->page.count) {
		buf_clear(&c->after);
		buf_add_slice(&c->after, row->key);
		c->started = true;
	}
	return 1;
}

void
ledger_close(struct ledger_cursor *c)
{
	buf_release(&c->after);
	buf_release(&c->end);
	page_release(&c->page);
	page_release(&c->whole.page);
}

/* --- changes --- */

static const char sql_put[] =
    "INSERT INTO ledger(target, key, type, state, line, digest, external_id,"
    " scope, run, etag) VALUES(?1, ?2, ?3, 'posted', ?4, ?5, ?6, ?7, ?8, ?9)"
    " ON CONFLICT(target, key) DO UPDATE SET state = 'posted',"
    " line = excluded.line, digest = excluded.digest,"
    " external_id = CASE excluded.external_id WHEN '' THEN external_id"
    " ELSE excluded.external_id END, scope = excluded.scope,"
    " run = excluded.run, attempts = 0, answer = '', op = '',"
    " idempotency = '', intent = '', intent_digest = x'', intent_scope = '',"
    " etag = CASE excluded.etag WHEN '' THEN etag ELSE excluded.etag END,"
    " ticket = ''";
static const char sql_remove[] =
    "DELETE FROM ledger WHERE target = ?1 AND key = ?2";

static int
put_rows(struct db *db, const struct ledger_group *g,
    const struct ledger_fact *list, size_t count, struct err *e)
{
	struct slice target = slice_of(g->target), run = slice_of(g->run);
	size_t i;

	for (i = 0; i < count; i++) {
		struct db_query *q = db_query(db, sql_put, e);

		if (!q)
			return -1;
		db_bind_text(q, 1, target);
		db_bind_blob(q, 2, list[i].key);
		db_bind_text(q, 3, list[i].type);
		db_bind_text(q, 4, list[i].line);
		db_bind_blob(q, 5, list[i].digest);
		db_bind_text(q, 6, list[i].external_id);
		db_bind_text(q, 7, g->scope);
		db_bind_text(q, 8, run);
		db_bind_text(q, 9, list[i].etag);
		if (db_run(q, e) < 0)
			return -1;
	}
	return 0;
}

int
ledger_put(struct db *db, const struct ledger_group *g,
    const struct ledger_fact *list, size_t count, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = put_rows(db, g, list, count, e);
	return transaction_leave(db, mine, rc, e);
}

static int
remove_rows(struct db *db, const char *target, const struct slice *keys,
    size_t count, struct err *e)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct db_query *q = db_query(db, sql_remove, e);

		if (!q)
			return -1;
		db_bind_text(q, 1, slice_of(target));
		db_bind_blob(q, 2, keys[i]);
		if (db_run(q, e) < 0)
			return -1;
	}
	return 0;
}

int
ledger_remove(struct db *db, const char *target, const struct slice *keys,
    size_t count, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = remove_rows(db, target, keys, count, e);
	return transaction_leave(db, mine, rc, e);
}

/* An empty end is "no end": NULL compares with nothing, so it is asked. */
#define IN_RANGE \
	" WHERE target = ?1 AND key >= ?2 AND (length(?3) = 0 OR key < ?3)"

static const char sql_under_way[] =
    "SELECT count(*) FROM ledger" IN_RANGE
    " AND state IN ('sent', 'accepted', 'in_doubt') AND state <> 'posted'";
static const char sql_forget[] = "DELETE FROM ledger" IN_RANGE;

static struct db_query *
range_query(struct db *db, const char *sql, const struct ledger_range *range,
    const struct buf *end, struct err *e)
{
	struct db_query *q = db_query(db, sql, e);

	if (!q)
		return NULL;
	db_bind_text(q, 1, slice_of(range->target));
	db_bind_blob(q, 2, range->prefix);
	db_bind_blob(q, 3, buf_slice(end));
	return q;
}

static int
forget_rows(struct db *db, const struct ledger_range *range, uint64_t *count,
    struct err *e)
{
	struct buf end = BUF_INIT(KEY_MOST);
	struct db_query *q;
	int64_t open = 0;
	int rc = -1;

	add_end(&end, range->prefix);
	q = range_query(db, sql_under_way, range, &end, e);
	if (!q || db_step(q, e) < 0)
		goto out;
	open = db_int(q, 0);
	db_done(q);
	if (open) {
		err_set(e, ERR_AGAIN, "%s: %" PRId64 " records are on their "
		    "way to %s (ask the target about them first)", db_path(db),
		    open, range->target);
		goto out;
	}
	q = range_query(db, sql_forget, range, &end, e);
	if (!q || db_run(q, e) < 0)
		goto out;
	*count = (uint64_t)db_changes(db); /* never negative */
	rc = 0;
out:
	buf_release(&end);
	return rc;
}

static int
note_forgotten(struct db *db, const struct ledger_range *range,
    const struct audit_by *by, uint64_t count, struct err *e)
{
	struct buf detail = BUF_INIT(KEY_MOST);
	struct audit_entry entry = {"ledger.forget", {NULL, 0}, {NULL, 0}};
	char text[24];
	int rc;

	snprintf(text, sizeof(text), "%" PRIu64, count);
	audit_detail_add(&detail, "count", slice_of(text));
	audit_detail_add(&detail, "prefix", range->prefix);
	entry.subject = slice_of(range->target);
	entry.detail = buf_slice(&detail);
	rc = audit_append(db, by, &entry, e);
	buf_release(&detail);
	return rc;
}

int
ledger_forget(struct db *db, const struct ledger_range *range,
    const struct audit_by *by, uint64_t *count, struct err *e)
{
	bool mine;
	int rc;

	*count = 0;
	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = forget_rows(db, range, count, e);
	if (rc == 0)
		rc = note_forgotten(db, range, by, *count, e);
	return transaction_leave(db, mine, rc, e);
}

/* --- figures --- */

static const char sql_count[] =
    "SELECT state, count(*) FROM ledger WHERE target = ?1"
    " AND state <> 'posted' GROUP BY state"
    " UNION ALL SELECT 'posted', count(*) FROM ledger WHERE target = ?1";

int
ledger_count(struct db *db, const char *target,
    uint64_t counts[LEDGER_STATES], struct err *e)
{
	struct db_query *q = db_query(db, sql_count, e);
	uint64_t open = 0;
	int got;

	memset(counts, 0, LEDGER_STATES * sizeof(*counts));
	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(target));
	while ((got = db_step(q, e)) > 0) {
		enum ledger_state state = state_of(db_bytes(q, 0));

		counts[state] = (uint64_t)db_int(q, 1); /* never negative */
		if (state != LEDGER_POSTED)
			open += counts[state];
	}
	/* All rows were counted there: a look at each state would be slow. */
	counts[LEDGER_POSTED] -= open;
	return got;
}

/* From one target to the next by the key, not through all rows. */
static const char sql_targets[] =
    "WITH RECURSIVE t(target) AS (SELECT min(target) FROM ledger UNION ALL"
    " SELECT (SELECT min(l.target) FROM ledger l WHERE l.target > t.target)"
    " FROM t WHERE t.target IS NOT NULL)"
    " SELECT target FROM t WHERE target IS NOT NULL";

int
ledger_targets(struct db *db, struct page *page, struct err *e)
{
	struct db_query *q = db_query(db, sql_targets, e);

	return q ? page_load(page, q, 1, e) : -1;
}

#define BAD_ROW "SELECT 'ledger ' || target || ': ' || CAST(key AS TEXT) || "

static const char sql_bad_key[] =
    BAD_ROW "': the key is not of type ' || type FROM ledger"
    " WHERE substr(CAST(key AS TEXT), 1, length(type) + 10)"
    " <> '{\"type\":\"' || type || '\"'";
static const char sql_bad_line[] =
    BAD_ROW "': the acknowledged line has another key' FROM ledger"
    " WHERE line <> '' AND substr(line, 1, length(CAST(key AS TEXT)))"
    " <> CAST(key AS TEXT)";
static const char sql_bad_digest[] =
    BAD_ROW "': the digest has ' || length(digest) || ' bytes' FROM ledger"
    " WHERE length(digest) <> (CASE line WHEN '' THEN 0 ELSE 16 END)";

int
ledger_check(struct db *db, struct findings *f, struct err *e)
{
	if (findings_query(f, db, sql_bad_key, e) < 0 ||
	    findings_query(f, db, sql_bad_line, e) < 0)
		return -1;
	return findings_query(f, db, sql_bad_digest, e);
}
