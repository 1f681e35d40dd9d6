/*
 * postgres_target.c - a session, its lock, and the tables looked up.
 *
 * Each table's statements are rehearsed with EXPLAIN, which finds missing
 * rights and a missing index before anything is sent.
 */
#include "load/postgres_target.h"

#include <postgresql/libpq-fe.h>

#include "base/hash.h"
#include "load/order.h"
#include "load/pgbatch.h"
#include "load/pgmerge.h"

struct postgres_channel {
	struct channel base;
	struct pgsession *session;
	struct pgbatch batch;
	struct buf place;
	struct arena arena;
};

static int
command(struct postgres_channel *c, struct buf *sql, struct err *e)
{
	int rc = pgsession_command(c->session, buf_text(sql), e);

	buf_clear(sql);
	return rc;
}

/* --- opening --- */

/* Whoever was here before us under this name has to be gone. */
static int
lock(struct postgres_channel *c, const char *target, struct err *e)
{
	struct buf sql = BUF_INIT(1024);
	/* The bits as they are, as a number with a sign. */
	int64_t name = (int64_t)hash_64(target, strlen(target));
	int rc;

	buf_printf(&sql, "SELECT pg_catalog.pg_advisory_lock(%" PRId64 ")",
	    name);
	rc = command(c, &sql, e);
	buf_release(&sql);
	return rc < 0 ? err_in(e, "target %s: another session has not ended",
	    target) : 0;
}

/* Are a statement's columns, rights and index there?  EXPLAIN says. */
static int
rehearse(struct postgres_channel *c, const struct pgtable *t, bool removes,
    struct err *e)
{
	const struct pgmerge_range none = {1, 0};
	PGresult *r;
	int rc;

	buf_clear(&c->batch.sql);
	buf_add_text(&c->batch.sql, "EXPLAIN ");
	if (removes)
		pgmerge_remove(&c->batch.sql, t, none);
	else
		pgmerge_put(&c->batch.sql, t, c->batch.scope, none);
	rc = pgsession_run(c->session, buf_text(&c->batch.sql), &r, e);
	buf_clear(&c->batch.sql);
	if (rc < 0)
		return -1;
	/* The code of an ON CONFLICT that no index answers to. */
	if (PQresultStatus(r) == PGRES_FATAL_ERROR &&
	    strcmp(PQresultErrorField(r, PG_DIAG_SQLSTATE)
	    ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : "", "42P10") == 0)
		rc = err_set(e, ERR_USAGE, "the table needs a primary key or "
		    "unique index over just the key's columns");
	else
		rc = pgsession_check(c->session, r, e);
	PQclear(r);
	return rc;
}

static int
open_table(struct postgres_channel *c, const struct target_section *s,
    struct err *e)
{
	struct pgtable *t = arena_alloc(&c->arena, sizeof(*t));
	struct buf empty = BUF_INIT(16);
	int rc;

	c->batch.tables[s->type] = t;
	rc = pgtable_look(t, s, c->session, &c->arena, e);
	if (rc == 0)
		rc = rehearse(c, t, false, e);
	if (rc == 0 && s->removal != TARGET_REPORT)
		rc = rehearse(c, t, true, e);
	if (rc == 0) {
		pgmerge_empty(&c->batch.sql, t);
		rc = pgsession_ask(c->session, buf_text(&c->batch.sql),
		    &empty, e);
		buf_clear(&c->batch.sql);
	}
	c->base.empty[s->type] = slice_is(buf_slice(&empty), "t");
	buf_release(&empty);
	return rc < 0 ? err_in(e, "types.%.*s, table %s",
	    SLICE_ARGS(schema_types[s->type].name), s->table) : 0;
}

static int
make_tables(struct postgres_channel *c, const struct target_profile *p,
    struct err *e)
{
	unsigned i;
	int rc = 0;

	for (i = 0; i < ORDER_COUNT && rc == 0; i++) {
		if (!p->sections[order_types[i]].used)
			continue;
		pgmerge_create(&c->batch.sql, &p->sections[order_types[i]]);
		rc = command(c, &c->batch.sql, e);
	}
	return rc;
}

static int
set_up(struct postgres_channel *c, const struct channel_wish *wish,
    struct err *e)
{
	const struct target_profile *p = wish->profile;
	unsigned i;

	if (pgsession_open(&c->session, p->postgres, e) < 0)
		return err_in(e, "%s", p->doc.name);
	c->batch.session = c->session;
	buf_printf(&c->place, "postgresql %s", c->session->name);
	c->base.place = buf_text(&c->place);
	if (pgsession_writes(c->session, e) < 0 || lock(c, p->name, e) < 0 ||
	    (p->create && make_tables(c, p, e) < 0))
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (p->sections[i].used &&
		    p->sections[i].count > c->batch.columns)
			c->batch.columns = p->sections[i].count;
	pgmerge_stage(&c->batch.sql, c->batch.columns);
	if (command(c, &c->batch.sql, e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (p->sections[i].used &&
		    open_table(c, &p->sections[i], e) < 0)
			return err_in(e, "%s", c->session->name);
	return 0;
}

static void
postgres_close(struct channel *base)
{
	struct postgres_channel *c = (struct postgres_channel *)base;

	pgsession_close(c->session);
	buf_release(&c->place);
	pgbatch_release(&c->batch);
	arena_release(&c->arena);
	mem_free(c);
}

static int
postgres_open(struct channel **out, const struct channel_wish *wish,
    struct err *e)
{
	struct postgres_channel *c;

	if (wish->file)
		return err_set(e, ERR_USAGE, "%s: a database of a server is no "
		    "file (--target-file)", wish->profile->doc.name);
	c = mem_zero(sizeof(*c));
	c->base.kind = &postgres_target;
	pgbatch_init(&c->batch);
	c->batch.scope = wish->scope;
	buf_init(&c->place, 1024);
	if (set_up(c, wish, e) < 0) {
		postgres_close(&c->base);
		return -1;
	}
	*out = &c->base;
	return 0;
}

/* --- calls --- */

static int
postgres_find(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct postgres_channel *c = (struct postgres_channel *)base;

	(void)a;
	return pgbatch_find(&c->batch, calls, count, e);
}

static int
postgres_send(struct channel *base, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct postgres_channel *c = (struct postgres_channel *)base;

	return pgbatch_send(&c->batch, calls, count, a, e);
}

const struct channel_kind postgres_target = {
    .name = "postgresql",
    .open = postgres_open,
    .find = postgres_find,
    .send = postgres_send,
    .close = postgres_close,
};
