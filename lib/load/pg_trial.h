/*
 * pg_trial.h - a PostgreSQL target and records for it, for tests.
 *
 * With BOM_TEST_POSTGRES, the connection text of a server on which anything
 * may be done (scripts/check-postgres starts one); else tests are skipped.  A
 * header only: nothing of it is in the library.
 */
#ifndef LOAD_PG_TRIAL_H
#define LOAD_PG_TRIAL_H

#include "load/channel.h"
#include "load/postgres_target.h"
#include "model/recin.h"
#include "model/scopeword.h"
#include "net/pgsession.h"

#include <setjmp.h>

#include <cmocka.h>

#define PG_TRIAL_CALLS 8

struct pg_trial {
	struct target_profile profile;
	struct pgsession *session; /* beside the channel's */
	struct channel *c;
	struct scope scope;
	struct channel_call calls[PG_TRIAL_CALLS];
	size_t count;
	struct arena a;
	struct err e;
};

static inline void
pg_trial_exec(struct pg_trial *t, const char *sql)
{
	if (pgsession_command(t->session, sql, &t->e) < 0)
		fail_msg("%s", t->e.text);
}

/* The one value of a query. */
static inline void
pg_trial_is(struct pg_trial *t, const char *sql, const char *want)
{
	struct buf b = BUF_INIT(65536);

	if (pgsession_ask(t->session, sql, &b, &t->e) < 0)
		fail_msg("%s", t->e.text);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

/* The server's connection text; skips the test where there is none. */
static inline const char *
pg_trial_server(void)
{
	const char *server = getenv("BOM_TEST_POSTGRES");

	if (!server)
		skip();
	return server;
}

/* A profile with these keys, and a session in an empty schema. */
static inline void
pg_trial_begin(struct pg_trial *t, const char *rest)
{
	const char *server = pg_trial_server();
	struct buf text = BUF_INIT(65536);

	memset(t, 0, sizeof(*t));
	buf_printf(&text, "target: trial\nkind: postgresql\n"
	    "connection: {to: \"%s options='-c search_path=trial'\", "
	    "timeout: 20, lock_timeout: 5}\n%s\n", server, rest);
	if (target_profile_parse(&t->profile, "p.yaml", buf_slice(&text),
	    &t->e) < 0 ||
	    pgsession_open(&t->session, t->profile.postgres, &t->e) < 0 ||
	    scopeword_parse(&t->scope, SLICE("all"), &t->a, &t->e) < 0)
		fail_msg("%s", t->e.text);
	buf_release(&text);
	pg_trial_exec(t, "DROP SCHEMA IF EXISTS trial CASCADE");
	pg_trial_exec(t, "CREATE SCHEMA trial");
}

/* -1 and the error where the target is not as the profile has it. */
static inline int
pg_trial_open(struct pg_trial *t)
{
	const struct channel_wish wish = {.profile = &t->profile,
	    .scope = &t->scope};

	return postgres_target.open(&t->c, &wish, &t->e);
}

/* Adds a call: a record as a line; of a removal only its key counts. */
static inline void
pg_trial_call(struct pg_trial *t, enum change_op op, const char *line)
{
	struct channel_call *call = &t->calls[t->count++];
	struct column_value *values;
	struct record r;
	struct key k;

	if (recin_parse(&r, slice_of(line), JSON_AT("line", 1), &t->a,
	    &t->e) < 0)
		fail_msg("%s", t->e.text);
	*call = (struct channel_call){.op = op,
	    .section = &t->profile.sections[r.type]};
	values = arena_alloc(&t->a, TARGET_COLUMNS_MOST * sizeof(*values));
	record_key(&k, &r);
	if (op == CHANGE_REMOVE)
		column_key_values(call->section, &k, values);
	else if (column_values(call->section, &r, values, &t->a, &t->e) < 0)
		fail_msg("%s", t->e.text);
	call->values = values;
}

static inline void
pg_trial_send(struct pg_trial *t)
{
	if (channel_send(t->c, t->calls, t->count, &t->a, &t->e) < 0)
		fail_msg("%s", t->e.text);
}

static inline void
pg_trial_find(struct pg_trial *t)
{
	if (channel_find(t->c, t->calls, t->count, &t->a, &t->e) < 0)
		fail_msg("%s", t->e.text);
}

static inline void
pg_trial_end(struct pg_trial *t)
{
	channel_close(t->c);
	pgsession_close(t->session);
	target_profile_release(&t->profile);
	arena_release(&t->a);
}

#endif
