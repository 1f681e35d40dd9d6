/* clock_test.c - dates, times, and a clock that a test can fix. */
#include "base/clock.h"

#include <setjmp.h>

#include <cmocka.h>

static void
dates_are_real_days_of_years_1_to_9999(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t days;
	} table[] = {
	    {"1970-01-01", true, 0}, {"1970-01-02", true, 1},
	    {"1969-12-31", true, -1}, {"2000-03-01", true, 11017},
	    {"2026-11-22", true, 20779}, {"0001-01-01", true, -719162},
	    {"9999-12-31", true, 2932896}, {"2000-02-29", true, 11016},
	    {"2024-02-29", true, 19782}, {"0004-02-29", true, -718008},
	    {"0400-02-29", true, -573372}, {"1900-02-28", true, -25509},
	    {"1900-02-29", false, 0}, {"2100-02-29", false, 0},
	    {"2023-02-29", false, 0}, {"2024-02-30", false, 0},
	    {"2026-04-31", false, 0}, {"2026-06-31", false, 0},
	    {"2026-09-31", false, 0}, {"2026-11-31", false, 0},
	    {"2026-01-32", false, 0}, {"2026-01-00", false, 0},
	    {"2026-00-01", false, 0}, {"2026-13-01", false, 0},
	    {"0000-01-01", false, 0}, {"10000-01-01", false, 0},
	    {"2026-1-01", false, 0}, {"2026-01-1", false, 0},
	    {"2026/01/01", false, 0}, {"20260101", false, 0}, {"", false, 0},
	    {"2026-01-01 ", false, 0}, {" 2026-01-01", false, 0},
	    {"-026-01-01", false, 0}, {"2026-01-0a", false, 0},
	    {"2026-+1-01", false, 0}, {"2026-01-01T", false, 0},
	};
	char text[CLOCK_DATE_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct slice date = slice_of(table[i].text);

		if (clock_date_valid(date) != table[i].good)
			fail_msg("%s", table[i].text);
		if (!table[i].good)
			continue;
		assert_true(clock_days(date) == table[i].days);
		assert_true(clock_date_print(text, table[i].days));
		assert_string_equal(text, table[i].text);
	}
	assert_false(clock_date_print(text, -719163));
	assert_false(clock_date_print(text, 2932897));
	assert_false(clock_date_print(text, INT64_MIN));
	assert_false(clock_date_print(text, INT64_MAX));
}

/* A calendar that only counts, against the arithmetic. */
static void
every_day_of_ten_thousand_years_has_its_number(void **state)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31};
	char text[CLOCK_DATE_SIZE], expected[CLOCK_DATE_SIZE];
	int64_t days = -719162;
	int y, m, d;

	(void)state;
	for (y = 1; y <= 9999; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		for (m = 0; m < 12; m++) {
			int last = lengths[m] + (m == 1 && leap);

			for (d = 1; d <= last; d++, days++) {
				snprintf(expected, sizeof(expected),
				    "%04u-%02u-%02u", (unsigned)y % 10000,
				    (unsigned)(m + 1) % 100,
				    (unsigned)d % 100);
				if (!clock_date_print(text, days) ||
				    strcmp(text, expected) != 0 ||
				    clock_days(slice_of(text)) != days)
					fail_msg("%s", expected);
			}
		}
	}
	assert_true(days == 2932897);
}

static void
times_of_every_offset_become_utc(void **state)
{
	static const char *const table[][2] = {
	    {"2026-11-22T01:02:03Z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22t01:02:03z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22 01:02:03Z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03+00:00", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03-00:00", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03+01:00", "2026-11-22T00:02:03Z"},
	    {"2026-11-22T01:02:03+05:45", "2026-11-21T19:17:03Z"},
	    {"2026-11-22T01:02:03-23:59", "2026-11-23T01:01:03Z"},
	    {"2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"},
	    {"2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"},
	    {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"},
	    {"2026-11-22T01:02:03.120Z", "2026-11-22T01:02:03.12Z"},
	    {"2026-11-22T01:02:03.000Z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03.123456789Z",
	    "2026-11-22T01:02:03.123456789Z"},
	    {"2026-11-22T01:02:03.000000001+01:00",
	    "2026-11-22T00:02:03.000000001Z"},
	    {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	    {"9999-12-31T23:59:59.999999999Z",
	    "9999-12-31T23:59:59.999999999Z"},
	    {"0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct clock_time t = {0, 0}, again = {0, 0};
		char text[CLOCK_TEXT_SIZE];

		assert_true(clock_parse(&t, slice_of(table[i][0])));
		clock_print(text, t);
		assert_string_equal(text, table[i][1]);
		assert_true(clock_parse(&again, slice_of(text)));
		assert_true(again.seconds == t.seconds);
		assert_int_equal(again.nanos, t.nanos);
	}
}

static void
what_is_no_time_is_refused_and_changes_nothing(void **state)
{
	static const char *const table[] = {
	    "", "2026-11-22", "2026-11-22T01:02:03", "2026-11-22T01:02Z",
	    "2026-11-22T24:00:00Z", "2026-11-22T01:60:00Z",
	    "2026-11-22T23:59:60Z", "2026-11-22T01:02:03,5Z",
	    "2026-11-22T01:02:03.Z", "2026-11-22T01:02:03.1234567890Z",
	    "2026-11-22T01:02:03.1", "2026-11-22T01:02:03 Z",
	    "2026-11-22T01:02:03Z ", "2026-11-22T01:02:03ZZ",
	    "2026-11-22T01:02:03+1:00", "2026-11-22T01:02:03+0100",
	    "2026-11-22T01:02:03+24:00", "2026-11-22T01:02:03+01:60",
	    "2026-11-22T01:02:03+01", "2026-11-22T01:02:03*01:00",
	    "2026-11-22_01:02:03Z", "2026-11-22T1:02:03ZZ",
	    "2026-02-30T01:02:03Z", "2026-11-22T-1:02:03Z",
	    "2026-11-22T01-02-03Z", "0000-12-31T23:59:59Z",
	    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
	    "99999-11-22T01:02:03Z", "2026-11-22T01:02:03\xc2\xb2Z",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct clock_time t = {5, 6};

		if (clock_parse(&t, slice_of(table[i])))
			fail_msg("\"%s\" is taken for a time", table[i]);
		assert_true(t.seconds == 5 && t.nanos == 6);
	}
}

static void
bom_now_fixes_the_clock(void **state)
{
	struct err e = ERR_INIT;
	struct clock_time t;
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	setenv("BOM_NOW", "2026-11-22T02:00:00.25+01:00", 1);
	assert_int_equal(clock_check(&e), 0);
	clock_print(text, clock_now());
	assert_string_equal(text, "2026-11-22T01:00:00.25Z");

	setenv("BOM_NOW", "yesterday", 1);
	assert_int_equal(clock_check(&e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "BOM_NOW: \"yesterday\" is not a time "
	    "(expected RFC 3339, as 2026-11-22T01:00:00Z)");

	unsetenv("BOM_NOW");
	err_clear(&e);
	assert_int_equal(clock_check(&e), 0);
	t = clock_now();
	assert_true(t.seconds >= time(NULL) - 5 &&
	    t.seconds <= time(NULL) + 5);
	assert_int_equal(t.nanos, 0);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(dates_are_real_days_of_years_1_to_9999),
	    TEST(every_day_of_ten_thousand_years_has_its_number),
	    TEST(times_of_every_offset_become_utc),
	    TEST(what_is_no_time_is_refused_and_changes_nothing),
	    TEST(bom_now_fixes_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
