/*
 * pgbatch.c - ranges of a staged batch, tried, undone, halved.
 *
 * What a range of records breaks undoes its savepoint, and its halves are
 * tried.  Deferred constraints are asked before the commit, so that what they
 * refuse is refused in words and not by a lost transaction.  A conflict with
 * other sessions has undone all, which is tried again.
 */
#include "load/pgbatch.h"

#include <postgresql/libpq-fe.h>
#include <unistd.h>

#include "base/fault.h"
#include "load/pgmerge.h"

#define SQL_MOST ((size_t)4 * 1024 * 1024)
#define STAGE_MOST ((size_t)256 * 1024 * 1024)

/* A transaction that met others is tried so often, with growing pauses. */
#define TRIES 6
#define PAUSE_MS 50

/* Calls of one type and one direction, as they stand in a batch. */
struct run {
	struct channel_call *calls; /* of the batch */
	const struct pgtable *table;
	bool removes;
	struct pgmerge_range range;
	struct arena *arena;
};

void
pgbatch_init(struct pgbatch *b)
{
	memset(b, 0, sizeof(*b));
	buf_init(&b->sql, SQL_MOST);
	buf_init(&b->rows, STAGE_MOST);
	buf_init(&b->words, 64 * 1024);
}

void
pgbatch_release(struct pgbatch *b)
{
	buf_release(&b->sql);
	buf_release(&b->rows);
	buf_release(&b->words);
}

/* --- statements --- */

/* Does the record break a rule of the tables, and nothing else is wrong? */
static bool
refuses(const char *state)
{
	static const char *const classes[] = {"09", "21", "22", "23", "27",
	    "38", "39", "42501", "44", "54", "P0"};
	size_t i;

	for (i = 0; i < COUNT_OF(classes); i++)
		if (strncmp(state, classes[i], strlen(classes[i])) == 0)
			return true;
	return false;
}

static void
add_words(struct pgbatch *c, const PGresult *r)
{
	const char *detail = PQresultErrorField(r, PG_DIAG_MESSAGE_DETAIL);
	const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	buf_clear(&c->words);
	buf_add_text(&c->words, text ? text : "refused");
	if (detail)
		buf_printf(&c->words, " (%s)", detail);
}

/* What c->sql has.  0, and *out if it is wanted; 1 refused: see words; -1. */
static int
execute(struct pgbatch *c, PGresult **out, struct err *e)
{
	const char *state;
	PGresult *r;
	int rc;

	rc = pgsession_run(c->session, buf_text(&c->sql), &r, e);
	buf_clear(&c->sql);
	if (rc < 0)
		return -1;
	state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	if (state && refuses(state)) {
		add_words(c, r);
		rc = 1;
	} else {
		/* 40003: nobody knows whether it was done. */
		c->again = state && strncmp(state, "40", 2) == 0 &&
		    strcmp(state, "40003") != 0;
		rc = pgsession_check(c->session, r, e);
	}
	if (rc == 0 && out)
		*out = r;
	else
		PQclear(r);
	return rc;
}

static int
command(struct pgbatch *c, const char *sql, struct err *e)
{
	return pgsession_command(c->session, sql, e);
}

/* All that a transaction has done; what fails here ends it as well. */
static void
roll_back(struct pgbatch *c)
{
	struct err ignored = ERR_INIT;

	if (PQtransactionStatus(c->session->conn) != PQTRANS_IDLE &&
	    command(c, "ROLLBACK", &ignored) < 0)
		err_clear(&ignored);
}

/* --- batches --- */

static int
stage(struct pgbatch *c, const struct channel_call *calls,
    size_t count, struct err *e)
{
	size_t i;
	int rc;

	buf_clear(&c->rows);
	for (i = 0; i < count; i++)
		pgmerge_add_row(&c->rows, i, &calls[i], c->columns);
	if (c->rows.over) {
		c->rows.over = false;
		buf_clear(&c->words);
		buf_printf(&c->words, "more than %zu bytes", STAGE_MOST);
		return 1;
	}
	if (fault_fires("load.target-copy"))
		return err_set(e, ERR_AGAIN, "%s: the copy broke off",
		    c->session->name);
	pgmerge_copy(&c->sql, c->columns);
	rc = pgsession_copy(c->session, buf_text(&c->sql),
	    buf_slice(&c->rows), e);
	buf_clear(&c->sql);
	return rc;
}

/* The run that begins with this call. */
static struct run
run_of(struct pgbatch *c, struct channel_call *calls, size_t first,
    size_t count)
{
	const struct channel_call *call = &calls[first];
	struct run r = {.calls = calls,
	    .table = c->tables[call->section->type],
	    .removes = call->op == CHANGE_REMOVE, .range = {first, first}};

	while (r.range.last + 1 < count &&
	    calls[r.range.last + 1].section == call->section &&
	    (calls[r.range.last + 1].op == CHANGE_REMOVE) == r.removes)
		r.range.last++;
	return r;
}

