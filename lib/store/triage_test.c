/* triage_test.c - assigning and overriding. */
#include "store/triage.h"

#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct audit_by cron = {"run-1", "cron"};
static const struct audit_by mara = {"", "mara"};

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

static struct exceptions_seen
see(struct scratch *s, const char *class, const char *about)
{
	const struct exceptions_note note = {.class = slice_of(class),
	    .about = slice_of(about), .team = SLICE("purchasing")};
	struct exceptions_seen seen;
	struct err e = ERR_INIT;

	assert_int_equal(exceptions_see(s->db, &note, &cron, &seen, &e), 0);
	return seen;
}

static void
get(struct scratch *s, const char *id, struct page *page,
    struct exceptions_row *row)
{
	struct err e = ERR_INIT;

	assert_int_equal(exceptions_get(s->db, slice_of(id), page, row, &e), 1);
}

static const char sql_told[] =
    "SELECT count(*) FROM audit WHERE actor = 'mara'";

static void
what_is_given_to_somebody_stays_theirs(void **state)
{
	struct scratch *s = *state;
	struct exceptions_seen seen = see(s, "missing", "item:A");
	struct triage_duty duty = {slice_of(seen.id), SLICE("jo"), SLICE(""),
	    SLICE("2026-12-01T00:00:00Z")};
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	struct err e = ERR_INIT;

	assert_int_equal(triage_assign(s->db, &duty, &mara, &e), 0);
	seen = see(s, "missing", "item:A");
	assert_int_equal(seen.state, EXCEPTIONS_ASSIGNED);
	get(s, seen.id, &page, &row);
	assert_true(slice_is(row.owner, "jo"));
	assert_true(slice_is(row.team, "purchasing"));
	assert_true(slice_is(row.due_at, "2026-12-01T00:00:00Z"));
	assert_int_equal(scratch_number(s, sql_told), 1);
	page_release(&page);
}

static void
what_is_not_there_or_fixed_cannot_be_given(void **state)
{
	struct scratch *s = *state;
	struct exceptions_seen seen = see(s, "missing", "item:A");
	struct triage_duty duty = {SLICE("none"), SLICE("jo"), SLICE(""),
	    SLICE("")};
	struct err e = ERR_INIT;

	assert_int_equal(triage_assign(s->db, &duty, &mara, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "no exception \"none\""));
	scratch_exec(s, "UPDATE exception SET state = 'fixed',"
	    " closed_at = '2026-11-23T00:00:00Z'");
	duty.id = slice_of(seen.id);
	err_clear(&e);
	assert_int_equal(triage_assign(s->db, &duty, &mara, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "is fixed since 2026-11-23"));
	assert_int_equal(scratch_number(s, sql_told), 0);
}

static void
an_override_marks_what_it_covers_at_once(void **state)
{
	struct scratch *s = *state;
	struct exceptions_seen a1 = see(s, "missing", "item:A-1");
	struct exceptions_seen a2 = see(s, "missing", "item:A-2");
	struct exceptions_seen b = see(s, "missing", "item:B");
	struct exceptions_seen other = see(s, "differs", "item:A-1");
	struct override_wish wish = {.class = SLICE("missing"),
	    .pattern = SLICE("item:A-*"), .who = SLICE("mara"),
	    .why = SLICE("agreed")};
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	struct err e = ERR_INIT;
	int64_t number;

	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	assert_int_equal(triage_override(s->db, &wish, &mara, &number, &e), 0);
	assert_int_equal(number, 1);
	get(s, a1.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_OVERRIDDEN);
	get(s, a2.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_OVERRIDDEN);
	get(s, b.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_NEW);
	get(s, other.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_NEW);
	assert_int_equal(scratch_number(s, sql_told), 3);
	wish.class = wish.pattern = SLICE("");
	wish.exception = slice_of(b.id);
	assert_int_equal(triage_override(s->db, &wish, &mara, &number, &e), 0);
	get(s, b.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_OVERRIDDEN);
	/* Revoked, it is a problem again when it is seen again. */
	assert_int_equal(override_revoke(s->db, number, &mara, &e), 0);
	assert_int_equal(see(s, "missing", "item:B").state,
	    EXCEPTIONS_REOPENED);
	page_release(&page);
}

static void
a_sign_off_waits_for_the_run_that_knows_the_content(void **state)
{
	struct scratch *s = *state;
	struct exceptions_seen seen = see(s, "missing", "item:A-1");
	struct override_wish wish = {.exception = slice_of(seen.id),
	    .who = SLICE("mara"), .why = SLICE("seen"),
	    .content = SLICE("0123456789abcdef0123456789abcdef")};
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	struct err e = ERR_INIT;
	int64_t number;

	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	assert_int_equal(triage_override(s->db, &wish, &mara, &number, &e), 0);
	get(s, seen.id, &page, &row);
	assert_int_equal(row.state, EXCEPTIONS_NEW);
	page_release(&page);
}

static void
an_override_of_nothing_leaves_nothing(void **state)
{
	static const char sql_count[] = "SELECT count(*) FROM override";
	struct scratch *s = *state;
	struct override_wish wish = {.exception = SLICE("none"),
	    .who = SLICE("mara"), .why = SLICE("agreed")};
	struct err e = ERR_INIT;
	int64_t number;

	assert_true(clock_parse(&wish.until, SLICE("2027-01-01T00:00:00Z")));
	assert_int_equal(triage_override(s->db, &wish, &mara, &number, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(scratch_number(s, sql_count), 0);
	assert_int_equal(scratch_number(s, sql_told), 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(what_is_given_to_somebody_stays_theirs),
	    T(what_is_not_there_or_fixed_cannot_be_given),
	    T(an_override_marks_what_it_covers_at_once),
	    T(a_sign_off_waits_for_the_run_that_knows_the_content),
	    T(an_override_of_nothing_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
