/* service_test.c - tests of patience and log-ins against a real socket. */
#include "net/service.h"

#include "base/clock.h"
#include "io/file.h"
#include "io/log.h"
#include "net/mock_server.h"

#include <setjmp.h>
#include <cmocka.h>

static bool
asks(const struct mock_request *r, const char *begin)
{
	return strncmp(r->text, begin, strlen(begin)) == 0;
}

static bool
has(const struct mock_request *r, const char *text)
{
	return strstr(r->text, text) != NULL;
}

/* The session is the number of the request that began it. */
static void
script_session(const struct mock_request *r)
{
	char text[100];

	if (asks(r, "POST /in ")) {
		snprintf(text, sizeof(text), "{\"key\":\"session-%u\"}",
		    r->number);
		mock_answer(r, has(r, "pass word") ? 200 : 401,
		    "Set-Cookie: route=r1; Path=/\r\n", text);
	} else if (asks(r, "POST /out ")) {
		mock_answer(r, 204, "", "");
	} else if (!has(r, "X-Session: session-")) {
		mock_answer(r, 401, "", "who are you?");
	} else if (r->number == 3 && has(r, "GET /body ")) {
		mock_answer(r, 200, "", "{\"error\":{\"code\":100}}");
	} else if (r->number == 3 || has(r, "GET /never ")) {
		mock_answer(r, 401, "", "the session is over");
	} else {
		usleep(20000);
		mock_answer(r, 200, "", "in");
	}
}

static void
script_later(const struct mock_request *r)
{
	if (asks(r, "GET /always"))
		mock_answer(r, 503, "", "down");
	else if (asks(r, "GET /after") && r->number == 1)
		mock_answer(r, 429, "Retry-After: 1\r\n", "");
	else if (asks(r, "GET /long"))
		mock_answer(r, 429, "Retry-After: 3600\r\n", "");
	else if (has(r, "/cut") && r->number == 1)
		shutdown(r->fd, SHUT_RDWR);
	else if (has(r, "/undone") && r->number == 1)
		mock_answer(r, 429, "", "");
	else if (has(r, "/down") && r->number <= 2)
		mock_answer(r, 503, "", "");
	else if (asks(r, "GET /missing"))
		mock_answer(r, 404, "", "");
	else if (asks(r, "GET /teapot") && r->number == 1)
		mock_answer(r, 418, "", "");
	else
		mock_answer(r, 200, "", "fine");
}

struct fixture {
	struct mock_server mock;
	struct ydoc d;
	struct arena a;
	struct server server;
	struct service *service;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(sizeof(*f));

	setenv("BOM_TEST_PW", "pass word", 1);
	setenv("BOM_NOW", "2026-11-22T01:02:03Z", 1);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	service_close(f->service);
	if (f->mock.shared)
		mock_close(&f->mock);
	arena_release(&f->a);
	ydoc_release(&f->d);
	mem_free(f);
	return 0;
}

static void
begin(struct fixture *f, mock_script script, const char *more,
    const struct http_stop *stop)
{
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	mock_open(&f->mock, script);
	buf_printf(&b, "url: %s\ntimeouts: {total: 5}\n"
	    "headers: {X-All: '1'}\n"
	    "retry: {attempts: 3, first: 0.02, most: 2, statuses: [418]}\n%s",
	    f->mock.url, more);
	if (ydoc_parse(&f->d, "p", buf_slice(&b), &e) < 0 ||
	    server_read(&f->server, f->d.root, &f->a, &e) < 0 ||
	    service_open(&f->service, &f->server, stop, &e) < 0)
		fail_msg("%s", e.text);
	buf_release(&b);
}

/* The status of one request, or that of its error, negative. */
static long
ask(struct fixture *f, const char *method, const char *path, struct err *e)
{
	struct http_request r = {.method = method};
	const struct http_answer *a = NULL;

	r.url = slice_of(path);
	if (service_do(f->service, &r, &a, e) < 0)
		return -(long)e->kind;
	assert_ptr_equal(a->request, &r);
	return a->status;
}

static unsigned
requests(const struct fixture *f)
{
	return f->mock.shared->requests;
}

