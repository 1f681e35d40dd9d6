/*
 * headcount.h - how many findings there are of each impact, team and age.
 *
 * Of all findings, whether they are listed or not.  The age is that of the
 * exception, in days of the calendar (UTC); without a state it is not known.
 * Memory follows the names in the policy.
 */
#ifndef RECONCILE_HEADCOUNT_H
#define RECONCILE_HEADCOUNT_H

#include "base/clock.h"
#include "base/map.h"
#include "reconcile/finding.h"

enum headcount_age {
	TALLY_TODAY, /* opened on the day of the comparison */
	TALLY_WEEK,  /* 1 to 7 days ago */
	TALLY_MONTH, /* 8 to 30 days ago */
	TALLY_OLDER,
	TALLY_UNKNOWN,
	TALLY_AGES,
};

struct headcount_group {
	struct slice impact, team; /* empty: the policy does not say */
	unsigned rank;             /* of the impact, see finding_rank */
	uint64_t ages[TALLY_AGES];
	uint64_t total;
	uint64_t overdue;
	/* Beside the total: an override lets them pass. */
	uint64_t accepted;
	int64_t oldest; /* days; -1: not known */
};

struct headcount {
	struct map index;
	struct headcount_group *list;
	size_t count;
	size_t size;
	struct arena texts;
	struct buf key;
	struct clock_time now;
};

/* `now` is what ages are counted to. */
void headcount_init(struct headcount *t, struct clock_time now);
void headcount_release(struct headcount *t);

void headcount_add(struct headcount *t, const struct finding *one);

/* The groups in order of rank, impact and team; no more adding. */
void headcount_finish(struct headcount *t);

/*
 * Groups by impact alone, or by team alone, in *out, which is initialised and
 * to be released as another tally.  An impact keeps its order; teams come by
 * their totals, the largest first and none at the end.
 */
void headcount_by_impact(struct headcount *out, const struct headcount *t);
void headcount_by_team(struct headcount *out, const struct headcount *t);
/* All groups together; `impact` and `team` are empty. */
void headcount_all(struct headcount_group *all, const struct headcount *t);

/* Days from a time (RFC 3339) to now; -1: it is none, or is to come. */
int64_t headcount_days(const struct headcount *t, struct slice since);
enum headcount_age headcount_age_of(int64_t days);
bool headcount_overdue(const struct headcount *t, const struct finding *one);

/* For programs ("today", "week", ...), and for people. */
extern const char *const headcount_age_names[TALLY_AGES];
extern const char *const headcount_age_titles[TALLY_AGES];

#endif
