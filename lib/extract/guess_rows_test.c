/* guess_rows_test.c - rows through the readers of extraction. */
#include "extract/guess_rows.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static void
rows_come_as_the_source_gives_them(void **state)
{
	struct guess_table t;
	struct err e = ERR_INIT;

	(void)state;
	if (guess_rows_read(&t, trial_file("{\"n\":\"A\",\"q\":1.50}\n"
	    "{\"n\":\"B\"}\n"), "    format: jsonl\n    columns:\n"
	    "      n: /n\n      q: /q\n", &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(t.columns, 2);
	assert_int_equal(t.end, 2);
	assert_true(t.whole);
	assert_true(slice_is(t.names[1], "q"));
	assert_true(slice_is(guess_table_cell(&t, 0, 1), "1.50"));
	assert_int_equal(guess_table_cell(&t, 1, 1).len, 0);
	assert_int_equal(t.looks[0].filled, 2);
	guess_table_release(&t);
}

static void
no_rows_and_wrong_keys_are_errors(void **state)
{
	struct guess_table t;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(guess_rows_read(&t, trial_file(""), "    format: "
	    "jsonl\n    columns: {n: /n}\n", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	guess_table_release(&t);
	err_clear(&e);
	assert_int_equal(guess_rows_read(&t, trial_file("x"), "    format: "
	    "nonsense\n", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	guess_table_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_come_as_the_source_gives_them),
	    cmocka_unit_test(no_rows_and_wrong_keys_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
