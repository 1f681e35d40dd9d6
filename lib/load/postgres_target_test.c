/* postgres_target_test.c - what is held against the tables before sending. */
#include "base/base.h"

#include "load/pg_trial.h"

static const struct {
	const char *make;
	const char *sections;
	const char *wanted; /* NULL: it opens */
} tables[] = {
    {"CREATE TABLE items(item text PRIMARY KEY, name text)",
	"{item: {columns: {item: item, name: name}}}", NULL},
    {"CREATE TABLE items(item varchar(20) UNIQUE, name text)",
	"{item: {columns: {item: item, name: name}}}", NULL},
    {"CREATE SCHEMA IF NOT EXISTS other; CREATE TABLE IF NOT EXISTS "
	"other.\"P q\"(item text PRIMARY KEY)",
	"{item: {table: other.P q, columns: {item: item}}}", NULL},
    {"SELECT 1", "{item: {table: part}}", "there is no table \"part\""},
    {"CREATE TABLE items(item text PRIMARY KEY, nam text)",
	"{item: {columns: {item: item, name: name}}}",
	"the table has no column \"name\" (nearest: nam)"},
    {"CREATE TABLE items(item text, name text PRIMARY KEY)",
	"{item: {columns: {item: item, name: name}}}",
	"needs a primary key or unique index over just"},
    {"CREATE TABLE items(item text, plant text, PRIMARY KEY(item, plant))",
	"{item: {columns: {item: item}}}",
	"needs a primary key or unique index over just"},
    {"CREATE TABLE items(item text, gone bool);"
	"CREATE UNIQUE INDEX ON items(item) WHERE NOT gone",
	"{item: {columns: {item: item}}}",
	"needs a primary key or unique index over just"},
    {"CREATE TABLE items(item integer PRIMARY KEY)",
	"{item: {columns: {item: item}}}",
	"the key column \"item\" is integer (text or"},
    {"CREATE TABLE items(item char(20) PRIMARY KEY)",
	"{item: {columns: {item: item}}}",
	"the key column \"item\" is character(20)"},
    {"CREATE COLLATION any_case (provider = icu, locale = "
	"'und-u-ks-level2', deterministic = false);"
	"CREATE TABLE items(item text COLLATE any_case PRIMARY KEY)",
	"{item: {columns: {item: item}}}",
	"collation that takes different keys as equal"},
    {"CREATE TABLE items(item text PRIMARY KEY, "
	"name text GENERATED ALWAYS AS ('x') STORED)",
	"{item: {columns: {item: item, name: name}}}",
	"cannot insert a non-DEFAULT value into column \"name\""},
};

/* Statements with semicolons between, one by one. */
static void
make(struct pg_trial *t, const char *sql)
{
	struct slice rest = slice_of(sql);
	struct buf one = BUF_INIT(4096);

	while (rest.at) {
		buf_clear(&one);
		buf_add_slice(&one, slice_cut(&rest, ';'));
		pg_trial_exec(t, buf_text(&one));
	}
	buf_release(&one);
}

static void
tables_that_are_not_as_the_profile_has_them_are_no_target(void **state)
{
	struct buf rest = BUF_INIT(4096);
	struct pg_trial t;
	size_t i;

	(void)state;
	(void)pg_trial_server();
	for (i = 0; i < COUNT_OF(tables); i++) {
		buf_clear(&rest);
		buf_printf(&rest, "types: %s", tables[i].sections);
		pg_trial_begin(&t, buf_text(&rest));
		make(&t, tables[i].make);
		if (!tables[i].wanted) {
			if (pg_trial_open(&t) < 0)
				fail_msg("%zu: %s", i, t.e.text);
		} else {
			assert_int_equal(pg_trial_open(&t), -1);
			assert_int_equal(t.e.kind, ERR_USAGE);
			if (!strstr(t.e.text, tables[i].wanted))
				fail_msg("%zu: %s", i, t.e.text);
		}
		pg_trial_end(&t);
	}
	buf_release(&rest);
}

static void
who_may_not_write_hears_it_before_anything_is_sent(void **state)
{
	struct pg_trial t;
	size_t i;

	(void)state;
	pg_trial_begin(&t, "types: {item: {columns: {item: item}}}");
	make(&t, "CREATE TABLE items(item text PRIMARY KEY);"
	    "DROP ROLE IF EXISTS trial_looker; CREATE ROLE trial_looker;"
	    "GRANT USAGE ON SCHEMA trial TO trial_looker;"
	    "GRANT SELECT ON items TO trial_looker");
	for (i = 0; i < t.profile.postgres->count; i++)
		if (strcmp(t.profile.postgres->keywords[i], "options") == 0)
			t.profile.postgres->values[i] = "-c search_path=trial "
			    "-c role=trial_looker";
	assert_int_equal(pg_trial_open(&t), -1);
	assert_int_equal(t.e.kind, ERR_USAGE);
	if (!strstr(t.e.text, "permission denied for table items"))
		fail_msg("%s", t.e.text);
	err_clear(&t.e);
	make(&t, "DROP OWNED BY trial_looker; DROP ROLE trial_looker");
	pg_trial_end(&t);
}

static void
a_second_session_of_the_target_waits_for_the_first(void **state)
{
	struct channel *first;
	struct pg_trial t;

	(void)state;
	pg_trial_begin(&t, "create: yes\ntypes: {item: {}}");
	t.profile.postgres->lock_timeout_s = 1;
	assert_int_equal(pg_trial_open(&t), 0);
	assert_true(t.c->empty[TYPE_ITEM]);
	first = t.c;
	assert_int_equal(pg_trial_open(&t), -1);
	assert_int_equal(t.e.kind, ERR_AGAIN);
	assert_non_null(strstr(t.e.text, "another session has not ended"));
	err_clear(&t.e);
	channel_close(first);
	assert_int_equal(pg_trial_open(&t), 0);
	pg_trial_end(&t);
}

static void
a_server_is_no_file(void **state)
{
	struct channel_wish wish = {.file = "x.db"};
	struct pg_trial t;

	(void)state;
	pg_trial_begin(&t, "create: yes\ntypes: {item: {}}");
	wish.profile = &t.profile;
	assert_int_equal(postgres_target.open(&t.c, &wish, &t.e), -1);
	assert_int_equal(t.e.kind, ERR_USAGE);
	pg_trial_end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		tables_that_are_not_as_the_profile_has_them_are_no_target),
	    cmocka_unit_test(
		who_may_not_write_hears_it_before_anything_is_sent),
	    cmocka_unit_test(
		a_second_session_of_the_target_waits_for_the_first),
	    cmocka_unit_test(a_server_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
