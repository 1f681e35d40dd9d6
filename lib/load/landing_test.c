/* landing_test.c - answers and what they mean. */
#include "load/landing.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

static void
script_page(const struct mock_request *r)
{
	mock_answer(r, 200, "Content-Type: text/html; charset=utf-8\r\n",
	    "<html>Please log in</html>");
}

static void
a_page_for_people_is_no_answer(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_page, HTTP_PLAY_REST);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), -1);
	assert_int_equal(t.e.kind, ERR_USAGE);
	assert_non_null(strstr(t.e.text, "a page for people"));
	http_trial_close(&t);
}

static void
script_statuses(const struct mock_request *r)
{
	if (http_play_asks(r, "GET "))
		mock_answer(r, 200, "", "{\"value\":[]}");
	else if (http_play_asks(r, "P-0"))
		mock_answer(r, 400, "", "{\"error\":{\"message\":"
		    "\"unit EA\\u0007 is unknown\"}}");
	else if (http_play_asks(r, "P-1"))
		mock_answer(r, 409, "", "{\"message\":\"is there\"}");
	else if (http_play_asks(r, "P-2"))
		mock_answer(r, 412, "", "");
	else if (http_play_asks(r, "P-3"))
		mock_answer(r, 500, "", "<html><p>no such unit</p></html>");
	else
		http_play_answer_id(r, 201);
}

static void
statuses_mean_what_they_usually_do(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_statuses, HTTP_PLAY_REST);
	http_trial_items(&t, 5);
	assert_int_equal(http_trial_send(&t, 5), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[0].words, "400: unit EA is unknown"));
	assert_int_equal(t.calls[1].answer, CHANNEL_EXISTS);
	assert_true(slice_is(t.calls[1].words, "409: is there"));
	assert_int_equal(t.calls[2].answer, CHANNEL_CONFLICT);
	/* a server that fails at one record costs this record */
	assert_int_equal(t.calls[3].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[3].words, "500: no such unit"));
	assert_int_equal(t.calls[4].answer, CHANNEL_DONE);
	http_trial_close(&t);
}

static void
script_stop(const struct mock_request *r)
{
	if (http_play_asks(r, "redirect"))
		mock_answer(r, 302, "Location: /login\r\n", "");
	else
		mock_answer(r, 403, "", "{\"message\":\"no right\"}");
}

static void
what_will_never_work_ends_the_run(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_stop, HTTP_PLAY_REST);
	http_trial_items(&t, 20);
	assert_int_equal(http_trial_send(&t, 20), -1);
	assert_int_equal(t.e.kind, ERR_USAGE);
	assert_non_null(strstr(t.e.text, "403: no right"));
	assert_in_range(t.mock.shared->requests, 1, 4);
	http_trial_close(&t);
}

static void
script_conflict(const struct mock_request *r)
{
	if (http_play_asks(r, "PUT "))
		mock_answer(r, 404, "", "");
	else
		http_play_answer_id(r, 201);
}

static void
what_vanished_over_there_is_a_conflict_or_made_anew(void **state)
{
	struct http_trial t;
	struct channel_call *c;

	(void)state;
	http_trial_open(&t, script_conflict, HTTP_PLAY_REST);
	c = http_trial_call(&t, 0, CHANGE_CHANGE,
	    "{\"type\":\"item\",\"item\":\"P-1\"}");
	c->external_id = SLICE("1");
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(c->answer, CHANNEL_CONFLICT);
	t.profile.sections[TYPE_ITEM].conflict = TARGET_OVERWRITE;
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_int_equal(c->answer, CHANNEL_DONE);
	assert_true(slice_is(c->external_id, "id-3"));
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_page_for_people_is_no_answer),
	    cmocka_unit_test(statuses_mean_what_they_usually_do),
	    cmocka_unit_test(what_will_never_work_ends_the_run),
	    cmocka_unit_test(
		what_vanished_over_there_is_a_conflict_or_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
