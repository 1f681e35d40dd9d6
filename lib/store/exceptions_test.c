/* exceptions_test.c - the life of an exception. */
#include "store/exceptions.h"

#include "store/findings.h"
#include "store/scratch.h"
#include "store/triage.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct audit_by monday = {"run-1", "cron"};
static const struct audit_by tuesday = {"run-2", "cron"};

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const struct exceptions_note missing = {
    .class = SLICE_INIT("missing_supplier"), .rule = SLICE_INIT("G7"),
    .about = SLICE_INIT("item:A-100"), .plant = SLICE_INIT("1000"),
    .target = SLICE_INIT("sap"), .impact = SLICE_INIT("order"),
    .severity = SLICE_INIT("high"), .message = SLICE_INIT("no supplier"),
    .team = SLICE_INIT("purchasing"),
    .due_at = SLICE_INIT("2026-11-29T00:00:00Z")};

static struct exceptions_seen
see(struct scratch *s, const struct exceptions_note *note,
    const struct audit_by *by)
{
	struct exceptions_seen seen;
	struct err e = ERR_INIT;

	assert_int_equal(exceptions_see(s->db, note, by, &seen, &e), 0);
	return seen;
}

static const char sql_audit[] = "SELECT count(*) FROM audit";

static void
identity_is_of_five_parts_and_not_of_the_words(void **state)
{
	struct exceptions_note same = missing, other[6];
	char id[EXCEPTIONS_ID_SIZE], id2[EXCEPTIONS_ID_SIZE];
	size_t i;

	(void)state;
	exceptions_identity(id, &missing);
	assert_int_equal(strlen(id), 32);
	/* As another SHA-256 gives it over lengths and parts. */
	assert_string_equal(id, "1c99c73d0b416769dfdf0564d99c7230");
	same.message = SLICE("still no supplier");
	same.team = SLICE("");
	exceptions_identity(id2, &same);
	assert_string_equal(id, id2);
	for (i = 0; i < COUNT_OF(other); i++)
		other[i] = missing;
	other[0].class = SLICE("x");
	other[1].rule = SLICE("x");
	other[2].about = SLICE("x");
	other[3].plant = SLICE("x");
	other[4].target = SLICE("x");
	/* The same bytes, cut elsewhere. */
	other[5].class = SLICE("missing_supplierG");
	other[5].rule = SLICE("7");
	for (i = 0; i < COUNT_OF(other); i++) {
		exceptions_identity(id2, &other[i]);
		assert_string_not_equal(id, id2);
	}
}

static void
the_same_problem_tomorrow_is_the_same_exception_older(void **state)
{
	struct scratch *s = *state;
	struct exceptions_note worse = missing;
	struct exceptions_seen seen;
	struct exceptions_row row;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;

	seen = see(s, &missing, &monday);
	assert_true(seen.opened);
	assert_int_equal(seen.state, EXCEPTIONS_NEW);
	assert_int_equal(scratch_number(s, sql_audit), 1);
	scratch_now("2026-11-23T01:02:03Z");
	seen = see(s, &missing, &tuesday);
	assert_false(seen.opened || seen.reopened);
	/* Being seen again is no change. */
	assert_int_equal(scratch_number(s, sql_audit), 1);
	assert_int_equal(exceptions_get(s->db, slice_of(seen.id), &page, &row,
	    &e), 1);
	assert_true(slice_is(row.opened_at, SCRATCH_NOW));
	assert_true(slice_is(row.last_seen, "2026-11-23T01:02:03Z"));
	assert_true(slice_is(row.seen_run, "run-2"));
	assert_true(slice_equal(row.class, missing.class));
	assert_true(slice_equal(row.rule, missing.rule));
	assert_true(slice_equal(row.about, missing.about));
	assert_true(slice_equal(row.plant, missing.plant));
	assert_true(slice_equal(row.target, missing.target));
	assert_true(slice_equal(row.impact, missing.impact));
	assert_true(slice_equal(row.team, missing.team));
	assert_true(slice_equal(row.due_at, missing.due_at));
	worse.severity = SLICE("critical");
	worse.team = SLICE("quality");
	seen = see(s, &worse, &tuesday);
	assert_int_equal(scratch_number(s, sql_audit), 2);
	assert_int_equal(exceptions_get(s->db, slice_of(seen.id), &page, &row,
	    &e), 1);
	assert_true(slice_is(row.severity, "critical"));
	assert_true(slice_is(row.team, "purchasing"));
	page_release(&page);
}

