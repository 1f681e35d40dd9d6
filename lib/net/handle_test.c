/* handle_test.c - tests of what becomes of libcurl's answers; the rest is
 * seen through net/http. */
#include "net/handle.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>

struct fixture {
	struct server server;
	struct handle_setting setting;
	struct handle handle;
	struct http_request request;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(sizeof(*f));
	struct err e = ERR_INIT;

	f->server.answer_most = (size_t)3 * 1024 * 1024;
	f->server.retry = (struct retry_policy)RETRY_POLICY_INIT;
	f->setting.server = &f->server;
	f->request.method = "GET";
	f->request.url = SLICE("http://127.0.0.1/x");
	*state = f;
	if (handle_init(&f->handle, &f->setting, &e) < 0)
		return -1;
	handle_take(&f->handle, &f->request);
	handle_prepare(&f->handle);
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	handle_release(&f->handle);
	mem_free(f);
	return 0;
}

static void
sorts_the_codes_of_libcurl(void **state)
{
	static const struct {
		CURLcode code;
		const char *error;
		unsigned starts;
		enum http_outcome outcome;
	} rows[] = {
		{CURLE_OK, "", 1, HTTP_ANSWERED},
		{CURLE_COULDNT_RESOLVE_HOST, "", 0, HTTP_UNREACHABLE},
		{CURLE_COULDNT_CONNECT, "", 0, HTTP_UNREACHABLE},
		{CURLE_OPERATION_TIMEDOUT, "", 0, HTTP_UNREACHABLE},
		{CURLE_OPERATION_TIMEDOUT, "", 1, HTTP_LOST},
		{CURLE_GOT_NOTHING, "", 1, HTTP_LOST},
		{CURLE_SEND_ERROR, "", 1, HTTP_LOST},
		{CURLE_RECV_ERROR, "", 1, HTTP_LOST},
		{CURLE_HTTP2_STREAM, "", 1, HTTP_LOST},
		{CURLE_ABORTED_BY_CALLBACK, "", 1, HTTP_LOST},
		{CURLE_PEER_FAILED_VERIFICATION, "", 0, HTTP_REFUSED},
		{CURLE_SSL_CERTPROBLEM, "", 0, HTTP_REFUSED},
		{CURLE_SSL_CONNECT_ERROR, "wrong version number", 0,
		    HTTP_REFUSED},
		{CURLE_SSL_CONNECT_ERROR, "Connection reset by peer", 0,
		    HTTP_UNREACHABLE},
		{CURLE_SSL_CONNECT_ERROR, "unexpected eof while reading", 0,
		    HTTP_UNREACHABLE},
	};
	struct fixture *f = *state;
	struct http_answer a;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		memset(&a, 0, sizeof(a));
		f->handle.starts = rows[i].starts;
		f->handle.whole_head = true;
		snprintf(f->handle.error, sizeof(f->handle.error), "%s",
		    rows[i].error);
		handle_finish(&f->handle, rows[i].code, &a);
		assert_int_equal(a.outcome, rows[i].outcome);
		assert_int_equal(*a.words != '\0', i > 0);
		if (*rows[i].error)
			assert_string_equal(a.words, rows[i].error);
	}
}

static void
splits_headers_and_masks_words(void **state)
{
	struct fixture *f = *state;
	struct http_answer a;

	memset(&a, 0, sizeof(a));
	buf_add_text(&f->handle.head, "HTTP/1.1 200 OK\r\nA: b: c \r\n"
	    "Empty:\r\nno header\r\n: none\r\n\r\n");
	f->handle.whole_head = true;
	handle_finish(&f->handle, CURLE_OK, &a);
	assert_int_equal(a.header_count, 2);
	assert_true(slice_is(a.headers[0].name, "A"));
	assert_true(slice_is(a.headers[0].value, "b: c"));
	assert_int_equal(a.headers[1].value.len, 0);
	log_secret(SLICE("hush-hush"));
	snprintf(f->handle.error, sizeof(f->handle.error),
	    "no host hush-hush");
	handle_finish(&f->handle, CURLE_COULDNT_RESOLVE_HOST, &a);
	assert_string_equal(a.words, "no host ***");
	handle_fail(&f->handle, HTTP_LOST, "as I say", &a);
	assert_string_equal(a.words, "as I say");
	assert_int_equal(a.header_count, 0);
	assert_true(slice_is(a.url, "http://127.0.0.1/x"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(sorts_the_codes_of_libcurl),
		CASE(splits_headers_and_masks_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
