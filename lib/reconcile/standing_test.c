/* standing_test.c - what the reports hear of three nights. */
#include "reconcile/standing.h"

#include "reconcile/sketch_night.h"

#include <setjmp.h>

#include <cmocka.h>

#define ITEM(item, name) \
	"{\"type\":\"item\",\"item\":\"" item "\",\"name\":\"" name "\"}"

static const char *const plm[] = {ITEM("A", "bolt"), ITEM("B", "nut"), NULL};
static const char *const none[] = {NULL};
static const char *const one[] = {ITEM("A", "bolt"), NULL};

/* Loads the standing as the last night's session would. */
static void
load(struct standing *s, struct sketch_night *n, const char *run,
    int64_t audit)
{
	struct session session = {.db = n->scratch.db,
	    .first = slice_of(run), .row = {.audit = audit}};
	struct reconcile r = {.policy = &n->policy};
	struct err e = ERR_INIT;

	r.pair.right.in.head.system = SLICE("erp");
	scratch_must(standing_load(s, &session, &r, &e), &e);
}

static const struct standing_series *
series_of(const struct standing *s, const char *chart, const char *name)
{
	size_t i;

	for (i = 0; i < s->series_count; i++)
		if (slice_is(s->series[i].chart, chart) &&
		    slice_is(s->series[i].name, name))
			return &s->series[i];
	fail_msg("no series %s in %s", name, chart);
	return NULL;
}

static const char sql_audit[] = "SELECT max(sequence) FROM audit";

static void
counts_figures_and_trend_are_those_of_the_nights(void **state)
{
	const struct standing_series *open;
	struct sketch_night n;
	struct standing s;
	int64_t before;
	size_t i;

	(void)state;
	sketch_night_open(&n);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, none);
	assert_int_equal(sketch_night(&n, "2026-11-20T01:00:00Z"), 2);
	sketch_snapshot(&n, 1, plm);
	assert_int_equal(sketch_night(&n, "2026-11-21T01:00:00Z"), 0);
	before = scratch_number(&n.scratch, sql_audit);
	sketch_snapshot(&n, 1, one);
	assert_int_equal(sketch_night(&n, "2026-11-22T01:00:00Z"), 1);
	load(&s, &n, "20261122T010000Z-000003", before);
	assert_int_equal(s.opened, 0);
	assert_int_equal(s.reopened, 1);
	assert_int_equal(s.fixed, 0);
	assert_int_equal(s.open, 1);
	assert_int_equal(s.overdue, 0);
	assert_int_equal(s.run_count, 3);
	assert_true(slice_is(s.runs[0].run, "20261120T010000Z-000001"));
	assert_true(slice_is(s.runs[2].at, "2026-11-22T01:00:00Z"));
	open = series_of(&s, "Open exceptions by impact", "none");
	assert_true(open->known[0] && open->known[1] && open->known[2]);
	assert_true(decimal_zero(open->values[1]));
	assert_int_equal(decimal_compare(open->values[0], decimal_of(2)), 0);
	assert_int_equal(decimal_compare(open->values[2], decimal_of(1)), 0);
	for (i = 0; i < s.figure_count; i++)
		if (slice_is(s.figures[i].name, "accuracy.first_pass") &&
		    !s.figures[i].dimension.len)
			break;
	assert_true(i < s.figure_count);
	assert_true(slice_is(s.figures[i].value, "50"));
	assert_true(slice_is(s.figures[i].unit, "%"));
	standing_release(&s);
	sketch_night_close(&n);
}

static void
another_policy_has_a_standing_of_its_own(void **state)
{
	struct sketch_night n;
	struct standing s;

	(void)state;
	sketch_night_open(&n);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, none);
	assert_int_equal(sketch_night(&n, "2026-11-20T01:00:00Z"), 2);
	n.policy.name = SLICE("b");
	assert_int_equal(sketch_night(&n, "2026-11-21T01:00:00Z"), 2);
	load(&s, &n, "20261121T010000Z-000002", 0);
	assert_int_equal(s.run_count, 1);
	assert_int_equal(s.open, 2);
	assert_int_equal(s.opened, 2);
	standing_release(&s);
	sketch_night_close(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_figures_and_trend_are_those_of_the_nights),
	    cmocka_unit_test(another_policy_has_a_standing_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
