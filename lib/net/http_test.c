/* http_test.c - tests of the client against a server that misbehaves. */
#include "net/http.h"

#include "base/clock.h"
#include "base/fault.h"
#include "io/zio.h"
#include "net/mock_server.h"

#include <setjmp.h>
#include <cmocka.h>

static bool
asks(const struct mock_request *r, const char *path)
{
	const char *blank = strchr(r->text, ' ');

	return blank && strncmp(blank + 1, path, strlen(path)) == 0;
}

static void
answer_gzip(const struct mock_request *r)
{
	struct buf b = BUF_INIT(1000), packed = BUF_INIT(1000);

	zio_pack(&packed, SLICE("{\"packed\":true}"));
	buf_printf(&b, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
	    "Content-Length: %zu\r\n\r\n", packed.len);
	buf_add_slice(&b, buf_slice(&packed));
	mock_write(r, b.at, b.len);
	buf_release(&b);
	buf_release(&packed);
}

/* Two megabytes that are nothing much when packed. */
static void
answer_bomb(const struct mock_request *r)
{
	size_t size = (size_t)2 * 1024 * 1024;
	struct buf b = BUF_INIT(2 * size), packed = BUF_INIT(2 * size);
	struct buf plain = BUF_INIT(size);

	while (plain.len < size)
		buf_add_byte(&plain, ' ');
	zio_pack(&packed, buf_slice(&plain));
	buf_printf(&b, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
	    "Content-Length: %zu\r\n\r\n", packed.len);
	buf_add_slice(&b, buf_slice(&packed));
	mock_write(r, b.at, b.len);
	buf_release(&b);
	buf_release(&packed);
	buf_release(&plain);
}

static void
write_text(const struct mock_request *r, const char *text)
{
	mock_write(r, text, strlen(text));
}

static void
break_off(const struct mock_request *r, const char *text)
{
	write_text(r, text);
	shutdown(r->fd, SHUT_RDWR);
}

static void
answer_long_head(const struct mock_request *r)
{
	int i;

	write_text(r, "HTTP/1.1 200 OK\r\n");
	for (i = 0; i < 5000; i++)
		write_text(r, "X-Long: 0123456789012345678901234567890123456"
		    "7890123456789012345678901234567890123456789\r\n");
	write_text(r, "Content-Length: 0\r\n\r\n");
}

static void
script(const struct mock_request *r)
{
	if (asks(r, "/plain"))
		mock_answer(r, 200, "X-One: 1\r\nx-two:  2 \r\n", "hello");
	else if (asks(r, "/gzip"))
		answer_gzip(r);
	else if (asks(r, "/bomb"))
		answer_bomb(r);
	else if (asks(r, "/interim"))
		write_text(r, "HTTP/1.1 103 Early\r\nX-One: early\r\n\r\n"
		    "HTTP/1.1 201 Made\r\nX-Two: late\r\n"
		    "Content-Length: 2\r\n\r\nok");
	else if (asks(r, "/cut-body"))
		break_off(r, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
		    "only this");
	else if (asks(r, "/cut-head"))
		break_off(r, "HTTP/1.1 200 OK\r\nX-Half");
	else if (asks(r, "/cut-chunk"))
		break_off(r, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
		    "\r\n\r\n5\r\nhello\r\n50\r\nhel");
	else if (asks(r, "/nothing"))
		break_off(r, "");
	else if (asks(r, "/garbage"))
		break_off(r, "\x16\x03\x01 this is no HTTP at all\r\n\r\n");
	else if (asks(r, "/bad-gzip"))
		mock_answer(r, 200, "Content-Encoding: gzip\r\n", "no gzip");
	else if (asks(r, "/long-head"))
		answer_long_head(r);
	else if (asks(r, "/slow"))
		sleep(5);
	else if (asks(r, "/late")) {
		usleep(300000);
		mock_answer(r, 200, "", "late");
	} else if (asks(r, "/near"))
		mock_answer(r, 302, "Location: plain?x\r\n", "");
	else if (asks(r, "/far"))
		mock_answer(r, 302, "Location: http://127.0.0.2:1/x\r\n", "");
	else if (asks(r, "/loop"))
		mock_answer(r, 307, "Location: /loop\r\n", "");
	else if (asks(r, "/close-after"))
		break_off(r, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
		    "\r\nok");
	else if (asks(r, "/third-dies") && r->number % 3 == 0)
		break_off(r, "");
	else
		mock_answer(r, 200, "", "else");
}