static void
tries_again_what_will_pass(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_later, "", NULL);
	assert_int_equal(ask(f, "GET", "down", &e), 200);
	assert_int_equal(requests(f), 3);
	assert_non_null(strstr(f->mock.shared->texts[0], "X-All: 1\r\n"));
}

static void
gives_up_after_as_many_attempts_as_are_said(void **state)
{
	struct fixture *f = *state;
	struct http_request r = {.method = "GET", .url = SLICE_INIT("always")};
	const struct http_answer *a;
	struct err e = ERR_INIT;

	begin(f, script_later, "", NULL);
	assert_int_equal(service_do(f->service, &r, &a, &e), 0);
	assert_int_equal(a->status, 503);
	assert_int_equal(a->attempts, 3);
	assert_int_equal(requests(f), 3);
	assert_int_equal(http_answer_check(a, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	err_clear(&e);
	assert_int_equal(ask(f, "GET", "missing", &e), 404);
	assert_int_equal(requests(f), 4);
}

static void
takes_further_statuses_for_later(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_later, "", NULL);
	assert_int_equal(ask(f, "GET", "teapot", &e), 200);
	assert_int_equal(requests(f), 2);
}

static void
waits_as_long_as_the_server_asks(void **state)
{
	struct fixture *f = *state;
	uint64_t began = clock_ticks();
	struct err e = ERR_INIT;

	begin(f, script_later, "", NULL);
	assert_int_equal(ask(f, "GET", "after", &e), 200);
	assert_in_range(clock_ticks() - began, 1000, 1900);
	/* but not longer than the profile allows */
	assert_int_equal(ask(f, "GET", "long", &e), 429);
	assert_int_equal(requests(f), 3);
}

static void
repeats_only_what_can_do_no_harm(void **state)
{
	static const struct {
		const char *method, *path;
		enum http_repeat repeat;
		unsigned times;
	} rows[] = {
		{"GET", "cut", HTTP_REPEAT_METHOD, 2},
		{"PUT", "cut", HTTP_REPEAT_METHOD, 2},
		{"POST", "cut", HTTP_REPEAT_METHOD, 1},
		{"POST", "cut", HTTP_REPEAT_SAFE, 2},
		{"PUT", "cut", HTTP_REPEAT_NEVER, 1},
		{"POST", "undone", HTTP_REPEAT_METHOD, 2},
		{"POST", "down", HTTP_REPEAT_METHOD, 1},
		{"POST", "down", HTTP_REPEAT_SAFE, 3},
	};
	struct fixture *f = *state;
	const struct http_answer *a;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		struct http_request r = {.method = rows[i].method,
		    .repeat = rows[i].repeat, .body = SLICE_INIT("x")};
		struct err e = ERR_INIT;

		begin(f, script_later, "", NULL);
		r.url = slice_of(rows[i].path);
		(void)!service_do(f->service, &r, &a, &e);
		if (requests(f) != rows[i].times)
			fail_msg("%s %s: %u", rows[i].method, rows[i].path,
			    requests(f));
		service_close(f->service);
		f->service = NULL;
		mock_close(&f->mock);
		f->mock.shared = NULL;
		ydoc_release(&f->d);
	}
}

static void
says_that_nobody_listens_and_to_come_back(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_later, "", NULL);
	kill(-f->mock.pid, SIGKILL);
	assert_int_equal(ask(f, "POST", "x", &e), -(long)ERR_AGAIN);
	assert_non_null(strstr(e.text, "POST http://127.0.0.1:"));
}

static void
keeps_to_the_rate(void **state)
{
	struct fixture *f = *state;
	uint64_t began = clock_ticks();
	struct err e = ERR_INIT;
	int i;

	begin(f, script_later, "rate: 20\n", NULL);
	for (i = 0; i < 11; i++)
		assert_int_equal(ask(f, "GET", "x", &e), 200);
	assert_in_range(clock_ticks() - began, 480, 1500);
}

