/* retry_test.c - tests of patience. */
#include "net/retry.h"

#include "base/clock.h"

#include <setjmp.h>
#include <cmocka.h>

static void
knows_which_statuses_pass(void **state)
{
	static const long later[] = {408, 425, 429, 500, 502, 503, 504, 599};
	static const long never[] = {200, 301, 400, 401, 403, 404, 409, 422,
	    501, 505, 511, 600};
	struct retry_policy p = RETRY_POLICY_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(later); i++)
		assert_true(retry_status(&p, later[i]));
	for (i = 0; i < COUNT_OF(never); i++)
		assert_false(retry_status(&p, never[i]));
	p.statuses[p.status_count++] = 409;
	assert_true(retry_status(&p, 409));
	assert_true(retry_status_undone(429, false));
	assert_true(retry_status_undone(425, false));
	assert_true(retry_status_undone(503, true));
	assert_false(retry_status_undone(503, false));
	assert_false(retry_status_undone(500, true));
	assert_false(retry_status_undone(504, true));
}

static void
reads_seconds_and_all_three_dates(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t ms;
	} rows[] = {
		{"0", true, 0},
		{"120", true, 120000},
		{" 5 ", true, 5000},
		{"Sun, 06 Nov 1994 08:49:47 GMT", true, 10000},
		{"Sunday, 06-Nov-94 08:49:47 GMT", true, 10000},
		{"Sun Nov  6 08:49:47 1994", true, 10000},
		{"Sun, 06 Nov 1994 08:49:30 GMT", true, 0},
		{"", false, 0},
		{"-1", false, 0},
		{"1.5", false, 0},
		{"soon", false, 0},
		{"Sun, 31 Feb 1994 08:49:47 GMT", false, 0},
		{"Sun, 06 Nov 1994", false, 0},
		{"99999999999999999999", false, 0},
	};
	struct clock_time now;
	uint64_t ms;
	size_t i;

	(void)state;
	assert_true(clock_parse(&now, SLICE("1994-11-06T08:49:37Z")));
	for (i = 0; i < COUNT_OF(rows); i++) {
		ms = 1;
		if (retry_after(slice_of(rows[i].text), now.seconds, &ms) !=
		    rows[i].good)
			fail_msg("\"%s\"", rows[i].text);
		if (rows[i].good)
			assert_int_equal(ms, rows[i].ms);
	}
}

static void
doubles_up_to_the_ceiling_and_draws_from_the_seed(void **state)
{
	struct retry_policy p = RETRY_POLICY_INIT;
	uint64_t full = 1000, d;
	bool differ = false;
	long next;

	(void)state;
	for (next = 2; next < 30; next++) {
		d = retry_delay(&p, next, 7);
		assert_in_range(d, full / 2, full);
		assert_int_equal(d, retry_delay(&p, next, 7));
		differ |= d != retry_delay(&p, next, 8);
		full = full * 2 > p.most_ms ? p.most_ms : full * 2;
	}
	assert_true(differ);
}

static void
keeps_the_rate_evenly(void **state)
{
	struct retry_rate r = {50 * 1000, 0}; /* 50 a second */
	uint64_t now = 1000000, sent = 0, wait;

	(void)state;
	while (now < 1010000) {
		wait = retry_rate_take(&r, now);
		if (!wait)
			sent++;
		now += wait;
	}
	assert_in_range(sent, 498, 502);
	/* an hour without a request saves nothing up */
	now += 3600000;
	assert_int_equal(retry_rate_take(&r, now), 0);
	assert_in_range(retry_rate_take(&r, now), 1, 20);
	r.thousandths = 0;
	assert_int_equal(retry_rate_take(&r, now), 0);
	assert_int_equal(retry_rate_take(&r, now), 0);
	r = (struct retry_rate){500, 0}; /* one in two seconds */
	assert_int_equal(retry_rate_take(&r, now), 0);
	assert_int_equal(retry_rate_take(&r, now), 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_which_statuses_pass),
		cmocka_unit_test(reads_seconds_and_all_three_dates),
		cmocka_unit_test(
		    doubles_up_to_the_ceiling_and_draws_from_the_seed),
		cmocka_unit_test(keeps_the_rate_evenly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