struct fixture {
	struct mock_server mock;
	struct server server;
	struct http *http;
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(sizeof(*f));
	struct err e = ERR_INIT;

	mock_open(&f->mock, script);
	f->server.url = slice_of(f->mock.url);
	f->server.connect_s = 5;
	f->server.stall_s = 5;
	f->server.total_s = 1;
	f->server.connections = 4;
	f->server.answer_most = (size_t)1024 * 1024;
	*state = f;
	return http_open(&f->http, &f->server, NULL, &e);
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	http_close(f->http);
	mock_close(&f->mock);
	mem_free(f);
	return 0;
}

/* One request to the server, done. */
static const struct http_answer *
ask(struct fixture *f, const char *method, const char *path,
    const char *body)
{
	static struct http_request r;
	static char url[200];
	const struct http_answer *a = NULL;
	struct err e = ERR_INIT;

	snprintf(url, sizeof(url), "%s%s", f->mock.url, path);
	r = (struct http_request){.method = method, .url = slice_of(url)};
	if (body)
		r.body = slice_of(body);
	if (http_do(f->http, &r, &a, &e) < 0)
		fail_msg("%s", e.text);
	assert_ptr_equal(a->request, &r);
	return a;
}

static void
gives_status_headers_and_body(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a = ask(f, "GET", "plain", NULL);

	assert_int_equal(a->outcome, HTTP_ANSWERED);
	assert_int_equal(a->status, 200);
	assert_true(slice_is(a->body, "hello"));
	assert_true(slice_is(http_answer_header(a, "x-one"), "1"));
	assert_true(slice_is(http_answer_header(a, "X-Two"), "2"));
	assert_false(a->later);
	a = ask(f, "GET", "interim", NULL);
	assert_int_equal(a->status, 201);
	assert_true(slice_is(a->body, "ok"));
	assert_int_equal(http_answer_header(a, "X-One").len, 0);
	assert_true(slice_is(http_answer_header(a, "X-Two"), "late"));
	a = ask(f, "GET", "gzip", NULL);
	assert_true(slice_is(a->body, "{\"packed\":true}"));
	/* all on one connection that is kept */
	assert_int_equal(f->mock.shared->connections, 1);
}

static void
sends_method_headers_and_body_as_they_are(void **state)
{
	struct fixture *f = *state;
	const struct http_header headers[] = {
		{SLICE_INIT("X-A"), SLICE_INIT("1\r\nX-Evil: 2")},
		{SLICE_INIT("X-Empty"), SLICE_INIT("")},
	};
	struct http_request r = {.method = "PATCH", .headers = headers,
	    .header_count = 2, .body = SLICE_INIT("{\"a\":1}")};
	const struct http_answer *a;
	struct err e = ERR_INIT;
	const char *text = f->mock.shared->texts[0];

	r.url = slice_of(f->mock.url);
	assert_int_equal(http_do(f->http, &r, &a, &e), 0);
	assert_memory_equal(text, "PATCH / HTTP/1.1\r\n", 18);
	assert_non_null(strstr(text, "\r\nX-A: 1X-Evil: 2\r\n"));
	assert_non_null(strstr(text, "\r\nX-Empty:\r\n"));
	assert_non_null(strstr(text, "\r\nContent-Length: 7\r\n"));
	assert_non_null(strstr(text, "\r\n\r\n{\"a\":1}"));
	assert_non_null(strstr(text, "\r\nUser-Agent: bomtools/"));
	assert_null(strstr(text, "Expect:"));
	assert_null(strstr(text, "Content-Type:"));
	ask(f, "POST", "x", "");
	assert_non_null(strstr(f->mock.shared->texts[1],
	    "Content-Length: 0\r\n"));
	ask(f, "DELETE", "x", NULL);
	assert_memory_equal(f->mock.shared->texts[2], "DELETE /x ", 10);
	ask(f, "GET", "x", NULL);
	assert_memory_equal(f->mock.shared->texts[3], "GET /x ", 7);
}

