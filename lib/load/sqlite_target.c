/*
 * sqlite_target.c - a connection, and a set of statements for each section.
 *
 * What a single row breaks undoes just its own savepoint, so one bad record
 * costs nothing but itself.  Only what breaks at the commit (deferred foreign
 * keys), or a trigger that rolls back, refuses a whole batch; then the batch
 * is halved by channel_send.
 */
#include "load/sqlite_target.h"

#include "base/fault.h"
#include "io/file.h"
#include "load/order.h"
#include "load/statement.h"
#include "store/db.h"

#include <sqlite3.h>
#include <unistd.h>

#define BUSY_MS 30000
#define SQL_MOST ((size_t)1024 * 1024)

struct statements {
	sqlite3_stmt *put;
	sqlite3_stmt *find; /* 1 if the row is as the values say, else 0 */
	sqlite3_stmt *remove;
	sqlite3_stmt *gone; /* 1 if the row is marked as removed, else 0 */
};

struct sqlite_channel {
	struct channel base;
	sqlite3 *handle;
	char *path;
	char *place; /* of libc's */
	sqlite3_stmt *mark; /* a savepoint in front of each call */
	sqlite3_stmt *keep;
	sqlite3_stmt *undo;
	struct statements tables[TYPE_COUNT];
};

/* --- errors --- */

static const struct {
	int code;
	enum err_kind kind;
} failures[] = {
    {SQLITE_BUSY, ERR_AGAIN},
    {SQLITE_LOCKED, ERR_AGAIN},
    {SQLITE_FULL, ERR_AGAIN},
    {SQLITE_IOERR, ERR_AGAIN},
    {SQLITE_PROTOCOL, ERR_AGAIN},
    {SQLITE_NOMEM, ERR_AGAIN},
    {SQLITE_CORRUPT, ERR_INPUT},
};

/* Everything else is about the tables or the profile. */
static int
fail(struct sqlite_channel *c, int rc, struct err *e)
{
	const char *text = sqlite3_extended_errcode(c->handle) == rc
	    ? sqlite3_errmsg(c->handle) : sqlite3_errstr(rc);
	enum err_kind kind = ERR_USAGE;
	size_t i;

	for (i = 0; i < COUNT_OF(failures); i++)
		if (failures[i].code == (rc & 0xff))
			kind = failures[i].kind;
	return err_set(e, kind, "%s: %s", c->path, text);
}

