/*
 * retry.h - whether, and when, to try again; and not too often.
 *
 * Pure figures: nothing here waits, or looks at a clock.  Times are
 * milliseconds of clock_ticks().
 */
#ifndef NET_RETRY_H
#define NET_RETRY_H

#include "base/text.h"

#define RETRY_STATUSES_MOST 16

struct retry_policy {
	long attempts;     /* in all; 1: never again */
	uint64_t first_ms; /* the first delay; each further one doubles */
	uint64_t most_ms;  /* no delay is longer; a Retry-After that is
			    * ends the trying */
	long statuses[RETRY_STATUSES_MOST]; /* beside the usual ones */
	size_t status_count;
};

/* 5 attempts, from 1 s to 60 s. */
#define RETRY_POLICY_INIT {5, 1000, 60000, {0}, 0}

/*
 * A status that says "later": 408, 425, 429, 5xx but 501, 505 and 511, and
 * those of the policy.
 */
bool retry_status(const struct retry_policy *p, long status);

/*
 * A status that says, too, that nothing was done: 425, 429, and 408 and 503
 * where a Retry-After came along.
 */
bool retry_status_undone(long status, bool after);

/*
 * A Retry-After: seconds, or an HTTP date of one of the three forms, which is
 * compared with `now` (seconds since 1970).  False if it is neither.
 */
bool retry_after(struct slice text, int64_t now, uint64_t *ms);

/*
 * The delay before attempt number `next` (the second is 2): half of it fixed,
 * half drawn from `seed`: the same seed, the same delays.
 */
uint64_t retry_delay(const struct retry_policy *p, long next, uint64_t seed);

/* So many requests a second, evenly. */
struct retry_rate {
	uint64_t thousandths; /* requests in 1000 s; 0: no limit */
	uint64_t next_us;     /* when the next may go */
};

/* 0: one may go at `now` and is counted; else so many ms are to be waited. */
uint64_t retry_rate_take(struct retry_rate *r, uint64_t now);

/*
 * The number of the first request, for drawing delays: other processes draw
 * others, unless the time is fixed for a test.
 */
uint64_t retry_first_number(void);

#endif
