/*
 * exceptions.c - the life of an exception, a transaction a step.
 *
 *	           see        triage_assign
 *	(none) ---------> new -----------> assigned
 *	                   |  \               |
 *	        fix_unseen |   \ override     | fix_unseen, triage_override
 *	                   v    v             v
 *	                 fixed  overridden --(expired, seen)--> reopened
 *	                   \------------(seen)---------------------^
 */
#include "store/exceptions.h"

#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define ROWS_A_PAGE 512
#define DETAIL_MOST ((size_t)1024 * 1024)

static const char *const names[EXCEPTIONS_STATES] = {"new", "assigned",
    "overridden", "fixed", "reopened"};

const char *
exceptions_state_name(enum exceptions_state state)
{
	return names[state];
}

/* An unknown name cannot be: the table has a rule. */
static enum exceptions_state
state_of(struct slice name)
{
	unsigned i;

	for (i = 0; i < EXCEPTIONS_STATES - 1; i++)
		if (slice_is(name, names[i]))
			break;
	return (enum exceptions_state)i;
}

void
exceptions_identity(char id[EXCEPTIONS_ID_SIZE],
    const struct exceptions_note *note)
{
	struct audit_sha256 *s = audit_sha256_new();
	unsigned char hash[AUDIT_HASH_SIZE];
	char hex[AUDIT_HEX_SIZE];

	audit_sha256_add_part(s, note->class);
	audit_sha256_add_part(s, note->rule);
	audit_sha256_add_part(s, note->about);
	audit_sha256_add_part(s, note->plant);
	audit_sha256_add_part(s, note->target);
	audit_sha256_end(s, hash);
	audit_sha256_free(s);
	audit_hex(hex, hash);
	snprintf(id, EXCEPTIONS_ID_SIZE, "%.*s", EXCEPTIONS_ID_SIZE - 1, hex);
}

/* --- rows --- */

#define COLUMNS 18
#define SELECT_ROW \
	"SELECT exception, class, rule, about, plant, target, state, owner," \
	" team, due_at, impact, severity, message, change_order, opened_at," \
	" last_seen, closed_at, seen_run FROM exception"

static const char sql_get[] = SELECT_ROW " WHERE exception = ?1";
static const char sql_all[] =
    SELECT_ROW " WHERE exception > ?1 ORDER BY exception LIMIT ?2";
static const char sql_open[] =
    SELECT_ROW " WHERE exception > ?1 AND state <> 'fixed'"
    " ORDER BY exception LIMIT ?2";

static void
row_of(struct exceptions_row *row, const struct page_cell *cell)
{
	*row = (struct exceptions_row){.id = cell[0].bytes,
	    .class = cell[1].bytes, .rule = cell[2].bytes,
	    .about = cell[3].bytes, .plant = cell[4].bytes,
	    .target = cell[5].bytes, .state = state_of(cell[6].bytes),
	    .owner = cell[7].bytes, .team = cell[8].bytes,
	    .due_at = cell[9].bytes, .impact = cell[10].bytes,
	    .severity = cell[11].bytes, .message = cell[12].bytes,
	    .change_order = cell[13].bytes, .opened_at = cell[14].bytes,
	    .last_seen = cell[15].bytes, .closed_at = cell[16].bytes,
	    .seen_run = cell[17].bytes};
}

int
exceptions_get(struct db *db, struct slice id, struct page *page,
    struct exceptions_row *row, struct err *e)
{
	struct db_query *q = db_query(db, sql_get, e);
	const struct page_cell *cell;

	if (!q)
		return -1;
	db_bind_text(q, 1, id);
	if (page_load(page, q, COLUMNS, e) < 0)
		return -1;
	cell = page_next(page);
	if (!cell)
		return 0;
	row_of(row, cell);
	return 1;
}

void
exceptions_open(struct exceptions_cursor *c, struct db *db, bool open_only)
{
	*c = (struct exceptions_cursor){db, open_only, BUF_INIT(4096),
	    PAGE_INIT};
}

int
exceptions_next(struct exceptions_cursor *c, struct exceptions_row *row,
    struct err *e)
{
	const struct page_cell *cell = page_next(&c->page);

	if (!cell) {
		struct db_query *q = db_query(c->db,
		    c->open_only ? sql_open : sql_all, e);

		if (!q)
			return -1;
		db_bind_text(q, 1, buf_slice(&c->after));
		db_bind_int(q, 2, ROWS_A_PAGE);
		if (page_load(&c->page, q, COLUMNS, e) < 0)
			return -1;
		cell = page_next(&c->page);
		if (!cell)
			return 0;
	}
	row_of(row, cell);
	buf_clear(&c->after);
	buf_add_slice(&c->after, row->id);
	return 1;
}

void
exceptions_close(struct exceptions_cursor *c)
{
	buf_release(&c->after);
	page_release(&c->page);
}

/* --- audit --- */

