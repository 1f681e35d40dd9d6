/*
 * rows_postgres.c - a cursor, and the batch of rows at hand.
 *
 * To read again is to declare the cursor again: in the same snapshot the same
 * query gives the same rows, but nothing promises their order, and a query
 * may call random().  So a digest of each batch is kept, and a batch that
 * comes again is compared before any of its rows is given.
 */
#include "extract/rows_postgres.h"

#include <postgresql/libpq-fe.h>

#include "base/hash.h"
#include "net/pgsession.h"
#include "extract/reject_csv.h"
#include "extract/querycolumns.h"

/* The rows of a batch are as many as fit into this, roughly. */
#define BATCH_BYTES ((size_t)2 * 1024 * 1024)
#define BATCH_FIRST 256
#define BATCH_MOST 8192

/* Numbers of types in pg_type, which never change. */
enum oid {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_MONEY = 790,
	OID_TIMESTAMP = 1114,
	OID_TIMESTAMPTZ = 1184,
};

struct batch {
	int count;
	uint64_t digest;
};

struct state {
	struct pgsession *conn;
	struct buf text;  /* of the query */
	char cursor[32];
	bool declared;
	PGresult *rows;   /* the batch at hand */
	int row, count;
	struct batch *batches; /* those of the first pass */
	size_t batch, batch_count, size;
	int wanted;       /* rows of the next one */
	bool ended;
	unsigned *types;  /* by columns */
	struct slice *texts;
	char wrong[200];
};

/* --- the session --- */

/* The session of another source: its login is the same, or its database. */
static struct pgsession *
find_open(const struct rows *r, const struct pgsession *mine)
{
	const struct rows *other;

	for (other = r->open ? *r->open : NULL; other; other = other->next) {
		const struct state *s = other->state;

		if (other->format != r->format || !s->conn)
			continue;
		if (mine ? pgsession_same_database(s->conn, mine) :
		    pgspec_same(s->conn->spec, r->source->postgres))
			return s->conn;
	}
	return NULL;
}

static int
take_session(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	s->conn = find_open(r, NULL);
	if (s->conn) {
		s->conn->users++;
		return 0;
	}
	if (pgsession_open(&s->conn, r->source->postgres, e) < 0)
		return err_in(e, "%s", r->name);
	if (pgsession_begin(s->conn, find_open(r, s->conn), e) < 0)
		return err_in(e, "%s", r->name);
	return 0;
}

/* --- the query --- */

/* The byte of the query that the server means, counting characters. */
static size_t
error_place(const struct state *s, const PGresult *result, size_t before)
{
	const char *text = PQresultErrorField(result,
	    PG_DIAG_STATEMENT_POSITION);
	uint64_t n;
	size_t at = 0;

	if (!text || !text_to_number(slice_of(text), 1u << 30, &n) ||
	    n <= before)
		return QUERY_NOWHERE;
	for (n -= before + 1; n && at < s->text.len; n--)
		do
			at++;
		while (at < s->text.len &&
		    ((unsigned char)s->text.at[at] & 0xc0) == 0x80);
	return at;
}

/* What is wrong with the query is wrong in the profile. */
static int
query_failed(const struct rows *r, const PGresult *result, size_t before,
    struct err *e)
{
	const struct state *s = r->state;

	if (pgsession_check(s->conn, result, e) == 0)
		return 0;
	if (e->kind == ERR_USAGE) {
		struct err cause = *e;

		err_clear(e);
		return query_error(&r->source->query, buf_slice(&s->text),
		    error_place(s, result, before), e, cause.text);
	}
	return err_in(e, "%s", r->name);
}

static int
declare(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct buf sql = BUF_INIT(2 * QUERY_MOST);
	PGresult *result = NULL;
	size_t before;
	int rc;

	buf_printf(&sql, "DECLARE %s NO SCROLL CURSOR FOR\n", s->cursor);
	before = sql.len;
	buf_add_slice(&sql, buf_slice(&s->text));
	rc = pgsession_run(s->conn, buf_text(&sql), &result, e);
	if (rc < 0)
		rc = err_in(e, "%s", r->name);
	else
		rc = query_failed(r, result, before, e);
	s->declared = rc == 0;
	PQclear(result);
	buf_release(&sql);
	return rc;
}

