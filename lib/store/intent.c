/*
 * intent.c - the steps of a row from intent to outcome.
 *
 * Each step is one UPDATE that names the states it may come from; that no row
 * was changed says that the step is not allowed, and the group is undone.
 */
#include "store/intent.h"

#include "base/fault.h"
#include "store/db.h"
#include "store/findings.h"
#include "store/transaction.h"

static const char sql_put[] =
    "INSERT INTO ledger(target, key, type, state, run, op, idempotency,"
    " intent, intent_digest, intent_scope)"
    " VALUES(?1, ?2, ?3, 'pending', ?4, ?5, ?6, ?7, ?8, ?9)"
    " ON CONFLICT(target, key) DO UPDATE SET"
    " refused = (state = 'rejected'), state = 'pending',"
    " run = excluded.run, attempts = 0, answer = '', ticket = '',"
    " op = excluded.op,"
    " idempotency = excluded.idempotency, intent = excluded.intent,"
    " intent_digest = excluded.intent_digest,"
    " intent_scope = excluded.intent_scope"
    /* Not IN: three and more would be put into a table for each row. */
    " WHERE state <> 'sent' AND state <> 'accepted' AND state <> 'in_doubt'";
static const char sql_sent[] =
    "UPDATE ledger SET state = 'sent', attempts = attempts + 1, run = ?3"
    " WHERE target = ?1 AND key = ?2"
    " AND (state = 'pending' OR state = 'sent' OR state = 'in_doubt')";

/* An answer to a request that another has taken the place of fits none. */
#define SAME_CALL " AND idempotency = coalesce(nullif(?7, ''), idempotency)"

/* A new external id if one was given. */
#define NEW_ID "CASE ?4 WHEN '' THEN external_id ELSE ?4 END"
#define NEW_ETAG "CASE ?8 WHEN '' THEN etag ELSE ?8 END"

static const char sql_posted[] =
    "UPDATE ledger SET state = 'posted', line = intent,"
    " digest = intent_digest, scope = intent_scope, external_id = " NEW_ID ","
    " answer = ?5, run = ?3, op = '', idempotency = '', intent = '',"
    " intent_digest = x'', intent_scope = '', etag = " NEW_ETAG ","
    " ticket = '', refused = 0 WHERE target = ?1 AND key = ?2"
    " AND op IN ('add', 'change')" SAME_CALL;
static const char sql_gone[] =
    "DELETE FROM ledger WHERE target = ?1 AND key = ?2 AND op = 'remove'"
    SAME_CALL;
static const char sql_other[] =
    "UPDATE ledger SET state = ?6, external_id = " NEW_ID ", answer = ?5,"
    " run = ?3, etag = " NEW_ETAG ", ticket = ?9"
    " WHERE target = ?1 AND key = ?2 AND op <> ''" SAME_CALL;

/* --- intents --- */

static int
put_row(struct db *db, const struct ledger_group *g, const struct intent *in,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_put, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(g->target));
	db_bind_blob(q, 2, in->key);
	db_bind_text(q, 3, in->type);
	db_bind_text(q, 4, slice_of(g->run));
	db_bind_text(q, 5, in->op);
	db_bind_text(q, 6, in->idempotency);
	db_bind_text(q, 7, in->line);
	db_bind_blob(q, 8, in->digest);
	db_bind_text(q, 9, g->scope);
	if (db_run(q, e) < 0)
		return -1;
	if (db_changes(db) == 0)
		return err_set(e, ERR_AGAIN, "%s: %s: what was sent before to "
		    "%.*s has no answer yet (ask the target first)",
		    db_path(db), g->target, SLICE_ARGS(in->key));
	return 0;
}

int
intent_put(struct db *db, const struct ledger_group *g,
    const struct intent *list, size_t count, struct err *e)
{
	bool mine;
	int rc = 0;
	size_t i;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	for (i = 0; i < count && rc == 0; i++) {
		rc = put_row(db, g, &list[i], e);
		if (rc == 0 && fault_fires("intent.put"))
			rc = err_set(e, ERR_AGAIN, "%s: intents not written",
			    db_path(db));
	}
	return transaction_leave(db, mine, rc, e);
}