/* One row: what happened to which exception, and the state it is in now. */
static int
tell(struct db *db, const struct audit_by *by, const char *action,
    const struct exceptions_row *row, struct err *e)
{
	struct buf detail = BUF_INIT(DETAIL_MOST);
	struct audit_entry entry = {action, row->id, {NULL, 0}};
	int rc;

	audit_detail_add(&detail, "about", row->about);
	audit_detail_add(&detail, "class", row->class);
	audit_detail_add(&detail, "due_at", row->due_at);
	audit_detail_add(&detail, "message", row->message);
	audit_detail_add(&detail, "owner", row->owner);
	audit_detail_add(&detail, "rule", row->rule);
	audit_detail_add(&detail, "severity", row->severity);
	audit_detail_add(&detail, "state", slice_of(names[row->state]));
	audit_detail_add(&detail, "team", row->team);
	entry.detail = buf_slice(&detail);
	rc = audit_append(db, by, &entry, e);
	buf_release(&detail);
	return rc;
}

/* --- seeing --- */

static const char sql_put[] =
    "INSERT OR REPLACE INTO exception(exception, class, rule, about, plant,"
    " target, state, owner, team, due_at, impact, severity, message,"
    " change_order, opened_at, last_seen, closed_at, seen_run) VALUES(?1, ?2,"
    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
    " ?18)";

static int
put(struct db *db, const struct exceptions_row *row, struct err *e)
{
	const struct slice values[COLUMNS] = {row->id, row->class,
	    row->rule, row->about, row->plant, row->target,
	    slice_of(names[row->state]), row->owner, row->team, row->due_at,
	    row->impact, row->severity, row->message, row->change_order,
	    row->opened_at, row->last_seen, row->closed_at, row->seen_run};
	struct db_query *q = db_query(db, sql_put, e);
	int i;

	if (!q)
		return -1;
	for (i = 0; i < COLUMNS; i++)
		db_bind_text(q, 1 + i, values[i]);
	return db_run(q, e);
}

/* Is there an override in force?  1, 0, -1. */
static int
overridden(struct db *db, const struct exceptions_note *note,
    const struct exceptions_row *row, struct err *e)
{
	const struct override_about what = {row->id, row->class, row->about,
	    clock_now(), {"", 0}};
	struct page page = PAGE_INIT;
	struct override found;
	int got;

	if (note->pass != EXCEPTIONS_ASK)
		return note->pass == EXCEPTIONS_PASSES;
	got = override_find(db, &what, &page, &found, e);
	page_release(&page);
	return got;
}

int
exceptions_put(struct db *db, const struct exceptions_row *row,
    const struct audit_by *by, const char *action, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = put(db, row, e);
	if (rc == 0)
		rc = tell(db, by, action, row, e);
	return transaction_leave(db, mine, rc, e);
}

static enum exceptions_state
next_state(enum exceptions_state state, bool in_force)
{
	if (in_force)
		return EXCEPTIONS_OVERRIDDEN;
	if (state == EXCEPTIONS_FIXED || state == EXCEPTIONS_OVERRIDDEN)
		return EXCEPTIONS_REOPENED;
	return state;
}

/* What the note says anew; true if that is something else than before. */
static bool
take_words(struct exceptions_row *row, const struct exceptions_note *note)
{
	bool same = slice_equal(row->impact, note->impact) &&
	    slice_equal(row->severity, note->severity) &&
	    slice_equal(row->message, note->message) &&
	    slice_equal(row->change_order, note->change_order);

	row->impact = note->impact;
	row->severity = note->severity;
	row->message = note->message;
	row->change_order = note->change_order;
	return !same;
}

static int
see_new(struct db *db, const struct exceptions_note *note,
    const struct audit_by *by, struct exceptions_row *row, struct err *e)
{
	int in_force;

	row->class = note->class;
	row->rule = note->rule;
	row->about = note->about;
	row->plant = note->plant;
	row->target = note->target;
	row->team = note->team;
	row->due_at = note->due_at;
	row->opened_at = row->last_seen;
	take_words(row, note);
	in_force = overridden(db, note, row, e);
	if (in_force < 0)
		return -1;
	row->state = in_force ? EXCEPTIONS_OVERRIDDEN : EXCEPTIONS_NEW;
	return exceptions_put(db, row, by, "exception.open", e);
}

static int
see_again(struct db *db, const struct exceptions_note *note,
    const struct audit_by *by, struct exceptions_row *row, struct err *e)
{
	enum exceptions_state before = row->state;
	bool changed = take_words(row, note);
	const char *action = "exception.change";
	int in_force = overridden(db, note, row, e);

	if (in_force < 0)
		return -1;
	row->state = next_state(before, in_force > 0);
	row->closed_at = slice_from("", 0);
	if (row->state != before)
		action = row->state == EXCEPTIONS_OVERRIDDEN
		    ? "exception.override" : "exception.reopen";
	if (!changed && row->state == before)
		return put(db, row, e);
	return exceptions_put(db, row, by, action, e);
}

