/* pgbatch_test.c - batches merged, halved, tried again, and looked up. */
#include "base/base.h"

#include "load/pg_trial.h"

#define ITEM(item, more) \
	"{\"type\":\"item\",\"item\":\"" item "\"" more "}"

static void
open_tables(struct pg_trial *t, const char *sections, const char *const *sql)
{
	struct buf rest = BUF_INIT(4096);

	(void)pg_trial_server();
	buf_printf(&rest, "types: %s", sections);
	pg_trial_begin(t, buf_text(&rest));
	buf_release(&rest);
	while (*sql)
		pg_trial_exec(t, *sql++);
	if (pg_trial_open(t) < 0)
		fail_msg("%s", t->e.text);
}

#define ITEMS "{item: {columns: {item: item, name: name, mass: mass, " \
	"active: {constant: 1}}, removal: deactivate, " \
	"deactivate: {column: active, value: 0}}}"

#define ALL_ITEMS "SELECT string_agg(items::text, ' ' ORDER BY item) " \
	"FROM items"

static void
a_row_is_written_over_marked_and_made_active_again(void **state)
{
	static const char *const sql[] = {"CREATE TABLE items(item text "
	    "PRIMARY KEY, name text, mass numeric, active bool, mine text "
	    "DEFAULT 'kept')", NULL};
	struct pg_trial t;

	(void)state;
	open_tables(&t, ITEMS, sql);
	pg_trial_call(&t, CHANGE_ADD, ITEM("001", ",\"name\":\"t\\t\\n\\\\N\","
	    "\"mass\":\"1234567890123456789012.000000000001\""));
	pg_trial_call(&t, CHANGE_ADD, ITEM("002", ",\"mass\":0.1"));
	pg_trial_send(&t);
	pg_trial_send(&t);
	pg_trial_find(&t);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	pg_trial_is(&t, "SELECT name = E't\\t\\n\\\\N' FROM items "
	    "WHERE item = '001'", "t");
	pg_trial_is(&t, "SELECT string_agg(mass::text, ' ') FROM items",
	    "1234567890123456789012.000000000001 0.1");
	t.count = 0;
	pg_trial_call(&t, CHANGE_CHANGE, ITEM("001", ",\"name\":\"y\""));
	pg_trial_call(&t, CHANGE_REMOVE, ITEM("002", ""));
	pg_trial_call(&t, CHANGE_REMOVE, ITEM("never there", ""));
	pg_trial_find(&t);
	assert_int_equal(t.calls[0].answer, CHANNEL_NOT);
	assert_int_equal(t.calls[1].answer, CHANNEL_NOT);
	assert_int_equal(t.calls[2].answer, CHANNEL_DONE);
	pg_trial_send(&t);
	assert_int_equal(t.calls[2].answer, CHANNEL_DONE);
	pg_trial_is(&t, ALL_ITEMS, "(001,y,,t,kept) (002,,0.1,f,kept)");
	pg_trial_find(&t);
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	t.count = 0;
	pg_trial_call(&t, CHANGE_ADD, ITEM("002", ""));
	pg_trial_call(&t, CHANGE_ADD, ITEM("003", ""));
	pg_trial_find(&t);
	assert_int_equal(t.calls[1].answer, CHANNEL_ABSENT);
	pg_trial_send(&t);
	pg_trial_is(&t, ALL_ITEMS, "(001,y,,t,kept) (002,,,t,kept) "
	    "(003,,,t,kept)");
	pg_trial_end(&t);
}

#define NAMED ",\"name\":\"a\""