static struct run
half_of(const struct run *r, bool second)
{
	size_t middle = r->range.first + (r->range.last - r->range.first) / 2;
	struct run half = *r;

	if (second)
		half.range.first = middle + 1;
	else
		half.range.last = middle;
	return half;
}

/* 1 and words where a value would be stored as another. */
static int
check_loss(struct pgbatch *c, const struct run *r, struct err *e)
{
	const struct target_section *s = r->table->section;
	const struct channel_call *call;
	uint64_t n = 0, column = 0;
	PGresult *rows = NULL;
	int rc;

	if (!pgmerge_lossy(&c->sql, r->table, r->range))
		return 0;
	rc = execute(c, &rows, e);
	if (rc == 0 && PQntuples(rows) > 0 &&
	    text_to_number(slice_of(PQgetvalue(rows, 0, 0)), r->range.last,
	    &n) && text_to_number(slice_of(PQgetvalue(rows, 0, 1)),
	    s->count - 1, &column)) {
		call = &r->calls[n];
		buf_clear(&c->words);
		buf_printf(&c->words, "the column \"%s\" (%.*s) cannot hold "
		    "\"%.*s\" as it is", s->columns[column].name,
		    SLICE_ARGS(r->table->columns[column].full),
		    SLICE_ARGS(call->values[column].text));
		rc = 1;
	}
	PQclear(rows);
	return rc;
}

/* A trigger or a rule may pass rows over without a word. */
static int
check_taken(struct pgbatch *c, const struct run *r,
    PGresult *result)
{
	size_t count = r->range.last - r->range.first + 1;
	char wanted[24];

	snprintf(wanted, sizeof(wanted), "%zu", count);
	if (strcmp(PQcmdTuples(result), wanted) == 0)
		return 0;
	buf_clear(&c->words);
	buf_add_text(&c->words, "the table did not take the row (a trigger or "
	    "a rule passed it over)");
	return 1;
}

static int
check_gone(struct pgbatch *c, const struct run *r, struct err *e)
{
	PGresult *rows = NULL;
	int rc;

	if (r->table->section->removal == TARGET_DEACTIVATE)
		return 0;
	pgmerge_count(&c->sql, r->table, r->range);
	rc = execute(c, &rows, e);
	if (rc == 0 && strcmp(PQgetvalue(rows, 0, 0), "0") != 0) {
		buf_clear(&c->words);
		buf_add_text(&c->words, "the row is still there (a trigger or "
		    "a rule kept it)");
		rc = 1;
	}
	PQclear(rows);
	return rc;
}

/* 0 the range is done, 1 it breaks a rule: see words, -1. */
static int
try_range(struct pgbatch *c, const struct run *r, struct err *e)
{
	PGresult *result = NULL;
	int rc;

	if (fault_fires("load.target-step"))
		return err_set(e, ERR_AGAIN, "%s: the connection broke off",
		    c->session->name);
	if (r->removes) {
		pgmerge_remove(&c->sql, r->table, r->range);
		rc = execute(c, NULL, e);
		return rc == 0 ? check_gone(c, r, e) : rc;
	}
	rc = check_loss(c, r, e);
	if (rc == 0) {
		pgmerge_put(&c->sql, r->table, c->scope, r->range);
		rc = execute(c, &result, e);
	}
	if (rc == 0)
		rc = check_taken(c, r, result);
	PQclear(result);
	return rc;
}

/* Depth is the logarithm of a batch. */
static int
send_range(struct pgbatch *c, const struct run *r, struct err *e)
{
	struct run half;
	size_t i;
	int rc;

	if (command(c, "SAVEPOINT bom", e) < 0)
		return -1;
	rc = try_range(c, r, e);
	if (rc < 0 || (rc > 0 && command(c, "ROLLBACK TO bom", e) < 0) ||
	    command(c, "RELEASE bom", e) < 0)
		return -1;
	if (rc > 0 && r->range.last > r->range.first) {
		half = half_of(r, false);
		if (send_range(c, &half, e) < 0)
			return -1;
		half = half_of(r, true);
		return send_range(c, &half, e);
	}
	for (i = r->range.first; i <= r->range.last; i++) {
		r->calls[i].answer = rc ? CHANNEL_REFUSED : CHANNEL_DONE;
		if (rc)
			r->calls[i].words = slice_copy(buf_slice(&c->words),
			    r->arena);
	}
	return 0;
}

