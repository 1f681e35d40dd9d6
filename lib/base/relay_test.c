/* relay_test.c - numbers handed from side to side, and both ways to stop. */
#include "base/relay.h"

#include <setjmp.h>

#include <cmocka.h>

#define EACH 10

struct numbers {
	unsigned at[EACH];
	unsigned count;
};

struct job {
	unsigned most;  /* numbers to be filled */
	unsigned fails; /* before this batch the thread fails; 0: never */
	unsigned next;  /* the first number that was not used yet */
	unsigned ended; /* the thread's work came to its end */
};

/* The numbers from `from` on, at most EACH and below `most`. */
static void
fill(struct numbers *n, unsigned from, unsigned most)
{
	for (n->count = 0; n->count < EACH && from < most; n->count++)
		n->at[n->count] = from++;
}

/* False where a number is not the next. */
static bool
use(const struct numbers *n, unsigned *next)
{
	unsigned i;

	for (i = 0; i < n->count; i++)
		if (n->at[i] != (*next)++)
			return false;
	return true;
}

static int
fill_all(struct relay *r, void *ctx, struct err *e)
{
	struct job *j = ctx;
	unsigned from = 0, batch = 0;
	struct numbers *n;

	while (from < j->most && (n = relay_blank(r))) {
		if (j->fails && ++batch == j->fails)
			return err_set(e, ERR_INPUT, "number %u is bad", from);
		fill(n, from, j->most);
		from += n->count;
		relay_pass(r, n);
	}
	j->ended++;
	return 0;
}

static int
use_all(struct relay *r, void *ctx, struct err *e)
{
	struct job *j = ctx;
	unsigned batch = 0;
	struct numbers *n;

	while ((n = relay_take(r))) {
		if (j->fails && ++batch == j->fails)
			return err_set(e, ERR_AGAIN, "no room for %u",
			    n->at[0]);
		if (!use(n, &j->next))
			return err_set(e, ERR_INPUT, "out of order");
		relay_return(r, n);
	}
	j->ended++;
	return 0;
}

static struct relay *
start(struct numbers *n, unsigned count, relay_work work, struct job *j)
{
	void *batches[RELAY_BATCHES_MOST];
	struct err e = ERR_INIT;
	struct relay *r;
	unsigned i;

	for (i = 0; i < count; i++)
		batches[i] = &n[i];
	r = relay_start(batches, count, work, j, &e);
	assert_non_null(r);
	return r;
}

static void
what_a_thread_fills_comes_in_order(void **state)
{
	static const unsigned mosts[] = {0, 1, EACH, EACH + 1, 100000};
	struct numbers n[RELAY_BATCHES_MOST], *got;
	struct err e = ERR_INIT;
	unsigned i, count;

	(void)state;
	for (i = 0; i < COUNT_OF(mosts); i++) {
		for (count = 2; count <= RELAY_BATCHES_MOST; count++) {
			struct job j = {.most = mosts[i]};
			struct relay *r = start(n, count, fill_all, &j);

			while ((got = relay_take(r))) {
				assert_true(use(got, &j.next));
				relay_return(r, got);
			}
			assert_null(relay_take(r));
			assert_int_equal(relay_end(r, &e), 0);
			assert_int_equal(j.next, mosts[i]);
			assert_int_equal(j.ended, 1);
		}
	}
}

static void
a_thread_uses_all_that_is_passed(void **state)
{
	static const unsigned mosts[] = {0, 1, EACH, EACH + 1, 100000};
	struct numbers n[RELAY_BATCHES_MOST], *blank;
	struct err e = ERR_INIT;
	unsigned i, count, from;

	(void)state;
	for (i = 0; i < COUNT_OF(mosts); i++) {
		for (count = 2; count <= RELAY_BATCHES_MOST; count++) {
			struct job j = {0};
			struct relay *r = start(n, count, use_all, &j);

			for (from = 0; from < mosts[i]; from += EACH) {
				blank = relay_blank(r);
				assert_non_null(blank);
				fill(blank, from, mosts[i]);
				relay_pass(r, blank);
			}
			assert_int_equal(relay_end(r, &e), 0);
			assert_int_equal(j.next, mosts[i]);
			assert_int_equal(j.ended, 1);
		}
	}
}

static void
an_error_comes_behind_what_was_filled_before_it(void **state)
{
	struct numbers n[2], *got;
	struct job j = {.most = 1000, .fails = 4};
	struct relay *r = start(n, 2, fill_all, &j);
	struct err e = ERR_INIT;

	(void)state;
	while ((got = relay_take(r))) {
		assert_true(use(got, &j.next));
		relay_return(r, got);
	}
	assert_int_equal(j.next, 30);
	assert_int_equal(relay_end(r, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "number 30 is bad");
}

static void
a_thread_that_fails_stops_the_caller(void **state)
{
	struct numbers n[3], *blank;
	struct job j = {.fails = 2};
	struct relay *r = start(n, 3, use_all, &j);
	struct err e = ERR_INIT;
	unsigned from;

	(void)state;
	for (from = 0; (blank = relay_blank(r)); from += EACH) {
		fill(blank, from, from + EACH);
		relay_pass(r, blank);
	}
	assert_int_equal(relay_end(r, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_string_equal(e.text, "no room for 10");
}

static void
a_caller_may_stop_at_any_time(void **state)
{
	struct numbers n[2];
	struct err e = ERR_INIT;
	unsigned takes, i;

	(void)state;
	for (takes = 0; takes < 5; takes++) {
		struct job j = {.most = 1000000};
		struct relay *r = start(n, 2, fill_all, &j);

		for (i = 0; i < takes; i++)
			relay_return(r, relay_take(r));
		assert_int_equal(relay_end(r, &e), 0);
		assert_int_equal(j.ended, 1);
	}
	assert_int_equal(relay_end(NULL, &e), 0);
}

static void
count_up(void *ctx)
{
	unsigned *n = ctx;
	unsigned i;

	for (i = 0; i < 1000; i++)
		++*n;
}

static void
two_run_side_by_side_and_both_have_ended(void **state)
{
	unsigned one = 0, other = 5;

	(void)state;
	relay_both(count_up, &one, &other);
	assert_int_equal(one, 1000);
	assert_int_equal(other, 1005);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_thread_fills_comes_in_order),
		cmocka_unit_test(a_thread_uses_all_that_is_passed),
		cmocka_unit_test(
		    an_error_comes_behind_what_was_filled_before_it),
		cmocka_unit_test(a_thread_that_fails_stops_the_caller),
		cmocka_unit_test(a_caller_may_stop_at_any_time),
	    cmocka_unit_test(two_run_side_by_side_and_both_have_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
