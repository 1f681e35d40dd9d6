/* http_target_test.c - what goes over, and what comes back. */
#include "load/http_target.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/http_trial.h"

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
each_call_gets_the_answer_to_its_own_request(void **state)
{
	struct http_trial t;
	size_t i, n;

	(void)state;
	http_trial_open(&t, script_good, HTTP_PLAY_REST);
	http_trial_items(&t, 40);
	assert_int_equal(http_trial_send(&t, 40), 0);
	assert_int_equal(t.mock.shared->requests, 40);
	for (i = 0; i < 40; i++) {
		char body[100];

		assert_int_equal(t.calls[i].answer, CHANNEL_DONE);
		assert_true(slice_is(t.calls[i].etag, "\"v1\""));
		/* the id says which request it was: is it this record's? */
		n = strtoul(t.calls[i].external_id.at + 3, NULL, 10);
		snprintf(body, sizeof(body), "{\"code\":\"P-%zu\","
		    "\"name\":\"Part %zu\",\"uom\":\"EA\"}", i, i);
		assert_string_equal(http_trial_body(&t, n), body);
	}
	http_trial_close(&t);
}

static void
an_update_uses_id_and_etag_and_a_removal_the_id(void **state)
{
	struct http_trial t;
	struct channel_call *c;

	(void)state;
	http_trial_open(&t, script_good, HTTP_PLAY_REST);
	c = http_trial_call(&t, 0, CHANGE_CHANGE,
	    "{\"type\":\"item\",\"item\":\"P-1\"}");
	c->external_id = SLICE("a/b 1");
	c->etag = SLICE("\"v0\"\r\nX: 1");
	c = http_trial_call(&t, 1, CHANGE_REMOVE,
	    "{\"type\":\"item\",\"item\":\"P-2\"}");
	c->external_id = SLICE("7");
	assert_int_equal(http_trial_send(&t, 2), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_int_equal(t.calls[1].answer, CHANNEL_DONE);
	assert_non_null(strstr(t.mock.shared->texts[0],
	    "PUT /items/a%2Fb%201 HTTP/1.1\r\n"));
	assert_non_null(strstr(t.mock.shared->texts[0],
	    "If-Match: \"v0\"X: 1\r\n"));
	/* a name that is absent is left out */
	assert_string_equal(http_trial_body(&t, 1), "{\"code\":\"P-1\"}");
	assert_non_null(strstr(t.mock.shared->texts[1], "DELETE /items/7 "));
	http_trial_close(&t);
}

static void
each_request_says_its_trace_and_its_key(void **state)
{
	static const char profile[] = "target: erp\nkind: http\n"
	    "server: {url: '@'}\nidempotency: Idempotency-Key\n"
	    "types: {item: {create: {url: items, body: {a: '${item}'}}}}\n";
	struct http_trial t;
	const char *at;

	(void)state;
	http_trial_open(&t, script_good, profile);
	http_trial_items(&t, 2);
	assert_int_equal(http_trial_send(&t, 2), 0);
	assert_non_null(strstr(t.mock.shared->texts[0],
	    "Idempotency-Key: key-"));
	at = strstr(t.mock.shared->texts[0], "traceparent: 00-");
	assert_non_null(at);
	assert_int_equal(strspn(at + 16, "0123456789abcdef"), 32);
	assert_string_not_equal(strstr(t.mock.shared->texts[1],
	    "traceparent"), at);
	http_trial_close(&t);
}

static void
script_find(const struct mock_request *r)
{
	if (http_play_asks(r, "P-0"))
		mock_answer(r, 200, "ETag: e1\r\n", "{\"value\":[{\"id\":3,"
		    "\"code\":\"P-0\",\"name\":\"Part 0\",\"more\":1}]}");
	else if (http_play_asks(r, "P-1"))
		mock_answer(r, 200, "", "{\"value\":[{\"id\":4,"
		    "\"code\":\"P-1\",\"name\":\"Part one\"}]}");
	else
		mock_answer(r, 200, "", "{\"value\":[]}");
}

static void
find_tells_what_is_there_as_asked_from_what_is_not(void **state)
{
	struct http_trial t;

	(void)state;
	http_trial_open(&t, script_find, HTTP_PLAY_REST);
	http_trial_items(&t, 3);
	http_trial_call(&t, 3, CHANGE_REMOVE,
	    "{\"type\":\"item\",\"item\":\"P-9\"}");
	assert_int_equal(http_target.find(t.channel, t.calls, 4, &t.arena,
	    &t.e), 0);
	assert_int_equal(t.calls[0].answer, CHANNEL_DONE);
	assert_true(slice_is(t.calls[0].external_id, "3"));
	assert_true(slice_is(t.calls[0].etag, "e1"));
	assert_int_equal(t.calls[1].answer, CHANNEL_NOT);
	assert_true(slice_is(t.calls[1].external_id, "4"));
	assert_int_equal(t.calls[2].answer, CHANNEL_ABSENT);
	assert_int_equal(t.calls[3].answer, CHANNEL_DONE);
	http_trial_close(&t);
}

#define SECRET "s3cr3t-k3y-of-the-erp"

/* A server that tells everybody what it was told. */
static void
script_echo(const struct mock_request *r)
{
	const char *at = strstr(r->text, SECRET);
	char text[300];

	snprintf(text, sizeof(text), "{\"message\":\"%.21s is no key for "
	    "%s\",\"id\":1}", at ? at : "", http_play_asks(r, "P-0")
	    ? "P-0" : "others");
	mock_answer(r, http_play_asks(r, "P-0") ? 400 : 403, "", text);
}

static void
a_secret_is_in_no_word_of_it(void **state)
{
	static const char profile[] = "target: erp\nkind: http\n"
	    "server: {url: '@', auth: {api_key: {header: X-Key,\n"
	    "  value: {env: BOM_TEST_KEY}}}}\n"
	    "types: {item: {create: {method: PUT, url: 'i/${item}',\n"
	    "  body: {a: '${item}'}}}}\n";
	struct buf shown = BUF_INIT(4096);
	struct http_trial t;

	(void)state;
	setenv("BOM_TEST_KEY", SECRET, 1);
	http_trial_open(&t, script_echo, profile);
	http_trial_items(&t, 1);
	assert_int_equal(http_trial_send(&t, 1), 0);
	assert_non_null(strstr(t.mock.shared->texts[0], "X-Key: " SECRET));
	assert_int_equal(t.calls[0].answer, CHANNEL_REFUSED);
	assert_true(slice_is(t.calls[0].words, "400: *** is no key for P-0"));
	http_trial_call(&t, 0, CHANGE_ADD,
	    "{\"type\":\"item\",\"item\":\"P-9\"}");
	assert_int_equal(http_trial_send(&t, 1), -1);
	assert_non_null(strstr(t.e.text, "*** is no key for others"));
	assert_null(strstr(t.e.text, SECRET));
	assert_int_equal(http_target.show(&t.wish, &t.calls[0], &shown,
	    &t.e), 0);
	assert_string_equal(buf_text(&shown), "PUT i/P-9\n{\"a\":\"P-9\"}"
	    "\n");
	buf_release(&shown);
	http_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_call_gets_the_answer_to_its_own_request),
	    cmocka_unit_test(an_update_uses_id_and_etag_and_a_removal_the_id),
	    cmocka_unit_test(each_request_says_its_trace_and_its_key),
	    cmocka_unit_test(
		find_tells_what_is_there_as_asked_from_what_is_not),
	    cmocka_unit_test(a_secret_is_in_no_word_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
