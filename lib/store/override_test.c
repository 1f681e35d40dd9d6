/* override_test.c - who lets what pass, and when that ends. */
#include "store/override.h"

#include "store/audit.h"
#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct audit_by by = {"run-1", "mara"};

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

static struct clock_time
time_of(const char *text)
{
	struct clock_time t;

	assert_true(clock_parse(&t, slice_of(text)));
	return t;
}

static void
a_star_stands_for_any_bytes(void **state)
{
	static const struct {
		const char *pattern, *about;
		bool matches;
	} cases[] = {
	    {"item:A-100", "item:A-100", true},
	    {"item:A-100", "item:A-1000", false},
	    {"item:A-*", "item:A-1000", true},
	    {"item:A-*", "item:A-", true},
	    {"item:A-*", "item:B-1", false},
	    {"*", "", true},
	    {"", "", true},
	    {"", "x", false},
	    {"*x", "axbx", true},
	    {"*x", "axb", false},
	    {"a*b*c", "a1b2b3c", true},
	    {"a*b*c", "a1b2b3", false},
	    {"bom_line:*/B/*/P-200/*", "bom_line:A/B/1000///0010/P-200/", true},
	    {"item:[A]?", "item:[A]?", true},
	    {"item:[A]?", "item:AB", false},
	    {"**a**", "bab", true},
	    {"*aab", "aaaaaaaaaaaaaab", true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (override_matches(slice_of(cases[i].pattern),
		    slice_of(cases[i].about)) != cases[i].matches)
			fail_msg("%s %s", cases[i].pattern, cases[i].about);
}

static void
a_wish_without_name_reason_or_end_is_refused(void **state)
{
	static const struct {
		struct override_wish wish;
		const char *until;
		const char *words;
	} cases[] = {
	    {{.who = SLICE_INIT("m"), .why = SLICE_INIT("w")},
		"2027-01-01T00:00:00Z", "is for one"},
	    {{.exception = SLICE_INIT("x"), .class = SLICE_INIT("c"),
		.pattern = SLICE_INIT("*"), .who = SLICE_INIT("m"),
		.why = SLICE_INIT("w")}, "2027-01-01T00:00:00Z", "is for one"},
	    {{.class = SLICE_INIT("c"), .who = SLICE_INIT("m"),
		.why = SLICE_INIT("w")}, "2027-01-01T00:00:00Z", "is for one"},
	    {{.exception = SLICE_INIT("x"), .who = SLICE_INIT(" "),
		.why = SLICE_INIT("w")}, "2027-01-01T00:00:00Z",
		"needs the name"},
	    {{.exception = SLICE_INIT("x"), .who = SLICE_INIT("m"),
		.why = SLICE_INIT("\t")}, "2027-01-01T00:00:00Z",
		"needs a reason"},
	    {{.exception = SLICE_INIT("x"), .who = SLICE_INIT("m"),
		.why = SLICE_INIT("w")}, SCRATCH_NOW, "in the future"},
	    {{.exception = SLICE_INIT("x"), .who = SLICE_INIT("m"),
		.why = SLICE_INIT("w"), .content = SLICE_INIT("12")},
		"2027-01-01T00:00:00Z", "a sign-off is for one"},
	    {{.class = SLICE_INIT("c"), .pattern = SLICE_INIT("*"),
		.who = SLICE_INIT("m"), .why = SLICE_INIT("w"),
		.content = SLICE_INIT("0123456789abcdef0123456789abcdef")},
		"2027-01-01T00:00:00Z", "a sign-off is for one"},
	};
	static const char sql_count[] = "SELECT count(*) FROM override";
	struct scratch *s = *state;
	int64_t number;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct override_wish wish = cases[i].wish;
		struct err e = ERR_INIT;

		wish.until = time_of(cases[i].until);
		assert_int_equal(override_add(s->db, &wish, &by, &number, &e),
		    -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, cases[i].words));
	}
	assert_int_equal(scratch_number(s, sql_count), 0);
}

static void
add(struct scratch *s, const char *what[3], const char *until)
{
	const struct override_wish wish = {slice_of(what[0]),
	    slice_of(what[1]), slice_of(what[2]), SLICE("mara"),
	    SLICE("supplier agreed"), time_of(until), SLICE("")};
	struct err e = ERR_INIT;
	int64_t number;

	assert_int_equal(override_add(s->db, &wish, &by, &number, &e), 0);
}

/* The number of the override in force, 0 for none. */
static int64_t
find(struct scratch *s, const char *what[3], const char *at)
{
	const struct override_about about = {slice_of(what[0]),
	    slice_of(what[1]), slice_of(what[2]), time_of(at), SLICE("")};
	struct page page = PAGE_INIT;
	struct override o = {0};
	struct err e = ERR_INIT;
	int got = override_find(s->db, &about, &page, &o, &e);

	assert_true(got >= 0);
	if (got) {
		assert_true(slice_is(o.who, "mara"));
		assert_true(slice_is(o.why, "supplier agreed"));
	}
	page_release(&page);
	return got ? o.number : 0;
}

