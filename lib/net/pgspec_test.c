/* pgspec_test.c - connections as profiles have them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "net/pgspec.h"
#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"

static struct arena arena = ARENA_INIT;
static struct ydoc docs[2];
static struct err error;

/* The connection of the source that is the document's first entry. */
static int
read_spec(struct pgspec *p, unsigned at, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&docs[at]);
	if (ydoc_parse(&docs[at], "p.yaml", slice_of(yaml), &error) < 0)
		fail_msg("%s", error.text);
	return pgspec_read(p, docs[at].root->first, &arena, &error);
}

static void
texts_and_addresses_are_taken_apart(void **state)
{
	struct pgspec p;

	(void)state;
	assert_int_equal(read_spec(&p, 0, "s: {connection: host=plm "
	    "dbname=erp}"), 0);
	assert_string_equal(pgspec_value(&p, "host"), "plm");
	assert_string_equal(pgspec_value(&p, "dbname"), "erp");
	assert_null(pgspec_value(&p, "user"));
	assert_int_equal(p.timeout_s, 3600);
	assert_int_equal(p.lock_timeout_s, 30);
	assert_int_equal(read_spec(&p, 0, "s: {connection: {to: "
	    "'postgresql://me@plm:5433/erp?sslmode=require', timeout: 5, "
	    "lock_timeout: 0, password: {env: PW}}}"), 0);
	assert_string_equal(pgspec_value(&p, "port"), "5433");
	assert_string_equal(pgspec_value(&p, "sslmode"), "require");
	assert_int_equal(p.timeout_s, 5);
	assert_int_equal(p.lock_timeout_s, 0);
	assert_true(p.has_password);
}

static void
the_top_of_the_profile_serves_all_sources(void **state)
{
	struct pgspec p;

	(void)state;
	assert_int_equal(read_spec(&p, 0, "s: {query: SELECT 1}\n"
	    "connection: dbname=erp"), 0);
	assert_string_equal(pgspec_value(&p, "dbname"), "erp");
	assert_int_equal(read_spec(&p, 0, "s: {connection: dbname=own}\n"
	    "connection: dbname=erp"), 0);
	assert_string_equal(pgspec_value(&p, "dbname"), "own");
	assert_int_equal(read_spec(&p, 0, "s: {query: SELECT 1}"), 0);
	assert_int_equal(p.count, 0);
}

static const struct {
	const char *yaml;
	const char *wanted;
} bad[] = {
	{"s: {connection: host=x password=geheim}", "p.yaml:1:17: has a "
	    "password: name the place where it is under \"password\", or leave "
	    "it to PGPASSFILE"},
	{"s: {connection: 'postgresql://me:geheim@x/erp'}", "p.yaml:1:17: has "
	    "a password: name the place where it is under \"password\", or "
	    "leave it to PGPASSFILE"},
	{"s: {connection: host=x sslpassword=geheim}", "p.yaml:1:17: has a "
	    "sslpassword: name the place where it is under \"password\", or "
	    "leave it to PGPASSFILE"},
	{"s: {connection: host=x password=a geheim}", "p.yaml:1:17: is no "
	    "connection (as host=plm dbname=erp user=reader, or a "
	    "postgresql:// address)"},
	{"s: {connection: hots=x}", "p.yaml:1:17: invalid connection option "
	    "\"hots\""},
	{"s: {connection: client_encoding=latin1}", "p.yaml:1:17: "
	    "client_encoding cannot be chosen"},
	{"s: {connection: {to: dbname=x, pasword: {env: X}}}", "p.yaml:1:32: "
	    "unknown key \"pasword\" (did you mean \"password\"?)"},
	{"s: {connection: {to: dbname=x, password: geheim}}", NULL},
	{"s: {connection: {timeout: long}}", NULL},
	{"s: {connection: [a]}", NULL},
};

static void
passwords_and_mistakes_are_refused(void **state)
{
	struct pgspec p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		assert_int_equal(read_spec(&p, 0, bad[i].yaml), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		assert_null(strstr(error.text, "geheim"));
		if (bad[i].wanted)
			assert_string_equal(error.text, bad[i].wanted);
	}
}

static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{"s: {connection: host=x dbname=y}",
	    "s: {connection: dbname=y host=x}", true},
	{"s: {connection: host=x dbname=y}",
	    "s: {connection: 'postgresql://x/y'}", true},
	{"s: {connection: dbname=y}", "s: {connection: dbname=z}", false},
	{"s: {connection: dbname=y}", "s: {connection: host=x dbname=y}",
	    false},
	{"s: {connection: {to: dbname=y, password: {env: P}}}",
	    "s: {connection: {to: dbname=y, password: {env: P}}}", true},
	{"s: {connection: {to: dbname=y, password: {env: P}}}",
	    "s: {connection: {to: dbname=y, password: {env: Q}}}", false},
	{"s: {connection: {to: dbname=y, password: {env: P}}}",
	    "s: {connection: dbname=y}", false},
	{"s: {connection: {to: dbname=y, timeout: 1}}",
	    "s: {connection: dbname=y}", false},
};

static void
the_same_login_is_known_in_any_spelling(void **state)
{
	struct pgspec a, b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(pairs); i++) {
		assert_int_equal(read_spec(&a, 0, pairs[i].a), 0);
		assert_int_equal(read_spec(&b, 1, pairs[i].b), 0);
		assert_int_equal(pgspec_same(&a, &b), pairs[i].same);
		assert_int_equal(pgspec_same(&b, &a), pairs[i].same);
	}
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);
	struct arena a = ARENA_INIT;
	struct json_value v;
	struct slice name;
	struct json j;
	size_t i, count = 0;
	int got;

	(void)state;
	error = (struct err)ERR_INIT;
	if (file_load(&b, "schemas/profile.schema.json", b.most, &error) < 0)
		fail_msg("%s", error.text);
	json_init(&j, buf_slice(&b), "schema", 1, &a);
	assert_int_equal(json_pointer(&j, SLICE("/$defs/postgres/properties"),
	    &error), 1);
	assert_int_equal(json_value(&j, &v, &error), 0);
	while ((got = json_member(&j, &name, &error)) > 0) {
		for (i = 0; pgspec_keys[i]; i++)
			if (slice_is(name, pgspec_keys[i]))
				break;
		assert_non_null(pgspec_keys[i]);
		assert_int_equal(json_skip(&j, &error), 0);
		count++;
	}
	assert_int_equal(got, 0);
	assert_int_equal(count, 4);
	assert_null(pgspec_keys[4]);
	buf_release(&b);
	arena_release(&a);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&docs[0]);
	ydoc_release(&docs[1]);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_and_addresses_are_taken_apart),
		cmocka_unit_test(the_top_of_the_profile_serves_all_sources),
		cmocka_unit_test(passwords_and_mistakes_are_refused),
		cmocka_unit_test(the_same_login_is_known_in_any_spelling),
		cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
