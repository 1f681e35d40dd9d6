/* adopt_test.c - what is there is known afterwards, and nothing is sent. */
#include "load/adopt.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

static const char sql_posted[] =
    "SELECT count(*) FROM ledger WHERE state = 'posted'";
static const char sql_whole[] =
    "SELECT count(*) FROM ledger WHERE digest <> zeroblob(16)";

#define INPUT "{\"type\":\"item\",\"item\":\"1\"}\n" \
	"{\"type\":\"item\",\"item\":\"2\"}\n" \
	"{\"type\":\"item\",\"item\":\"3\"}\n"

/* The test's target has those that were sent; others are there, but other. */
static void
what_is_there_is_posted_or_known_to_differ(void **state)
{
	struct adopt_counts c;
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_known(&t, "{\"type\":\"item\",\"item\":\"1\"}");
	trial_input(&t, INPUT TRIAL_BOM("A", "") "\n" TRIAL_LINE("A", "1",
	    "P", "") "\n");
	map_put(&t.mock.sent, SLICE("{\"type\":\"item\",\"item\":\"2\""),
	    NULL);
	map_put(&t.mock.sent, slice_from(TRIAL_BOM("A", ""),
	    strlen(TRIAL_BOM("A", "")) - 1), NULL);
	scratch_fault("load.adopt");
	assert_int_equal(adopt_run(&t.place, &t.source, &c, &e), -1);
	err_clear(&e);
	assert_int_equal(adopt_run(&t.place, &t.source, &c, &e), 0);
	assert_int_equal(t.mock.requests, 0);
	assert_int_equal(c.known, 1);
	assert_int_equal(c.equal, 2);
	assert_int_equal(c.differ, 1);
	assert_int_equal(c.absent, 0);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 5);
	assert_int_equal(scratch_number(&t.scratch, sql_whole), 4);
	assert_int_equal(adopt_run(&t.place, &t.source, &c, &e), 0);
	assert_int_equal(c.known, 4);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_there_is_posted_or_known_to_differ),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