static int
check_type(const struct rows *r, const char *name, unsigned type,
    struct err *e)
{
	const struct state *s = r->state;
	char what[300];

	if (type != OID_BYTEA && type != OID_MONEY)
		return 0;
	snprintf(what, sizeof(what), "column \"%.100s\" is %s", name,
	    type == OID_BYTEA ? "bytea, which is no text (write encode(..., "
	    "'hex') or leave it out)" : "money, whose text depends on a "
	    "locale (cast it to numeric)");
	return query_error(&r->source->query, buf_slice(&s->text),
	    QUERY_NOWHERE, e, what);
}

static int
name_columns(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	PGresult *result = NULL;
	struct slice *names;
	int i, count, rc;

	rc = pgsession_describe(s->conn, s->cursor, &result, e);
	if (rc == 0)
		rc = pgsession_check(s->conn, result, e);
	if (rc < 0)
		goto out;
	count = PQnfields(result);
	names = arena_alloc(&r->names, ((size_t)count + 1) * sizeof(*names));
	s->types = mem_zero(((size_t)count + 1) * sizeof(*s->types));
	s->texts = mem_zero(((size_t)count + 1) * sizeof(*s->texts));
	for (i = 0; i < count && rc == 0; i++) {
		names[i] = slice_of(PQfname(result, i));
		s->types[i] = PQftype(result, i);
		rc = check_type(r, names[i].at, s->types[i], e);
	}
	if (rc == 0)
		rc = querycolumns_name(r, names, (size_t)count, e);
out:
	PQclear(result);
	return rc;
}

static int
open_postgres(struct rows *r, struct err *e)
{
	struct state *s = r->state = mem_zero(sizeof(*s));

	buf_init(&s->text, 2 * QUERY_MOST);
	s->wanted = BATCH_FIRST;
	if (query_load(&r->source->query, &s->text, e) < 0 ||
	    take_session(r, e) < 0)
		return -1;
	snprintf(s->cursor, sizeof(s->cursor), "bom_%u",
	    ++s->conn->cursors);
	if (declare(r, e) < 0)
		return -1;
	return name_columns(r, e);
}

/* --- rows --- */

static uint64_t
digest(const PGresult *rows)
{
	int i, k, columns = PQnfields(rows);
	uint64_t sum = 0;

	for (i = 0; i < PQntuples(rows); i++)
		for (k = 0; k < columns; k++)
			sum = sum * 0x9e3779b97f4a7c15u +
			    (PQgetisnull(rows, i, k) ? 1 : hash_64(
			    PQgetvalue(rows, i, k),
			    (size_t)PQgetlength(rows, i, k)));
	return sum;
}

/* How many are to come next: as many as in the first pass, or a fit. */
static int
next_count(const struct state *s)
{
	return s->batch < s->batch_count ? s->batches[s->batch].count :
	    s->wanted;
}

static void
fit(struct state *s)
{
	size_t size = PQresultMemorySize(s->rows), count;

	count = (size_t)s->count * BATCH_BYTES / (size ? size : 1);
	s->wanted = count < 1 ? 1 : count > BATCH_MOST ? BATCH_MOST :
	    (int)count;
}

/* The batch that has come is the one that came then; or is kept as such. */
static int
compare(struct rows *r, int asked, struct err *e)
{
	struct state *s = r->state;
	struct batch now = {asked, digest(s->rows)};

	if (s->batch == s->batch_count) {
		if (s->batch_count == s->size) {
			s->size = mem_next_size(s->size, s->size + 1);
			s->batches = mem_grow(s->batches, s->size,
			    sizeof(*s->batches));
		}
		s->batches[s->batch_count++] = now;
	} else if (s->batches[s->batch].digest != now.digest) {
		return query_error(&r->source->query, buf_slice(&s->text),
		    QUERY_NOWHERE, e, "gives other rows, or in another order, "
		    "when it is read again (give it an ORDER BY, and nothing "
		    "that is random)");
	}
	s->batch++;
	return 0;
}

