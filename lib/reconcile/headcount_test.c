/* headcount_test.c - findings by impact, team and age. */
#include "reconcile/headcount.h"

#include <setjmp.h>

#include <cmocka.h>

static struct headcount t;

static int
enter(void **state)
{
	struct clock_time now;

	(void)state;
	assert_true(clock_parse(&now, SLICE("2026-11-23T05:00:00Z")));
	headcount_init(&t, now);
	return 0;
}

static int
leave(void **state)
{
	(void)state;
	headcount_release(&t);
	return 0;
}

static void
add(const char *impact, const char *team, const char *opened,
    const char *state)
{
	struct finding one = {.key = SLICE("item:A"),
	    .impact = slice_of(impact), .team = slice_of(team),
	    .opened_at = slice_of(opened), .state = slice_of(state),
	    .due_at = SLICE("2026-11-23T04:59:59Z")};

	headcount_add(&t, &one);
}

static void
ages_are_days_of_the_calendar(void **state)
{
	static const struct {
		const char *opened;
		int64_t days;
		enum headcount_age age;
	} table[] = {
	    {"2026-11-23T00:00:00Z", 0, TALLY_TODAY},
	    {"2026-11-23T05:00:01Z", 0, TALLY_TODAY},
	    {"2026-11-22T23:59:59Z", 1, TALLY_WEEK},
	    {"2026-11-23T01:00:00+02:00", 1, TALLY_WEEK},
	    {"2026-11-16T00:00:00Z", 7, TALLY_WEEK},
	    {"2026-11-15T12:00:00Z", 8, TALLY_MONTH},
	    {"2026-10-24T12:00:00Z", 30, TALLY_MONTH},
	    {"2026-10-23T12:00:00Z", 31, TALLY_OLDER},
	    {"2026-11-24T00:00:00Z", -1, TALLY_UNKNOWN},
	    {"", -1, TALLY_UNKNOWN},
	    {"yesterday", -1, TALLY_UNKNOWN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		int64_t days = headcount_days(&t, slice_of(table[i].opened));

		assert_int_equal(days, table[i].days);
		assert_int_equal(headcount_age_of(days), table[i].age);
	}
}

static void
graver_impacts_come_first_and_accepted_ones_count_apart(void **state)
{
	static const char *const order[] = {"line_stop", "launch", "ours", "",
	    "cosmetic"};
	struct headcount by;
	struct headcount_group all;
	size_t i;

	(void)state;
	add("cosmetic", "a", "2026-11-23T00:00:00Z", "new");
	add("", "b", "", "");
	add("ours", "", "2026-11-22T00:00:00Z", "assigned");
	add("line_stop", "b", "2026-11-01T00:00:00Z", "overridden");
	add("launch", "b", "2026-11-20T00:00:00Z", "reopened");
	add("launch", "a", "2026-01-01T00:00:00Z", "new");
	headcount_finish(&t);
	headcount_by_impact(&by, &t);
	assert_int_equal(by.count, COUNT_OF(order));
	for (i = 0; i < by.count; i++)
		assert_true(slice_is(by.list[i].impact, order[i]));
	assert_int_equal(by.list[0].total, 0);
	assert_int_equal(by.list[0].overdue, 0);
	assert_int_equal(by.list[0].accepted, 1);
	assert_int_equal(by.list[1].total, 2);
	assert_int_equal(by.list[1].oldest, 326);
	headcount_release(&by);
	headcount_all(&all, &t);
	assert_int_equal(all.total, 5);
	assert_int_equal(all.accepted, 1);
	assert_int_equal(all.overdue, 5);
	assert_int_equal(all.ages[TALLY_TODAY], 1);
	assert_int_equal(all.ages[TALLY_UNKNOWN], 1);
}

static void
teams_come_by_their_totals_and_nobody_at_the_end(void **state)
{
	static const char *const order[] = {"b", "a", ""};
	struct headcount by;
	size_t i;

	(void)state;
	add("cost", "", "", "");
	add("launch", "", "", "");
	add("cost", "", "", "");
	add("cost", "a", "", "");
	add("cost", "b", "", "");
	add("launch", "b", "", "");
	headcount_finish(&t);
	headcount_by_team(&by, &t);
	assert_int_equal(by.count, COUNT_OF(order));
	for (i = 0; i < by.count; i++)
		assert_true(slice_is(by.list[i].team, order[i]));
	assert_int_equal(by.list[0].oldest, -1);
	headcount_release(&by);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(ages_are_days_of_the_calendar,
		enter, leave),
	    cmocka_unit_test_setup_teardown(
		graver_impacts_come_first_and_accepted_ones_count_apart,
		enter, leave),
	    cmocka_unit_test_setup_teardown(
		teams_come_by_their_totals_and_nobody_at_the_end, enter,
		leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