static int
see(struct db *db, const struct exceptions_note *note,
    const struct audit_by *by, struct exceptions_seen *seen, struct err *e)
{
	struct exceptions_row row = {.state = EXCEPTIONS_NEW};
	struct page page = PAGE_INIT;
	char now[CLOCK_TEXT_SIZE];
	int got = exceptions_get(db, slice_of(seen->id), &page, &row, e);
	int rc = -1;

	db_now(now);
	row.id = slice_of(seen->id);
	row.last_seen = slice_of(now);
	row.seen_run = slice_of(by->run);
	if (got == 0)
		rc = see_new(db, note, by, &row, e);
	else if (got > 0) {
		enum exceptions_state before = row.state;

		rc = see_again(db, note, by, &row, e);
		seen->reopened = row.state == EXCEPTIONS_REOPENED &&
		    before != EXCEPTIONS_REOPENED;
	}
	seen->opened = got == 0;
	seen->state = row.state;
	page_release(&page);
	return rc;
}

int
exceptions_see(struct db *db, const struct exceptions_note *note,
    const struct audit_by *by, struct exceptions_seen *seen, struct err *e)
{
	bool mine;
	int rc;

	memset(seen, 0, sizeof(*seen));
	exceptions_identity(seen->id, note);
	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = see(db, note, by, seen, e);
	return transaction_leave(db, mine, rc, e);
}

/* --- fixing --- */

static int
fix_one(struct db *db, struct exceptions_row *row, const struct audit_by *by,
    struct err *e)
{
	struct exceptions_row old = *row;
	struct page page = PAGE_INIT;
	char now[CLOCK_TEXT_SIZE];
	int rc = exceptions_get(db, old.id, &page, row, e);

	/* Another run may have seen or closed it since the page was read. */
	if (rc > 0 && row->state != EXCEPTIONS_FIXED &&
	    slice_equal(row->seen_run, old.seen_run)) {
		db_now(now);
		row->state = EXCEPTIONS_FIXED;
		row->closed_at = slice_of(now);
		rc = exceptions_put(db, row, by, "exception.fixed", e);
		rc = rc < 0 ? -1 : 1;
	} else if (rc > 0) {
		rc = 0;
	}
	page_release(&page);
	return rc;
}

/* The cursor's page, in one transaction: the callback has no stream to read. */
static int
fix_page(struct exceptions_cursor *c, struct exceptions_row *row,
    const struct exceptions_end *end, uint64_t *count, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(c->db, &mine, e) < 0)
		return -1;
	do {
		if (slice_is(row->seen_run, end->by->run) ||
		    !end->covers(row, end->ctx))
			rc = 0;
		else
			rc = fix_one(c->db, row, end->by, e);
		if (rc > 0)
			++*count;
	} while (rc >= 0 && c->page.at < c->page.count &&
	    (rc = exceptions_next(c, row, e)) > 0);
	return transaction_leave(c->db, mine, rc < 0 ? -1 : 0, e);
}

int
exceptions_fix_unseen(struct db *db, const struct exceptions_end *end,
    uint64_t *count, struct err *e)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	int got;

	*count = 0;
	exceptions_open(&c, db, true);
	while ((got = exceptions_next(&c, &row, e)) > 0)
		if (fix_page(&c, &row, end, count, e) < 0) {
			got = -1;
			break;
		}
	exceptions_close(&c);
	return got;
}

/* --- check --- */

static const char sql_bad[] =
    "SELECT 'exception ' || exception || ': seen last ' || last_seen ||"
    " ', before it opened, ' || opened_at FROM exception"
    " WHERE last_seen < opened_at"
    " UNION ALL SELECT 'exception ' || exception || ': closed ' || closed_at"
    " || ', before it was seen last, ' || last_seen FROM exception"
    " WHERE closed_at <> '' AND closed_at < last_seen"
    " UNION ALL SELECT 'exception ' || exception || ': overridden, but there"
    " is no override' FROM exception WHERE state = 'overridden'"
    " AND exception NOT IN (SELECT exception FROM override)"
    " AND class NOT IN (SELECT class FROM override)";

/* The id must be the hash of what it says it is about. */
static void
check_identity(const struct exceptions_row *row, struct findings *f)
{
	const struct exceptions_note note = {.class = row->class,
	    .rule = row->rule, .about = row->about, .plant = row->plant,
	    .target = row->target};
	char id[EXCEPTIONS_ID_SIZE];

	exceptions_identity(id, &note);
	if (!slice_is(row->id, id))
		findings_add(f, "exception %.*s: its class, rule, key, plant "
		    "and target give %s", SLICE_ARGS(row->id), id);
}

int
exceptions_check(struct db *db, struct findings *f, struct err *e)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	int got;

	exceptions_open(&c, db, false);
	while ((got = exceptions_next(&c, &row, e)) > 0)
		check_identity(&row, f);
	exceptions_close(&c);
	if (got < 0)
		return -1;
	return findings_query(f, db, sql_bad, e);
}
