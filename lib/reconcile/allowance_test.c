/* allowance_test.c - what --accept takes, and what is in the state then. */
#include "reconcile/allowance.h"

#include "store/override.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define ID "0123456789abcdef0123456789abcdef"

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

static void
sign(struct head *h, struct arena *a)
{
	const struct head_tool by = {.tool = SLICE_INIT("reconcile"),
	    .version = SLICE_INIT("1")};

	head_add_tool(h, &by, a);
}

static struct allowance
allowance_of(const struct scratch *s)
{
	return (struct allowance){.state = s->path, .what = "differ:item:*",
	    .until = "2026-12-31", .reason = "spelling", .by = "kim",
	    .sign = sign};
}

static void
an_override_lasts_to_the_end_of_its_day(void **state)
{
	struct scratch *s = *state;
	struct allowance w = allowance_of(s);
	struct page page = PAGE_INIT;
	struct override row;
	struct err e = ERR_INIT;
	int64_t number;

	scratch_must(allowance_put(&w, &number, &e), &e);
	assert_int_equal(number, 1);
	w.what = "conflict:bom_line:A-100/*";
	w.until = "2026-12-01T12:00:00+02:00";
	scratch_must(allowance_put(&w, &number, &e), &e);
	scratch_must(override_load(s->db, &page, &e), &e);
	assert_true(override_next(&page, &row));
	assert_true(slice_is(row.class, "conflict"));
	assert_true(slice_is(row.pattern, "bom_line:A-100/*"));
	assert_true(slice_is(row.until, "2026-12-01T10:00:00Z"));
	assert_true(override_next(&page, &row));
	assert_true(slice_is(row.until, "2027-01-01T00:00:00Z"));
	assert_true(slice_is(row.who, "kim"));
	assert_true(slice_is(row.why, "spelling"));
	page_release(&page);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	struct scratch *s = *state;
	static const struct {
		size_t member;
		const char *text;
	} cases[] = {
	    {offsetof(struct allowance, what), "differ"},
	    {offsetof(struct allowance, what), "differ:"},
	    {offsetof(struct allowance, what), "odd:item:*"},
	    {offsetof(struct allowance, what), ""},
	    {offsetof(struct allowance, what), ID}, /* there is none */
	    {offsetof(struct allowance, what), ID "0"},
	    {offsetof(struct allowance, until), "tomorrow"},
	    {offsetof(struct allowance, until), "2026-02-30"},
	    {offsetof(struct allowance, until), "2020-01-01"},
	    {offsetof(struct allowance, until), NULL},
	    {offsetof(struct allowance, reason), NULL},
	    {offsetof(struct allowance, reason), " "},
	    {offsetof(struct allowance, by), NULL},
	    {offsetof(struct allowance, by), ""},
	    {offsetof(struct allowance, state), NULL},
	};
	struct err e = ERR_INIT;
	int64_t number;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct allowance w = allowance_of(s);

		memcpy((char *)&w + cases[i].member, &cases[i].text,
		    sizeof(cases[i].text));
		if (allowance_put(&w, &number, &e) != -1 || e.kind != ERR_USAGE)
			fail_msg("case %zu: %s", i, e.text);
		err_clear(&e);
	}
}

static void
a_state_that_is_not_there_is_not_made(void **state)
{
	struct scratch *s = *state;
	struct allowance w = allowance_of(s);
	struct err e = ERR_INIT;
	int64_t number;

	w.state = "/nowhere/at/all.db";
	assert_int_equal(allowance_put(&w, &number, &e), -1);
	err_clear(&e);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(an_override_lasts_to_the_end_of_its_day),
	    CASE(what_makes_no_sense_is_refused),
	    CASE(a_state_that_is_not_there_is_not_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
