/* csv_target_test.c - what is sent, looked up and dropped at the end. */
#include "load/csv_target.h"

#include <unistd.h>

#include "load/csv_trial.h"

static struct channel *
open_target(struct csv_trial *t)
{
	const struct channel_wish wish = {.profile = &t->profile,
	    .db = t->scratch.db};
	struct channel *c;

	if (csv_target.open(&c, &wish, &t->e) < 0)
		fail_msg("%s", t->e.text);
	return c;
}

static void
what_one_run_has_sent_the_next_one_drops(void **state)
{
	struct channel *c;
	struct csv_trial t;

	(void)state;
	csv_trial_open(&t, "");
	c = open_target(&t);
	csv_trial_call(&t, CHANGE_ADD, CSV_TRIAL_ITEM("a", "1"));
	csv_trial_call(&t, CHANGE_REMOVE, CSV_TRIAL_ITEM("b", "null"));
	assert_int_equal(channel_find(c, t.calls, 2, &t.a, &t.e), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_ABSENT);
	assert_int_equal(t.calls[1].answer, CHANNEL_NOT);
	assert_int_equal(channel_send(c, t.calls, 1, &t.a, &t.e), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	channel_close(c);
	csv_trial_file(&t, "drop/t-000001-items.csv", NULL);
	c = open_target(&t);
	assert_int_equal(channel_find(c, t.calls, 2, &t.a, &t.e), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[1].answer, CHANNEL_NOT);
	assert_int_equal(channel_send(c, t.calls + 1, 1, &t.a, &t.e), 0);
	assert_int_equal(csv_target.finish(c, &t.e), 0);
	csv_trial_file(&t, "drop/t-000001-items.csv",
	    "operation,item,kg\nadd,a,1\nremove,b,\n");
	csv_trial_file(&t, "drop/t-000001.done",
	    "t-000001-items.csv\nt-000001.totals.csv\n");
	/* Nothing more was sent: nothing more is dropped. */
	assert_int_equal(csv_target.finish(c, &t.e), 0);
	csv_trial_file(&t, "drop/t-000002.done", NULL);
	channel_close(c);
	csv_trial_close(&t);
}

static void
two_runs_do_not_write_one_drop(void **state)
{
	struct channel *first, *second;
	struct csv_trial t;
	const struct channel_wish wish = {.profile = &t.profile};
	const struct channel_wish file = {.profile = &t.profile,
	    .file = "x"};

	(void)state;
	csv_trial_open(&t, "");
	first = open_target(&t);
	assert_int_equal(csv_target.open(&second, &wish, &t.e), -1);
	assert_int_equal(t.e.kind, ERR_AGAIN);
	err_clear(&t.e);
	assert_int_equal(csv_target.open(&second, &file, &t.e), -1);
	assert_int_equal(t.e.kind, ERR_USAGE);
	channel_close(first);
	csv_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_one_run_has_sent_the_next_one_drops),
	    cmocka_unit_test(two_runs_do_not_write_one_drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
