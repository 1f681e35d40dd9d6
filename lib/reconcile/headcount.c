/* headcount.c - one group for each impact and team. */
#include "reconcile/headcount.h"

const char *const headcount_age_names[TALLY_AGES] = {"today", "week", "month",
    "older", "unknown"};
const char *const headcount_age_titles[TALLY_AGES] = {"new today", "1-7 days",
    "8-30 days", "over 30 days", "not known"};

void
headcount_init(struct headcount *t, struct clock_time now)
{
	memset(t, 0, sizeof(*t));
	t->index = (struct map)MAP_INIT;
	t->texts = (struct arena)ARENA_INIT;
	t->now = now;
	/* two names of a policy */
	buf_init(&t->key, (size_t)64 * 1024 * 1024);
}

void
headcount_release(struct headcount *t)
{
	map_release(&t->index);
	mem_free(t->list);
	arena_release(&t->texts);
	buf_release(&t->key);
}

/* --- ages --- */

/* Whole days since 1970-01-01; times before then are none of a state. */
static int64_t
day_of(struct clock_time t)
{
	return t.seconds / 86400;
}

int64_t
headcount_days(const struct headcount *t, struct slice since)
{
	struct clock_time then;

	if (!clock_parse(&then, since) || day_of(then) > day_of(t->now))
		return -1;
	return day_of(t->now) - day_of(then);
}

enum headcount_age
headcount_age_of(int64_t days)
{
	if (days < 0)
		return TALLY_UNKNOWN;
	if (days == 0)
		return TALLY_TODAY;
	if (days <= 7)
		return TALLY_WEEK;
	return days <= 30 ? TALLY_MONTH : TALLY_OLDER;
}

bool
headcount_overdue(const struct headcount *t, const struct finding *one)
{
	struct clock_time due;

	return !finding_accepted(one) && clock_parse(&due, one->due_at) &&
	    due.seconds < t->now.seconds;
}

/* --- groups --- */

static struct headcount_group *
group_of(struct headcount *t, struct slice impact, struct slice team)
{
	uint64_t *at;
	bool added;

	buf_clear(&t->key);
	buf_printf(&t->key, "%zu ", impact.len);
	buf_add_slice(&t->key, impact);
	buf_add_slice(&t->key, team);
	at = map_put(&t->index, buf_slice(&t->key), &added);
	if (added) {
		*at = t->count;
		if (t->count == t->size) {
			t->size = mem_next_size(t->size, t->count + 1);
			t->list = mem_grow(t->list, t->size,
			    sizeof(*t->list));
		}
		t->list[t->count++] = (struct headcount_group){
		    .impact = slice_copy(impact, &t->texts),
		    .team = slice_copy(team, &t->texts),
		    .oldest = -1};
	}
	return &t->list[*at];
}

void
headcount_add(struct headcount *t, const struct finding *one)
{
	struct headcount_group *g = group_of(t, one->impact, one->team);
	struct finding open = *one;
	int64_t days;

	open.state = SLICE("");
	g->rank = finding_rank(&open);
	if (finding_accepted(one)) {
		g->accepted++;
		return;
	}
	days = headcount_days(t, one->opened_at);
	g->total++;
	g->ages[headcount_age_of(days)]++;
	g->overdue += headcount_overdue(t, one);
	if (days > g->oldest)
		g->oldest = days;
}

static int
compare_groups(const void *a, const void *b)
{
	const struct headcount_group *left = a, *right = b;
	int c = (int)left->rank - (int)right->rank;

	if (!c)
		c = slice_compare(left->impact, right->impact);
	return c ? c : slice_compare(left->team, right->team);
}

void
headcount_finish(struct headcount *t)
{
	if (t->count)
		qsort(t->list, t->count, sizeof(*t->list), compare_groups);
}

/* --- fewer groups --- */

static void
add_group(struct headcount_group *to, const struct headcount_group *from)
{
	unsigned i;

	for (i = 0; i < TALLY_AGES; i++)
		to->ages[i] += from->ages[i];
	to->total += from->total;
	to->overdue += from->overdue;
	to->accepted += from->accepted;
	if (from->oldest > to->oldest)
		to->oldest = from->oldest;
}

void
headcount_by_impact(struct headcount *out, const struct headcount *t)
{
	size_t i;

	headcount_init(out, t->now);
	for (i = 0; i < t->count; i++) {
		struct headcount_group *g = group_of(out, t->list[i].impact,
		    SLICE(""));

		g->rank = t->list[i].rank;
		add_group(g, &t->list[i]);
	}
	headcount_finish(out);
}

static int
compare_totals(const void *a, const void *b)
{
	const struct headcount_group *left = a, *right = b;

	/* nobody's are at the end */
	if (!left->team.len != !right->team.len)
		return left->team.len ? -1 : 1;
	if (left->total != right->total)
		return left->total > right->total ? -1 : 1;
	return slice_compare(left->team, right->team);
}

void
headcount_by_team(struct headcount *out, const struct headcount *t)
{
	size_t i;

	headcount_init(out, t->now);
	for (i = 0; i < t->count; i++)
		add_group(group_of(out, SLICE(""), t->list[i].team),
		    &t->list[i]);
	if (out->count)
		qsort(out->list, out->count, sizeof(*out->list),
		    compare_totals);
}

void
headcount_all(struct headcount_group *all, const struct headcount *t)
{
	size_t i;

	*all = (struct headcount_group){.oldest = -1};
	for (i = 0; i < t->count; i++)
		add_group(all, &t->list[i]);
}
