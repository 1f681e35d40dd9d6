/*
 * db.c - the only user of sqlite3.h below the expressions' floor.
 *
 * Statements are kept by the address of their text: one probe, no parsing, and
 * nobody owns one who could forget to give it back.
 */
#include "store/db.h"

#include "base/fault.h"
#include "store/migration.h"
#include "store/place.h"
#include <sqlite3.h>

#define SLOTS 256 /* a power of two, well above the number of constants */

struct db_query {
	struct db *db;
	const char *sql;
	sqlite3_stmt *stmt;
	int bound; /* the first result of binding that was not SQLITE_OK */
};

struct db {
	sqlite3 *handle;
	char *path;
	unsigned busy_ms;
	unsigned version;
	unsigned slots_used;
	bool wal;
	struct db_query slots[SLOTS];
};

/* --- errors --- */

static int
fail_busy(struct db *db, struct err *e)
{
	struct buf holders = BUF_INIT(1024);

	place_holders(&holders, db->path);
	err_set(e, ERR_AGAIN, "%s: busy for %u s: %s is writing to it (try "
	    "again)", db->path, db->busy_ms / 1000, buf_text(&holders));
	buf_release(&holders);
	return -1;
}

/* By primary result code; what is not here breaks a rule of the tables. */
static const struct {
	int code;
	enum err_kind kind;
	const char *behind;
} failures[] = {
    {SQLITE_FULL, ERR_AGAIN, " (make room and run again)"},
    {SQLITE_IOERR, ERR_AGAIN, ""},
    {SQLITE_PROTOCOL, ERR_AGAIN, ""},
    {SQLITE_NOMEM, ERR_AGAIN, ""},
    {SQLITE_CANTOPEN, ERR_USAGE, ""},
    {SQLITE_READONLY, ERR_USAGE, ""},
    {SQLITE_PERM, ERR_USAGE, ""},
    {SQLITE_CORRUPT, ERR_INPUT, " (damaged: restore a copy)"},
    {SQLITE_NOTADB, ERR_INPUT, " (damaged: restore a copy)"},
};

/* Fills *e from a result code of SQLite; -1. */
static int
fail(struct db *db, int rc, struct err *e)
{
	const char *text = sqlite3_extended_errcode(db->handle) == rc
	    ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);
	int code = rc & 0xff;
	size_t i;

	if (code == SQLITE_MISUSE || code == SQLITE_RANGE)
		BUG("SQLite was called wrongly");
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return fail_busy(db, e);
	for (i = 0; i < COUNT_OF(failures); i++)
		if (failures[i].code == code)
			return err_set(e, failures[i].kind, "%s: %s%s",
			    db->path, text, failures[i].behind);
	return err_set(e, ERR_INPUT, "%s: %s", db->path, text);
}

/* --- statements --- */

int
db_exec(struct db *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return rc ? fail(db, rc, e) : 0;
}

static struct db_query *
slot_of(struct db *db, const char *sql)
{
	/* The address as a number: its low bits say little. */
	size_t i = ((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15)) >> 56;

	while (db->slots[i].sql && db->slots[i].sql != sql)
		i = (i + 1) % SLOTS;
	return &db->slots[i];
}

struct db_query *
db_query(struct db *db, const char *sql, struct err *e)
{
	struct db_query *q = slot_of(db, sql);

	if (!q->sql) {
		int rc = sqlite3_prepare_v3(db->handle, sql, -1,
		    SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);

		if (rc != SQLITE_OK) {
			fail(db, rc, e);
			return NULL;
		}
		if (++db->slots_used == SLOTS)
			BUG("db_query: more statements than slots");
		q->sql = sql;
		q->db = db;
	}
#ifdef DEBUG_CHECKS
	if (sqlite3_stmt_busy(q->stmt))
		BUG("db_query: the statement is still in use");
#endif
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt);
	q->bound = SQLITE_OK;
	return q;
}

static void
note_bound(struct db_query *q, int rc)
{
	if (rc == SQLITE_RANGE)
		BUG("db_bind: the statement has no such parameter");
	if (q->bound == SQLITE_OK)
		q->bound = rc;
}

