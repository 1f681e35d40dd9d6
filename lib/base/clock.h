/*
 * clock.h - the time, fixed by BOM_NOW, and calendar arithmetic.
 *
 * The only source of the present time in the tree.  BOM_NOW (RFC 3339) fixes
 * it, so that tests and re-runs give the same bytes.  Days are those of the
 * proleptic Gregorian calendar, times are UTC; no locale, no time zone files.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/err.h"
#include "base/text.h"

/* "2026-11-22T01:02:03.123456789Z" and a NUL. */
#define CLOCK_TEXT_SIZE 32
/* "2026-11-22" and a NUL. */
#define CLOCK_DATE_SIZE 11

struct clock_time {
	int64_t seconds; /* since 1970-01-01T00:00:00Z */
	uint32_t nanos;  /* 0 to 999999999 */
};

/* Now, in whole seconds; BOM_NOW's time where that is set and valid. */
struct clock_time clock_now(void);

/*
 * Milliseconds of a clock that only goes forward, for rates and waiting; it
 * begins anywhere, is not fixed by BOM_NOW and never reaches data.
 */
uint64_t clock_ticks(void);

/* ERR_USAGE if BOM_NOW is set and is not RFC 3339; cmd/tool asks at start. */
int clock_check(struct err *e) MUST_USE;

/*
 * RFC 3339 with Z or an offset, a blank or `t` in the middle accepted, at
 * most 9 digits of fraction, no second 60, years 0001 to 9999 (also after
 * the offset is taken off).  False if it is none.
 */
bool clock_parse(struct clock_time *out, struct slice text);

/* RFC 3339 in UTC with Z, no needless fraction. */
void clock_print(char text[CLOCK_TEXT_SIZE], struct clock_time t);

/* Exactly YYYY-MM-DD, a real day of years 0001 to 9999. */
bool clock_date_valid(struct slice text);

/* Days since 1970-01-01 of a valid date, and back (years 0001 to 9999). */
int64_t clock_days(struct slice date);
bool clock_date_print(char text[CLOCK_DATE_SIZE], int64_t days);

#endif