/* Covers what is under rule G7 and begins as `ctx` says. */
static bool
covers(const struct exceptions_row *row, void *ctx)
{
	const char *prefix = ctx;

	return slice_is(row->rule, "G7") &&
	    slice_begins(row->about, slice_of(prefix));
}

static uint64_t
fix_unseen(struct scratch *s, const struct audit_by *by, char *prefix)
{
	const struct exceptions_end end = {by, covers, prefix};
	struct err e = ERR_INIT;
	uint64_t count;

	assert_int_equal(exceptions_fix_unseen(s->db, &end, &count, &e), 0);
	return count;
}

static enum exceptions_state
state_of(struct scratch *s, const char *id)
{
	struct exceptions_row row;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	enum exceptions_state state;

	assert_int_equal(exceptions_get(s->db, slice_of(id), &page, &row, &e),
	    1);
	state = row.state;
	page_release(&page);
	return state;
}

static const char sql_told[] =
    "SELECT group_concat(action) = 'exception.open,exception.open,"
    "exception.open,exception.fixed,exception.reopen' FROM audit";

static void
what_is_not_seen_where_it_would_have_been_is_fixed(void **state)
{
	static char items[] = "item:", others[] = "bom:";
	struct scratch *s = *state;
	struct exceptions_note note = missing;
	struct exceptions_seen gone, kept, rule;

	gone = see(s, &note, &monday);
	note.about = SLICE("item:A-200");
	kept = see(s, &note, &monday);
	note.rule = SLICE("G8");
	rule = see(s, &note, &monday);
	/* In the same run nothing is unseen. */
	assert_int_equal(fix_unseen(s, &monday, items), 0);
	note.rule = SLICE("G7");
	see(s, &note, &tuesday);
	/* Another scope says nothing of it. */
	assert_int_equal(fix_unseen(s, &tuesday, others), 0);
	assert_int_equal(fix_unseen(s, &tuesday, items), 1);
	assert_int_equal(state_of(s, gone.id), EXCEPTIONS_FIXED);
	assert_int_equal(state_of(s, kept.id), EXCEPTIONS_NEW);
	assert_int_equal(state_of(s, rule.id), EXCEPTIONS_NEW);
	assert_int_equal(fix_unseen(s, &tuesday, items), 0);
	/* It comes back: the same one, opened again. */
	gone = see(s, &missing, &tuesday);
	assert_true(gone.reopened);
	assert_false(gone.opened);
	assert_int_equal(gone.state, EXCEPTIONS_REOPENED);
	gone = see(s, &missing, &tuesday);
	assert_false(gone.reopened);
	assert_int_equal(gone.state, EXCEPTIONS_REOPENED);
	assert_int_equal(scratch_number(s, sql_told), 1);
}

static void
many_are_fixed_page_by_page(void **state)
{
	static char items[] = "item:";
	struct scratch *s = *state;
	struct exceptions_note note = missing;
	struct exceptions_cursor c;
	struct exceptions_row row;
	struct err e = ERR_INIT;
	unsigned i, n = 0;
	char about[32];

	assert_int_equal(db_begin(s->db, &e), 0);
	for (i = 0; i < 1200; i++) {
		snprintf(about, sizeof(about), "item:N-%u", i);
		note.about = slice_of(about);
		see(s, &note, i % 3 ? &monday : &tuesday);
	}
	assert_int_equal(db_commit(s->db, &e), 0);
	assert_int_equal(fix_unseen(s, &tuesday, items), 800);
	exceptions_open(&c, s->db, true);
	while (exceptions_next(&c, &row, &e) > 0) {
		assert_true(slice_is(row.seen_run, "run-2"));
		n++;
	}
	exceptions_close(&c);
	assert_int_equal(n, 400);
	exceptions_open(&c, s->db, false);
	for (n = 0; exceptions_next(&c, &row, &e) > 0; n++)
		continue;
	exceptions_close(&c);
	assert_int_equal(n, 1200);
	assert_int_equal(audit_verify(s->db, &e), 0);
}

