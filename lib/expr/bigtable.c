/*
 * bigtable.c - one table of SQLite's, one statement a lane.
 *
 * A row is one blob: each text behind its length, an absent one behind the
 * length -1.  The connection locks itself, since two threads may look.
 */
#include "expr/bigtable.h"

#include <sqlite3.h>

#define LANES 2

struct bigtable {
	sqlite3 *db;
	sqlite3_stmt *add;
	sqlite3_stmt *find[LANES];
	unsigned columns;
	int64_t count;
	struct buf row;
};

static int
fail(struct bigtable *b, struct err *e)
{
	return err_set(e, ERR_AGAIN, "a table's scratch database: %s",
	    sqlite3_errmsg(b->db));
}

static bool
prepare(struct bigtable *b, const char *sql, sqlite3_stmt **out)
{
	return sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
	    out, NULL) == SQLITE_OK;
}

struct bigtable *
bigtable_new(unsigned columns, struct err *e)
{
	struct bigtable *b = mem_zero(sizeof(*b));
	unsigned i;
	bool good;

	b->columns = columns;
	buf_init(&b->row, (size_t)1 << 30);
	good = sqlite3_open_v2("", &b->db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, NULL) == SQLITE_OK &&
	    sqlite3_exec(b->db, "PRAGMA journal_mode = OFF;"
	    "PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;"
	    "CREATE TABLE rows (key BLOB, number INTEGER, cells BLOB,"
	    " PRIMARY KEY (key, number)) WITHOUT ROWID; BEGIN", NULL, NULL,
	    NULL) == SQLITE_OK && prepare(b, "INSERT INTO rows"
	    " VALUES (?1, ?2, ?3)", &b->add);
	for (i = 0; good && i < LANES; i++)
		good = prepare(b, "SELECT cells FROM rows WHERE key = ?1"
		    " ORDER BY number", &b->find[i]);
	if (good)
		return b;
	fail(b, e);
	bigtable_free(b);
	return NULL;
}

void
bigtable_free(struct bigtable *b)
{
	unsigned i;

	if (!b)
		return;
	sqlite3_finalize(b->add);
	for (i = 0; i < LANES; i++)
		sqlite3_finalize(b->find[i]);
	sqlite3_close(b->db);
	buf_release(&b->row);
	mem_free(b);
}

static void
bind_key(sqlite3_stmt *s, struct slice key)
{
	sqlite3_bind_blob64(s, 1, key.len ? key.at : "", key.len,
	    SQLITE_STATIC);
}

int
bigtable_add(struct bigtable *b, struct slice key, const struct slice *texts,
    bool many, struct err *e)
{
	unsigned i;
	int rc;

	buf_clear(&b->row);
	for (i = 0; i < b->columns; i++) {
		int64_t length = texts[i].at ? (int64_t)texts[i].len : -1;

		buf_add(&b->row, (const char *)&length, sizeof(length));
		buf_add_slice(&b->row, texts[i]);
	}
	if (b->row.over)
		return err_set(e, ERR_USAGE, "a row of a table is longer than "
		    "%zu bytes", b->row.most);
	bind_key(b->add, key);
	/* the same number for all rows of a key that may stand once */
	sqlite3_bind_int64(b->add, 2, many ? ++b->count : 0);
	sqlite3_bind_blob64(b->add, 3, b->row.len ? b->row.at : "",
	    b->row.len, SQLITE_STATIC);
	rc = sqlite3_step(b->add);
	sqlite3_reset(b->add);
	if (rc == SQLITE_DONE)
		return 1;
	return rc == SQLITE_CONSTRAINT ? 0 : fail(b, e);
}

int
bigtable_find(struct bigtable *b, unsigned lane, struct slice key,
    struct bigtable_rows *rows, struct err *e)
{
	sqlite3_stmt *s = b->find[lane];
	int rc;

	bind_key(s, key);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		buf_add(rows->texts, sqlite3_column_blob(s, 0),
		    (size_t)sqlite3_column_bytes(s, 0));
	sqlite3_reset(s);
	if (rc != SQLITE_DONE)
		return fail(b, e);
	rows->rest = buf_slice(rows->texts);
	rows->columns = b->columns;
	return 0;
}

int
bigtable_row(struct bigtable_rows *rows, struct slice *row)
{
	unsigned i;

	if (!rows->rest.len)
		return 0;
	for (i = 0; i < rows->columns; i++) {
		int64_t length;

		memcpy(&length, rows->rest.at, sizeof(length));
		rows->rest = slice_from(rows->rest.at + sizeof(length),
		    rows->rest.len - sizeof(length));
		row[i] = slice_from(length < 0 ? NULL : rows->rest.at,
		    length < 0 ? 0 : (size_t)length);
		rows->rest = slice_from(rows->rest.at + row[i].len,
		    rows->rest.len - row[i].len);
	}
	return 1;
}
