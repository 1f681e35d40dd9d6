/*
 * datetext.h - dates and times in the format of a source.
 *
 * A format is text with %Y %y %m %d %b %j %H %I %p %M %S %f %z and %%;
 * everything else stands for itself.  No locale: %b is Jan to Dec, %p AM or
 * PM, in any case of letters.  All of the text must fit: nothing is left over.
 *
 * The format "excel" is the number that spreadsheets keep: days since
 * 1899-12-30, with the time of day as a fraction.  Below 61, which is
 * 1900-03-01, they count a day that there was not: such numbers fit nothing.
 */
#ifndef EXTRACT_DATETEXT_H
#define EXTRACT_DATETEXT_H

#include "base/clock.h"
#include "base/text.h"

/* NULL, or what is wrong with the format, a constant. */
const char *datetext_check(struct slice format);

/* "2026-11-22" of the text; false if it does not fit or is no real day. */
bool datetext_date(char out[CLOCK_DATE_SIZE], struct slice text,
    struct slice format);

/* RFC 3339 in UTC; without %z the text is taken for UTC. */
bool datetext_time(char out[CLOCK_TEXT_SIZE], struct slice text,
    struct slice format);

/*
 * The day after; false for 9999-12-31, behind which there is none.
 */
bool datetext_next_day(char out[CLOCK_DATE_SIZE], struct slice date);

#endif
