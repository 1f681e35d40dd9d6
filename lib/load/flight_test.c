/* flight_test.c - many at a time, stopped, and id first. */
#include "load/flight.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

static void
script_twice(const struct mock_request *r)
{
	char text[300], body[64];

	snprintf(body, sizeof(body), "{\"id\":\"id-%u\"}", r->number);
	snprintf(text, sizeof(text), "HTTP/1.1 201 X\r\nContent-Length: %zu"
	    "\r\n\r\n%sHTTP/1.1 201 X\r\nContent-Length: %zu\r\n\r\n%s",
	    strlen(body), body, strlen(body), body);
	mock_write(r, text, strlen(text));
}

static void
an_answer_that_comes_twice_counts_once(void **state)
{
	struct http_trial t;
	size_t i, k;

	(void)state;
	http_trial_open(&t, script_twice, HTTP_PLAY_REST);
	http_trial_items(&t, 20);
	assert_int_equal(http_trial_send(&t, 20), 0);
	for (i = 0; i < 20; i++) {
		assert_int_equal(t.calls[i].answer, CHANNEL_DONE);
		for (k = 0; k < i; k++)
			assert_false(slice_equal(t.calls[i].external_id,
			    t.calls[k].external_id));
	}
	http_trial_close(&t);
}

static void
script_first(const struct mock_request *r)
{
	if (http_play_asks(r, "GET "))
		mock_answer(r, 200, "", http_play_asks(r, "P-1")
		    ? "{\"value\":[{\"id\":\"9\"}]}" : http_play_asks(r, "P-2")
		    ? "{\"value\":[]}" : "{\"value\":[{},{}]}");
	else
		mock_answer(r, 204, "", "");
}

static void
an_id_that_the_ledger_does_not_know_is_looked_up_first(void **state)
{
	struct http_trial t;
	size_t i;

	(void)state;
	http_trial_open(&t, script_first, HTTP_PLAY_REST);
	http_trial_call(&t, 0, CHANGE_CHANGE,
	    "{\"type\":\"item\",\"item\":\"P-1\"}");
	http_trial_call(&t, 1, CHANGE_REMOVE,
	    "{\"type\":\"item\",\"item\":\"P-2\"}");
	http_trial_call(&t, 2, CHANGE_CHANGE,
	    "{\"type\":\"item\",\"item\":\"P-3\"}");
	assert_int_equal(http_trial_send(&t, 3), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[0].external_id, "9"));
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[2].answer, CHANNEL_REFUSED);
	for (i = 0; i < t.mock.shared->requests; i++)
		assert_null(strstr(t.mock.shared->texts[i], "DELETE"));
	http_trial_close(&t);
}

static void
script_good(const struct mock_request *r)
{
	if (http_play_asks(r, "GET "))
		mock_answer(r, 200, "", "{\"value\":[]}");
	else if (http_play_asks(r, "DELETE "))
		mock_answer(r, 204, "", "");
	else
		http_play_answer_id(r, 201);
}

static void
a_request_to_stop_leaves_the_rest_unsent(void **state)
{
	static volatile sig_atomic_t stop;
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_good, HTTP_PLAY_REST);
	http_trial_close(&t);
	http_trial_open(&t, script_good, HTTP_PLAY_REST);
	channel_close(t.channel);
	t.wish.stop = &stop;
	assert_int_equal(http_target.open(&t.channel, &t.wish, &t.e), 0);
	http_trial_items(&t, 3);
	stop = 1;
	assert_int_equal(http_trial_send(&t, 3), 0);
	assert_int_equal(t.calls[2].answer, CHANNEL_UNSENT);
	assert_int_equal(t.mock.shared->requests, 0);
	stop = 0;
	assert_int_equal(http_trial_send(&t, 3), 0);
	assert_int_equal(t.calls[2].answer, CHANNEL_DONE);
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_that_comes_twice_counts_once),
	    cmocka_unit_test(
		an_id_that_the_ledger_does_not_know_is_looked_up_first),
	    cmocka_unit_test(a_request_to_stop_leaves_the_rest_unsent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
