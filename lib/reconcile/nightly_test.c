/*
 * nightly_test.c - nights one after the other: what stays, what is done twice,
 * what a brake and a short time leave undone.
 */
#include "reconcile/sketch_night.h"

#include "base/clock.h"
#include "store/triage.h"

#include <setjmp.h>

#include <cmocka.h>

#define ITEM(item, name) \
	"{\"type\":\"item\",\"item\":\"" item "\",\"name\":\"" name "\"}"

static const char sql_state[] =
    "SELECT count(*) FROM exception WHERE state = 'new'";
static const char sql_fixed[] =
    "SELECT count(*) FROM exception WHERE state = 'fixed'";
static const char sql_all[] = "SELECT count(*) FROM exception";
static const char sql_under_way[] = "SELECT count(*) FROM comparison";
static const char sql_runs[] = "SELECT count(*) FROM run";
static const char sql_stages[] =
    "SELECT sum(given) FROM stage WHERE ended <> ''";
static const char sql_opened[] =
    "SELECT count(*) FROM audit WHERE action = 'exception.open'";

static const char *const plm[] = {ITEM("A", "bolt"), ITEM("B", "nut"),
    ITEM("C", "pin"), NULL};
static const char *const erp[] = {ITEM("A", "bolt"), ITEM("B", "NUT"), NULL};

static int
set_up(void **state)
{
	static struct sketch_night n;

	sketch_night_open(&n);
	sketch_snapshot(&n, 0, plm);
	sketch_snapshot(&n, 1, erp);
	*state = &n;
	return 0;
}

static int
tear_down(void **state)
{
	sketch_night_close(*state);
	return 0;
}

static void
the_same_problem_the_next_night_is_the_same_exception(void **state)
{
	struct sketch_night *n = *state;

	assert_int_equal(sketch_night(n, "2026-11-20T01:00:00Z"), 2);
	assert_int_equal(scratch_number(&n->scratch, sql_state), 2);
	assert_int_equal(sketch_night(n, "2026-11-21T01:00:00Z"), 2);
	assert_int_equal(scratch_number(&n->scratch, sql_all), 2);
	assert_int_equal(scratch_number(&n->scratch, sql_opened), 2);
	assert_int_equal(scratch_number(&n->scratch, sql_runs), 2);
	assert_int_equal(scratch_number(&n->scratch, sql_under_way), 0);
	assert_int_equal(scratch_number(&n->scratch, sql_stages), 2 * (5 + 2 +
	    2));
	sketch_snapshot(n, 1, plm);
	assert_int_equal(sketch_night(n, "2026-11-22T01:00:00Z"), 0);
	assert_int_equal(scratch_number(&n->scratch, sql_fixed), 2);
}

static void
what_an_override_accepts_is_no_finding_and_not_corrected(void **state)
{
	struct sketch_night *n = *state;
	const struct override_wish wish = {.class = SLICE_INIT("differ"),
	    .pattern = SLICE_INIT("item:*"), .who = SLICE_INIT("kim"),
	    .why = SLICE_INIT("spelling"), .until = {INT64_C(1795000000), 0}};
	const struct audit_by by = {"", "kim"};
	struct err e = ERR_INIT;
	int64_t number;

	assert_int_equal(sketch_night(n, "2026-11-10T01:00:00Z"), 2);
	scratch_must(triage_override(n->scratch.db, &wish, &by, &number, &e),
	    &e);
	/* one correction is allowed, and one there is */
	scratch_must(limit_parse(&n->limit, "--max-corrections", "1", &e), &e);
	assert_int_equal(sketch_night(n, "2026-11-11T01:00:00Z"), 1);
	memset(&n->limit, 0, sizeof(n->limit));
	/* it ends on 2026-11-18 */
	assert_int_equal(sketch_night(n, "2026-11-21T01:00:00Z"), 2);
	assert_int_equal(scratch_number(&n->scratch, "SELECT count(*) FROM"
	    " exception WHERE state = 'reopened'"), 1);
}

