/*
 * rows_sqlite.c - one statement, stepped.
 *
 * Opened by its name and not by the descriptor that rows.h keeps: the log of
 * a WAL database lies beside it.  A REAL comes as SQLite prints it; who needs
 * exact decimals keeps them as TEXT or INTEGER, as an ERP does.
 */
#include "extract/rows_sqlite.h"

#include <sqlite3.h>

#include "extract/rows_delimited.h"

#define BUSY_MS 5000

struct state {
	sqlite3 *db;
	sqlite3_stmt *query;
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

/* Reading and calling functions; `load_extension` is no reading. */
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
		return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY
		    : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

static int
open_database(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	int code;

	code = sqlite3_open_v2(r->name, &s->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
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

/* What is wrong with the query is wrong in the profile. */
static int
query_error(const struct rows *r, struct err *e, const char *why)
{
	return ydoc_error(ydoc_get(r->source->node, "query"), e, "%s (in %s)",
	    why, r->name);
}

static int
columns_name(struct rows *r, struct err *e)
{
	const struct source *source = r->source;
	struct state *s = r->state;
	int i, count = sqlite3_column_count(s->query);
	struct slice *names;
	size_t k;

	names = arena_alloc(&r->names, ((size_t)count + 1) * sizeof(*names));
	for (i = 0; i < count; i++)
		names[i] = slice_of(sqlite3_column_name(s->query, i));
	rows_name_columns(r, names, (size_t)count);
	for (k = 0; k < source->column_count; k++)
		if (source_column_find(r->columns, r->column_count,
		    source->columns[k].name) < 0)
			return source_no_column(ydoc_get(source->node,
			    "columns"), source->columns[k].name,
			    source_column_nearest(r->columns, r->column_count,
			    source->columns[k].name), e);
	return 0;
}

static int
open_sqlite(struct rows *r, struct err *e)
{
	struct slice text = r->source->query;
	const char *rest = NULL;
	struct state *s;

	s = r->state = mem_zero(sizeof(*s));
	if (open_database(r, e) < 0)
		return -1;
	if (sqlite3_prepare_v2(s->db, text.at, (int)text.len, &s->query,
	    &rest) != SQLITE_OK)
		return query_error(r, e, sqlite3_errmsg(s->db));
	if (!s->query || slice_trim(slice_of(rest)).len)
		return query_error(r, e, "must be one SELECT");
	return columns_name(r, e);
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
	sqlite3_close(s->db);
	mem_free(s);
}

static const struct csvin_dialect plain = {NULL, NULL, NULL, 0};

static void
reject_head_sqlite(const struct rows *r, struct buf *b)
{
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		rows_add_field(b, r->columns[i], &plain);
		buf_add_byte(b, ',');
	}
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		buf_add_text(b, i ? "," : "");
		buf_add_text(b, rows_reject_columns[i]);
	}
	buf_add_byte(b, '\n');
}

static void
reject_sqlite(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	struct state *s = r->state;
	size_t i;

	for (i = 0; i < r->column_count; i++) {
		const unsigned char *text = sqlite3_column_text(s->query,
		    (int)i);

		if (i)
			buf_add_byte(b, ',');
		if (text)
			rows_add_field(b, slice_of((const char *)text),
			    &plain);
	}
	rows_add_reject(b, reject, &plain);
	buf_add_byte(b, '\n');
}

const struct rows_format rows_sqlite_format = {
	open_sqlite, next_sqlite, rewind_sqlite, close_sqlite,
	reject_head_sqlite, reject_sqlite,
};
