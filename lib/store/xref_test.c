/* xref_test.c - whose id is whose, both ways. */
#include "store/xref.h"

#include "store/findings.h"
#include "store/run.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

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

static const struct xref list[] = {
    {SLICE_INIT("sap"), SLICE_INIT("item"), SLICE_INIT("A-100"),
	SLICE_INIT("000000000000004711")},
    {SLICE_INIT("sap"), SLICE_INIT("item"), SLICE_INIT("A-200"),
	SLICE_INIT("000000000000004711")},
    {SLICE_INIT("sap"), SLICE_INIT("bom"), SLICE_INIT("A-100"),
	SLICE_INIT("B1")},
    {SLICE_INIT("oracle"), SLICE_INIT("item"), SLICE_INIT("A-100"),
	SLICE_INIT("1")},
};

static void
ids_are_found_both_ways_within_target_and_type(void **state)
{
	struct scratch *s = *state;
	struct arena arena = ARENA_INIT;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct xref x;
	size_t i;

	assert_int_equal(xref_put(s->db, list, COUNT_OF(list), "", &e), 0);
	for (i = 0; i < COUNT_OF(list); i++) {
		x = list[i];
		x.external_id = SLICE("");
		assert_int_equal(xref_find(s->db, &x, &arena, &e), 1);
		assert_true(slice_equal(x.external_id, list[i].external_id));
	}
	x.type = SLICE("bom_line");
	assert_int_equal(xref_find(s->db, &x, &arena, &e), 0);
	assert_int_equal(xref_back(s->db, &list[0], &page, &e), 0);
	assert_int_equal(page.count, 2);
	assert_true(slice_is(page_next(&page)->bytes, "A-100"));
	assert_true(slice_is(page_next(&page)->bytes, "A-200"));
	arena_release(&arena);
	page_release(&page);
}

static void
a_newer_id_takes_the_place_and_removal_ends_it(void **state)
{
	struct scratch *s = *state;
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct xref x = list[0];

	assert_int_equal(xref_put(s->db, list, COUNT_OF(list), "", &e), 0);
	x.external_id = SLICE("4712");
	assert_int_equal(xref_put(s->db, &x, 1, "", &e), 0);
	assert_int_equal(xref_find(s->db, &x, &arena, &e), 1);
	assert_true(slice_is(x.external_id, "4712"));
	assert_int_equal(xref_remove(s->db, &x, &e), 0);
	assert_int_equal(xref_remove(s->db, &x, &e), 0);
	assert_int_equal(xref_find(s->db, &x, &arena, &e), 0);
	arena_release(&arena);
}

static void
an_empty_id_undoes_the_whole_group(void **state)
{
	static const char sql_count[] = "SELECT count(*) FROM xref";
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct xref bad[2] = {list[0], list[1]};

	bad[1].external_id = SLICE("");
	assert_int_equal(xref_put(s->db, bad, 2, "", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(scratch_number(s, sql_count), 0);
}

static void
an_id_of_a_run_that_never_was_is_damage(void **state)
{
	const struct run_info info = {SLICE("t"), SLICE(""), SLICE(""),
	    SLICE(""), SLICE("")};
	struct scratch *s = *state;
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;
	char run[RUN_ID_SIZE];

	assert_int_equal(run_start(s->db, &info, run, &e), 0);
	assert_int_equal(xref_put(s->db, list, COUNT_OF(list), run, &e), 0);
	assert_int_equal(xref_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	assert_int_equal(xref_put(s->db, list, 2, "29990101T000000Z-000099",
	    &e), 0);
	assert_int_equal(xref_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 2);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(ids_are_found_both_ways_within_target_and_type),
	    T(a_newer_id_takes_the_place_and_removal_ends_it),
	    T(an_empty_id_undoes_the_whole_group),
	    T(an_id_of_a_run_that_never_was_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
