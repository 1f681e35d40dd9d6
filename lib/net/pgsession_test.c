/*
 * pgsession_test.c - sessions: who is let in, and what is tried again.
 *
 * With BOM_TEST_POSTGRES, the connection text of a server on which the role
 * reader has the password that scripts/check-postgres sets; else most of it
 * is skipped.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <postgresql/libpq-fe.h>

#include "net/pgsession.h"

static struct arena arena = ARENA_INIT;
static struct ydoc doc;
static struct err error;

static const struct {
	const char *sqlstate;
	enum err_kind kind;
} states[] = {
	{"28P01", ERR_USAGE}, {"3D000", ERR_USAGE}, {"42P01", ERR_USAGE},
	{"25006", ERR_USAGE}, {"22012", ERR_INPUT}, {"P0001", ERR_INPUT},
	{"57014", ERR_AGAIN}, {"57P01", ERR_AGAIN}, {"53300", ERR_AGAIN},
	{"55P03", ERR_AGAIN}, {"40001", ERR_AGAIN}, {"08006", ERR_AGAIN},
	{"25P03", ERR_AGAIN},
};

static void
a_code_says_what_to_do(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(states); i++)
		assert_int_equal(pgsession_kind(states[i].sqlstate),
		    states[i].kind);
}

/* Opens a session; `more` is put behind the server's connection text. */
static struct pgsession *
connect_to(const char *server, const char *more, const char *map)
{
	struct buf yaml = BUF_INIT(65536);
	struct pgsession *c = NULL;
	static struct pgspec spec;

	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	buf_printf(&yaml, "s: {connection: {to: \"%s %s\"%s}}", server, more,
	    map);
	if (ydoc_parse(&doc, "p.yaml", buf_slice(&yaml), &error) < 0 ||
	    pgspec_read(&spec, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
	(void)!pgsession_open(&c, &spec, &error);
	buf_release(&yaml);
	return c;
}

static void
where_nobody_answers_another_try_may_do(void **state)
{
	(void)state;
	assert_null(connect_to("host=127.0.0.1 port=1 dbname=x user=x", "",
	    ""));
	assert_int_equal(error.kind, ERR_AGAIN);
	assert_non_null(strstr(error.text, "Connection refused"));
	assert_null(strchr(error.text, '\n'));
	assert_null(connect_to("host=/nowhere dbname=x user=x", "", ""));
	assert_int_equal(error.kind, ERR_AGAIN);
}

static const char *
server(void)
{
	const char *text = getenv("BOM_TEST_POSTGRES");

	if (!text)
		skip();
	return text;
}

static const struct {
	const char *more;
	const char *map;
	const char *wanted; /* NULL: it works */
} logins[] = {
	{"", "", NULL},
	{"user=reader host=127.0.0.1", ", password: {env: GOOD_PASSWORD}",
	    NULL},
	{"user=reader host=127.0.0.1", ", password: {env: BAD_PASSWORD}",
	    "password authentication failed for user \"reader\""},
	{"user=reader host=127.0.0.1", "", "no password supplied"},
	{"dbname=nowhere", "", "database \"nowhere\" does not exist"},
	{"user=nobody_here", "", "role \"nobody_here\" does not exist"},
	{"sslmode=require host=127.0.0.1", "", "does not support SSL"},
	{"service=none_of_this_name", "", "definition of service"},
};

static void
who_is_refused_hears_why_in_one_line(void **state)
{
	const char *text = server();
	struct pgsession *c;
	size_t i;

	(void)state;
	setenv("GOOD_PASSWORD", "geheim", 1);
	setenv("BAD_PASSWORD", "verraten", 1);
	for (i = 0; i < COUNT_OF(logins); i++) {
		c = connect_to(text, logins[i].more, logins[i].map);
		if (!logins[i].wanted && !c)
			fail_msg("%s: %s", logins[i].more, error.text);
		pgsession_close(c);
		if (!logins[i].wanted)
			continue;
		assert_null(c);
		assert_int_equal(error.kind, ERR_USAGE);
		if (!strstr(error.text, logins[i].wanted))
			fail_msg("%s", error.text);
		assert_null(strchr(error.text, '\n'));
		assert_null(strstr(error.text, "verraten"));
		assert_null(strstr(error.text, "28P01"));
	}
}

static void
nothing_can_be_written_and_one_statement_is_run(void **state)
{
	static const char *const statements[] = {
		"CREATE TABLE x(a int)", "SELECT 1; SELECT 2",
		"SELECT set_config('transaction_read_only', 'off', true)",
		"SELECT nothing FROM nowhere",
	};
	struct pgsession *c;
	PGresult *result;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(statements); i++) {
		c = connect_to(server(), "", "");
		assert_non_null(c);
		assert_int_equal(pgsession_begin(c, NULL, &error), 0);
		assert_int_equal(pgsession_run(c, statements[i], &result,
		    &error), 0);
		assert_int_equal(pgsession_check(c, result, &error), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		PQclear(result);
		pgsession_close(c);
	}
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_says_what_to_do),
		cmocka_unit_test(where_nobody_answers_another_try_may_do),
		cmocka_unit_test(who_is_refused_hears_why_in_one_line),
		cmocka_unit_test(
		    nothing_can_be_written_and_one_statement_is_run),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