static const struct {
	const char *table; /* the columns behind item */
	const char *more;  /* of the one that is there already */
	const char *line;
	const char *words; /* NULL: it is taken */
} values[] = {
    {"name text, mass numeric(10, 2)", "", ITEM("B", ",\"mass\":0.25"), NULL},
    {"name text, mass numeric(10, 2)", "", ITEM("B", ",\"mass\":0.125"),
	"the column \"mass\" (numeric(10,2)) cannot hold \"0.125\" as it is"},
    {"name text, mass numeric(4, 2)", "", ITEM("B", ",\"mass\":100"),
	"numeric field overflow"},
    {"name text, mass integer", "", ITEM("B", ",\"mass\":2"), NULL},
    {"name text, mass integer", "", ITEM("B", ",\"mass\":2.5"),
	"invalid input syntax for type integer: \"2.5\""},
    {"name text, mass double precision", "", ITEM("B", ",\"mass\":0.1"), NULL},
    {"name text, mass double precision", "",
	ITEM("B", ",\"mass\":\"12345678901234567.5\""), "cannot hold"},
    {"name text, mass real", "", ITEM("B", ",\"mass\":0.123456789"),
	"cannot hold"},
    {"name varchar(3), mass numeric", "", ITEM("B", ",\"name\":\"abcd\""),
	"cannot hold \"abcd\""},
    {"name varchar(3), mass numeric", "", ITEM("B", ",\"name\":\"ab  \""),
	"cannot hold \"ab  \""},
    {"name char(3), mass numeric", "", ITEM("B", ",\"name\":\"ab\""), NULL},
    {"name text CHECK(name <> 'x'), mass numeric", "",
	ITEM("B", ",\"name\":\"x\""), "violates check constraint"},
    {"name text UNIQUE, mass numeric", NAMED, ITEM("B", ",\"name\":\"a\""),
	"duplicate key value violates unique constraint \"items_name_key\" "
	"(Key (name)=(a) already exists.)"},
    {"name date, mass numeric", "", ITEM("B", ",\"name\":\"2024-02-30\""),
	"date/time field value out of range"},
    {"name date, mass numeric", "",
	ITEM("B", ",\"name\":\"2024-02-28T10:00Z\""),
	"cannot hold"},
    {"name timestamptz, mass numeric", "",
	ITEM("B", ",\"name\":\"2024-02-28T10:00:00.0000001Z\""),
	"cannot hold"},
    {"name text DEFAULT 'x' NOT NULL, mass numeric", NAMED, ITEM("B", ""),
	"null value in column \"name\""},
};

static void
one_bad_record_costs_one_record_and_nothing_is_rounded(void **state)
{
	char table[200], first[100];
	const char *sql[] = {table, NULL};
	struct pg_trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(values); i++) {
		const char *words = values[i].words;

		snprintf(table, sizeof(table), "CREATE TABLE items(item text "
		    "PRIMARY KEY, %s)", values[i].table);
		open_tables(&t, "{item: {columns: {item: item, name: name, "
		    "mass: mass}}}", sql);
		snprintf(first, sizeof(first), ITEM("A", "%s"), values[i].more);
		pg_trial_call(&t, CHANGE_ADD, first);
		pg_trial_call(&t, CHANGE_ADD, values[i].line);
		pg_trial_find(&t);
		pg_trial_send(&t);
		assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
		if (t.calls[1].answer != (words ? CHANNEL_REFUSED
		    : CHANNEL_DONE) || (words && !strstr(slice_copy(
		    t.calls[1].words, &t.a).at, words)))
			fail_msg("%zu: %.*s", i, SLICE_ARGS(t.calls[1].words));
		pg_trial_is(&t, "SELECT count(*) FROM items", words ? "1"
		    : "2");
		pg_trial_find(&t);
		assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
		if (!words)
			assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
		else
			assert_int_not_equal(t.calls[1].answer, CHANNEL_DONE);
		pg_trial_end(&t);
	}
}

#define STRUCTURE "{item: {columns: {item: item}, removal: delete}, " \
	"supplier: {columns: {supplier: supplier, name: name}, " \
	"removal: delete}}"

static void
deferred_constraints_and_silent_triggers_are_noticed(void **state)
{
	static const char *const sql[] = {
	    "CREATE TABLE suppliers(supplier text PRIMARY KEY, name text)",
	    "CREATE TABLE items(item text PRIMARY KEY REFERENCES suppliers "
		"DEFERRABLE INITIALLY DEFERRED)",
	    "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS "
		"'BEGIN RETURN CASE WHEN OLD.name = ''kept'' THEN NULL "
		"ELSE OLD END; END'",
	    "CREATE TRIGGER k BEFORE DELETE ON suppliers FOR EACH ROW "
		"EXECUTE FUNCTION skip()",
	    "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS "
		"'BEGIN RETURN CASE WHEN NEW.name = ''silent'' THEN NULL "
		"ELSE NEW END; END'",
	    "CREATE TRIGGER p BEFORE INSERT ON suppliers FOR EACH ROW "
		"EXECUTE FUNCTION pass()", NULL};
	struct pg_trial t;

	(void)state;
	open_tables(&t, STRUCTURE, sql);
	/* The first is there at the commit, the second is not. */
	pg_trial_call(&t, CHANGE_ADD, ITEM("A", ""));
	pg_trial_call(&t, CHANGE_ADD, ITEM("B", ""));
	pg_trial_call(&t, CHANGE_ADD, "{\"type\":\"supplier\","
	    "\"supplier\":\"C\",\"name\":\"silent\"}");
	pg_trial_call(&t, CHANGE_ADD, "{\"type\":\"supplier\","
	    "\"supplier\":\"D\",\"name\":\"kept\"}");
	pg_trial_exec(&t, "INSERT INTO suppliers VALUES('A', 'x')");
	pg_trial_send(&t);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[1].answer, CHANNEL_REFUSED);
	assert_int_equal(t.calls[2].answer, CHANNEL_REFUSED);
	assert_int_equal(t.calls[3].answer, CHANNEL_DONE);
	assert_non_null(strstr(slice_copy(t.calls[2].words, &t.a).at,
	    "passed it over"));
	pg_trial_is(&t, "SELECT string_agg(supplier, '') FROM suppliers",
	    "AD");
	t.count = 0;
	pg_trial_call(&t, CHANGE_REMOVE, "{\"type\":\"supplier\","
	    "\"supplier\":\"D\"}");
	pg_trial_call(&t, CHANGE_REMOVE, ITEM("A", ""));
	pg_trial_call(&t, CHANGE_REMOVE, "{\"type\":\"supplier\","
	    "\"supplier\":\"A\"}");
	pg_trial_send(&t);
	assert_int_equal(t.calls[0].answer, CHANNEL_REFUSED);
	assert_non_null(strstr(slice_copy(t.calls[0].words, &t.a).at,
	    "still there"));
	assert_int_equal(t.calls[2].answer, CHANNEL_DONE);
	pg_trial_is(&t, "SELECT string_agg(supplier, '') FROM suppliers",
	    "D");
	pg_trial_end(&t);
}

