/*
 * pgsession.c - libpq without blocking, so that a server that hangs is noticed.
 *
 * Statements go by the extended protocol, which takes one at a time: what a
 * profile calls a query cannot end the transaction and go on.  Errors of the
 * log-in have their SQLSTATE only in the text, and there only when it is
 * verbose; server texts may be in any language.
 */
#include "net/pgsession.h"

#include <postgresql/libpq-fe.h>
#include <poll.h>

#include "base/clock.h"

#define CONNECT_S 15
/* Beyond the time-out that the server keeps. */
#define GRACE_S 60
#define COPY_PIECE ((size_t)64 * 1024)

/* --- errors --- */

enum err_kind
pgsession_kind(const char *sqlstate)
{
	/* Classes and codes for which another try may do. */
	static const char *const again[] = {
		"08", "40", "53", "55P03", "55006", "57", "58", "25P03", "XX",
	};
	/* Values in the tables are not as the query has it. */
	static const char *const input[] = {"21", "22", "23", "P0"};
	size_t i;

	for (i = 0; i < COUNT_OF(again); i++)
		if (strncmp(sqlstate, again[i], strlen(again[i])) == 0)
			return ERR_AGAIN;
	for (i = 0; i < COUNT_OF(input); i++)
		if (strncmp(sqlstate, input[i], strlen(input[i])) == 0)
			return ERR_INPUT;
	return ERR_USAGE;
}

/* Behind "FATAL:  " five capitals or digits and a colon; or NULL. */
static const char *
find_state(const char *text)
{
	const char *at;
	size_t i;

	for (at = strstr(text, ":  "); at; at = strstr(at + 1, ":  ")) {
		for (i = 3; i < 8; i++)
			if (!(at[i] >= '0' && at[i] <= '9') &&
			    !(at[i] >= 'A' && at[i] <= 'Z'))
				break;
		if (i == 8 && at[8] == ':')
			return at + 3;
	}
	return NULL;
}

/* libpq is never told a locale: its own words are English. */
static bool
own_refusal(const PGconn *conn, const char *text)
{
	return PQconnectionNeedsPassword(conn) ||
	    strstr(text, "certificate") || strstr(text, "private key") ||
	    strstr(text, "does not support SSL") ||
	    strstr(text, "invalid ") || strstr(text, "definition of service");
}

/* The line of a failed log-in, without the code in it. */
static int
login_failed(const struct pgsession *c, struct err *e)
{
	const char *text = PQerrorMessage(c->conn);
	const char *state = find_state(text), *line = text;
	enum err_kind kind = ERR_AGAIN;
	size_t len;

	if (state) {
		kind = pgsession_kind(state);
		for (line = state; line > text && line[-1] != '\n';)
			line--;
		len = (size_t)(state - line);
		while (len && line[len - 1] == ' ')
			len--;
		state += 6;
		return err_set(e, kind, "%.*s%.*s", (int)len, line,
		    (int)strcspn(state, "\n"), state);
	}
	if (own_refusal(c->conn, text))
		kind = ERR_USAGE;
	return err_set(e, kind, "%.*s", (int)strcspn(text, "\n"),
	    *text ? text : "no connection");
}

/* The connection itself does not work. */
static int
lost(const struct pgsession *c, struct err *e)
{
	const char *text = PQerrorMessage(c->conn);

	return err_set(e, ERR_AGAIN, "%s: %.*s", c->name,
	    (int)strcspn(text, "\n"), *text ? text : "the connection is gone");
}

int
pgsession_check(const struct pgsession *c, const struct pg_result *result,
    struct err *e)
{
	const char *state, *text;

	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		return 0;
	case PGRES_EMPTY_QUERY:
	case PGRES_COPY_OUT:
	case PGRES_COPY_IN:
	case PGRES_BAD_RESPONSE:
	case PGRES_NONFATAL_ERROR:
	case PGRES_FATAL_ERROR:
	case PGRES_COPY_BOTH:
	case PGRES_SINGLE_TUPLE:
	case PGRES_PIPELINE_SYNC:
	case PGRES_PIPELINE_ABORTED:
		break;
	}
	state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	if (!state || !text)
		return lost(c, e);
	return err_set(e, pgsession_kind(state), "%s: %s", c->name, text);
}