static void
sends_no_credentials_to_others(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_later, "auth: {bearer: {token: {env: BOM_TEST_PW}}}\n",
	    NULL);
	assert_int_equal(ask(f, "GET", "http://127.0.0.1:1/x", &e),
	    -(long)ERR_USAGE);
	assert_non_null(strstr(e.text, "is on another server"));
	err_clear(&e);
	/* and goes on */
	assert_int_equal(ask(f, "GET", "x", &e), 200);
	assert_non_null(strstr(f->mock.shared->texts[0],
	    "Authorization: Bearer pass word\r\n"));
}

static void
keeps_a_key_out_of_the_address_it_gives(void **state)
{
	struct fixture *f = *state;
	struct http_request r = {.method = "GET", .url = SLICE_INIT("x?a=1")};
	const struct http_answer *a;
	struct err e = ERR_INIT;

	begin(f, script_later, "auth: {api_key: {query: k, "
	    "value: {env: BOM_TEST_PW}}}\n", NULL);
	assert_int_equal(service_do(f->service, &r, &a, &e), 0);
	assert_memory_equal(f->mock.shared->texts[0],
	    "GET /x?a=1&k=pass%20word ", 25);
	assert_null(memmem(a->url.at, a->url.len, "pass", 4));
	assert_non_null(memmem(a->url.at, a->url.len, "/x?a=1", 6));
}

static void
traces_requests_without_their_secrets(void **state)
{
	struct fixture *f = *state;
	char trace[] = "/tmp/bom-XXXXXX", spec[64];
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	int fd = mkstemp(trace);

	snprintf(spec, sizeof(spec), "http:%s", trace);
	setenv("BOM_TRACE", spec, 1);
	log_init("test", LOG_ERROR, LOG_TEXT);
	begin(f, script_later, "auth: {api_key: {query: k, "
	    "value: {env: BOM_TEST_PW}}}\n", NULL);
	assert_int_equal(ask(f, "GET", "missing?a=1", &e), 404);
	unsetenv("BOM_TRACE");
	assert_int_equal(file_load(&b, trace, b.most, &e), 0);
	assert_non_null(strstr(buf_text(&b), "Z http GET http://127.0.0.1:"));
	assert_non_null(strstr(b.at, "/missing?a=1&k=*** 404 "));
	assert_non_null(strstr(b.at, " ms 0 bytes out, 0 in\n"));
	assert_null(strstr(b.at, "pass"));
	buf_release(&b);
	close(fd);
	unlink(trace);
}

static const char session[] =
    "auth:\n"
    "  session:\n"
    "    secrets: {password: {env: BOM_TEST_PW}}\n"
    "    log_in: {url: in, body: {pw: '${password}'}}\n"
    "    take: {key: /key}\n"
    "    headers: {X-Session: '${key}'}\n"
    "    cookies: yes\n"
    "    again: {status: [401], at: /error/code, is: ['99', '100']}\n"
    "    log_out: {url: out}\n";

static void
logs_in_and_again_and_out(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;
	char (*texts)[MOCK_REQUEST_MOST];

	begin(f, script_session, session, NULL);
	texts = f->mock.shared->texts;
	assert_int_equal(ask(f, "GET", "a", &e), 200);
	assert_memory_equal(texts[0], "POST /in ", 9);
	assert_memory_equal(texts[1], "GET /a ", 7);
	assert_non_null(strstr(texts[1], "X-Session: session-1\r\n"));
	assert_non_null(strstr(texts[1], "Cookie: route=r1\r\n"));
	/* the third says that the session is over; a POST, too, goes again */
	assert_int_equal(ask(f, "POST", "b", &e), 200);
	assert_memory_equal(texts[2], "POST /b ", 8);
	assert_memory_equal(texts[3], "POST /in ", 9);
	assert_memory_equal(texts[4], "POST /b ", 8);
	assert_non_null(strstr(texts[4], "X-Session: session-4\r\n"));
	service_close(f->service);
	f->service = NULL;
	assert_int_equal(requests(f), 6);
	assert_memory_equal(texts[5], "POST /out ", 10);
	assert_non_null(strstr(texts[5], "X-Session: session-4\r\n"));
}

