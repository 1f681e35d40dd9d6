/*
 * rows_postgres_test.c - rows of a query on a real server.
 *
 * With BOM_TEST_POSTGRES, the connection text of a server on which anything
 * may be done (scripts/check-postgres starts one); else all is skipped.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <postgresql/libpq-fe.h>
#include <sys/resource.h>

#include "extract/reader.h"
#include "extract/source_read.h"

#ifdef ARENA_ONE_BY_ONE
#define SANITIZED true
#else
#define SANITIZED false
#endif

static struct err error;
static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static PGconn *writer;

static void
run(const char *sql)
{
	PGresult *result = PQexec(writer, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
	    PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(writer));
	PQclear(result);
}

static int
begin(void **state)
{
	const char *server = getenv("BOM_TEST_POSTGRES");

	(void)state;
	if (!server)
		return 0;
	writer = PQconnectdb(server);
	if (PQstatus(writer) != CONNECTION_OK)
		return -1;
	run("DROP TABLE IF EXISTS part; CREATE TABLE part(id int, name text);"
	    "INSERT INTO part VALUES (1, ' Bolt '), (2, NULL), (3, 'x')");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	PQfinish(writer);
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

/* The source with this query; `more` are further keys of the connection. */
static void
make_source(struct source *s, const char *query, const char *more)
{
	const char *server = getenv("BOM_TEST_POSTGRES");
	struct buf yaml = BUF_INIT(65536);

	if (!server)
		skip();
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	buf_printf(&yaml, "s: {format: postgres, connection: {to: \"%s\"%s}, "
	    "query: \"%s\"}\n", server, more, query);
	if (ydoc_parse(&doc, "p.yaml", buf_slice(&yaml), &error) < 0 ||
	    source_read(s, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
	buf_release(&yaml);
}

static struct rows *
open_rows(const struct source *s, struct rows **open)
{
	const struct reader_files files = {.open = open};
	struct rows *r;

	(void)!reader_open_files(&r, s, &files, &error);
	return r;
}

static struct rows *
open_query(struct source *s, const char *query)
{
	make_source(s, query, "");
	return open_rows(s, NULL);
}

static const struct {
	const char *expression;
	const char *wanted; /* NULL: nothing */
} values[] = {
	{"12345678901234567890123456789012345678.50::numeric",
	    "12345678901234567890123456789012345678.50"},
	{"0.1::float8", "0.1"},
	{"1::float8/3", "0.3333333333333333"},
	{"9223372036854775807", "9223372036854775807"},
	{"true", "true"}, {"1 = 2", "false"}, {"NULL::bool", NULL},
	{"date '2026-03-01'", "2026-03-01"},
	{"timestamp '2026-03-01 10:00:00.5'", "2026-03-01T10:00:00.5"},
	{"timestamptz '2026-03-01 12:00:00+02'", "2026-03-01T10:00:00Z"},
	{"'infinity'::date", "infinity"},
	{"interval '1 day 2 hours'", "P1DT2H"},
	{"array['R1','R 2']", "{R1,\"R 2\"}"},
	{"'ab  '::char(4)", "ab"}, {"''", NULL}, {"'\u00e4'", "\u00e4"},
	{"uuid '00000000-0000-0000-0000-00000000000a'",
	    "00000000-0000-0000-0000-00000000000a"},
};

static void
values_are_exact_texts_whatever_the_server_is_set_to(void **state)
{
	struct source s;
	struct rows *r;
	struct row row;
	char query[200];
	size_t i;

	(void)state;
	if (!writer)
		skip();
	run("ALTER ROLE CURRENT_USER SET datestyle = 'German'");
	run("ALTER ROLE CURRENT_USER SET timezone = 'Asia/Tokyo'");
	run("ALTER ROLE CURRENT_USER SET extra_float_digits = -3");
	for (i = 0; i < COUNT_OF(values); i++) {
		snprintf(query, sizeof(query), "SELECT %s AS v",
		    values[i].expression);
		/* It stands in quotes of YAML. */
		if (strchr(query, '"'))
			continue;
		r = open_query(&s, query);
		if (!r)
			fail_msg("%s", error.text);
		assert_int_equal(reader_next(r, &row, &error), 1);
		if (!values[i].wanted)
			assert_null(row.fields[0].at);
		else if (!slice_is(row.fields[0], values[i].wanted))
			fail_msg("%s is %.*s", query,
			    SLICE_ARGS(row.fields[0]));
		reader_close(r);
	}
	run("ALTER ROLE CURRENT_USER RESET ALL");
}

static const struct {
	const char *query;
	const char *more;
	enum err_kind kind;
	const char *wanted;
} wrong[] = {
	{"SELECT nam FROM part", "", ERR_USAGE, "column \"nam\" does not "
	    "exist"},
	{"SELECT 1 FROM parts", "", ERR_USAGE, "relation \"parts\" does not "
	    "exist"},
	{"DELETE FROM part", "", ERR_USAGE, "syntax error at or near "
	    "\"DELETE\""},
	{"SELECT 1; COMMIT; DELETE FROM part", "", ERR_USAGE, "cannot insert "
	    "multiple commands"},
	{"SELECT * FROM part FOR UPDATE", "", ERR_USAGE, "FOR UPDATE"},
	{"WITH d AS (DELETE FROM part RETURNING id) SELECT * FROM d", "",
	    ERR_USAGE, "data-modifying"},
	{"SELECT nextval('numbers')", "", ERR_USAGE, "read-only"},
	{"SELECT decode('00', 'hex') AS raw", "", ERR_USAGE, "column \"raw\" "
	    "is bytea, which is no text"},
	{"SELECT 1::money AS price", "", ERR_USAGE, "column \"price\" is "
	    "money"},
	{"SELECT 1 / (id - 2) FROM part", "", ERR_INPUT, "division by zero"},
	{"SELECT pg_sleep(9)", ", timeout: 1", ERR_AGAIN, "canceling "
	    "statement"},
};

static void
what_cannot_be_done_is_said_and_nothing_is_written(void **state)
{
	struct source s;
	struct rows *r;
	struct row row;
	size_t i;

	(void)state;
	if (!writer)
		skip();
	run("DROP SEQUENCE IF EXISTS numbers; CREATE SEQUENCE numbers");
	for (i = 0; i < COUNT_OF(wrong); i++) {
		make_source(&s, wrong[i].query, wrong[i].more);
		r = open_rows(&s, NULL);
		while (r && reader_next(r, &row, &error) > 0)
			;
		if (!strstr(error.text, wrong[i].wanted))
			fail_msg("%s: %s", wrong[i].query, error.text);
		assert_int_equal(error.kind, wrong[i].kind);
		reader_close(r);
	}
	r = open_query(&s, "SELECT id FROM part ORDER BY id");
	assert_int_equal(reader_next(r, &row, &error), 1);
	reader_close(r);
}

static void
a_lock_is_not_waited_for_for_ever(void **state)
{
	struct source s;

	(void)state;
	make_source(&s, "SELECT id FROM part", ", lock_timeout: 1");
	run("BEGIN; LOCK TABLE part");
	assert_null(open_rows(&s, NULL));
	run("ROLLBACK");
	assert_int_equal(error.kind, ERR_AGAIN);
	assert_non_null(strstr(error.text, "lock timeout"));
}

static int
count(struct rows *r)
{
	struct row row;
	int n = 0, got;

	while ((got = reader_next(r, &row, &error)) > 0)
		n++;
	if (got < 0)
		fail_msg("%s", error.text);
	return n;
}

static void
all_sources_and_passes_are_of_one_moment(void **state)
{
	struct rows *open = NULL, *a, *b, *c;
	struct source s, other;

	(void)state;
	/* Another time-out is another session, of the same database. */
	make_source(&s, "SELECT id FROM part", "");
	s.node = NULL;
	other = s;
	a = open_rows(&s, &open);
	assert_int_equal(count(a), 3);
	run("INSERT INTO part VALUES (4, 'new')");
	b = open_rows(&s, &open);
	assert_int_equal(count(b), 3);
	other.postgres = &(struct pgspec){.node = s.postgres->node,
	    .keywords = s.postgres->keywords, .values = s.postgres->values,
	    .count = s.postgres->count, .timeout_s = 77};
	c = open_rows(&other, &open);
	if (!c)
		fail_msg("%s", error.text);
	assert_int_equal(count(c), 3);
	assert_int_equal(reader_rewind(a, &error), 0);
	assert_int_equal(count(a), 3);
	reader_close(a);
	assert_int_equal(reader_rewind(b, &error), 0);
	assert_int_equal(count(b), 3);
	reader_close(b);
	reader_close(c);
	assert_null(open);
	b = open_rows(&s, &open);
	assert_int_equal(count(b), 4);
	reader_close(b);
	run("DELETE FROM part WHERE id = 4");
}

static void
rows_that_differ_when_read_again_are_refused(void **state)
{
	struct source s;
	struct rows *r;
	struct row row;
	int got;

	(void)state;
	r = open_query(&s, "SELECT i, random() FROM generate_series(1, 1000) "
	    "i");
	assert_int_equal(count(r), 1000);
	assert_int_equal(reader_rewind(r, &error), 0);
	while ((got = reader_next(r, &row, &error)) > 0)
		;
	assert_int_equal(got, -1);
	assert_int_equal(error.kind, ERR_USAGE);
	assert_non_null(strstr(error.text, "gives other rows, or in another "
	    "order, when it is read again"));
	reader_close(r);
	r = open_query(&s, "SELECT i FROM generate_series(1, 100000) i");
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_int_equal(reader_rewind(r, &error), 0);
	assert_int_equal(count(r), 100000);
	assert_int_equal(reader_rewind(r, &error), 0);
	assert_int_equal(count(r), 100000);
	reader_close(r);
}

static void
a_server_that_goes_away_means_try_again(void **state)
{
	struct source s;
	struct rows *r;
	struct row row;
	int got;

	(void)state;
	r = open_query(&s, "SELECT i FROM generate_series(1, 100000) i");
	assert_int_equal(reader_next(r, &row, &error), 1);
	run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
	    "application_name = 'bom-extract'");
	while ((got = reader_next(r, &row, &error)) > 0)
		;
	assert_int_equal(got, -1);
	assert_int_equal(error.kind, ERR_AGAIN);
	assert_null(strchr(error.text, '\n'));
	reader_close(r);
}

static long
memory_for(const char *query, int rows)
{
	struct rusage used;
	struct source s;
	struct rows *r = open_query(&s, query);

	if (!r)
		fail_msg("%s", error.text);
	assert_int_equal(count(r), rows);
	reader_close(r);
	getrusage(RUSAGE_SELF, &used);
	return used.ru_maxrss;
}

static void
memory_does_not_grow_with_the_rows(void **state)
{
	long few, many;

	(void)state;
	few = memory_for("SELECT i, repeat('x', 300) FROM "
	    "generate_series(1, 20000) i", 20000);
	many = memory_for("SELECT i, repeat('x', 300) FROM "
	    "generate_series(1, 200000) i", 200000);
	if (SANITIZED)
		skip();
	if (many - few > 4096)
		fail_msg("%ld KiB more for ten times the rows", many - few);
}

static void
rejects_are_a_csv_file(void **state)
{
	static const struct rows_reject reject = {SLICE_INIT("s:1"),
	    SLICE_INIT("name"), SLICE_INIT("text: a")};
	struct buf b = BUF_INIT(65536);
	struct source s;
	struct row row;
	struct rows *r = open_query(&s, "SELECT id, name, true AS id FROM "
	    "part WHERE part.id < 3 ORDER BY part.id");

	(void)state;
	if (!r)
		fail_msg("%s", error.text);
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_true(slice_is(row.fields[1], "Bolt"));
	r->format->reject_head(r, &b);
	r->format->reject(r, &b, &reject);
	assert_string_equal(buf_text(&b), "id#1,name,id#2,reject:where,"
	    "reject:column,reject:reason\n1, Bolt ,true,s:1,name,text: a\n");
	reader_close(r);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    values_are_exact_texts_whatever_the_server_is_set_to),
		cmocka_unit_test(
		    what_cannot_be_done_is_said_and_nothing_is_written),
		cmocka_unit_test(a_lock_is_not_waited_for_for_ever),
		cmocka_unit_test(all_sources_and_passes_are_of_one_moment),
		cmocka_unit_test(rows_that_differ_when_read_again_are_refused),
		cmocka_unit_test(a_server_that_goes_away_means_try_again),
		cmocka_unit_test(memory_does_not_grow_with_the_rows),
		cmocka_unit_test(rejects_are_a_csv_file),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
