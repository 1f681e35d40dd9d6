/*
 * clock.c - calendar arithmetic by Howard Hinnant's "chrono-Compatible
 * Low-Level Date Algorithms" (days_from_civil, civil_from_days).
 */
#include "base/clock.h"

#define DAY_SECONDS ((int64_t)86400)

struct date {
	int64_t year;
	unsigned month;
	unsigned day;
};

static int64_t
days_of(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 +
	    d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

static struct date
date_of(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = z / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct date d;

	d.day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	d.month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	d.year = yoe + era * 400 + (d.month <= 2);
	return d;
}

/* `n` digits at `at` as a number, -1 if one is no digit. */
static int
digits(const char *at, size_t n)
{
	int value = 0;

	for (; n; n--, at++) {
		if (*at < '0' || *at > '9')
			return -1;
		value = value * 10 + (*at - '0');
	}
	return value;
}

static bool
date_parse(struct date *out, const char *at)
{
	static const unsigned char lengths[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int y = digits(at, 4), m = digits(at + 5, 2), d = digits(at + 8, 2);
	bool leap;
	int last;

	if (at[4] != '-' || at[7] != '-' || y < 1 || m < 1 || m > 12 || d < 1)
		return false;
	leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
	last = m == 2 && leap ? 29 : lengths[m - 1];
	if (d > last)
		return false;
	*out = (struct date){y, (unsigned)m, (unsigned)d};
	return true;
}

bool
clock_date_valid(struct slice text)
{
	struct date d;

	return text.len == 10 && date_parse(&d, text.at);
}

int64_t
clock_days(struct slice date)
{
	struct date d;

	if (date.len != 10 || !date_parse(&d, date.at))
		BUG("clock_days: not a date");
	return days_of(d);
}

bool
clock_date_print(char text[CLOCK_DATE_SIZE], int64_t days)
{
	struct date d;

	if (days < days_of((struct date){1, 1, 1}) ||
	    days > days_of((struct date){9999, 12, 31}))
		return false;
	d = date_of(days);
	snprintf(text, CLOCK_DATE_SIZE, "%04u-%02u-%02u",
	    (unsigned)d.year % 10000, d.month % 100, d.day % 100);
	return true;
}

/* Reads ".123" at *s if it is there; false when it is malformed. */
static bool
fraction_parse(struct slice *s, uint32_t *nanos)
{
	uint32_t value = 0, scale = 100000000;
	size_t n = 1;

	*nanos = 0;
	if (!s->len || s->at[0] != '.')
		return true;
	for (; n < s->len && s->at[n] >= '0' && s->at[n] <= '9'; n++) {
		if (n > 9)
			return false;
		value += (uint32_t)(s->at[n] - '0') * scale;
		scale /= 10;
	}
	if (n == 1)
		return false;
	*nanos = value;
	s->at += n;
	s->len -= n;
	return true;
}

/* Reads "Z" or "+hh:mm"; seconds east of UTC. */
static bool
offset_parse(struct slice s, int64_t *east)
{
	int h, m;

	*east = 0;
	if (s.len == 1 && (s.at[0] == 'Z' || s.at[0] == 'z'))
		return true;
	if (s.len != 6 || s.at[3] != ':' || (s.at[0] != '+' && s.at[0] != '-'))
		return false;
	h = digits(s.at + 1, 2);
	m = digits(s.at + 4, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*east = (h * 60 + m) * 60;
	if (s.at[0] == '-')
		*east = -*east;
	return true;
}

bool
clock_parse(struct clock_time *out, struct slice text)
{
	const char *at = text.at;
	struct clock_time t;
	struct slice rest;
	struct date d;
	int64_t east;
	int h, m, s;

	if (text.len < 20 || !date_parse(&d, at) ||
	    (at[10] != 'T' && at[10] != 't' && at[10] != ' ') ||
	    at[13] != ':' || at[16] != ':')
		return false;
	h = digits(at + 11, 2);
	m = digits(at + 14, 2);
	s = digits(at + 17, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59)
		return false;
	rest = slice_from(at + 19, text.len - 19);
	if (!fraction_parse(&rest, &t.nanos) || !offset_parse(rest, &east))
		return false;
	t.seconds = days_of(d) * DAY_SECONDS + (h * 60 + m) * 60 + s - east;
	if (t.seconds < days_of((struct date){1, 1, 1}) * DAY_SECONDS ||
	    t.seconds >=
	    (days_of((struct date){9999, 12, 31}) + 1) * DAY_SECONDS)
		return false;
	*out = t;
	return true;
}

void
clock_print(char text[CLOCK_TEXT_SIZE], struct clock_time t)
{
	int64_t days = t.seconds / DAY_SECONDS;
	int64_t of_day = t.seconds % DAY_SECONDS;
	char date[CLOCK_DATE_SIZE];
	int n;

	if (of_day < 0) {
		of_day += DAY_SECONDS;
		days--;
	}
	if (!clock_date_print(date, days))
		BUG("clock_print: year outside 0001 to 9999");
	n = snprintf(text, CLOCK_TEXT_SIZE, "%sT%02u:%02u:%02u", date,
	    (unsigned)(of_day / 3600) % 100,
	    (unsigned)(of_day / 60 % 60), (unsigned)(of_day % 60));
	if (t.nanos) {
		n += snprintf(text + n, CLOCK_TEXT_SIZE - (size_t)n, ".%09u",
		    (unsigned)(t.nanos % 1000000000));
		while (text[n - 1] == '0')
			n--;
	}
	text[n] = 'Z';
	text[n + 1] = '\0';
}

struct clock_time
clock_now(void)
{
	const char *fixed = getenv("BOM_NOW");
	struct clock_time t;
	struct timespec now;

	if (fixed && clock_parse(&t, slice_of(fixed)))
		return t;
	clock_gettime(CLOCK_REALTIME, &now);
	return (struct clock_time){now.tv_sec, 0};
}

int
clock_check(struct err *e)
{
	const char *fixed = getenv("BOM_NOW");
	struct clock_time t;

	if (!fixed || clock_parse(&t, slice_of(fixed)))
		return 0;
	return err_set(e, ERR_USAGE, "BOM_NOW: \"%s\" is not a time (expected "
	    "RFC 3339, as 2026-11-22T01:00:00Z)", fixed);
}

uint64_t
clock_ticks(void)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	/* neither part of a monotonic time is negative */
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
