/* sqlite_target_test.c - rows written, marked, looked up and refused. */
#include "load/sqlite_target.h"

#include <setjmp.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "load/trial.h"
#include "model/recin.h"
#include "model/scope.h"
#include "model/scopeword.h"

#define ITEMS \
	"{item: {columns: {item: item, name: name, mass: mass, " \
	"active: {constant: 1}}, removal: deactivate, " \
	"deactivate: {column: active, value: 0}}}"

struct fixture {
	struct trial t;
	struct channel *c;
	struct channel_call call;
	struct column_value values[TARGET_COLUMNS_MOST];
	struct record r;
	struct arena a;
	struct err e;
	char file[128];
};

static void
target_exec(struct fixture *f, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int
add_row(void *ctx, int count, char **texts, char **names)
{
	int i;

	(void)names;
	for (i = 0; i < count; i++)
		buf_printf(ctx, "%s%s", i ? "|" : "", texts[i] ? texts[i]
		    : "NULL");
	buf_add_byte(ctx, '\n');
	return 0;
}

static void
target_is(struct fixture *f, const char *sql, const char *want)
{
	struct buf b = BUF_INIT(4096);
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, add_row, &b, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

static void
open_target(struct fixture *f, const char *sql, const char *scope)
{
	struct scope s;
	struct channel_wish wish = {.profile = &f->t.profile, .scope = &s};

	memset(f, 0, sizeof(*f));
	trial_open(&f->t, ITEMS);
	snprintf(f->file, sizeof(f->file), "%s", f->t.profile.file);
	if (sql)
		target_exec(f, sql);
	assert_int_equal(scopeword_parse(&s, slice_of(scope), &f->a, &f->e), 0);
	if (sqlite_target.open(&f->c, &wish, &f->e) < 0)
		fail_msg("%s", f->e.text);
}

static void
done(struct fixture *f)
{
	channel_close(f->c);
	arena_release(&f->a);
	trial_close(&f->t);
}

static struct channel_call *
call_of(struct fixture *f, enum change_op op, const char *line)
{
	struct key k;

	f->call = (struct channel_call){.op = op, .values = f->values,
	    .section = &f->t.profile.sections[TYPE_ITEM]};
	assert_int_equal(recin_parse(&f->r, slice_of(line), JSON_AT("line", 1),
	    &f->a, &f->e), 0);
	record_key(&k, &f->r);
	if (op == CHANGE_REMOVE)
		column_key_values(f->call.section, &k, f->values);
	else
		assert_int_equal(column_values(f->call.section, &f->r,
		    f->values, &f->a, &f->e), 0);
	return &f->call;
}

static enum channel_answer
send(struct fixture *f, enum change_op op, const char *line)
{
	if (channel_send(f->c, call_of(f, op, line), 1, &f->a, &f->e) < 0)
		fail_msg("%s", f->e.text);
	return f->call.answer;
}

static enum channel_answer
find(struct fixture *f, enum change_op op, const char *line)
{
	if (channel_find(f->c, call_of(f, op, line), 1, &f->a, &f->e) < 0)
		fail_msg("%s", f->e.text);
	return f->call.answer;
}

#define P1 "{\"type\":\"item\",\"item\":\"001\",\"name\":\"x\",\"mass\":0.10}"
#define P1_NEW "{\"type\":\"item\",\"item\":\"001\",\"name\":\"y\"}"

static void
a_row_is_written_over_marked_and_made_active_again(void **state)
{
	struct fixture f;

	(void)state;
	open_target(&f, NULL, "all");
	assert_int_equal(send(&f, CHANGE_ADD, P1), CHANNEL_DONE);
	assert_int_equal(send(&f, CHANGE_ADD, P1), CHANNEL_DONE);
	target_is(&f, "SELECT * FROM items", "001|x|0.1|1\n");
	assert_int_equal(send(&f, CHANGE_CHANGE, P1_NEW), CHANNEL_DONE);
	target_is(&f, "SELECT * FROM items", "001|y|NULL|1\n");
	assert_int_equal(send(&f, CHANGE_REMOVE, P1), CHANNEL_DONE);
	target_is(&f, "SELECT * FROM items", "001|y|NULL|0\n");
	assert_int_equal(send(&f, CHANGE_ADD, P1), CHANNEL_DONE);
	target_is(&f, "SELECT * FROM items", "001|x|0.1|1\n");
	done(&f);
}

static void
a_row_is_found_when_every_column_is_as_it_was_sent(void **state)
{
	static const char *const tables[] = {
	    "CREATE TABLE items(item TEXT PRIMARY KEY, name, mass, active)",
	    "CREATE TABLE items(item TEXT PRIMARY KEY, name TEXT COLLATE "
	    "NOCASE, mass REAL, active INTEGER)",
	    "CREATE TABLE items(item TEXT PRIMARY KEY, name TEXT, "
	    "mass NUMERIC, active TEXT)",
	};
	struct fixture f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(tables); i++) {
		open_target(&f, tables[i], "all");
		assert_int_equal(find(&f, CHANGE_ADD, P1), CHANNEL_ABSENT);
		assert_int_equal(find(&f, CHANGE_REMOVE, P1), CHANNEL_DONE);
		send(&f, CHANGE_ADD, P1);
		assert_int_equal(find(&f, CHANGE_ADD, P1), CHANNEL_DONE);
		assert_int_equal(find(&f, CHANGE_CHANGE, P1_NEW),
		    CHANNEL_NOT);
		assert_int_equal(find(&f, CHANGE_REMOVE, P1), CHANNEL_NOT);
		target_exec(&f, "UPDATE items SET name = 'X'");
		assert_int_equal(find(&f, CHANGE_ADD, P1), CHANNEL_NOT);
		send(&f, CHANGE_REMOVE, P1);
		assert_int_equal(find(&f, CHANGE_REMOVE, P1), CHANNEL_DONE);
		done(&f);
	}
}

static void
what_the_source_does_not_supply_stays(void **state)
{
	struct fixture f;

	(void)state;
	open_target(&f, NULL, "{\"members\":{\"item\":[\"name\"]}}");
	target_exec(&f, "INSERT INTO items VALUES('001', 'old', '7', '0')");
	assert_int_equal(send(&f, CHANGE_ADD, P1_NEW), CHANNEL_DONE);
	target_is(&f, "SELECT * FROM items", "001|y|7|1\n");
	done(&f);
}

static void
columns_that_the_profile_does_not_name_stay(void **state)
{
	struct fixture f;

	(void)state;
	open_target(&f, "CREATE TABLE items(active, mass, buyer, name, "
	    "item TEXT PRIMARY KEY); INSERT INTO items VALUES"
	    "(1, 2, 'Ms. Rice', 'x', '001')", "all");
	assert_int_equal(send(&f, CHANGE_ADD, P1_NEW), CHANNEL_DONE);
	target_is(&f, "SELECT buyer, name FROM items", "Ms. Rice|y\n");
	done(&f);
}

static void
a_rule_of_the_table_refuses_one_record_in_its_own_words(void **state)
{
	struct fixture f;

	(void)state;
	open_target(&f, "CREATE TABLE items(item TEXT PRIMARY KEY, name TEXT "
	    "NOT NULL, mass, active)", "all");
	assert_int_equal(send(&f, CHANGE_ADD, "{\"type\":\"item\","
	    "\"item\":\"002\"}"), CHANNEL_REFUSED);
	assert_true(slice_is(f.call.words,
	    "NOT NULL constraint failed: items.name"));
	assert_int_equal(send(&f, CHANGE_ADD, P1), CHANNEL_DONE);
	target_is(&f, "SELECT item FROM items", "001\n");
	done(&f);
}

static void
a_batch_is_in_the_target_whole_or_not_at_all(void **state)
{
	static const char *const places[] = {"load.target-step",
	    "load.before-target-commit"};
	struct fixture f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(places); i++) {
		open_target(&f, NULL, "all");
		call_of(&f, CHANGE_ADD, P1);
		scratch_fault(places[i]);
		assert_int_equal(channel_send(f.c, &f.call, 1, &f.a, &f.e),
		    -1);
		assert_int_equal(f.e.kind, ERR_AGAIN);
		target_is(&f, "SELECT count(*) FROM items", "0\n");
		done(&f);
	}
	open_target(&f, NULL, "all");
	call_of(&f, CHANGE_ADD, P1);
	scratch_fault("load.after-target-commit");
	assert_int_equal(channel_send(f.c, &f.call, 1, &f.a, &f.e), -1);
	target_is(&f, "SELECT count(*) FROM items", "1\n");
	done(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_row_is_written_over_marked_and_made_active_again),
	    cmocka_unit_test(
		a_row_is_found_when_every_column_is_as_it_was_sent),
	    cmocka_unit_test(what_the_source_does_not_supply_stays),
	    cmocka_unit_test(columns_that_the_profile_does_not_name_stay),
	    cmocka_unit_test(
		a_rule_of_the_table_refuses_one_record_in_its_own_words),
	    cmocka_unit_test(a_batch_is_in_the_target_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
