/* settle_test.c - storms, and a circuit that breaks. */
#include "load/settle.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

static void
script_storm(const struct mock_request *r)
{
	if (r->number % 3 == 1)
		mock_answer(r, 429, "Retry-After: 0\r\n", "slow down");
	else if (r->number % 3 == 2)
		mock_answer(r, 503, "Retry-After: 0\r\n", "");
	else
		http_play_answer_id(r, 201);
}

static void
a_storm_of_429_and_503_is_sat_out(void **state)
{
	struct http_trial t;
	size_t i;

	(void)state;
	http_trial_open(&t, script_storm, HTTP_PLAY_REST);
	http_trial_items(&t, 12);
	assert_int_equal(http_trial_send(&t, 12), 0);
	for (i = 0; i < 12; i++)
		assert_int_equal(t.calls[i].answer, CHANNEL_DONE);
	http_trial_close(&t);
}

static void
script_down(const struct mock_request *r)
{
	mock_answer(r, 503, "", "down for maintenance");
}

static void
the_circuit_breaks_after_failures_in_a_row(void **state)
{
	struct http_trial t;
	size_t i, unsent = 0;

	(void)state;
	http_trial_open(&t, script_down, HTTP_PLAY_REST);
	http_trial_items(&t, 30);
	assert_int_equal(http_trial_send(&t, 30), -1);
	assert_int_equal(t.e.kind, ERR_AGAIN);
	assert_non_null(strstr(t.e.text, "5 requests in a row have failed"));
	assert_non_null(strstr(t.e.text, "down for maintenance"));
	for (i = 0; i < 30; i++)
		unsent += t.calls[i].answer == CHANNEL_UNSENT;
	assert_in_range(unsent, 15, 30);
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_storm_of_429_and_503_is_sat_out),
	    cmocka_unit_test(the_circuit_breaks_after_failures_in_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
