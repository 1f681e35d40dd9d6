/* release_test.c - what failed of a change order, beside all of it. */
#include "load/release.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define ECO(name) ",\"change_order\":\"" name "\""

static void
a_change_order_is_partial_when_some_of_it_is_there(void **state)
{
	static const char input[] = TRIAL_BOM("A", ECO("E1")) "\n"
	    TRIAL_LINE("A", "1", "P", ECO("E1")) "\n"
	    TRIAL_LINE("A", "2", "P", ECO("E2")) "\n"
	    TRIAL_LINE("A", "3", "P", ECO("E3")) "\n"
	    TRIAL_LINE("A", "4", "P", ",\"note\":\"change_order\"") "\n"
	    "{\"type\":\"change_item\",\"change_order\":\"E1\",\"item\":\"A\","
	    "\"plant\":\"\",\"revision_to\":\"\"}\n";
	struct release r = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_input(&t, input);
	assert_int_equal(release_count(&r, &t.spool, &e), 0);
	release_fail(&r, SLICE(TRIAL_LINE("A", "1", "P", ECO("E1"))));
	release_fail(&r, SLICE(TRIAL_LINE("A", "2", "P", ECO("E2"))));
	release_fail(&r, SLICE(TRIAL_LINE("A", "4", "P", "")));
	release_watch(&r, SLICE("E3"));
	assert_int_equal(release_count(&r, &t.spool, &e), 0);
	assert_int_equal(r.names.count, 3);
	assert_int_equal(release_watch(&r, SLICE("E1"))->records, 3);
	assert_true(release_partial(release_watch(&r, SLICE("E1"))));
	/* All of it failed: nothing of it is there. */
	assert_false(release_partial(release_watch(&r, SLICE("E2"))));
	assert_false(release_partial(release_watch(&r, SLICE("E3"))));
	release_release(&r);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_change_order_is_partial_when_some_of_it_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
