/*
 * rows_sqlite.c - one statement, stepped.
 *
 * Opened by its name and not by the descriptor that rows.h keeps: the log of
 * a WAL database lies beside it.  A REAL comes as SQLite prints it; who needs
 * exact decimals keeps them as TEXT or INTEGER, as an ERP does.
 */
#include "extract/rows_sqlite.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "extract/rows_plain.h"
#include "extract/rows_query.h"

#define BUSY_MS 5000

/* A connection in its one transaction; sources of the same file share it. */
struct database {
	sqlite3 *db;
	unsigned users;
	dev_t device; /* with the number: which file it is */
	ino_t number;
};

struct state {
	struct database *shared;
	sqlite3 *db; /* of it; NULL: not open */
	sqlite3_stmt *query;
	struct slice *texts; /* of the row at hand, not cleaned */
	char wrong[200];
};

static int
failed(const struct rows *r, int code, struct err *e)
{
	const struct state *s = r->state;
	enum err_kind kind = ERR_INPUT;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_IOERR:
	case SQLITE_FULL:
		kind = ERR_AGAIN;
		break;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		kind = ERR_USAGE;
		break;
	default:
		break;
	}
	return err_set(e, kind, "%s: %s", r->name,
	    s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code));
}

/* What SQLite asks an authorizer: six parameters are its choice. */
#define QUESTION \
	void *unused, int action, const char *a, const char *b, \
	    const char *database, const char *trigger

/*
 * What one state of the file does not determine, or does more than read.  An
 * authorizer does not see arguments, and date('now') is like date(x).
 */
static bool
denied(const char *function)
{
	static const char *const names[] = {"load_extension", "random",
	    "randomblob", "date", "time", "datetime", "julianday",
	    "unixepoch", "strftime", "timediff", "current_date",
	    "current_time", "current_timestamp"};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (sqlite3_stricmp(function, names[i]) == 0)
			return true;
	return false;
}

/* Reading, and calling functions. */
static int
authorize(QUESTION)
{
	(void)unused;
	(void)a;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return b && denied(b) ? SQLITE_DENY : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

/* The same file, open already in this run; NULL: it is not. */
static struct database *
find_open(const struct rows *r, const struct stat *st)
{
	const struct rows *other;

	for (other = r->open ? *r->open : NULL; other; other = other->next) {
		const struct state *s = other->state;

		if (other->format == r->format &&
		    s->shared->device == st->st_dev &&
		    s->shared->number == st->st_ino)
			return s->shared;
	}
	return NULL;
}

static int
begin(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	int code;

	code = sqlite3_open_v2(r->name, &s->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	s->shared->db = s->db;
	if (code != SQLITE_OK)
		return failed(r, code, e);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	code = sqlite3_exec(s->db, "BEGIN; SELECT 1 FROM sqlite_schema",
	    NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return failed(r, code, e);
	sqlite3_set_authorizer(s->db, authorize, NULL);
	return 0;
}

static int
open_database(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct stat st = {0};
	bool there = stat(r->name, &st) == 0;

	s->shared = there ? find_open(r, &st) : NULL;
	if (s->shared) {
		s->shared->users++;
		s->db = s->shared->db;
		return 0;
	}
	s->shared = mem_zero(sizeof(*s->shared));
	*s->shared = (struct database){NULL, 1, st.st_dev, st.st_ino};
	return begin(r, e);
}

/* What is wrong with the query is wrong in the profile. */
static int
bad_query(const struct rows *r, struct slice text, struct err *e,
    const char *why)
{
	const struct state *s = r->state;
	int at = sqlite3_error_offset(s->db);
	char what[1024];

	snprintf(what, sizeof(what), "%s (in %s)", why, r->name);
	return query_error(&r->source->query, text, at < 0 ? QUERY_NOWHERE :
	    (size_t)at, e, what);
}

static int
columns_name(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	int i, count = sqlite3_column_count(s->query);
	struct slice *names;

	names = arena_alloc(&r->names, ((size_t)count + 1) * sizeof(*names));
	for (i = 0; i < count; i++)
		names[i] = slice_of(sqlite3_column_name(s->query, i));
	return rows_query_columns(r, names, (size_t)count, e);
}

/* Behind the SELECT only comments: another statement would not be run. */
static int
prepare(struct rows *r, struct slice text, struct err *e)
{
	struct state *s = r->state;
	sqlite3_stmt *second = NULL;
	const char *rest = NULL;
	int code;

	if (sqlite3_prepare_v2(s->db, text.at, (int)text.len, &s->query,
	    &rest) != SQLITE_OK)
		return bad_query(r, text, e, sqlite3_errmsg(s->db));
	code = sqlite3_prepare_v2(s->db, rest, -1, &second, NULL);
	sqlite3_finalize(second);
	if (!s->query || code != SQLITE_OK || second)
		return bad_query(r, text, e, "must be one SELECT");
	return 0;
}

static int
open_sqlite(struct rows *r, struct err *e)
{
	struct buf text = BUF_INIT(2 * QUERY_MOST);
	struct state *s;
	int rc = -1;

	s = r->state = mem_zero(sizeof(*s));
	if (query_load(&r->source->query, &text, e) == 0 &&
	    open_database(r, e) == 0 && prepare(r, buf_slice(&text), e) == 0)
		rc = columns_name(r, e);
	buf_release(&text);
	if (rc == 0)
		s->texts = mem_zero((r->column_count + 1) *
		    sizeof(*s->texts));
	return rc;
}

static void
column_put(struct rows *r, int i, struct row *row)
{
	struct state *s = r->state;
	const unsigned char *text = sqlite3_column_text(s->query, i);
	struct slice t = {(const char *)text,
	    (size_t)sqlite3_column_bytes(s->query, i)};

	if (!text)
		t = slice_from(NULL, 0);
	s->texts[i] = t;
	if (slice_utf8_length(t) != t.len) {
		snprintf(s->wrong, sizeof(s->wrong), "text: column \"%.100s\" "
		    "is not UTF-8", r->columns[i].at);
		row->wrong = s->wrong;
		t = slice_from(NULL, 0);
	}
	rows_put(r, (size_t)i, t);
}

static int
next_sqlite(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	int i, code = sqlite3_step(s->query);

	if (code == SQLITE_DONE)
		return 0;
	if (code != SQLITE_ROW)
		return failed(r, code, e);
	row->line = (unsigned long)r->ordinal + 1;
	for (i = 0; i < (int)r->column_count; i++)
		column_put(r, i, row);
	return 1;
}

static int
rewind_sqlite(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	(void)e;
	sqlite3_reset(s->query);
	return 0;
}

static void
close_sqlite(struct rows *r)
{
	struct state *s = r->state;

	if (!s)
		return;
	sqlite3_finalize(s->query);
	if (s->shared && --s->shared->users == 0) {
		sqlite3_close(s->shared->db);
		mem_free(s->shared);
	}
	mem_free(s->texts);
	mem_free(s);
}

static void
reject_sqlite(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	const struct state *s = r->state;

	rows_plain_reject(r, b, s->texts, reject);
}

const struct rows_format rows_sqlite_format = {
	open_sqlite, next_sqlite, rewind_sqlite, close_sqlite,
	rows_plain_head, reject_sqlite,
};