static void
an_override_covers_its_own_from_its_start_to_its_end(void **state)
{
	static const char *one[] = {"e1", "", ""};
	static const char *like[] = {"", "missing", "item:A-*"};
	static const char *longer[] = {"", "missing", "item:A-1*"};
	static const struct {
		const char *what[3];
		const char *at;
		int64_t number;
	} cases[] = {
	    {{"e1", "other", "item:X"}, SCRATCH_NOW, 1},
	    {{"e1", "other", "item:X"}, "2026-11-30T23:59:59Z", 1},
	    {{"e1", "other", "item:X"}, "2026-11-30T23:59:59.5Z", 1},
	    {{"e1", "other", "item:X"}, "2026-12-01T00:00:00Z", 0},
	    {{"e1", "other", "item:X"}, "2026-11-22T01:02:02Z", 0},
	    {{"e2", "other", "item:A-2"}, SCRATCH_NOW, 0},
	    {{"e2", "missing", "item:A-2"}, SCRATCH_NOW, 2},
	    {{"e2", "missing", "item:B-2"}, SCRATCH_NOW, 0},
	    {{"e2", "missing", "item:A-1"}, SCRATCH_NOW, 3},
	    {{"", "", ""}, SCRATCH_NOW, 0},
	};
	struct scratch *s = *state;
	size_t i;

	add(s, one, "2026-12-01T00:00:00Z");
	add(s, like, "2026-12-01T00:00:00Z");
	add(s, longer, "2027-12-01T00:00:00Z");
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *what[3] = {cases[i].what[0], cases[i].what[1],
		    cases[i].what[2]};

		assert_int_equal(find(s, what, cases[i].at), cases[i].number);
	}
}

static void
a_revoked_one_ends_at_once_and_both_are_in_the_log(void **state)
{
	static const char sql_told[] =
	    "SELECT count(*) FROM audit WHERE subject = '1' AND action IN"
	    " ('override.add', 'override.revoke') AND detail = '{\"exception\""
	    ":\"e1\",\"until\":\"2026-12-01T00:00:00Z\",\"who\":\"mara\","
	    "\"why\":\"supplier agreed\"}'";
	static const char *one[] = {"e1", "", ""};
	static const char *same[] = {"e1", "c", "a"};
	struct scratch *s = *state;
	struct page page = PAGE_INIT;
	struct override o;
	struct err e = ERR_INIT;

	add(s, one, "2026-12-01T00:00:00Z");
	assert_int_equal(override_revoke(s->db, 1, &by, &e), 0);
	assert_int_equal(find(s, same, "2026-11-23T00:00:00Z"), 0);
	assert_int_equal(scratch_number(s, sql_told), 2);
	assert_int_equal(audit_verify(s->db, &e), 0);
	assert_int_equal(override_revoke(s->db, 1, &by, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "no override 1 in force"));
	err_clear(&e);
	assert_int_equal(override_load(s->db, &page, &e), 0);
	assert_true(override_next(&page, &o));
	assert_true(slice_is(o.revoked, SCRATCH_NOW));
	assert_true(slice_is(o.until, "2026-12-01T00:00:00Z"));
	assert_false(override_next(&page, &o));
	page_release(&page);
}

static void
a_sign_off_counts_for_its_content_only(void **state)
{
	static const struct slice content =
	    SLICE_INIT("0123456789abcdef0123456789abcdef");
	static const char *one[] = {"e1", "", ""};
	struct scratch *s = *state;
	struct override_wish wish = {.exception = SLICE("e1"),
	    .who = SLICE("mara"), .why = SLICE("seen"),
	    .until = time_of("2026-12-01T00:00:00Z"), .content = content};
	struct override_about about = {.exception = SLICE("e1"),
	    .at = time_of(SCRATCH_NOW)};
	struct page page = PAGE_INIT;
	struct override o = {0};
	struct err e = ERR_INIT;
	int64_t number;

	assert_int_equal(override_add(s->db, &wish, &by, &number, &e), 0);
	assert_int_equal(override_find(s->db, &about, &page, &o, &e), 0);
	about.content = SLICE("ffffffffffffffffffffffffffffffff");
	assert_int_equal(override_find(s->db, &about, &page, &o, &e), 0);
	about.content = content;
	assert_int_equal(override_find(s->db, &about, &page, &o, &e), 1);
	assert_true(slice_equal(o.content, content));
	/* An override beside it lets nothing pass that must be signed. */
	add(s, one, "2026-12-02T00:00:00Z");
	assert_int_equal(override_find(s->db, &about, &page, &o, &e), 1);
	assert_int_equal(o.number, number);
	page_release(&page);
}

static void
one_that_came_in_by_the_back_door_is_found(void **state)
{
	static const char *one[] = {"e1", "", ""};
	struct scratch *s = *state;
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;

	add(s, one, "2026-12-01T00:00:00Z");
	assert_int_equal(override_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_exec(s, "INSERT INTO override(exception, class, pattern, who,"
	    " why, created, until, revoked, run) VALUES('e', '', '', 'x', 'y',"
	    " '2026-11-22T02:00:00Z', '2029', '2020', '')");
	assert_int_equal(override_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 2);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_star_stands_for_any_bytes),
	    T(a_wish_without_name_reason_or_end_is_refused),
	    T(an_override_covers_its_own_from_its_start_to_its_end),
	    T(a_revoked_one_ends_at_once_and_both_are_in_the_log),
	    T(a_sign_off_counts_for_its_content_only),
	    T(one_that_came_in_by_the_back_door_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
