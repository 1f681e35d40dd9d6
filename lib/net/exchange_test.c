/* exchange_test.c - tests of what answers mean. */
#include "net/exchange.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct http_request get = {.method = "GET"};

static const struct {
	struct http_answer answer;
	enum err_kind kind;
	const char *wanted;
} rows[] = {
	{{.status = 200}, ERR_NONE, ""},
	{{.status = 204}, ERR_NONE, ""},
	{{.status = 401, .body = SLICE_INIT("bad  token\r\nhush-hush")},
	    ERR_USAGE, "GET https://h/x: 401 Unauthorized: bad token *** "
	    "(check auth in the profile)"},
	{{.status = 403}, ERR_USAGE, "GET https://h/x: 403 Forbidden (the "
	    "user lacks a right, or auth is wrong)"},
	{{.status = 404, .body = SLICE_INIT("<html><body><h1>Not</h1> here"
	    "</body>")}, ERR_USAGE, "GET https://h/x: 404 Not Found: Not here "
	    "(check the address in the profile)"},
	{{.status = 407}, ERR_USAGE, "GET https://h/x: 407 Proxy "
	    "Authentication Required (check proxy_user and proxy_password in "
	    "the profile)"},
	{{.status = 418}, ERR_USAGE, "GET https://h/x: 418 (check the "
	    "request in the profile)"},
	{{.status = 503, .later = true}, ERR_AGAIN, "GET https://h/x: 503 "
	    "Service Unavailable (try again later)"},
	{{.status = 500, .body = SLICE_INIT("\1\2\0\3"), .later = true},
	    ERR_AGAIN, "GET https://h/x: 500 Internal Server Error (try again "
	    "later)"},
	{{.outcome = HTTP_UNREACHABLE, .words = "refused"}, ERR_AGAIN,
	    "GET https://h/x: refused"},
	{{.outcome = HTTP_LOST, .words = "cut"}, ERR_AGAIN,
	    "GET https://h/x: cut"},
	{{.outcome = HTTP_REFUSED, .words = "expired"}, ERR_USAGE,
	    "GET https://h/x: expired"},
	{{.outcome = HTTP_TOO_LARGE, .words = "over"}, ERR_USAGE,
	    "GET https://h/x: over"},
};

static void
says_what_to_do_about_each_answer(void **state)
{
	size_t i;

	(void)state;
	log_secret(SLICE("hush-hush"));
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct http_answer a = rows[i].answer;
		struct err e = ERR_INIT;
		int rc;

		a.request = &get;
		a.url = SLICE("https://h/x");
		rc = http_answer_check(&a, &e);
		assert_int_equal(rc, rows[i].kind ? -1 : 0);
		assert_int_equal(e.kind, rows[i].kind);
		assert_string_equal(e.text, rows[i].wanted);
	}
}

static void
names_where_it_is_sent_on_to(void **state)
{
	const struct http_header to = {SLICE_INIT("location"),
	    SLICE_INIT("https://u:hush@g/y")};
	struct http_answer a = {.request = &get, .status = 302,
	    .headers = &to, .header_count = 1, .url = SLICE_INIT("https://h/")};
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(http_answer_check(&a, &e), -1);
	assert_string_equal(e.text, "GET https://h/: 302: the server sends on "
	    "to https://***@g/y (that is not followed: write that address)");
}

static void
finds_headers_and_cookies(void **state)
{
	const struct http_header headers[] = {
		{SLICE_INIT("X-A"), SLICE_INIT("1")},
		{SLICE_INIT("set-cookie"), SLICE_INIT("a=b=c; Path=/")},
		{SLICE_INIT("Set-Cookie"), SLICE_INIT("SID=xyz;HttpOnly")},
		{SLICE_INIT("Set-Cookie"), SLICE_INIT("odd")},
	};
	struct http_answer a = {.headers = headers, .header_count = 4};

	(void)state;
	assert_true(slice_is(http_answer_header(&a, "x-a"), "1"));
	assert_int_equal(http_answer_header(&a, "x").len, 0);
	assert_true(slice_is(http_answer_cookie(&a, SLICE("a")), "b=c"));
	assert_true(slice_is(http_answer_cookie(&a, SLICE("SID")), "xyz"));
	assert_null(http_answer_cookie(&a, SLICE("odd")).at);
	assert_null(http_answer_cookie(&a, SLICE("sid")).at);
}

static void
knows_what_may_be_repeated(void **state)
{
	struct http_request r = {.method = "PUT"};

	(void)state;
	assert_true(http_request_repeatable(&r));
	r.repeat = HTTP_REPEAT_NEVER;
	assert_false(http_request_repeatable(&r));
	r = (struct http_request){.method = "POST"};
	assert_false(http_request_repeatable(&r));
	r.repeat = HTTP_REPEAT_SAFE;
	assert_true(http_request_repeatable(&r));
	r = (struct http_request){.method = "PATCH"};
	assert_false(http_request_repeatable(&r));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_to_do_about_each_answer),
		cmocka_unit_test(names_where_it_is_sent_on_to),
		cmocka_unit_test(finds_headers_and_cookies),
		cmocka_unit_test(knows_what_may_be_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
