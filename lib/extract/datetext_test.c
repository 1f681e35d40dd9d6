/* datetext_test.c - dates and times in formats of sources. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/datetext.h"

struct check {
	const char *text;
	const char *format;
	const char *wanted; /* NULL: refused */
};

static const struct check dates[] = {
	{"2021-05-02 00:00:00.000", "%Y-%m-%d %H:%M:%S.%f", "2021-05-02"},
	{"02.05.2021", "%d.%m.%Y", "2021-05-02"},
	{"5/2/2021", "%m/%d/%Y", "2021-05-02"},
	{"20210502", "%Y%m%d", "2021-05-02"},
	{"2-May-21", "%d-%b-%y", "2021-05-02"},
	{"02MAY1969", "%d%b%Y", "1969-05-02"},
	{"69-01-01", "%y-%m-%d", "2069-01-01"},
	{"70-01-01", "%y-%m-%d", "1970-01-01"},
	{"2024060", "%Y%j", "2024-02-29"},
	{"2023366", "%Y%j", NULL},
	{"2023000", "%Y%j", NULL},
	{"9999-12-31", "%Y-%m-%d", "9999-12-31"},
	{"2021-02-29", "%Y-%m-%d", NULL},
	{"2021-13-01", "%Y-%m-%d", NULL},
	{"2021-05-02x", "%Y-%m-%d", NULL},
	{"2021-05", "%Y-%m-%d", NULL},
	{"2021-05-02 25:99", "%Y-%m-%d %H:%M", NULL},
	{"100%2021-05-02", "100%%%Y-%m-%d", "2021-05-02"},
	{"", "%Y-%m-%d", NULL},
	{"2-Mai-21", "%d-%b-%y", NULL},
	{"5/2/2021 12:30:00 AM", "%m/%d/%Y %I:%M:%S %p", "2021-05-02"},
	{"5/2/2021 0:30 AM", "%m/%d/%Y %I:%M %p", NULL},
	{"5/2/2021 13:30 PM", "%m/%d/%Y %I:%M %p", NULL},
	{"5/2/2021", "%m/%d/%Y %I:%M %p", NULL},
	{"5/2/2021 1:30 PM", "%m/%d/%Y", NULL},
	{"45231", "excel", "2023-11-01"},
	{"45231.75", "excel", "2023-11-01"},
	{"45231.999999", "excel", "2023-11-02"},
	{"45231.", "excel", "2023-11-01"},
	{"61", "excel", "1900-03-01"},
	{"60", "excel", NULL},
	{"2958465", "excel", "9999-12-31"},
	{"2958466", "excel", NULL},
	{"45231,5", "excel", NULL},
	{"2023-11-01", "excel", NULL},
	{"-5", "excel", NULL},
};

static const struct check times[] = {
	{"2021-05-02 13:14:15.120", "%Y-%m-%d %H:%M:%S.%f",
	    "2021-05-02T13:14:15.12Z"},
	{"2021-05-02 01:00+0200", "%Y-%m-%d %H:%M%z",
	    "2021-05-01T23:00:00Z"},
	{"2021-05-02 01:00-01:30", "%Y-%m-%d %H:%M%z",
	    "2021-05-02T02:30:00Z"},
	{"2021-05-02 01:00Z", "%Y-%m-%d %H:%M%z", "2021-05-02T01:00:00Z"},
	{"2021-05-02", "%Y-%m-%d", "2021-05-02T00:00:00Z"},
	{"2021-05-02 24:00", "%Y-%m-%d %H:%M", NULL},
	{"2021-05-02 12:05 am", "%Y-%m-%d %I:%M %p", "2021-05-02T00:05:00Z"},
	{"2021-05-02 12:05 p.m.", "%Y-%m-%d %I:%M %p",
	    "2021-05-02T12:05:00Z"},
	{"2021-05-02 11:05PM", "%Y-%m-%d %I:%M%p", "2021-05-02T23:05:00Z"},
	{"2021-05-02 11:05 XM", "%Y-%m-%d %I:%M %p", NULL},
	{"45231.75", "excel", "2023-11-01T18:00:00Z"},
	{"45231.520833333336", "excel", "2023-11-01T12:30:00Z"},
	{"45231", "excel", "2023-11-01T00:00:00Z"},
	{"2021-05-02 01:00+99", "%Y-%m-%d %H:%M%z", NULL},
};

static void
compare(const struct check *c, bool good, const char *out)
{
	if (good != (c->wanted != NULL))
		fail_msg("\"%s\" by \"%s\": %s", c->text, c->format,
		    good ? out : "refused");
	if (good)
		assert_string_equal(out, c->wanted);
}

static void
reads_dates_along_the_format(void **state)
{
	char out[CLOCK_DATE_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(dates); i++)
		compare(&dates[i], datetext_date(out, slice_of(dates[i].text),
		    slice_of(dates[i].format)), out);
}

static void
reads_times_into_utc(void **state)
{
	char out[CLOCK_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(times); i++)
		compare(&times[i], datetext_time(out, slice_of(times[i].text),
		    slice_of(times[i].format)), out);
}

static void
refuses_formats_that_name_no_day(void **state)
{
	(void)state;
	assert_null(datetext_check(SLICE("%Y-%m-%d")));
	assert_null(datetext_check(SLICE("%y%j")));
	assert_non_null(datetext_check(SLICE("%Y-%m")));
	assert_non_null(datetext_check(SLICE("%m-%d")));
	assert_non_null(datetext_check(SLICE("%Y-%m-%q")));
	assert_non_null(datetext_check(SLICE("%Y-%m-%d%")));
	assert_non_null(datetext_check(SLICE("")));
}

static void
knows_the_day_after(void **state)
{
	char out[CLOCK_DATE_SIZE];

	(void)state;
	assert_true(datetext_next_day(out, SLICE("2023-02-28")));
	assert_string_equal(out, "2023-03-01");
	assert_true(datetext_next_day(out, SLICE("2023-12-31")));
	assert_string_equal(out, "2024-01-01");
	assert_false(datetext_next_day(out, SLICE("9999-12-31")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_dates_along_the_format),
		cmocka_unit_test(reads_times_into_utc),
		cmocka_unit_test(refuses_formats_that_name_no_day),
		cmocka_unit_test(knows_the_day_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
