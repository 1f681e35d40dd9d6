/* retry.c - statuses, Retry-After, delays that double, an even rate. */
#include "net/retry.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"

#include <strings.h>

bool
retry_status(const struct retry_policy *p, long status)
{
	size_t i;

	for (i = 0; i < p->status_count; i++)
		if (p->statuses[i] == status)
			return true;
	if (status == 408 || status == 425 || status == 429)
		return true;
	/* not implemented, HTTP version, a portal wants a person */
	if (status == 501 || status == 505 || status == 511)
		return false;
	return status >= 500 && status <= 599;
}

bool
retry_status_undone(long status, bool after)
{
	return status == 425 || status == 429 ||
	    ((status == 408 || status == 503) && after);
}

/* --- dates --- */

struct date {
	unsigned day, month, year;
	struct slice time;
};

static bool
is_digits(struct slice s)
{
	uint64_t n;

	return text_to_number(s, 9999, &n);
}

static unsigned
month_of(struct slice word)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	unsigned i;

	for (i = 0; i < 12 && word.len == 3; i++)
		if (strncasecmp(names + 3 * (size_t)i, word.at, 3) == 0)
			return i + 1;
	return 0;
}

/* A year of two digits is at most 50 years ahead (RFC 9110, 5.6.7). */
static unsigned
whole_year(unsigned year, size_t digits, int64_t now)
{
	char today[CLOCK_DATE_SIZE];
	unsigned present = 1970;
	uint64_t n;

	if (digits != 2)
		return year;
	if (clock_date_print(today, now / 86400) &&
	    text_to_number(slice_from(today, 4), 9999, &n))
		present = (unsigned)n; /* <= 9999 */
	year += present / 100 * 100;
	return year > present + 50 ? year - 100 : year;
}

/* One word of a date, whichever of the three forms it has. */
static bool
date_word(struct date *d, struct slice word, int64_t now)
{
	uint64_t n = 0;

	if (memchr(word.at, ':', word.len)) {
		d->time = word;
	} else if (is_digits(word)) {
		(void)text_to_number(word, 9999, &n);
		if (!d->day && word.len <= 2)
			d->day = (unsigned)n; /* <= 99 */
		else
			d->year = whole_year((unsigned)n, word.len, now);
	} else if (!d->month) {
		/* a weekday, or "GMT", is none and says nothing */
		d->month = month_of(word);
	}
	return true;
}

static bool
date_parse(struct slice text, int64_t now, int64_t *out)
{
	struct date d = {0, 0, 0, {"", 0}};
	char full[64];
	struct clock_time t;
	size_t i, from = 0;

	for (i = 0; i <= text.len; i++) {
		if (i < text.len && !strchr(" ,-", text.at[i]))
			continue;
		if (i > from)
			date_word(&d, slice_from(text.at + from, i - from),
			    now);
		from = i + 1;
	}
	if (!d.day || !d.month || d.time.len != 8)
		return false;
	snprintf(full, sizeof(full), "%04u-%02u-%02uT%.8sZ", d.year, d.month,
	    d.day, d.time.at);
	if (!clock_parse(&t, slice_of(full)))
		return false;
	*out = t.seconds;
	return true;
}

bool
retry_after(struct slice text, int64_t now, uint64_t *ms)
{
	uint64_t seconds;
	int64_t at;

	text = slice_trim(text);
	if (!text.len)
		return false;
	if (text_to_number(text, 10 * 366 * 86400ul, &seconds)) {
		*ms = seconds * 1000;
		return true;
	}
	if (!date_parse(text, now, &at))
		return false;
	*ms = at > now ? (uint64_t)(at - now) * 1000 : 0; /* positive */
	return true;
}

/* --- delays --- */

uint64_t
retry_delay(const struct retry_policy *p, long next, uint64_t seed)
{
	uint64_t drawn[2] = {seed, (uint64_t)next}; /* next >= 2 */
	uint64_t full = p->first_ms, half;
	long i;

	for (i = 2; i < next && full < p->most_ms; i++)
		full *= 2;
	if (full > p->most_ms)
		full = p->most_ms;
	half = full / 2;
	/* the bytes of two numbers, in whatever order this machine has */
	return full - half + hash_64((const char *)drawn, sizeof(drawn)) %
	    (half + 1);
}

uint64_t
retry_rate_take(struct retry_rate *r, uint64_t now)
{
	uint64_t now_us = now * 1000;

	if (!r->thousandths)
		return 0;
	if (r->next_us > now_us)
		return (r->next_us - now_us + 999) / 1000;
	/*
	 * Up to 20 ms late are made up for: a clock that ticks in ms, and a
	 * wait that ends a little late, would else slow a fast rate down.
	 */
	if (r->next_us + 20000 < now_us)
		r->next_us = now_us;
	r->next_us += 1000000000 / r->thousandths;
	return 0;
}

uint64_t
retry_first_number(void)
{
	return getenv("BOM_NOW") ? 0 : (uint64_t)getpid() << 32; /* > 0 */
}
