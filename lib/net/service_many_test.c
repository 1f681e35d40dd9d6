/* service_many_test.c - many requests under way, and what the caller judges. */
#include "net/service.h"

#include "net/mock_server.h"

#include <setjmp.h>
#include <cmocka.h>

#define REQUESTS 24

/* The later a number, the sooner its answer; each says its own number. */
static void
script_late(const struct mock_request *r)
{
	const char *at = strstr(r->text, "/n");
	unsigned long n = at ? strtoul(at + 2, NULL, 10) : 0;
	char body[32];

	usleep((unsigned)(REQUESTS - n) * 2000);
	snprintf(body, sizeof(body), "answer %lu", n);
	mock_answer(r, 200, "", body);
}

static void
script_busy(const struct mock_request *r)
{
	mock_answer(r, r->number == 3 ? 500 : 200, "", r->number == 1
	    ? "busy" : r->number == 3 ? "final" : "fine");
}

struct fixture {
	struct mock_server mock;
	struct ydoc d;
	struct arena a;
	struct server server;
	struct service *service;
};

static void
begin(struct fixture *f, mock_script script)
{
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	memset(f, 0, sizeof(*f));
	mock_open(&f->mock, script);
	buf_printf(&b, "url: %s\nconnections: 6\n"
	    "retry: {attempts: 3, first: 0.01, most: 1}\n", f->mock.url);
	if (ydoc_parse(&f->d, "p", buf_slice(&b), &e) < 0 ||
	    server_read(&f->server, f->d.root, &f->a, &e) < 0 ||
	    service_open(&f->service, &f->server, NULL, &e) < 0)
		fail_msg("%s", e.text);
	buf_release(&b);
}

static void
end(struct fixture *f)
{
	service_close(f->service);
	mock_close(&f->mock);
	arena_release(&f->a);
	ydoc_release(&f->d);
}

static void
answers_come_out_of_order_and_each_to_its_request(void **state)
{
	struct http_request requests[REQUESTS];
	char urls[REQUESTS][16];
	const struct http_answer *a;
	struct err e = ERR_INIT;
	bool seen[REQUESTS] = {false};
	size_t next = 0, answered = 0, swaps = 0, last = 0;
	struct fixture f;

	(void)state;
	begin(&f, script_late);
	while (answered < REQUESTS) {
		struct buf want = BUF_INIT(64);
		size_t n;

		while (next < REQUESTS && !service_full(f.service)) {
			snprintf(urls[next], sizeof(urls[next]), "n%zu", next);
			requests[next] = (struct http_request){
			    .method = "POST", .url = slice_of(urls[next])};
			assert_int_equal(service_submit(f.service,
			    &requests[next], &e), 0);
			next++;
		}
		assert_int_equal(service_next(f.service, &a, &e), 1);
		n = (size_t)(a->request - requests);
		assert_true(n < REQUESTS && !seen[n]);
		seen[n] = true;
		buf_printf(&want, "answer %zu", n);
		assert_true(slice_equal(a->body, buf_slice(&want)));
		buf_release(&want);
		swaps += answered && n < last;
		last = n;
		answered++;
	}
	assert_true(swaps > 0);
	assert_int_equal(service_next(f.service, &a, &e), 0);
	end(&f);
}

static enum service_sense
judge(void *ctx, const struct http_request *r, const struct http_answer *a)
{
	assert_ptr_equal(ctx, r);
	if (slice_is(a->body, "busy"))
		return SERVICE_LATER;
	return slice_is(a->body, "final") ? SERVICE_FINAL : SERVICE_BY_STATUS;
}

static void
the_caller_may_say_that_an_answer_is_later_or_final(void **state)
{
	struct http_request r = {.method = "POST", .url = SLICE_INIT("x")};
	const struct http_answer *a;
	struct err e = ERR_INIT;
	struct fixture f;

	(void)state;
	begin(&f, script_busy);
	service_set_judge(f.service, judge, &r);
	/* an answer of success that says busy, and nothing was done */
	assert_int_equal(service_do(f.service, &r, &a, &e), 0);
	assert_true(slice_is(a->body, "fine"));
	assert_int_equal(a->attempts, 2);
	/* a failure that will not pass, of a request that may be repeated */
	r.method = "PUT";
	assert_int_equal(service_do(f.service, &r, &a, &e), 0);
	assert_int_equal(a->status, 500);
	assert_int_equal(a->attempts, 1);
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    answers_come_out_of_order_and_each_to_its_request),
		cmocka_unit_test(
		    the_caller_may_say_that_an_answer_is_later_or_final),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