/* A trigger that meets a conflict so often; sequences are not undone. */
#define CONFLICTS(times) \
	"CREATE TABLE items(item text PRIMARY KEY)", \
	"CREATE SEQUENCE met", \
	"CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS " \
	    "'BEGIN IF nextval(''trial.met'') <= " times " THEN RAISE " \
	    "EXCEPTION ''met'' USING ERRCODE = ''40P01''; END IF; " \
	    "RETURN NEW; END'", \
	"CREATE TRIGGER t BEFORE INSERT ON items FOR EACH ROW " \
	    "EXECUTE FUNCTION meet()", NULL

static void
a_conflict_with_another_session_is_tried_again_for_a_while(void **state)
{
	static const char *const twice[] = {CONFLICTS("2")};
	static const char *const always[] = {CONFLICTS("1000")};
	struct pg_trial t;

	(void)state;
	open_tables(&t, "{item: {columns: {item: item}}}", twice);
	pg_trial_call(&t, CHANGE_ADD, ITEM("A", ""));
	pg_trial_send(&t);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	pg_trial_is(&t, "SELECT count(*) FROM items", "1");
	pg_trial_end(&t);
	open_tables(&t, "{item: {columns: {item: item}}}", always);
	pg_trial_call(&t, CHANGE_ADD, ITEM("A", ""));
	assert_int_equal(channel_send(t.c, t.calls, 1, &t.a, &t.e), -1);
	assert_int_equal(t.e.kind, ERR_AGAIN);
	assert_int_equal(t.calls[0].answer, CHANNEL_NONE);
	pg_trial_is(&t, "SELECT last_value FROM met", "6");
	pg_trial_end(&t);
}

static void
what_takes_too_long_or_loses_its_server_is_unknown(void **state)
{
	static const char *const slow[] = {
	    "CREATE TABLE items(item text PRIMARY KEY)",
	    "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
		"'BEGIN IF NEW.item = ''slow'' THEN PERFORM pg_sleep(30); "
		"ELSE PERFORM pg_terminate_backend(pg_backend_pid()); "
		"END IF; RETURN NEW; END'",
	    "CREATE TRIGGER t BEFORE INSERT ON items FOR EACH ROW "
		"EXECUTE FUNCTION wait()", NULL};
	static const struct {
		const char *line, *words;
	} cases[] = {
	    {ITEM("slow", ""), "statement timeout"},
	    {ITEM("killed", ""), "terminating connection"},
	};
	struct pg_trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		open_tables(&t, "{item: {columns: {item: item}}}", slow);
		channel_close(t.c);
		t.profile.postgres->timeout_s = 1;
		assert_int_equal(pg_trial_open(&t), 0);
		pg_trial_call(&t, CHANGE_ADD, cases[i].line);
		assert_int_equal(channel_send(t.c, t.calls, 1, &t.a, &t.e),
		    -1);
		assert_int_equal(t.e.kind, ERR_AGAIN);
		if (!strstr(t.e.text, cases[i].words))
			fail_msg("%s", t.e.text);
		assert_int_equal(t.calls[0].answer, CHANNEL_NONE);
		pg_trial_is(&t, "SELECT count(*) FROM items", "0");
		pg_trial_end(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_row_is_written_over_marked_and_made_active_again),
	    cmocka_unit_test(
		one_bad_record_costs_one_record_and_nothing_is_rounded),
	    cmocka_unit_test(
		deferred_constraints_and_silent_triggers_are_noticed),
	    cmocka_unit_test(
		a_conflict_with_another_session_is_tried_again_for_a_while),
	    cmocka_unit_test(
		what_takes_too_long_or_loses_its_server_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