static int
fetch(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	int asked = next_count(s);
	char sql[100];

	PQclear(s->rows);
	s->rows = NULL;
	s->row = s->count = 0;
	snprintf(sql, sizeof(sql), "FETCH FORWARD %d FROM %s", asked,
	    s->cursor);
	if (pgsession_run(s->conn, sql, &s->rows, e) < 0)
		return err_in(e, "%s", r->name);
	if (query_failed(r, s->rows, QUERY_NOWHERE, e) < 0)
		return -1;
	s->count = PQntuples(s->rows);
	s->ended = s->count < asked;
	if (compare(r, asked, e) < 0)
		return -1;
	fit(s);
	return 0;
}

/*
 * true and false in words; times in the form of RFC 3339, which of a time
 * without a zone says nothing about the zone.
 */
static struct slice
convert(struct rows *r, unsigned type, struct slice text)
{
	char *copy;

	if (type == OID_BOOL)
		return slice_is(text, "t") ? SLICE("true") : SLICE("false");
	if ((type != OID_TIMESTAMP && type != OID_TIMESTAMPTZ) ||
	    text.len < 19 || text.at[10] != ' ')
		return text;
	copy = arena_copy(&r->texts, text.at, text.len);
	copy[10] = 'T';
	if (type == OID_TIMESTAMPTZ && text.len > 19 &&
	    memcmp(copy + text.len - 3, "+00", 3) == 0) {
		copy[text.len - 3] = 'Z';
		text.len -= 2;
	}
	return slice_from(copy, text.len);
}

static void
put(struct rows *r, int column, struct row *row)
{
	struct state *s = r->state;
	struct slice text = slice_from(NULL, 0);

	if (!PQgetisnull(s->rows, s->row, column))
		text = slice_from(PQgetvalue(s->rows, s->row, column),
		    (size_t)PQgetlength(s->rows, s->row, column));
	if (text.at)
		text = convert(r, s->types[column], text);
	s->texts[column] = text;
	/* A database in SQL_ASCII has any bytes. */
	if (slice_utf8_length(text) != text.len) {
		snprintf(s->wrong, sizeof(s->wrong), "text: column \"%.100s\" "
		    "is not UTF-8", r->columns[column].at);
		row->wrong = s->wrong;
		text = slice_from(NULL, 0);
	}
	rows_put(r, (size_t)column, text);
}

static int
next_postgres(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	int i;

	if (s->row == s->count) {
		if (s->ended)
			return 0;
		if (fetch(r, e) < 0)
			return -1;
		if (!s->count)
			return 0;
	}
	row->line = (unsigned long)r->ordinal + 1;
	for (i = 0; i < (int)r->column_count; i++)
		put(r, i, row);
	s->row++;
	return 1;
}

static int
rewind_postgres(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	PGresult *result = NULL;
	char sql[100];
	int rc;

	/* The first batch is still there, and is all that was fetched. */
	if (s->batch == 1 && s->rows) {
		s->row = 0;
		return 0;
	}
	if (!s->batch)
		return 0;
	snprintf(sql, sizeof(sql), "CLOSE %s", s->cursor);
	rc = pgsession_run(s->conn, sql, &result, e);
	if (rc == 0)
		rc = pgsession_check(s->conn, result, e);
	PQclear(result);
	if (rc < 0)
		return err_in(e, "%s", r->name);
	PQclear(s->rows);
	s->rows = NULL;
	s->row = s->count = 0;
	s->batch = 0;
	s->ended = false;
	return declare(r, e);
}

static void
close_postgres(struct rows *r)
{
	struct state *s = r->state;

	if (!s)
		return;
	PQclear(s->rows);
	if (s->conn && --s->conn->users == 0)
		pgsession_close(s->conn);
	buf_release(&s->text);
	mem_free(s->batches);
	mem_free(s->types);
	mem_free(s->texts);
	mem_free(s);
}

static void
reject_postgres(struct rows *r, struct buf *b,
    const struct rows_reject *reject)
{
	const struct state *s = r->state;

	reject_csv_add(r, b, s->texts, reject);
}

const struct rows_format rows_postgres_format = {
	open_postgres, next_postgres, rewind_postgres, close_postgres,
	reject_csv_head, reject_postgres,
};