static void
a_brake_leaves_the_state_without_exceptions(void **state)
{
	struct sketch_night *n = *state;
	struct err e = ERR_INIT;

	scratch_must(limit_parse(&n->limit, "--max-corrections", "1", &e), &e);
	assert_int_equal(sketch_try(n, "2026-11-20T01:00:00Z", &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	scratch_reopen(&n->scratch);
	assert_int_equal(scratch_number(&n->scratch, sql_all), 0);
	assert_int_not_equal(access(n->report, F_OK), 0);
	err_clear(&e);
}

/* Fills `text` with a night's report, without the run's own name. */
static void
read_report(struct sketch_night *n, struct buf *text)
{
	struct err e = ERR_INIT;
	char *at;

	buf_clear(text);
	scratch_must(file_load(text, n->report, 1024 * 1024, &e), &e);
	while ((at = strstr(buf_text(text), "20261120T010000Z-")) != NULL)
		memset(at, 'x', sizeof("20261120T010000Z-000001") - 1);
}

static void
nights_of_a_short_time_come_to_the_end_of_one_long_night(void **state)
{
	static const char now[] = "2026-11-20T01:00:00Z";
	static const char *const many[] = {ITEM("1", "a"), ITEM("2", "b"),
	    ITEM("3", "c"), ITEM("4", "d"), ITEM("5", "e"), ITEM("6", "f"),
	    ITEM("7", "g"), NULL};
	struct sketch_night *n = *state;
	struct buf texts[2] = {BUF_INIT(1024 * 1024), BUF_INIT(1024 * 1024)};
	struct err e = ERR_INIT;
	int nights, got = -1;

	sketch_snapshot(n, 0, many);
	assert_int_equal(sketch_night(n, now), 9);
	read_report(n, &texts[0]);
	unlink(n->report);
	db_close(n->scratch.db);
	n->scratch.db = NULL;
	unlink(n->scratch.path);
	n->job.run_time = "0s";
	n->job.batch = 2;
	for (nights = 0; got < 0 && nights < 10; nights++) {
		assert_int_not_equal(access(n->report, F_OK), 0);
		err_clear(&e);
		got = sketch_try(n, now, &e);
		assert_true(got >= 0 || e.kind == ERR_AGAIN);
	}
	assert_int_equal(got, 9);
	assert_int_equal(nights, 3);
	read_report(n, &texts[1]);
	assert_string_equal(buf_text(&texts[0]), buf_text(&texts[1]));
	buf_release(&texts[0]);
	buf_release(&texts[1]);
	scratch_reopen(&n->scratch);
	assert_int_equal(scratch_number(&n->scratch, sql_opened), 9);
}

static void
without_a_state_exceptions_are_new_and_nothing_is_kept(void **state)
{
	struct sketch_night *n = *state;
	struct buf text = BUF_INIT(1024 * 1024);
	char path[100];
	struct err e = ERR_INIT;

	snprintf(path, sizeof(path), "%s/exceptions", n->scratch.folder);
	n->job.state = NULL;
	n->job.streams[NIGHTLY_EXCEPTIONS] = path;
	assert_int_equal(sketch_try(n, "2026-11-20T01:00:00Z", &e), 2);
	assert_int_not_equal(access(n->scratch.path, F_OK), 0);
	scratch_must(file_load(&text, path, 1024 * 1024, &e), &e);
	assert_non_null(strstr(buf_text(&text), "\"state\":\"new\",\"rule\":"
	    "\"item.name\",\"message\":\"name: PLM \\\"nut\\\", ERP "
	    "\\\"NUT\\\"\",\"opened_at\":\"2026-11-20T01:00:00Z\""));
	assert_non_null(strstr(buf_text(&text), "{\"~seal\":{\"records\":2,"));
	buf_release(&text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(the_same_problem_the_next_night_is_the_same_exception),
	    CASE(what_an_override_accepts_is_no_finding_and_not_corrected),
	    CASE(a_brake_leaves_the_state_without_exceptions),
	    CASE(nights_of_a_short_time_come_to_the_end_of_one_long_night),
	    CASE(without_a_state_exceptions_are_new_and_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