static int
commit(struct pgbatch *c, struct err *e)
{
	PGresult *result = NULL;
	int rc;

	buf_add_text(&c->sql, "SET CONSTRAINTS ALL IMMEDIATE");
	rc = execute(c, NULL, e);
	if (rc == 0 && fault_fires("load.before-target-commit"))
		rc = err_set(e, ERR_AGAIN, "%s: the connection broke off",
		    c->session->name);
	if (rc)
		return rc;
	buf_add_text(&c->sql, "COMMIT");
	rc = execute(c, &result, e);
	if (rc == 0 && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		rc = err_set(e, ERR_AGAIN, "%s: the server undid the "
		    "transaction", c->session->name);
	PQclear(result);
	if (rc == 0 && fault_fires("load.after-target-commit"))
		rc = err_set(e, ERR_AGAIN, "%s: the connection broke off",
		    c->session->name);
	return rc;
}

/* One attempt; 1: all is undone, for the words' reason. */
static int
send_once(struct pgbatch *c, struct channel_call *calls,
    size_t count, struct arena *a, struct err *e)
{
	size_t i = 0;
	int rc;

	c->again = false;
	if (command(c, "BEGIN ISOLATION LEVEL READ COMMITTED", e) < 0)
		return -1;
	rc = stage(c, calls, count, e);
	while (rc == 0 && i < count) {
		struct run r = run_of(c, calls, i, count);

		r.arena = a;
		i = r.range.last + 1;
		rc = send_range(c, &r, e);
	}
	return rc == 0 ? commit(c, e) : rc;
}

int
pgbatch_send(struct pgbatch *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	unsigned tried;
	size_t i;
	int rc;

	for (tried = 1;; tried++) {
		rc = send_once(c, calls, count, a, e);
		if (rc)
			roll_back(c);
		if (rc >= 0 || !c->again || tried == TRIES)
			break;
		err_clear(e);
		usleep(PAUSE_MS * 1000 << tried);
	}
	if (rc > 0)
		calls[0].words = slice_copy(buf_slice(&c->words), a);
	/* Of a transaction that may have been committed nothing is known. */
	for (i = 0; i < count && rc < 0; i++)
		calls[i].answer = CHANNEL_NONE;
	return rc;
}

/* --- looking --- */

static int
look_range(struct pgbatch *c, const struct run *r, struct err *e)
{
	PGresult *rows = NULL;
	uint64_t n;
	int rc, i;

	if (r->removes)
		pgmerge_gone(&c->sql, r->table, r->range);
	else
		pgmerge_find(&c->sql, r->table, r->range);
	rc = execute(c, &rows, e);
	for (i = 0; rc == 0 && i < PQntuples(rows); i++)
		if (text_to_number(slice_of(PQgetvalue(rows, i, 0)),
		    r->range.last, &n))
			r->calls[n].answer = *PQgetvalue(rows, i, 1) == 't'
			    ? CHANNEL_DONE : CHANNEL_NOT;
	PQclear(rows);
	return rc;
}

/* What a column cannot hold at all is not there. */
static int
find_range(struct pgbatch *c, const struct run *r, struct err *e)
{
	struct run half;
	int rc;

	if (command(c, "SAVEPOINT bom", e) < 0)
		return -1;
	rc = look_range(c, r, e);
	if (rc < 0 || (rc > 0 && command(c, "ROLLBACK TO bom", e) < 0) ||
	    command(c, "RELEASE bom", e) < 0)
		return -1;
	if (rc == 0)
		return 0;
	if (r->range.last == r->range.first) {
		r->calls[r->range.first].answer = CHANNEL_NOT;
		return 0;
	}
	half = half_of(r, false);
	if (find_range(c, &half, e) < 0)
		return -1;
	half = half_of(r, true);
	return find_range(c, &half, e);
}

int
pgbatch_find(struct pgbatch *c, struct channel_call *calls, size_t count,
    struct err *e)
{
	size_t i;
	int rc;

	for (i = 0; i < count; i++)
		calls[i].answer = calls[i].op == CHANGE_REMOVE ? CHANNEL_DONE
		    : CHANNEL_ABSENT;
	if (command(c, "BEGIN ISOLATION LEVEL READ COMMITTED", e) < 0)
		return -1;
	rc = stage(c, calls, count, e);
	if (rc > 0)
		rc = err_set(e, ERR_INPUT, "%s: %s", c->session->name,
		    buf_text(&c->words));
	for (i = 0; rc == 0 && i < count;) {
		struct run r = run_of(c, calls, i, count);

		i = r.range.last + 1;
		rc = find_range(c, &r, e);
	}
	roll_back(c);
	return rc;
}