static int
sent_row(struct db *db, const struct ledger_group *g, struct slice key,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_sent, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(g->target));
	db_bind_blob(q, 2, key);
	db_bind_text(q, 3, slice_of(g->run));
	if (db_run(q, e) < 0)
		return -1;
	if (db_changes(db) == 0)
		return err_set(e, ERR_INPUT, "%s: %s: %.*s is to be sent, but "
		    "has no intent", db_path(db), g->target, SLICE_ARGS(key));
	return 0;
}

int
intent_sent(struct db *db, const struct ledger_group *g,
    const struct slice *keys, size_t count, struct err *e)
{
	bool mine;
	int rc = 0;
	size_t i;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	for (i = 0; i < count && rc == 0; i++)
		rc = sent_row(db, g, keys[i], e);
	return transaction_leave(db, mine, rc, e);
}

/* --- outcomes --- */

/* Runs one of the statements on a row; *changed says whether it fitted. */
static int
outcome_try(struct db *db, const char *sql, const struct ledger_group *g,
    const struct intent_outcome *out, struct err *e)
{
	struct db_query *q = db_query(db, sql, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(g->target));
	db_bind_blob(q, 2, out->key);
	if (sql != sql_gone) {
		db_bind_text(q, 3, slice_of(g->run));
		db_bind_text(q, 4, out->external_id);
		db_bind_text(q, 5, out->answer);
		db_bind_text(q, 8, out->etag);
	}
	if (sql == sql_other) {
		db_bind_text(q, 6, slice_of(ledger_state_name(out->state)));
		db_bind_text(q, 9, out->ticket);
	}
	db_bind_text(q, 7, out->idempotency);
	if (db_run(q, e) < 0)
		return -1;
	return db_changes(db) > 0;
}

static int
outcome_row(struct db *db, const struct ledger_group *g,
    const struct intent_outcome *out, struct err *e)
{
	int fitted;

	if (out->state == LEDGER_SENT || out->state == LEDGER_STATES)
		BUG("intent_record: that is no outcome");
	if (out->state == LEDGER_POSTED) {
		fitted = outcome_try(db, sql_posted, g, out, e);
		if (fitted == 0)
			fitted = outcome_try(db, sql_gone, g, out, e);
	} else {
		fitted = outcome_try(db, sql_other, g, out, e);
	}
	if (fitted == 0)
		return err_set(e, ERR_INPUT, "%s: %s: an answer came for %.*s, "
		    "which has no intent", db_path(db), g->target,
		    SLICE_ARGS(out->key));
	return fitted < 0 ? -1 : 0;
}

int
intent_record(struct db *db, const struct ledger_group *g,
    const struct intent_outcome *list, size_t count, struct err *e)
{
	bool mine;
	int rc = 0;
	size_t i;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	for (i = 0; i < count && rc == 0; i++) {
		rc = outcome_row(db, g, &list[i], e);
		if (rc == 0 && fault_fires("intent.record"))
			rc = err_set(e, ERR_AGAIN, "%s: outcomes not written",
			    db_path(db));
	}
	return transaction_leave(db, mine, rc, e);
}

/* --- recovery --- */

/* "<> 'posted'" lets SQLite use the index of open rows, if it is told to. */
static const char sql_doubt[] =
    "UPDATE ledger SET state = 'in_doubt', run = ?2"
    " WHERE target = ?1 AND state = 'sent' AND state <> 'posted'";
static const char sql_take_back_new[] =
    "DELETE FROM ledger INDEXED BY ledger_open"
    " WHERE target = ?1 AND state = 'pending'"
    " AND state <> 'posted' AND line = '' AND refused = 0";
/* It was refused before, and nothing has become of trying again. */
static const char sql_take_back_refused[] =
    "UPDATE ledger INDEXED BY ledger_open"
    " SET state = 'rejected', run = '', refused = 0"
    " WHERE target = ?1 AND state = 'pending' AND state <> 'posted'"
    " AND refused = 1";