void
db_bind_text(struct db_query *q, int at, struct slice text)
{
	note_bound(q, sqlite3_bind_text64(q->stmt, at, text.len ? text.at : "",
	    text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void
db_bind_blob(struct db_query *q, int at, struct slice bytes)
{
	note_bound(q, sqlite3_bind_blob64(q->stmt, at,
	    bytes.len ? bytes.at : "", bytes.len, SQLITE_STATIC));
}

void
db_bind_int(struct db_query *q, int at, int64_t n)
{
	note_bound(q, sqlite3_bind_int64(q->stmt, at, n));
}

int
db_step(struct db_query *q, struct err *e)
{
	int rc = q->bound;

	if (rc == SQLITE_OK)
		rc = fault_fires("db.step") ? SQLITE_FULL
		    : sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		fail(q->db, rc, e);
	sqlite3_reset(q->stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
db_run(struct db_query *q, struct err *e)
{
	int got;

	while ((got = db_step(q, e)) > 0)
		continue;
	return got;
}

void
db_done(struct db_query *q)
{
	sqlite3_reset(q->stmt);
}

struct slice
db_bytes(struct db_query *q, int column)
{
	/* The pointer first: asking for it may convert and move the value. */
	const char *at = sqlite3_column_blob(q->stmt, column);
	int len = sqlite3_column_bytes(q->stmt, column);

	return slice_from(at ? at : "", at ? (size_t)len : 0);
}

int64_t
db_int(struct db_query *q, int column)
{
	return sqlite3_column_type(q->stmt, column) == SQLITE_INTEGER
	    ? sqlite3_column_int64(q->stmt, column) : 0;
}

int64_t
db_changes(const struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

/* --- transactions --- */

static const char sql_begin[] = "BEGIN IMMEDIATE";
static const char sql_commit[] = "COMMIT";

int
db_begin(struct db *db, struct err *e)
{
	struct db_query *q = db_query(db, sql_begin, e);

	if (db_in_transaction(db))
		BUG("db_begin: a transaction is open");
	return q ? db_run(q, e) : -1;
}

int
db_commit(struct db *db, struct err *e)
{
	struct db_query *q = db_query(db, sql_commit, e);
	int rc = q ? 0 : -1;

	if (q && fault_fires("db.before-commit"))
		rc = fail(db, SQLITE_FULL, e);
	if (rc < 0 || db_run(q, e) < 0) {
		db_rollback(db);
		return -1;
	}
	if (fault_fires("db.after-commit"))
		return fail(db, SQLITE_IOERR, e);
	return 0;
}

void
db_rollback(struct db *db)
{
	/* Some errors roll back by themselves: then there is none to end. */
	if (db_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool
db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

/* --- opening --- */

/* One number that a PRAGMA or a SELECT gives. */
static int
ask(struct db *db, const char *sql, int64_t *number, struct err *e)
{
	struct db_query *q = db_query(db, sql, e);
	int got = q ? db_step(q, e) : -1;

	if (!q)
		return -1;
	*number = got > 0 ? db_int(q, 0) : 0;
	db_done(q);
	return got < 0 ? -1 : 0;
}

static const char sql_application[] = "PRAGMA application_id";
static const char sql_version[] = "PRAGMA user_version";
static const char sql_objects[] = "SELECT count(*) FROM sqlite_schema";

/*
 * Before anything is changed: is it ours (or new and empty), and of a version
 * that is known?
 */
static int
identify(struct db *db, enum db_mode mode, unsigned newest, struct err *e)
{
	int64_t application, version, objects;
	struct err why = ERR_INIT;

	/* one moment: another process may just be making it */
	if (db_exec(db, "BEGIN", &why) < 0 ||
	    ask(db, sql_application, &application, &why) < 0 ||
	    ask(db, sql_version, &version, &why) < 0 ||
	    ask(db, sql_objects, &objects, &why) < 0 ||
	    db_exec(db, "COMMIT", &why) < 0) {
		bool other = sqlite3_errcode(db->handle) == SQLITE_NOTADB;

		db_rollback(db);
		if (!other)
			return err_set(e, why.kind, "%s", why.text);
		application = 0;
		objects = 1;
	}
	if (application != DB_APPLICATION_ID &&
	    (application != 0 || objects != 0 || mode == DB_READ))
		return err_set(e, ERR_USAGE, "%s: is not a bomtools state file",
		    db->path);
	if (version < 0 || version > (int64_t)newest)
		return err_set(e, ERR_USAGE, "%s: is a state file of version "
		    "%" PRId64 "; this is bomtools %s, which knows versions up "
		    "to %u (use the newer bomtools)", db->path, version,
		    BOM_VERSION, newest);
	if (mode == DB_READ && version < (int64_t)newest)
		return err_set(e, ERR_USAGE, "%s: is a state file of version "
		    "%" PRId64 ", older than %u (any run that writes to it "
		    "brings it up)", db->path, version, newest);
	db->version = (unsigned)version;
	return 0;
}

static int
migrate_step(struct db *db, unsigned number, struct err *e)
{
	char mark[96];
	int64_t version;

	/* Another process may have made this step while we waited. */
	if (ask(db, sql_version, &version, e) < 0)
		return -1;
	if (version >= (int64_t)number)
		return 0;
	snprintf(mark, sizeof(mark), "PRAGMA application_id = %d;"
	    "PRAGMA user_version = %u", DB_APPLICATION_ID, number);
	if (db_exec(db, migration_sql(number), e) < 0)
		return -1;
	return db_exec(db, mark, e);
}

static int
migrate(struct db *db, unsigned newest, struct err *e)
{
	while (db->version < newest) {
		int rc;

		if (db_begin(db, e) < 0)
			return -1;
		rc = migrate_step(db, db->version + 1, e);
		if (rc < 0)
			db_rollback(db);
		if (rc < 0 || db_commit(db, e) < 0)
			return err_in(e, "migration %u", db->version + 1);
		db->version++;
	}
	return 0;
}

static const char sql_wal[] = "PRAGMA journal_mode = WAL";
static const char sql_delete[] = "PRAGMA journal_mode = DELETE";

static int
set_journal(struct db *db, struct err *e)
{
	bool networked = place_networked(db->path);
	struct db_query *q = db_query(db, networked ? sql_delete : sql_wal, e);
	uint64_t until = clock_ticks() + db->busy_ms;

	/* SQLite itself does not wait here, whatever the busy timeout says */
	while (!q || db_step(q, e) < 0) {
		if (!q || clock_ticks() > until ||
		    (sqlite3_errcode(db->handle) & 0xff) != SQLITE_BUSY)
			return -1;
		err_clear(e);
		sqlite3_sleep(10);
	}
	db->wal = slice_is(db_bytes(q, 0), "wal");
	db_done(q);
	if (networked && db->wal)
		return err_set(e, ERR_AGAIN, "%s: lies on a network file "
		    "system and is open in a mode that is not safe there (end "
		    "the other programs that use it)", db->path);
	/* Without a log a commit stands only when its folder is synced too. */
	return db_exec(db, db->wal ? "PRAGMA synchronous = FULL"
	    : "PRAGMA synchronous = EXTRA", e);
}

static int
set_up(struct db *db, enum db_mode mode, unsigned newest, struct err *e)
{
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	db_set_busy(db, DB_BUSY_SECONDS * 1000);
	if (identify(db, mode, newest, e) < 0)
		return -1;
	/* A longer log than usual: groups come fast, pages are copied less. */
	if (db_exec(db, "PRAGMA foreign_keys = ON;"
	    "PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384;"
	    "PRAGMA wal_autocheckpoint = 4096", e) < 0)
		return -1;
	if (mode == DB_READ)
		return 0;
	if (sqlite3_db_readonly(db->handle, "main") == 1)
		return err_set(e, ERR_USAGE, "%s: is read-only", db->path);
	/* Lines of records are long: fewer of them spill to other pages. */
	if (db->version == 0 && db_exec(db, "PRAGMA page_size = 8192", e) < 0)
		return -1;
	if (set_journal(db, e) < 0)
		return -1;
	return migrate(db, newest, e);
}

int
db_open_version(struct db **out, const char *path, enum db_mode mode,
    unsigned version, struct err *e)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
	    (mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	struct db *db;
	int rc;

	if (mode != DB_READ && place_create(path,
	    mode == DB_SHARED ? 0660 : 0600, e) < 0)
		return -1;
	db = mem_zero(sizeof(*db));
	/* "./" keeps SQLite from seeing ":memory:" or "file:..." in a name. */
	db->path = mem_grow(NULL, strlen(path) + 3, 1);
	snprintf(db->path, strlen(path) + 3, "%s%s",
	    *path == '/' ? "" : "./", path);
	rc = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
	snprintf(db->path, strlen(path) + 3, "%s", path);
	rc = rc == SQLITE_OK ? set_up(db, mode, version, e) : fail(db, rc, e);
	if (rc < 0) {
		db_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

int
db_open(struct db **out, const char *path, enum db_mode mode, struct err *e)
{
	return db_open_version(out, path, mode, migration_count(), e);
}

void
db_close(struct db *db)
{
	size_t i;

	if (!db)
		return;
	for (i = 0; i < SLOTS; i++)
		sqlite3_finalize(db->slots[i].stmt);
	sqlite3_close(db->handle);
	mem_free(db->path);
	mem_free(db);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

unsigned
db_version(const struct db *db)
{
	return db->version;
}

bool
db_wal(const struct db *db)
{
	return db->wal;
}

void
db_set_busy(struct db *db, unsigned milliseconds)
{
	db->busy_ms = milliseconds < 86400000 ? milliseconds : 86400000;
	sqlite3_busy_timeout(db->handle, (int)db->busy_ms);
}

const char *
db_library_version(void)
{
	return sqlite3_libversion();
}