static void
an_override_lets_it_pass_until_it_expires(void **state)
{
	struct scratch *s = *state;
	struct override_wish wish = {.who = SLICE("mara"),
	    .why = SLICE("agreed")};
	struct exceptions_note later = missing;
	struct exceptions_seen seen = see(s, &missing, &monday);
	struct err e = ERR_INIT;
	int64_t number;

	wish.exception = slice_of(seen.id);
	assert_true(clock_parse(&wish.until, SLICE("2026-11-25T00:00:00Z")));
	assert_int_equal(override_add(s->db, &wish, &monday, &number, &e), 0);
	seen = see(s, &missing, &tuesday);
	assert_int_equal(seen.state, EXCEPTIONS_OVERRIDDEN);
	scratch_now("2026-11-25T00:00:00Z");
	seen = see(s, &missing, &tuesday);
	assert_int_equal(seen.state, EXCEPTIONS_REOPENED);
	assert_true(seen.reopened);
	/* A new one may be overridden before it is there. */
	wish.exception = SLICE("");
	wish.class = missing.class;
	wish.pattern = SLICE("item:Z*");
	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	assert_int_equal(override_add(s->db, &wish, &monday, &number, &e), 0);
	later.about = SLICE("item:Z-1");
	seen = see(s, &later, &tuesday);
	assert_true(seen.opened);
	assert_int_equal(seen.state, EXCEPTIONS_OVERRIDDEN);
}

static void
who_knows_better_says_whether_it_passes(void **state)
{
	struct scratch *s = *state;
	struct override_wish wish = {.class = missing.class,
	    .pattern = SLICE("*"), .who = SLICE("mara"),
	    .why = SLICE("agreed")};
	struct exceptions_note note = missing;
	struct err e = ERR_INIT;
	int64_t number;

	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	assert_int_equal(override_add(s->db, &wish, &monday, &number, &e), 0);
	note.pass = EXCEPTIONS_STANDS;
	assert_int_equal(see(s, &note, &monday).state, EXCEPTIONS_NEW);
	note.pass = EXCEPTIONS_PASSES;
	assert_int_equal(see(s, &note, &tuesday).state,
	    EXCEPTIONS_OVERRIDDEN);
	note.pass = EXCEPTIONS_STANDS;
	assert_int_equal(see(s, &note, &tuesday).state, EXCEPTIONS_REOPENED);
}

static void
a_step_is_done_whole_with_its_audit_row_or_not_at_all(void **state)
{
	static const char sql_rows[] = "SELECT count(*) FROM exception";
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct exceptions_seen seen;
	char spec[32];
	unsigned n;
	int rc = -1;

	for (n = 1; rc < 0; n++) {
		snprintf(spec, sizeof(spec), "db.step:%u", n);
		scratch_fault(spec);
		err_clear(&e);
		rc = exceptions_see(s->db, &missing, &monday, &seen, &e);
		scratch_fault("");
		assert_int_equal(scratch_number(s, sql_rows), rc == 0);
		assert_int_equal(scratch_number(s, sql_audit), rc == 0);
	}
	assert_true(n > 5);
}

static void
damaged_rows_are_named(void **state)
{
	struct scratch *s = *state;
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;

	see(s, &missing, &monday);
	assert_int_equal(exceptions_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_exec(s, "UPDATE exception SET plant = '2000'");
	assert_int_equal(exceptions_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 1);
	scratch_exec(s, "UPDATE exception SET plant = '1000',"
	    " last_seen = '2020-01-01T00:00:00Z', state = 'overridden'");
	assert_int_equal(exceptions_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 3);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identity_is_of_five_parts_and_not_of_the_words),
	    T(the_same_problem_tomorrow_is_the_same_exception_older),
	    T(what_is_not_seen_where_it_would_have_been_is_fixed),
	    T(many_are_fixed_page_by_page),
	    T(an_override_lets_it_pass_until_it_expires),
	    T(who_knows_better_says_whether_it_passes),
	    T(a_step_is_done_whole_with_its_audit_row_or_not_at_all),
	    T(damaged_rows_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