static int
run_sql(struct sqlite_channel *c, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(c->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(c, rc, e);
}

static void
roll_back(struct sqlite_channel *c)
{
	if (!sqlite3_get_autocommit(c->handle))
		sqlite3_exec(c->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* --- statements --- */

static int
prepare(struct sqlite_channel *c, struct buf *sql, sqlite3_stmt **out,
    struct err *e)
{
	int rc = sqlite3_prepare_v3(c->handle, buf_text(sql), -1,
	    SQLITE_PREPARE_PERSISTENT, out, NULL);

	buf_clear(sql);
	return rc == SQLITE_OK ? 0 : fail(c, rc, e);
}

static int
prepare_section(struct sqlite_channel *c, const struct target_section *s,
    const struct scope *scope, struct err *e)
{
	struct statements *t = &c->tables[s->type];
	struct buf b = BUF_INIT(SQL_MOST);
	int rc;

	statement_put(&b, s, scope);
	rc = prepare(c, &b, &t->put, e);
	statement_find(&b, s);
	if (rc == 0)
		rc = prepare(c, &b, &t->find, e);
	buf_clear(&b);
	statement_remove(&b, s);
	if (rc == 0)
		rc = prepare(c, &b, &t->remove, e);
	buf_clear(&b);
	statement_gone(&b, s);
	if (rc == 0)
		rc = prepare(c, &b, &t->gone, e);
	buf_release(&b);
	if (rc < 0)
		err_in(e, "types.%.*s",
		    SLICE_ARGS(schema_types[s->type].name));
	return rc;
}

/* --- opening --- */

static int
ask(struct sqlite_channel *c, const char *sql, int *number, struct err *e)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(c->handle, sql, -1, &q, NULL);

	*number = 0;
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(q);
		if (rc == SQLITE_ROW)
			*number = sqlite3_column_int(q, 0);
	}
	if (rc != SQLITE_ROW)
		fail(c, rc, e);
	sqlite3_finalize(q);
	return rc == SQLITE_ROW ? 0 : -1;
}

/* The tables, by the profile or by its file of SQL, in one transaction. */
static int
make_tables(struct sqlite_channel *c, const struct target_profile *p,
    struct err *e)
{
	struct buf b = BUF_INIT(SQL_MOST * 16);
	int objects = 0, rc = -1;
	unsigned i;

	if (ask(c, "SELECT count(*) FROM sqlite_schema", &objects, e) < 0)
		return -1;
	buf_add_text(&b, "BEGIN IMMEDIATE;\n");
	for (i = 0; p->create && i < ORDER_COUNT; i++)
		if (p->sections[order_types[i]].used)
			statement_create(&b, &p->sections[order_types[i]]);
	if (p->schema && !objects &&
	    file_load(&b, p->schema, SQL_MOST * 8, e) < 0)
		goto out;
	buf_add_text(&b, "\n;COMMIT");
	rc = run_sql(c, buf_text(&b), e);
	if (rc < 0 && p->schema)
		err_in(e, "%s", p->schema);
	roll_back(c);
out:
	buf_release(&b);
	return rc;
}

static int
prepare_marks(struct sqlite_channel *c, struct err *e)
{
	struct buf b = BUF_INIT(64);
	int rc;

	buf_add_text(&b, "SAVEPOINT call");
	rc = prepare(c, &b, &c->mark, e);
	buf_add_text(&b, "RELEASE call");
	if (rc == 0)
		rc = prepare(c, &b, &c->keep, e);
	buf_clear(&b);
	buf_add_text(&b, "ROLLBACK TO call");
	if (rc == 0)
		rc = prepare(c, &b, &c->undo, e);
	buf_release(&b);
	return rc;
}

static int
look_whether_empty(struct sqlite_channel *c, const struct target_section *s,
    struct err *e)
{
	struct buf b = BUF_INIT(SQL_MOST);
	int empty = 0;
	int rc;

	statement_empty(&b, s);
	rc = ask(c, buf_text(&b), &empty, e);
	c->base.empty[s->type] = empty;
	buf_release(&b);
	return rc;
}

static int
set_up(struct sqlite_channel *c, const struct channel_wish *wish,
    struct err *e)
{
	const struct target_profile *p = wish->profile;
	int application;
	unsigned i;

	sqlite3_extended_result_codes(c->handle, 1);
	sqlite3_busy_timeout(c->handle, BUSY_MS);
	sqlite3_db_config(c->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (ask(c, "PRAGMA application_id", &application, e) < 0)
		return -1;
	if (application == DB_APPLICATION_ID)
		return err_set(e, ERR_USAGE, "%s: is a bomtools state file, "
		    "not a target", c->path);
	if (run_sql(c, "PRAGMA foreign_keys = ON", e) < 0 ||
	    ((p->create || p->schema) && make_tables(c, p, e) < 0) ||
	    prepare_marks(c, e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (p->sections[i].used && (prepare_section(c,
		    &p->sections[i], wish->scope, e) < 0 ||
		    look_whether_empty(c, &p->sections[i], e) < 0))
			return -1;
	return 0;
}

static void
sqlite_close(struct channel *base)
{
	struct sqlite_channel *c = (struct sqlite_channel *)base; /* its own */
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		sqlite3_finalize(c->tables[i].put);
		sqlite3_finalize(c->tables[i].find);
		sqlite3_finalize(c->tables[i].remove);
		sqlite3_finalize(c->tables[i].gone);
	}
	sqlite3_finalize(c->mark);
	sqlite3_finalize(c->keep);
	sqlite3_finalize(c->undo);
	roll_back(c);
	sqlite3_close(c->handle);
	mem_free(c->path);
	free(c->place);
	mem_free(c);
}

static int
sqlite_open(struct channel **out, const struct channel_wish *wish,
    struct err *e)
{
	const struct target_profile *p = wish->profile;
	const char *path = wish->file ? wish->file : p->file;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_PRIVATECACHE;
	struct buf safe = BUF_INIT(SQL_MOST);
	struct sqlite_channel *c;
	int rc;

	if (!path)
		return err_set(e, ERR_USAGE, "%s: names no file (and neither "
		    "does --target-file)", p->doc.name);
	if (p->create || p->schema)
		flags |= SQLITE_OPEN_CREATE;
	else if (access(path, F_OK) < 0)
		return err_set(e, ERR_USAGE, "%s: is not there (create: yes "
		    "would make it)", path);
	c = mem_zero(sizeof(*c));
	c->base.kind = &sqlite_target;
	c->path = mem_text(path);
	/* "./" keeps SQLite from seeing ":memory:" or "file:..." in a name. */
	buf_printf(&safe, "%s%s", *path == '/' ? "" : "./", path);
	rc = sqlite3_open_v2(buf_text(&safe), &c->handle, flags, NULL);
	buf_release(&safe);
	rc = rc == SQLITE_OK ? set_up(c, wish, e) : fail(c, rc, e);
	if (rc < 0) {
		sqlite_close(&c->base);
		return -1;
	}
	c->place = realpath(path, NULL);
	if (!c->place) {
		sqlite_close(&c->base);
		return err_sys(e, "%s", path);
	}
	c->base.place = c->place;
	*out = &c->base;
	return 0;
}

/* --- calls --- */

static void
bind_call(sqlite3_stmt *q, const struct channel_call *call)
{
	int most = sqlite3_bind_parameter_count(q), i;

	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	for (i = 0; i < most; i++) {
		const struct column_value *v = &call->values[i];

		if (!v->null)
			sqlite3_bind_text64(q, i + 1, v->text.len ? v->text.at
			    : "", v->text.len, SQLITE_STATIC, SQLITE_UTF8);
	}
	if (call->op == CHANGE_REMOVE &&
	    call->section->removal == TARGET_DEACTIVATE) {
		struct slice mark = call->section->mark_value;

		sqlite3_bind_text64(q, (int)call->section->mark + 1, mark.at,
		    mark.len, SQLITE_STATIC, SQLITE_UTF8);
	}
}

/* Breaks the record a rule of the tables, and nothing else is wrong? */
static bool
refuses(int rc)
{
	int code = rc & 0xff;

	return code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH ||
	    code == SQLITE_TOOBIG;
}

static int
sqlite_find(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct sqlite_channel *c = (struct sqlite_channel *)base; /* its own */
	size_t i;

	(void)a;
	for (i = 0; i < count; i++) {
		struct statements *t = &c->tables[calls[i].section->type];
		bool remove = calls[i].op == CHANGE_REMOVE;
		sqlite3_stmt *q = remove ? t->gone : t->find;
		bool done;
		int rc;

		bind_call(q, &calls[i]);
		rc = sqlite3_step(q);
		done = rc == SQLITE_ROW ? sqlite3_column_int(q, 0) : remove;
		sqlite3_reset(q);
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return fail(c, rc, e);
		calls[i].answer = done ? CHANNEL_DONE : rc == SQLITE_ROW
		    ? CHANNEL_NOT : CHANNEL_ABSENT;
	}
	return 0;
}

static int
run_mark(struct sqlite_channel *c, sqlite3_stmt *q, struct err *e)
{
	int rc = sqlite3_step(q);

	if (rc != SQLITE_DONE)
		fail(c, rc, e);
	sqlite3_reset(q);
	return rc == SQLITE_DONE ? 0 : -1;
}

/* 0 answered, 1 all is rolled back, -1. */
static int
run_call(struct sqlite_channel *c, struct channel_call *call,
    struct arena *a, struct err *e)
{
	struct statements *t = &c->tables[call->section->type];
	sqlite3_stmt *q = call->op == CHANGE_REMOVE ? t->remove : t->put;
	int rc;

	bind_call(q, call);
	rc = fault_fires("load.target-step") ? SQLITE_FULL : sqlite3_step(q);
	call->answer = CHANNEL_DONE;
	if (refuses(rc)) {
		call->answer = CHANNEL_REFUSED;
		call->words = slice_copy(
		    slice_of(sqlite3_errmsg(c->handle)), a);
	} else if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
		fail(c, rc, e);
	}
	sqlite3_reset(q);
	if (call->answer == CHANNEL_REFUSED)
		return sqlite3_get_autocommit(c->handle);
	return e->kind ? -1 : 0;
}

/*
 * The same, whole or not at all: a trigger that fails (RAISE(FAIL)) leaves
 * what its statement has done so far.
 */
static int
send_one(struct sqlite_channel *c, struct channel_call *call,
    struct arena *a, struct err *e)
{
	int rc = run_mark(c, c->mark, e);

	if (rc == 0)
		rc = run_call(c, call, a, e);
	if (rc == 0 && call->answer == CHANNEL_REFUSED)
		rc = run_mark(c, c->undo, e);
	return rc == 0 ? run_mark(c, c->keep, e) : rc;
}

static int
commit(struct sqlite_channel *c, struct channel_call *first, struct arena *a,
    struct err *e)
{
	int rc;

	if (fault_fires("load.before-target-commit"))
		return fail(c, SQLITE_FULL, e);
	rc = sqlite3_exec(c->handle, "COMMIT", NULL, NULL, NULL);
	if (refuses(rc)) {
		first->words = slice_copy(slice_of(sqlite3_errmsg(c->handle)),
		    a);
		return 1;
	}
	if (rc != SQLITE_OK)
		return fail(c, rc, e);
	if (fault_fires("load.after-target-commit"))
		return fail(c, SQLITE_IOERR, e);
	return 0;
}

static int
sqlite_send(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct sqlite_channel *c = (struct sqlite_channel *)base; /* its own */
	size_t i;
	int rc = run_sql(c, "BEGIN IMMEDIATE", e);

	for (i = 0; i < count && rc == 0; i++) {
		rc = send_one(c, &calls[i], a, e);
		if (rc > 0)
			calls[0].words = calls[i].words;
	}
	if (rc == 0)
		rc = commit(c, &calls[0], a, e);
	roll_back(c);
	/* Of a transaction that may have been committed nothing is known. */
	for (i = 0; i < count && rc < 0; i++)
		calls[i].answer = CHANNEL_NONE;
	return rc;
}

const struct channel_kind sqlite_target = {
    .name = "sqlite",
    .open = sqlite_open,
    .find = sqlite_find,
    .send = sqlite_send,
    .close = sqlite_close,
};