/* --- waiting --- */

/* Until the socket is ready; -1 when the time is over. */
static int
wait_for(const struct pgsession *c, short what, uint64_t deadline)
{
	struct pollfd p = {PQsocket(c->conn), what, 0};
	uint64_t now = clock_ticks();

	if (p.fd < 0)
		return 0;
	if (now >= deadline)
		return -1;
	/* In pieces, so that what EINTR leaves of it does not matter. */
	(void)poll(&p, 1, deadline - now > 1000 ? 1000 :
	    (int)(deadline - now));
	return p.revents ? 1 : 0;
}

static int
connect_on(struct pgsession *c, long seconds, struct err *e)
{
	uint64_t deadline = clock_ticks() + (uint64_t)seconds * 1000;
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;
	int ready;

	while (next != PGRES_POLLING_OK) {
		if (next == PGRES_POLLING_FAILED ||
		    PQstatus(c->conn) == CONNECTION_BAD)
			return login_failed(c, e);
		do
			ready = wait_for(c, next == PGRES_POLLING_READING ?
			    POLLIN : POLLOUT, deadline);
		while (ready == 0 && PQsocket(c->conn) >= 0);
		if (ready < 0)
			return err_set(e, ERR_AGAIN, "no connection to the "
			    "server within %ld s", seconds);
		next = PQconnectPoll(c->conn);
	}
	return 0;
}

/* Seconds in which an answer must come. */
static long
answer_most(const struct pgsession *c)
{
	return c->spec->timeout_s ? c->spec->timeout_s + GRACE_S
	    : 30L * 86400;
}

static uint64_t
answer_until(const struct pgsession *c)
{
	return clock_ticks() + (uint64_t)answer_most(c) * 1000;
}

static int
late(const struct pgsession *c, struct err *e)
{
	return err_set(e, ERR_AGAIN, "%s: no answer within %ld s", c->name,
	    answer_most(c));
}

/*
 * All that comes in answer; the last result is the one that says how it went.
 * A COPY is one as long as it has not been given its data.
 */
static int
answer(struct pgsession *c, struct pg_result **out, struct err *e)
{
	uint64_t deadline = answer_until(c);
	PGresult *result;

	*out = NULL;
	for (;;) {
		while (PQflush(c->conn) > 0)
			if (wait_for(c, POLLOUT, deadline) < 0)
				goto gone;
		while (PQisBusy(c->conn)) {
			if (wait_for(c, POLLIN, deadline) < 0)
				goto gone;
			/* A server's last words are the answer. */
			if (!PQconsumeInput(c->conn))
				return *out ? 0 : lost(c, e);
		}
		result = PQgetResult(c->conn);
		if (!result)
			return *out ? 0 : lost(c, e);
		PQclear(*out);
		*out = result;
		if (PQresultStatus(result) == PGRES_COPY_IN)
			return 0;
	}
gone:
	PQclear(*out);
	*out = NULL;
	return late(c, e);
}

int
pgsession_run(struct pgsession *c, const char *sql, struct pg_result **out,
    struct err *e)
{
	if (!PQsendQueryParams(c->conn, sql, 0, NULL, NULL, NULL, NULL, 0))
		return lost(c, e);
	return answer(c, out, e);
}

int
pgsession_describe(struct pgsession *c, const char *cursor,
    struct pg_result **out, struct err *e)
{
	if (!PQsendDescribePortal(c->conn, cursor))
		return lost(c, e);
	return answer(c, out, e);
}

/* A statement of ours, of whose answer one value may be wanted. */
int
pgsession_ask(struct pgsession *c, const char *sql, struct buf *value,
    struct err *e)
{
	PGresult *result;
	int rc;

