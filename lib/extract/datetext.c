/*
 * datetext.c - reading along a format, then leaving validity to clock.h.
 *
 * Numbers take at most their usual count of digits and at least one, so that
 * "3/7/2026" fits %m/%d/%Y and "20260307" fits %Y%m%d.
 */
#include "extract/datetext.h"

struct parts {
	uint64_t year, month, day, hour, minute, second;
	enum { NOT_SAID, BEFORE_NOON, AFTER_NOON } half; /* of %p */
	uint64_t day_of_year; /* 0: not said */
	char fraction[10];
	size_t fraction_len;
	char zone[7]; /* "Z" or "+01:00" */
};

static bool
number(struct slice *s, size_t most, uint64_t *out)
{
	size_t n = 0;

	while (n < most && n < s->len && s->at[n] >= '0' && s->at[n] <= '9')
		n++;
	if (!n || !text_to_number(slice_from(s->at, n), 999999999, out))
		return false;
	s->at += n;
	s->len -= n;
	return true;
}

static bool
month_name(struct slice *s, uint64_t *out)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	unsigned i, k;

	if (s->len < 3)
		return false;
	for (i = 0; i < 12; i++) {
		for (k = 0; k < 3; k++)
			if ((s->at[k] | 0x20) != names[i * 3 + k])
				break;
		if (k == 3) {
			*out = i + 1;
			s->at += 3;
			s->len -= 3;
			return true;
		}
	}
	return false;
}

static bool
fraction(struct slice *s, struct parts *p)
{
	size_t n = 0;

	while (n < s->len && s->at[n] >= '0' && s->at[n] <= '9') {
		if (n < 9)
			p->fraction[p->fraction_len++] = s->at[n];
		n++;
	}
	s->at += n;
	s->len -= n;
	return n > 0;
}

/* Z, +hh, +hhmm or +hh:mm. */
static bool
zone(struct slice *s, struct parts *p)
{
	uint64_t hour, minute = 0;
	char sign = s->len ? *s->at : '\0';

	if (!s->len)
		return false;
	s->at++;
	s->len--;
	if (sign == 'Z' || sign == 'z') {
		memcpy(p->zone, "Z", 2);
		return true;
	}
	if ((sign != '+' && sign != '-') || !number(s, 2, &hour))
		return false;
	if (s->len && *s->at == ':') {
		s->at++;
		s->len--;
	}
	if (s->len && !number(s, 2, &minute))
		return false;
	if (hour > 23 || minute > 59)
		return false;
	snprintf(p->zone, sizeof(p->zone), "%c%02u:%02u", sign,
	    (unsigned)hour, (unsigned)minute);
	return true;
}

/* AM, PM, a.m., p.m. */
static bool
half(struct slice *s, struct parts *p)
{
	char letter = s->len ? *s->at | 0x20 : '\0';
	bool point = s->len > 1 && s->at[1] == '.';
	size_t len = point ? 4 : 2;

	if (s->len < len || (letter != 'a' && letter != 'p') ||
	    (s->at[point ? 2 : 1] | 0x20) != 'm' || (point && s->at[3] != '.'))
		return false;
	p->half = letter == 'a' ? BEFORE_NOON : AFTER_NOON;
	s->at += len;
	s->len -= len;
	return true;
}

/* 12 AM is midnight, 12 PM noon. */
static void
take_half(struct parts *p)
{
	if (p->half != NOT_SAID)
		p->hour = p->hour % 12 + (p->half == AFTER_NOON ? 12 : 0);
}

static bool
directive(char c, struct slice *s, struct parts *p)
{
	switch (c) {
	case 'Y':
		return number(s, 4, &p->year);
	case 'y':
		if (!number(s, 2, &p->year))
			return false;
		p->year += p->year < 70 ? 2000 : 1900;
		return true;
	case 'm':
		return number(s, 2, &p->month);
	case 'b':
		return month_name(s, &p->month);
	case 'd':
		return number(s, 2, &p->day);
	case 'j':
		return number(s, 3, &p->day_of_year) && p->day_of_year;
	case 'H':
		return number(s, 2, &p->hour);
	case 'I':
		return number(s, 2, &p->hour) && p->hour >= 1 && p->hour <= 12;
	case 'p':
		return half(s, p);
	case 'M':
		return number(s, 2, &p->minute);
	case 'S':
		return number(s, 2, &p->second);
	case 'f':
		return fraction(s, p);
	default:
		return zone(s, p);
	}
}

static bool
is_excel(struct slice format)
{
	return slice_is(format, "excel");
}