static const struct {
	const char *path;
	enum http_outcome outcome;
	const char *words;
} failures[] = {
	{"cut-body", HTTP_LOST, "bytes remaining to read"},
	{"cut-head", HTTP_LOST, "cut off in its head"},
	{"cut-chunk", HTTP_LOST, ""},
	{"nothing", HTTP_LOST, "Empty reply"},
	{"garbage", HTTP_LOST, "HTTP/0.9"},
	{"bad-gzip", HTTP_LOST, ""},
	{"long-head", HTTP_TOO_LARGE, "over 1 MiB"},
	{"bomb", HTTP_TOO_LARGE, "over 1 MiB (ask for less"},
	{"slow", HTTP_LOST, "(see timeouts)"},
};

static void
tells_each_failure_apart(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a;
	size_t i;

	for (i = 0; i < COUNT_OF(failures); i++) {
		a = ask(f, "GET", failures[i].path, NULL);
		if (a->outcome != failures[i].outcome || !*a->words ||
		    !strstr(a->words, failures[i].words))
			fail_msg("%s: %d %s", failures[i].path,
			    (int)a->outcome, a->words);
		assert_int_equal(a->status, 0);
	}
	/* and goes on as if nothing had been */
	assert_true(slice_is(ask(f, "GET", "plain", NULL)->body, "hello"));
}

static void
says_when_nobody_listens(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a;
	struct err e = ERR_INIT;
	struct http_request r = {.method = "GET",
	    .url = SLICE_INIT("http://127.0.0.1:1/")};

	assert_int_equal(http_do(f->http, &r, &a, &e), 0);
	assert_int_equal(a->outcome, HTTP_UNREACHABLE);
	assert_non_null(strstr(a->words, "127.0.0.1 port 1"));
	r.url = SLICE("http://erp.example/");
	assert_int_equal(http_do(f->http, &r, &a, &e), -1);
	assert_non_null(strstr(e.text, "in clear"));
}

static void
follows_only_within_the_server(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a = ask(f, "GET", "near", NULL);
	char url[100];

	snprintf(url, sizeof(url), "%splain?x", f->mock.url);
	assert_true(slice_is(a->body, "hello"));
	assert_true(slice_is(a->url, url));
	a = ask(f, "GET", "far", NULL);
	assert_int_equal(a->status, 302);
	a = ask(f, "GET", "loop", NULL);
	assert_int_equal(a->status, 307);
	a = ask(f, "POST", "near", "x");
	assert_int_equal(a->status, 302);
	assert_int_equal(f->mock.shared->requests, 2 + 1 + 6 + 1);
}

static bool
got_request(const struct fixture *f, const char *begin)
{
	unsigned i, count = 0;

	for (i = 0; i < f->mock.shared->requests; i++)
		count += strncmp(f->mock.shared->texts[i], begin,
		    strlen(begin)) == 0;
	return count == 1;
}

/*
 * The third request comes on a connection that is kept, and dies with it:
 * libcurl would send it again on a new one.
 */
static void
does_not_repeat_a_post_by_itself(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a;

	ask(f, "GET", "one", NULL);
	ask(f, "GET", "two", NULL);
	a = ask(f, "POST", "third-dies", "x");
	assert_int_equal(a->outcome, HTTP_LOST);
	assert_non_null(strstr(a->words, "broke before an answer"));
	assert_true(got_request(f, "POST /third-dies "));
	assert_int_equal(f->mock.shared->requests, 3);
	/* what may be repeated comes back whole */
	ask(f, "GET", "four", NULL);
	ask(f, "GET", "five", NULL);
	a = ask(f, "PUT", "third-dies", "x");
	assert_int_equal(a->status, 200);
	assert_int_equal(f->mock.shared->requests, 7);
}

