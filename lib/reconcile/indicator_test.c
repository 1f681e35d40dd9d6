/*
 * indicator_test.c - the key figures of two nights, worked out by hand.
 *
 * The ledger is written as loads leave it; a night in between counts only what
 * was posted since.
 */
#include "reconcile/indicator.h"

#include "reconcile/sketch_night.h"
#include "store/kpi.h"
#include "store/ledger.h"

#include <setjmp.h>

#include <cmocka.h>

#define ITEM(item, name) \
	"{\"type\":\"item\",\"item\":\"" item "\",\"name\":\"" name "\"}"
#define UNIT "{\"type\":\"supplier\",\"supplier\":\"S\"}"
#define REVISION "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"B\""
#define CHANGE "{\"type\":\"change_order\",\"change_order\":\"E1\""

/* What a load has posted, at this time. */
static void
post(struct sketch_night *n, const char *now, const char *line)
{
	const struct run_info info = {SLICE_INIT("erp-load"), SLICE_INIT("1"),
	    SLICE_INIT("erp"), SLICE_INIT(""), SLICE_INIT("")};
	struct arena a = ARENA_INIT;
	struct ledger_group group = {.target = "erp", .scope = SLICE("")};
	struct ledger_fact fact = {.line = slice_of(line),
	    .digest = SLICE("0123456789abcdef"), .external_id = SLICE("")};
	char run[RUN_ID_SIZE];
	struct err e = ERR_INIT;
	struct key k;
	size_t length;

	scratch_now(now);
	scratch_must(run_start(n->scratch.db, &info, run, &e), &e);
	length = key_parse_prefix(&k, slice_of(line), &a);
	fact.key = slice_from(line, length);
	fact.type = schema_types[k.type].name;
	group.run = run;
	scratch_must(ledger_put(n->scratch.db, &group, &fact, 1, &e), &e);
	scratch_must(run_end(n->scratch.db, run, 0, SLICE(""), &e), &e);
	arena_release(&a);
}

/* The newest value of a figure; "" where there is none of that time. */
static void
assert_figure(struct sketch_night *n, const char *name,
    const char *dimension, const char *value)
{
	char now[CLOCK_TEXT_SIZE];
	const struct kpi_wish wish = {slice_of(name), slice_of(dimension), 1};
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct kpi k;

	db_now(now);
	scratch_must(kpi_history(n->scratch.db, &wish, &page, &e), &e);
	if (!kpi_next(&page, &k) || !slice_is(k.at, now))
		k.value = SLICE("");
	if (!slice_is(k.value, value))
		fail_msg("%s %s: %.*s, not %s", name, dimension,
		    SLICE_ARGS(k.value), value);
	page_release(&page);
}

static const char *const plm[] = {ITEM("A", "bolt"), ITEM("B", "nut"),
    ITEM("C", "pin"), UNIT, NULL};
static const char *const erp[] = {ITEM("A", "bolt"), ITEM("B", "NUT"), UNIT,
    NULL};

static void
accuracy_and_backlog_are_those_of_the_findings(void **state)
{
	struct sketch_night n;

	(void)state;
	sketch_night_open(&n);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, erp);
	assert_int_equal(sketch_night(&n, "2026-11-20T01:00:00Z"), 2);
	/* A and S of A, B, C and S */
	assert_figure(&n, "accuracy.first_pass", "erp/", "50");
	assert_figure(&n, "accuracy.first_pass", "erp/ type item", "33.33");
	assert_figure(&n, "accuracy.first_pass", "erp/ type bom", "");
	assert_figure(&n, "findings.total", "erp/", "2");
	assert_figure(&n, "backlog.open", "erp/", "2");
	assert_figure(&n, "backlog.open", "erp/ impact none", "2");
	assert_figure(&n, "resolution.days", "erp/", "");
	assert_figure(&n, "cycle.days", "erp/", "");
	sketch_snapshot(&n, 1, plm);
	assert_int_equal(sketch_night(&n, "2026-11-22T13:00:00Z"), 0);
	assert_figure(&n, "accuracy.first_pass", "erp/", "100");
	assert_figure(&n, "backlog.open", "erp/", "0");
	assert_figure(&n, "resolution.days", "erp/", "2.5");
	sketch_night_close(&n);
}

static void
what_was_posted_since_the_last_night_has_its_time(void **state)
{
	struct sketch_night n;

	(void)state;
	sketch_night_open(&n);
	scratch_reopen(&n.scratch);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, plm);
	/* 1 day; 3 days late */
	post(&n, "2026-11-04T06:00:00Z", REVISION
	    ",\"effective_from\":\"2026-11-01\""
	    ",\"released_at\":\"2026-11-03T06:00:00Z\"}");
	/* half a day; 2 days in time */
	post(&n, "2026-11-04T12:00:00Z", CHANGE
	    ",\"effective_from\":\"2026-11-06\""
	    ",\"released_at\":\"2026-11-04T00:00:00Z\"}");
	/* neither released nor effective: does not count */
	post(&n, "2026-11-04T12:00:00Z", ITEM("A", "bolt"));
	assert_int_equal(sketch_night(&n, "2026-11-05T01:00:00Z"), 0);
	assert_figure(&n, "cycle.days", "erp/", "0.75");
	assert_figure(&n, "launch.delay_days", "erp/", "1.5");
	assert_figure(&n, "launch.late", "erp/", "50");
	/* the change order is posted anew, the revision is not */
	post(&n, "2026-11-07T00:00:00Z", CHANGE
	    ",\"effective_from\":\"2026-11-07\""
	    ",\"released_at\":\"2026-11-05T00:00:00Z\"}");
	assert_int_equal(sketch_night(&n, "2026-11-08T01:00:00Z"), 0);
	assert_figure(&n, "cycle.days", "erp/", "2");
	assert_figure(&n, "launch.delay_days", "erp/", "0");
	assert_figure(&n, "launch.late", "erp/", "0");
	sketch_night_close(&n);
}

static void
each_figure_has_words_and_a_name_of_its_own(void **state)
{
	const struct indicator_kind *k;

	(void)state;
	for (k = indicator_kinds; k->name; k++) {
		assert_ptr_equal(indicator_find(slice_of(k->name)), k);
		assert_true(strlen(k->title) > 0 && strlen(k->formula) > 0);
	}
	assert_null(indicator_find(SLICE("other")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(accuracy_and_backlog_are_those_of_the_findings),
	    cmocka_unit_test(
		what_was_posted_since_the_last_night_has_its_time),
	    cmocka_unit_test(each_figure_has_words_and_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