	if (pgsession_run(c, sql, &result, e) < 0)
		return -1;
	rc = pgsession_check(c, result, e);
	if (rc == 0 && value && PQntuples(result) == 1)
		buf_add_text(value, PQgetvalue(result, 0, 0));
	PQclear(result);
	return rc;
}

int
pgsession_command(struct pgsession *c, const char *sql, struct err *e)
{
	return pgsession_ask(c, sql, NULL, e);
}

/* libpq takes what it has room for, and says when it has none. */
static int
put_data(struct pgsession *c, struct slice data, struct err *e)
{
	uint64_t deadline = answer_until(c);
	size_t piece;
	int put;

	while (data.len) {
		piece = data.len > COPY_PIECE ? COPY_PIECE : data.len;
		/* A piece is small. */
		put = PQputCopyData(c->conn, data.at, (int)piece);
		if (put < 0)
			return lost(c, e);
		if (put > 0)
			data = slice_from(data.at + piece, data.len - piece);
		else if (wait_for(c, POLLOUT, deadline) < 0)
			return late(c, e);
	}
	while ((put = PQputCopyEnd(c->conn, NULL)) == 0)
		if (wait_for(c, POLLOUT, deadline) < 0)
			return late(c, e);
	return put < 0 ? lost(c, e) : 0;
}

int
pgsession_copy(struct pgsession *c, const char *sql, struct slice data,
    struct err *e)
{
	PGresult *result;
	int rc;

	if (!PQsendQuery(c->conn, sql))
		return lost(c, e);
	if (answer(c, &result, e) < 0)
		return -1;
	if (PQresultStatus(result) != PGRES_COPY_IN) {
		rc = pgsession_check(c, result, e);
		PQclear(result);
		return rc < 0 ? -1 : err_set(e, ERR_USAGE, "%s: \"%s\" reads "
		    "nothing", c->name, sql);
	}
	PQclear(result);
	if (put_data(c, data, e) < 0 || answer(c, &result, e) < 0)
		return -1;
	rc = pgsession_check(c, result, e);
	PQclear(result);
	return rc;
}

/* --- sessions --- */

/* libpq's array: the profile's, then ours. */
static PGconn *
start(const struct pgspec *spec, const char *password)
{
	const char **keywords = mem_zero((spec->count + 4) *
	    sizeof(*keywords));
	const char **values = mem_zero((spec->count + 4) * sizeof(*values));
	size_t i, n = 0;
	PGconn *conn;

	for (i = 0; i < spec->count; i++) {
		keywords[n] = spec->keywords[i];
		values[n++] = spec->values[i];
	}
	keywords[n] = "client_encoding";
	values[n++] = "UTF8";
	keywords[n] = "fallback_application_name";
	values[n++] = spec->application;
	if (password) {
		keywords[n] = "password";
		values[n++] = password;
	}
	/* 0: what dbname holds is a name, never a connection text. */
	conn = PQconnectStartParams(keywords, values, 0);
	mem_free(keywords);
	mem_free(values);
	return conn;
}

static void
ignore_notice(void *unused, const PGresult *result)
{
	(void)unused;
	(void)result;
}

static long
connect_seconds(const struct pgspec *spec)
{
	const char *text = pgspec_value(spec, "connect_timeout");
	uint64_t n;

	if (!text)
		text = getenv("PGCONNECT_TIMEOUT");
	if (text && text_to_number(slice_of(text), 86400, &n) && n)
		return (long)n;
	return CONNECT_S;
}

static void
name_it(struct pgsession *c)
{
	const char *host = PQhost(c->conn);

	snprintf(c->name, sizeof(c->name), "%s at %s:%s", PQdb(c->conn),
	    host && *host ? host : "localhost", PQport(c->conn));
}