/* No run: this one has neither sent the row nor heard of it. */
static const char sql_take_back[] =
    "UPDATE ledger INDEXED BY ledger_open"
    " SET state = 'posted', run = '', op = '', idempotency = '',"
    " intent = '', intent_digest = x'', intent_scope = ''"
    " WHERE target = ?1 AND state = 'pending' AND state <> 'posted'";
static const char sql_in_doubt[] =
    "SELECT count(*) FROM ledger WHERE target = ?1 AND state = 'in_doubt'"
    " AND state <> 'posted'";

int
intent_take_back(struct db *db, const struct ledger_group *g, struct err *e)
{
	static const char *const changes[] = {sql_take_back_refused,
	    sql_take_back_new, sql_take_back};
	size_t i;

	for (i = 0; i < COUNT_OF(changes); i++) {
		struct db_query *q = db_query(db, changes[i], e);

		if (!q)
			return -1;
		db_bind_text(q, 1, slice_of(g->target));
		if (transaction_run(db, q, e) < 0)
			return -1;
	}
	return 0;
}

static int
recover_rows(struct db *db, const struct ledger_group *g, uint64_t *in_doubt,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_doubt, e);

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(g->target));
	db_bind_text(q, 2, slice_of(g->run));
	if (db_run(q, e) < 0 || intent_take_back(db, g, e) < 0)
		return -1;
	q = db_query(db, sql_in_doubt, e);
	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(g->target));
	if (db_step(q, e) < 0)
		return -1;
	*in_doubt = (uint64_t)db_int(q, 0); /* never negative */
	db_done(q);
	return 0;
}

int
intent_recover(struct db *db, const struct ledger_group *g,
    uint64_t *in_doubt, struct err *e)
{
	bool mine;
	int rc;

	*in_doubt = 0;
	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = recover_rows(db, g, in_doubt, e);
	return transaction_leave(db, mine, rc, e);
}

/* --- check --- */

#define BAD_ROW "SELECT 'ledger ' || target || ': ' || CAST(key AS TEXT) || "

static const char sql_bad_posted[] =
    BAD_ROW "': posted, but nothing is acknowledged' FROM ledger"
    " WHERE state = 'posted' AND line = ''";
static const char sql_bad_left[] =
    BAD_ROW "': posted, but an intent is left' FROM ledger"
    " WHERE state = 'posted' AND"
    " (intent <> '' OR idempotency <> '' OR intent_digest <> x'')";
static const char sql_bad_intent[] =
    BAD_ROW "': ' || state || ' without an intent' FROM ledger"
    " WHERE state <> 'posted' AND op <> 'remove' AND intent = ''";
static const char sql_bad_intent_key[] =
    BAD_ROW "': the intent has another key' FROM ledger"
    " WHERE state <> 'posted' AND intent <> ''"
    " AND substr(intent, 1, length(CAST(key AS TEXT)))"
    " <> CAST(key AS TEXT)";
static const char sql_bad_digest[] =
    BAD_ROW "': the intent''s digest has ' || length(intent_digest) ||"
    " ' bytes' FROM ledger WHERE state <> 'posted'"
    " AND op <> 'remove' AND length(intent_digest) <> 16";
static const char sql_bad_attempts[] =
    BAD_ROW "': ' || state || ' after no attempt' FROM ledger"
    " WHERE state IN ('sent', 'in_doubt') AND state <> 'posted'"
    " AND attempts < 1";

static const char sql_bad_idempotency[] =
    BAD_ROW "': ' || state || ' without an idempotency key' FROM ledger"
    " WHERE state <> 'posted' AND idempotency = ''";
static const char sql_bad_ticket[] =
    BAD_ROW "': ' || state || ', but a ticket is left' FROM ledger"
    " WHERE state <> 'accepted' AND ticket <> ''";

int
intent_check(struct db *db, struct findings *f, struct err *e)
{
	static const char *const queries[] = {sql_bad_posted, sql_bad_left,
	    sql_bad_intent, sql_bad_intent_key, sql_bad_digest,
	    sql_bad_attempts, sql_bad_idempotency, sql_bad_ticket};
	size_t i;

	for (i = 0; i < COUNT_OF(queries); i++)
		if (findings_query(f, db, queries[i], e) < 0)
			return -1;
	return 0;
}
