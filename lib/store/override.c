/* override.c - rows of overrides, and the pattern of keys. */
#include "store/override.h"

#include "store/audit.h"
#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

#define COLUMNS 10
#define SELECT_ROW \
	"SELECT override, exception, class, pattern, who, why, created," \
	" until, revoked, content FROM override"

/* Times are kept in whole seconds, so that text order is time order. */
static void
time_print(char text[CLOCK_TEXT_SIZE], struct clock_time t)
{
	t.nanos = 0;
	clock_print(text, t);
}

bool
override_matches(struct slice pattern, struct slice about)
{
	size_t p = 0, a = 0;
	/* Where to go on when the bytes behind the last star do not fit. */
	size_t star = SIZE_MAX, from = 0;

	while (a < about.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = ++p;
			from = a;
		} else if (p < pattern.len && pattern.at[p] == about.at[a]) {
			p++;
			a++;
		} else if (star != SIZE_MAX) {
			p = star;
			a = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

/* --- adding --- */

static bool
digest(struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdef", text.at[i], 16))
			return false;
	return text.len == 32;
}

static int
wish_check(const struct override_wish *w, const char *now, const char *until,
    struct err *e)
{
	bool one = w->exception.len && !w->class.len && !w->pattern.len;
	bool many = !w->exception.len && w->class.len && w->pattern.len;

	if (!one && !many)
		return err_set(e, ERR_USAGE, "an override is for one "
		    "exception, or for a class and a pattern of keys");
	if (w->content.len && (!one || !digest(w->content)))
		return err_set(e, ERR_USAGE, "a sign-off is for one exception "
		    "and a content of 32 hex digits");
	if (!slice_trim(w->who).len)
		return err_set(e, ERR_USAGE, "an override needs the name of "
		    "who gives it");
	if (!slice_trim(w->why).len)
		return err_set(e, ERR_USAGE, "an override needs a reason");
	if (strcmp(until, now) <= 0)
		return err_set(e, ERR_USAGE, "an override must end in the "
		    "future, not %s", until);
	return 0;
}

static const char sql_add[] =
    "INSERT INTO override(exception, class, pattern, who, why, created,"
    " until, run, content) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

static int
note(struct db *db, const struct audit_by *by, const char *action,
    const struct override *o, struct err *e)
{
	struct buf detail = BUF_INIT(1024 * 1024);
	struct audit_entry entry = {action, {NULL, 0}, {NULL, 0}};
	char number[24];
	int rc;

	audit_detail_add(&detail, "class", o->class);
	audit_detail_add(&detail, "content", o->content);
	audit_detail_add(&detail, "exception", o->exception);
	audit_detail_add(&detail, "pattern", o->pattern);
	audit_detail_add(&detail, "until", o->until);
	audit_detail_add(&detail, "who", o->who);
	audit_detail_add(&detail, "why", o->why);
	snprintf(number, sizeof(number), "%" PRId64, o->number);
	entry.subject = slice_of(number);
	entry.detail = buf_slice(&detail);
	rc = audit_append(db, by, &entry, e);
	buf_release(&detail);
	return rc;
}

static int
add_row(struct db *db, struct override *o, const struct audit_by *by,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_add, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, o->exception);
	db_bind_text(q, 2, o->class);
	db_bind_text(q, 3, o->pattern);
	db_bind_text(q, 4, o->who);
	db_bind_text(q, 5, o->why);
	db_bind_text(q, 6, o->created);
	db_bind_text(q, 7, o->until);
	db_bind_text(q, 8, slice_of(by->run));
	db_bind_text(q, 9, o->content);
	if (db_run(q, e) < 0)
		return -1;
	o->number = db_last_id(db);
	return note(db, by, "override.add", o, e);
}

int
override_add(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, int64_t *number, struct err *e)
{
	struct override o = {0, wish->exception, wish->class, wish->pattern,
	    wish->who, wish->why, {NULL, 0}, {NULL, 0}, {NULL, 0},
	    wish->content};
	char now[CLOCK_TEXT_SIZE], until[CLOCK_TEXT_SIZE];
	bool mine;
	int rc;

	db_now(now);
	time_print(until, wish->until);
	if (wish_check(wish, now, until, e) < 0)
		return -1;
	o.created = slice_of(now);
	o.until = slice_of(until);
	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = add_row(db, &o, by, e);
	*number = o.number;
	return transaction_leave(db, mine, rc, e);
}

/* --- reading --- */

static void
row_of(struct override *o, const struct page_cell *cell)
{
	*o = (struct override){cell[0].number, cell[1].bytes, cell[2].bytes,
	    cell[3].bytes, cell[4].bytes, cell[5].bytes, cell[6].bytes,
	    cell[7].bytes, cell[8].bytes, cell[9].bytes};
}

bool
override_next(struct page *page, struct override *row)
{
	const struct page_cell *cell = page_next(page);

	if (!cell)
		return false;
	row_of(row, cell);
	return true;
}

static const char sql_all[] = SELECT_ROW " ORDER BY override DESC";
static const char sql_find[] =
    SELECT_ROW " WHERE (exception = ?1 AND exception <> ''"
    " OR class = ?2 AND class <> '') AND until > ?3 AND created <= ?3"
    " AND revoked = '' AND content = ?4"
    " ORDER BY until DESC, override DESC";
static const char sql_get[] = SELECT_ROW " WHERE override = ?1";

int
override_load(struct db *db, struct page *page, struct err *e)
{
	struct db_query *q = db_query(db, sql_all, e);

	return q ? page_load(page, q, COLUMNS, e) : -1;
}

int
override_find(struct db *db, const struct override_about *what,
    struct page *page, struct override *found, struct err *e)
{
	struct db_query *q = db_query(db, sql_find, e);
	char at[CLOCK_TEXT_SIZE];

	if (!q)
		return -1;
	time_print(at, what->at);
	db_bind_text(q, 1, what->exception);
	db_bind_text(q, 2, what->class);
	db_bind_text(q, 3, slice_of(at));
	db_bind_text(q, 4, what->content);
	if (page_load(page, q, COLUMNS, e) < 0)
		return -1;
	while (override_next(page, found))
		if (found->exception.len ||
		    override_matches(found->pattern, what->about))
			return 1;
	return 0;
}

/* --- revoking --- */

static const char sql_revoke[] =
    "UPDATE override SET revoked = ?2 WHERE override = ?1 AND revoked = ''"
    " AND until > ?2";

static int
revoke_row(struct db *db, int64_t number, const struct audit_by *by,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_revoke, e);
	struct page page = PAGE_INIT;
	struct override o;
	char now[CLOCK_TEXT_SIZE];
	int rc = -1;

	if (!q)
		return -1;
	db_now(now);
	db_bind_int(q, 1, number);
	db_bind_text(q, 2, slice_of(now));
	if (db_run(q, e) < 0)
		return -1;
	if (db_changes(db) == 0)
		return err_set(e, ERR_USAGE, "there is no override %" PRId64
		    " in force", number);
	q = db_query(db, sql_get, e);
	if (!q)
		return -1;
	db_bind_int(q, 1, number);
	if (page_load(&page, q, COLUMNS, e) == 0 && override_next(&page, &o))
		rc = note(db, by, "override.revoke", &o, e);
	page_release(&page);
	return rc;
}

int
override_revoke(struct db *db, int64_t number, const struct audit_by *by,
    struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = revoke_row(db, number, by, e);
	return transaction_leave(db, mine, rc, e);
}

static const char sql_bad[] =
    "SELECT 'override ' || override || ': revoked ' || revoked ||"
    " ', before it was given, ' || created FROM override"
    " WHERE revoked <> '' AND revoked < created"
    " UNION ALL SELECT 'override ' || override || ': of ' || who ||"
    " ' has no row in the audit log' FROM override"
    /* Older ones have had theirs rotated out. */
    " WHERE created > (SELECT at FROM audit ORDER BY sequence LIMIT 1)"
    " AND CAST(override AS TEXT) NOT IN"
    " (SELECT subject FROM audit WHERE action = 'override.add')";

int
override_check(struct db *db, struct findings *f, struct err *e)
{
	return findings_query(f, db, sql_bad, e);
}