const char *
datetext_check(struct slice format)
{
	bool year = false, month = false, day = false, ordinal = false;
	bool twelve = false, half = false;
	size_t i;

	if (is_excel(format))
		return NULL;
	for (i = 0; i < format.len; i++) {
		if (format.at[i] != '%')
			continue;
		if (++i == format.len ||
		    !strchr("YymbdjHIpMSfz%", format.at[i]))
			return "knows %Y %y %m %b %d %j %H %I %p %M %S %f %z "
			       "and %% only, or is excel";
		twelve |= format.at[i] == 'I';
		half |= format.at[i] == 'p';
		year |= format.at[i] == 'Y' || format.at[i] == 'y';
		month |= format.at[i] == 'm' || format.at[i] == 'b';
		day |= format.at[i] == 'd';
		ordinal |= format.at[i] == 'j';
	}
	if (!year || (!ordinal && (!month || !day)))
		return "needs a year and a month and day (or %j)";
	if (twelve != half)
		return "has %I and %p together, or neither";
	return NULL;
}

/* A number of days; a fraction is the time of day, to the second. */
static bool
parse_excel(struct parts *p, struct slice s)
{
	char date[CLOCK_DATE_SIZE];
	uint64_t days, part = 0, scale = 1, second;

	if (!number(&s, 7, &days) || days < 61)
		return false;
	if (s.len && *s.at == '.') {
		for (s.at++, s.len--; s.len && *s.at >= '0' && *s.at <= '9';
		    s.at++, s.len--) {
			if (scale >= 1000000000)
				continue;
			part = part * 10 + (uint64_t)(*s.at - '0');
			scale *= 10;
		}
	}
	second = (part * 86400 + scale / 2) / scale;
	days += second / 86400;
	second %= 86400;
	if (s.len || !clock_date_print(date, clock_days(SLICE("1899-12-30")) +
	    (int64_t)days))
		return false;
	(void)text_to_number(slice_from(date, 4), 9999, &p->year);
	(void)text_to_number(slice_from(date + 5, 2), 12, &p->month);
	(void)text_to_number(slice_from(date + 8, 2), 31, &p->day);
	p->hour = second / 3600;
	p->minute = second / 60 % 60;
	p->second = second % 60;
	return true;
}

static bool
parse(struct parts *p, struct slice s, struct slice format)
{
	size_t i;

	memset(p, 0, sizeof(*p));
	memcpy(p->zone, "Z", 2);
	if (is_excel(format))
		return parse_excel(p, s);
	for (i = 0; i < format.len; i++) {
		if (format.at[i] == '%' && format.at[i + 1] != '%') {
			if (!directive(format.at[++i], &s, p))
				return false;
			continue;
		}
		if (format.at[i] == '%')
			i++;
		if (!s.len || *s.at != format.at[i])
			return false;
		s.at++;
		s.len--;
	}
	take_half(p);
	return !s.len;
}

static bool
date_of(char out[CLOCK_DATE_SIZE], const struct parts *p)
{
	unsigned year = (unsigned)p->year % 10000;
	bool ordinal = p->day_of_year != 0;
	char back[CLOCK_DATE_SIZE];

	snprintf(out, CLOCK_DATE_SIZE, "%04u-%02u-%02u", year,
	    ordinal ? 1 : (unsigned)p->month % 100,
	    ordinal ? 1 : (unsigned)p->day % 100);
	if (!clock_date_valid(slice_of(out)))
		return false;
	if (!ordinal)
		return true;
	memcpy(back, out, sizeof(back));
	return clock_date_print(out, clock_days(slice_of(back)) +
	    (int64_t)p->day_of_year - 1) && memcmp(out, back, 4) == 0;
}

bool
datetext_date(char out[CLOCK_DATE_SIZE], struct slice text,
    struct slice format)
{
	struct parts p;

	return parse(&p, text, format) && p.hour < 25 && p.minute < 60 &&
	    p.second < 61 && date_of(out, &p);
}

bool
datetext_time(char out[CLOCK_TEXT_SIZE], struct slice text,
    struct slice format)
{
	char date[CLOCK_DATE_SIZE], joined[64];
	struct clock_time t;
	struct parts p;

	if (!parse(&p, text, format) || !date_of(date, &p))
		return false;
	snprintf(joined, sizeof(joined), "%sT%02u:%02u:%02u%s%s%s", date,
	    (unsigned)p.hour, (unsigned)p.minute, (unsigned)p.second,
	    p.fraction_len ? "." : "", p.fraction, p.zone);
	if (!clock_parse(&t, slice_of(joined)))
		return false;
	clock_print(out, t);
	return true;
}

bool
datetext_next_day(char out[CLOCK_DATE_SIZE], struct slice date)
{
	return clock_date_print(out, clock_days(date) + 1);
}
