/* sighting_test.c - lost and half answers looked up. */
#include "load/sighting.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

static void
script_lost(const struct mock_request *r)
{
	if (http_play_asks(r, "GET ")) {
		mock_answer(r, 200, "", http_play_asks(r, "P-0")
		    ? "{\"value\":[{\"id\":\"77\",\"code\":\"P-0\","
		      "\"name\":\"Part 0\"}]}" : "{\"value\":[]}");
	} else if (r->number <= 1) {
		shutdown(r->fd, SHUT_RDWR);
	} else {
		http_play_answer_id(r, 201);
	}
}

static void
a_lost_answer_is_looked_up_and_never_sent_twice(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_lost, HTTP_PLAY_REST);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[0].external_id, "77"));
	assert_int_equal(t.mock.shared->requests, 2);
	http_trial_close(&t);
}

static void
script_lost_before(const struct mock_request *r)
{
	if (http_play_asks(r, "GET "))
		mock_answer(r, 200, "", "{\"value\":[]}");
	else if (r->number == 1)
		shutdown(r->fd, SHUT_RDWR);
	else
		http_play_answer_id(r, 201);
}

static void
what_was_lost_before_its_effect_is_sent_again(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_lost_before, HTTP_PLAY_REST);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_int_equal(t.mock.shared->requests, 3);
	http_trial_close(&t);
}

static void
script_half(const struct mock_request *r)
{
	static const char half[] = "HTTP/1.1 201 X\r\nContent-Length: 100\r\n"
	    "\r\n{\"id\":";

	if (http_play_asks(r, "GET ")) {
		mock_answer(r, 200, "", "{\"value\":[{\"id\":\"5\","
		    "\"code\":\"P-0\",\"name\":\"another\"}]}");
	} else {
		mock_write(r, half, sizeof(half) - 1);
		shutdown(r->fd, SHUT_RDWR);
	}
}

static void
half_an_answer_is_none_and_what_is_there_otherwise_exists(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_half, HTTP_PLAY_REST);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_EXISTS);
	assert_true(slice_is(t.calls[0].external_id, "5"));
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_lost_answer_is_looked_up_and_never_sent_twice),
	    cmocka_unit_test(what_was_lost_before_its_effect_is_sent_again),
	    cmocka_unit_test(
		half_an_answer_is_none_and_what_is_there_otherwise_exists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
