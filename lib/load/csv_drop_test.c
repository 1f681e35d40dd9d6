/* csv_drop_test.c - drops that were broken off on their way. */
#include "load/csv_drop.h"

#include <sys/stat.h>
#include <unistd.h>

#include "load/csv_trial.h"

struct fixture {
	struct csv_trial t;
	struct csv_log log;
	struct csv_drop drop;
};

static const char *
path(const struct fixture *f, const char *name)
{
	static char text[2][300];
	static unsigned turn;

	turn = !turn;
	snprintf(text[turn], sizeof(text[turn]), "%s/%s",
	    f->t.scratch.folder, name);
	return text[turn];
}

static void
begin(struct fixture *f, const char *top)
{
	csv_trial_open(&f->t, top);
	assert_int_equal(mkdir(path(f, "drop"), 0755), 0);
	assert_int_equal(mkdir(path(f, "spool"), 0755), 0);
	assert_int_equal(csv_log_open(&f->log, path(f, "spool/t.log"),
	    &f->t.e), 0);
	f->drop = (struct csv_drop){f->t.profile.csv, &f->t.profile,
	    f->t.scratch.db, &f->log};
	csv_trial_call(&f->t, CHANGE_ADD, CSV_TRIAL_ITEM("a", "1"));
	assert_int_equal(csv_log_add(&f->log, f->t.calls, 1, &f->t.e), 0);
}

static void
end(struct fixture *f)
{
	csv_log_close(&f->log);
	csv_trial_close(&f->t);
}

static void
what_has_not_moved_yet_is_moved_and_nothing_else(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "");
	assert_int_equal(csv_drop_make(&f.drop, &f.t.e), 0);
	assert_int_equal(f.log.sequence, 2);
	/* Again, with the totals and the marker still to come; the reader
	 * has taken the first file. */
	assert_int_equal(csv_log_add(&f.log, f.t.calls, 1, &f.t.e), 0);
	assert_int_equal(csv_log_closing(&f.log, &f.t.e), 0);
	assert_int_equal(rename(path(&f, "drop/t-000001.totals.csv"),
	    path(&f, "spool/t-000002.totals.csv")), 0);
	assert_int_equal(rename(path(&f, "drop/t-000001.done"),
	    path(&f, "spool/t-000002.done")), 0);
	assert_int_equal(csv_drop_resume(&f.drop, &f.t.e), 0);
	csv_trial_file(&f.t, "drop/t-000002-items.csv", NULL);
	csv_trial_file(&f.t, "drop/t-000002.done",
	    "t-000001-items.csv\nt-000001.totals.csv\n");
	assert_int_equal(f.log.sequence, 3);
	/* The marker has moved, too: only the log is behind. */
	assert_int_equal(csv_log_add(&f.log, f.t.calls, 1, &f.t.e), 0);
	assert_int_equal(csv_log_closing(&f.log, &f.t.e), 0);
	assert_int_equal(csv_drop_resume(&f.drop, &f.t.e), 0);
	csv_trial_file(&f.t, "drop/t-000003.done", NULL);
	assert_int_equal(f.log.sequence, 4);
	end(&f);
}

static void
a_full_drop_has_what_the_ledger_has(void **state)
{
	struct ledger_group g = {"t", "r", {"", 0}};
	struct ledger_fact facts[] = {
	    {.key = SLICE_INIT("{\"type\":\"item\",\"item\":\"a\""),
		.type = SLICE_INIT("item"),
		.line = SLICE_INIT(CSV_TRIAL_ITEM("a", "2")),
		.digest = SLICE_INIT("0123456789abcdef")},
	    {.key = SLICE_INIT("{\"type\":\"item\",\"item\":\"b\""),
		.type = SLICE_INIT("item"),
		.line = SLICE_INIT(CSV_TRIAL_ITEM("b", "3")),
		.digest = SLICE_INIT("0123456789abcdef")},
	};
	struct fixture f;

	(void)state;
	begin(&f, "mode: full");
	scratch_must(ledger_put(f.t.scratch.db, &g, facts, 2, &f.t.e),
	    &f.t.e);
	assert_int_equal(csv_drop_make(&f.drop, &f.t.e), 0);
	csv_trial_file(&f.t, "drop/t-000001-items.csv",
	    "item,kg\na,2\nb,3\n");
	csv_trial_file(&f.t, "drop/t-000001-suppliers.csv", "supplier\n");
	csv_trial_file(&f.t, "drop/t-000001.totals.csv", "file,column,total\n"
	    "t-000001-suppliers.csv,\"\",0\nt-000001-items.csv,\"\",2\n"
	    "t-000001-items.csv,kg,5\n");
	end(&f);
}

static void
rows_of_another_profile_are_not_guessed_at(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "");
	f.t.profile.sections[TYPE_ITEM].hash.low ^= 1;
	assert_int_equal(csv_drop_make(&f.drop, &f.t.e), -1);
	assert_int_equal(f.t.e.kind, ERR_USAGE);
	assert_non_null(strstr(f.t.e.text, "the profile that began it"));
	csv_trial_file(&f.t, "drop/t-000001-items.csv", NULL);
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_has_not_moved_yet_is_moved_and_nothing_else),
	    cmocka_unit_test(a_full_drop_has_what_the_ledger_has),
	    cmocka_unit_test(rows_of_another_profile_are_not_guessed_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