static void
logs_in_again_where_only_the_body_says_so(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_session, session, NULL);
	assert_int_equal(ask(f, "GET", "a", &e), 200);
	assert_int_equal(ask(f, "GET", "body", &e), 200);
	assert_int_equal(requests(f), 5);
	assert_memory_equal(f->mock.shared->texts[3], "POST /in ", 9);
}

static void
does_not_log_in_for_ever(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, script_session, session, NULL);
	assert_int_equal(ask(f, "GET", "never", &e), 401);
	assert_in_range(requests(f), 4, 7);
}

static void
ends_where_it_is_not_let_in(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	setenv("BOM_TEST_PW", "wrong one", 1);
	begin(f, script_session, session, NULL);
	assert_int_equal(ask(f, "GET", "a", &e), -(long)ERR_USAGE);
	assert_non_null(strstr(e.text, "log-in: POST"));
	assert_non_null(strstr(e.text, "401"));
	assert_int_equal(requests(f), 1);
}

static void
logs_in_once_for_many_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct http_request r[20];
	const struct http_answer *a;
	struct err e = ERR_INIT;
	size_t sent = 0, done = 0, i;
	unsigned logins = 0;

	begin(f, script_session, session, NULL);
	memset(r, 0, sizeof(r));
	while (done < 20) {
		while (sent < 20 && !service_full(f->service)) {
			r[sent].method = "GET";
			r[sent].url = SLICE("x");
			r[sent].ctx = &r[sent];
			assert_int_equal(service_submit(f->service, &r[sent],
			    &e), 0);
			sent++;
		}
		assert_int_equal(service_next(f->service, &a, &e), 1);
		assert_int_equal(a->status, 200);
		assert_ptr_equal(a->request, a->request->ctx);
		done++;
	}
	assert_int_equal(service_next(f->service, &a, &e), 0);
	assert_int_equal(service_waiting(f->service), 0);
	for (i = 0; i < requests(f) && i < MOCK_REQUESTS_MOST; i++)
		logins += !strncmp(f->mock.shared->texts[i], "POST /in ", 9);
	/* at the start, and when the third said so */
	assert_int_equal(logins, 2);
}

static bool
yes(void *ctx)
{
	return *(bool *)ctx;
}

static void
stops_between_attempts(void **state)
{
	struct fixture *f = *state;
	bool wanted = true;
	const struct http_stop stop = {yes, &wanted, 0};
	struct err e = ERR_INIT;

	begin(f, script_later, "", &stop);
	assert_int_equal(ask(f, "GET", "x", &e), -(long)ERR_AGAIN);
	assert_string_equal(e.text, "stopped, as was asked");
	assert_int_equal(requests(f), 0);
}

static void
keeps_the_deadline_while_it_waits(void **state)
{
	struct fixture *f = *state;
	struct http_stop stop = HTTP_STOP_INIT;
	struct err e = ERR_INIT;

	stop.deadline = clock_ticks() + 300;
	begin(f, script_later, "", &stop);
	assert_int_equal(ask(f, "GET", "after", &e), -(long)ERR_AGAIN);
	assert_string_equal(e.text, "the time for this run is over");
	assert_in_range(clock_ticks(), stop.deadline, stop.deadline + 300);
	assert_int_equal(requests(f), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(tries_again_what_will_pass),
		CASE(gives_up_after_as_many_attempts_as_are_said),
		CASE(takes_further_statuses_for_later),
		CASE(waits_as_long_as_the_server_asks),
		CASE(repeats_only_what_can_do_no_harm),
		CASE(says_that_nobody_listens_and_to_come_back),
		CASE(keeps_to_the_rate),
		CASE(sends_no_credentials_to_others),
		CASE(keeps_a_key_out_of_the_address_it_gives),
		CASE(traces_requests_without_their_secrets),
		CASE(logs_in_and_again_and_out),
		CASE(logs_in_again_where_only_the_body_says_so),
		CASE(does_not_log_in_for_ever),
		CASE(ends_where_it_is_not_let_in),
		CASE(logs_in_once_for_many_at_a_time),
		CASE(stops_between_attempts),
		CASE(keeps_the_deadline_while_it_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