int
pgsession_open(struct pgsession **out, const struct pgspec *spec, struct err *e)
{
	struct pgsession *c = mem_zero(sizeof(*c));
	struct buf password = BUF_INIT(SECRET_MOST);
	int rc = -1;

	*out = NULL;
	c->spec = spec;
	c->users = 1;
	if (spec->has_password &&
	    secret_fetch(&spec->password, &password, e) < 0)
		goto out;
	c->conn = start(spec, spec->has_password ? buf_text(&password) : NULL);
	if (!c->conn) {
		err_set(e, ERR_AGAIN, "no memory for a connection");
		goto out;
	}
	PQsetErrorVerbosity(c->conn, PQERRORS_VERBOSE);
	PQsetNoticeReceiver(c->conn, ignore_notice, NULL);
	rc = connect_on(c, connect_seconds(spec), e);
out:
	secret_release(&password);
	if (rc < 0) {
		pgsession_close(c);
		return -1;
	}
	PQsetnonblocking(c->conn, 1);
	name_it(c);
	*out = c;
	return 0;
}

/*
 * Values as exact texts that depend on no setting of server, role or
 * database.  Large tables are otherwise read from where another session just
 * is, and plans made for the first tenth of the rows.  A limit on idle
 * transactions would strike while rows are sorted here.
 */
static const char settings[] =
    "SELECT set_config(name, value, %s) FROM (VALUES "
    "('datestyle', 'ISO, YMD'), ('timezone', 'UTC'), "
    "('intervalstyle', 'iso_8601'), ('extra_float_digits', '3'), "
    "('synchronize_seqscans', 'off'), ('cursor_tuple_fraction', '1'), "
    "('standard_conforming_strings', 'on'), "
    "('idle_in_transaction_session_timeout', '0'), "
    "('statement_timeout', '%ld'), ('lock_timeout', '%ld')) "
    "AS setting(name, value)";

static int
set(struct pgsession *c, bool transaction, struct err *e)
{
	struct buf sql = BUF_INIT(65536);
	int rc;

	buf_printf(&sql, settings, transaction ? "true" : "false",
	    c->spec->timeout_s * 1000, c->spec->lock_timeout_s * 1000);
	rc = pgsession_command(c, buf_text(&sql), e);
	buf_release(&sql);
	return rc;
}

int
pgsession_writes(struct pgsession *c, struct err *e)
{
	if (set(c, false, e) < 0)
		return -1;
	return pgsession_command(c, "SELECT set_config('synchronous_commit', "
	    "'on', false) WHERE current_setting('synchronous_commit') = "
	    "'off'", e);
}

int
pgsession_begin(struct pgsession *c, struct pgsession *same, struct err *e)
{
	struct buf sql = BUF_INIT(65536), snapshot = BUF_INIT(1024);
	int rc = -1;

	if (pgsession_command(c, "BEGIN ISOLATION LEVEL REPEATABLE READ "
	    "READ ONLY", e) < 0)
		goto out;
	if (same) {
		if (pgsession_ask(same, "SELECT "
		    "pg_catalog.pg_export_snapshot()", &snapshot, e) < 0)
			goto out;
		buf_printf(&sql, "SET TRANSACTION SNAPSHOT '%s'",
		    buf_text(&snapshot));
		if (pgsession_command(c, buf_text(&sql), e) < 0)
			goto out;
	}
	rc = set(c, true, e);
out:
	buf_release(&sql);
	buf_release(&snapshot);
	return rc;
}

bool
pgsession_same_database(const struct pgsession *a, const struct pgsession *b)
{
	const char *ours = PQhost(a->conn), *theirs = PQhost(b->conn);

	return strcmp(PQdb(a->conn), PQdb(b->conn)) == 0 &&
	    strcmp(PQport(a->conn), PQport(b->conn)) == 0 &&
	    strcmp(ours ? ours : "", theirs ? theirs : "") == 0;
}

void
pgsession_close(struct pgsession *c)
{
	if (!c)
		return;
	PQfinish(c->conn);
	mem_free(c);
}
