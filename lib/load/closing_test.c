/* closing_test.c - what is settled closes, what is in part opens. */
#include "load/closing.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

static const char sql_open[] =
    "SELECT count(*) FROM exception WHERE state <> 'fixed'";

#define ITEM(key) "{\"type\":\"item\",\"item\":\"" key "\""

/* An exception of an earlier run about item A. */
static void
open_old(struct trial *t, const char *class)
{
	struct err e = ERR_INIT;

	scratch_must(remark_exception(&t->place, SLICE(ITEM("A")),
	    (struct exceptions_note){.class = slice_of(class),
	    .severity = SLICE("error")}, NULL, &e), &e);
	scratch_exec(&t->scratch, "UPDATE exception SET seen_run = 'x-000000'");
}

static void
what_was_taken_since_is_settled(void **state)
{
	static const struct {
		const char *class, *sql, *scope;
		int open;
	} cases[] = {
	    {"load_refused", "SELECT 1", "types=bom", 0},
	    {"load_conflict", "SELECT 1", "types=bom", 0},
	    {"load_refused", "UPDATE ledger SET run = ''", "types=bom", 1},
	    {"load_refused", "UPDATE ledger SET run = ''", "all", 0},
	    {"load_refused", "UPDATE ledger SET state = 'rejected',"
	     " op = 'add'", "all", 1},
	    {"load_refused", "DELETE FROM ledger", "types=bom", 1},
	    {"load_refused", "DELETE FROM ledger", "all", 0},
	    {"other", "SELECT 1", "all", 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct trial t;

		trial_open(&t, "{item: {}}");
		trial_known(&t, ITEM("A") "}");
		scratch_exec(&t.scratch, cases[i].sql);
		trial_snapshot(&t, cases[i].scope, "");
		open_old(&t, cases[i].class);
		assert_int_equal(closing_fix(&t.place, &t.spool, &e), 0);
		assert_int_equal(scratch_number(&t.scratch, sql_open),
		    cases[i].open);
		trial_close(&t);
	}
}

#define ECO ",\"change_order\":\"E\""

static void
a_change_order_in_part_is_open_until_a_snapshot_has_all(void **state)
{
	static const char lines[] = TRIAL_BOM("A", ECO) "\n" TRIAL_BOM("B",
	    ECO) "\n";
	struct err e = ERR_INIT;
	struct trial t;
	uint64_t count;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", lines);
	release_fail(&t.place.release, SLICE(TRIAL_BOM("B", ECO)));
	assert_int_equal(closing_partial(&t.place, &t.spool, &count, &e), 0);
	assert_int_equal(count, 1);
	assert_int_equal(scratch_number(&t.scratch, sql_open), 1);
	scratch_exec(&t.scratch, "UPDATE exception SET seen_run = 'x-000000'");
	release_release(&t.place.release);
	t.place.release = (struct release){0};
	/* An upsert of a part of it cannot know. */
	trial_input(&t, TRIAL_BOM("B", ECO) "\n");
	assert_int_equal(closing_partial(&t.place, &t.spool, &count, &e), 0);
	assert_int_equal(count, 0);
	assert_int_equal(closing_fix(&t.place, &t.spool, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_open), 1);
	release_release(&t.place.release);
	t.place.release = (struct release){0};
	trial_snapshot(&t, "all", lines);
	assert_int_equal(closing_partial(&t.place, &t.spool, &count, &e), 0);
	assert_int_equal(closing_fix(&t.place, &t.spool, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_open), 0);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_taken_since_is_settled),
	    cmocka_unit_test(
		a_change_order_in_part_is_open_until_a_snapshot_has_all),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