static void
has_many_on_their_way_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct http_request r = {.method = "GET"};
	const struct http_answer *a;
	uint64_t began = clock_ticks();
	struct err e = ERR_INIT;
	char url[100];
	int i, got;

	snprintf(url, sizeof(url), "%slate", f->mock.url);
	r.url = slice_of(url);
	for (i = 0; i < 4; i++) {
		assert_false(http_full(f->http));
		assert_int_equal(http_submit(f->http, &r, &e), 0);
	}
	assert_true(http_full(f->http));
	assert_int_equal(http_in_flight(f->http), 4);
	assert_int_equal(http_next(f->http, 0, &a, &e), 0);
	for (i = 0; i < 4; i++) {
		while ((got = http_next(f->http, 5000, &a, &e)) == 0)
			;
		assert_int_equal(got, 1);
		assert_true(slice_is(a->body, "late"));
		assert_in_range(a->ms, 250, 1000);
		/* another may be sent while one is looked at */
		if (i == 0) {
			assert_int_equal(http_submit(f->http, &r, &e), 0);
			assert_true(slice_is(a->body, "late"));
		}
	}
	assert_int_equal(http_next(f->http, 5000, &a, &e), 1);
	assert_int_equal(http_next(f->http, 0, &a, &e), 0);
	assert_in_range(clock_ticks() - began, 500, 1150);
}

static bool
yes(void *ctx)
{
	++*(int *)ctx;
	return *(int *)ctx > 2;
}

static void
stops_when_it_is_asked_or_the_time_is_over(void **state)
{
	struct fixture *f = *state;
	struct http_stop stop = HTTP_STOP_INIT;
	struct http_request r = {.method = "GET"};
	const struct http_answer *a;
	struct err e = ERR_INIT;
	struct http *h;
	int looks = 0;
	char url[100];

	snprintf(url, sizeof(url), "%sslow", f->mock.url);
	r.url = slice_of(url);
	stop.deadline = clock_ticks() + 100;
	assert_int_equal(http_open(&h, &f->server, &stop, &e), 0);
	assert_int_equal(http_do(h, &r, &a, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "the time for this run is over"));
	assert_in_range(clock_ticks() - stop.deadline, 0, 300);
	http_close(h);
	err_clear(&e);
	stop = (struct http_stop){yes, &looks, 0};
	assert_int_equal(http_open(&h, &f->server, &stop, &e), 0);
	assert_int_equal(http_do(h, &r, &a, &e), -1);
	assert_non_null(strstr(e.text, "stopped"));
	http_close(h);
}

static void
packs_large_bodies_where_that_is_wanted(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT(5000);

	f->server.gzip = true;
	while (b.len < 5000)
		buf_add_byte(&b, 'x');
	ask(f, "POST", "x", "small");
	ask(f, "POST", "x", buf_text(&b));
	assert_null(strstr(f->mock.shared->texts[0], "Content-Encoding"));
	assert_non_null(strstr(f->mock.shared->texts[1],
	    "Content-Encoding: gzip\r\n"));
	assert_non_null(strstr(f->mock.shared->texts[1], "\r\n\r\n\x1f\x8b"));
	buf_release(&b);
}

static void
fails_where_a_fault_is_asked_for(void **state)
{
	struct fixture *f = *state;
	const struct http_answer *a;

	setenv("BOM_FAULT", "net.before-send:2", 1);
	fault_init();
	assert_int_equal(ask(f, "GET", "plain", NULL)->status, 200);
	a = ask(f, "GET", "plain", NULL);
	assert_int_equal(a->outcome, HTTP_UNREACHABLE);
	assert_int_equal(f->mock.shared->requests, 1);
	setenv("BOM_FAULT", "net.after-answer", 1);
	fault_init();
	a = ask(f, "GET", "plain", NULL);
	assert_int_equal(a->outcome, HTTP_LOST);
	assert_int_equal(f->mock.shared->requests, 2);
	unsetenv("BOM_FAULT");
	fault_init();
	assert_int_equal(ask(f, "GET", "plain", NULL)->status, 200);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(gives_status_headers_and_body),
		CASE(sends_method_headers_and_body_as_they_are),
		CASE(tells_each_failure_apart),
		CASE(says_when_nobody_listens),
		CASE(follows_only_within_the_server),
		CASE(does_not_repeat_a_post_by_itself),
		CASE(has_many_on_their_way_at_a_time),
		CASE(stops_when_it_is_asked_or_the_time_is_over),
		CASE(packs_large_bodies_where_that_is_wanted),
		CASE(fails_where_a_fault_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
