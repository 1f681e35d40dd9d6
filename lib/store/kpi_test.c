/* kpi_test.c - figures of runs over time. */
#include "store/kpi.h"

#include "store/findings.h"
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

static void
put(struct scratch *s, const char *run, const char *value)
{
	const struct kpi list[] = {
	    {.name = SLICE("held"), .dimension = SLICE("1000"),
		.value = slice_of(value)},
	    {.name = SLICE("held"), .dimension = SLICE(""),
		.value = SLICE("12345678901234567890.5")},
	};
	struct err e = ERR_INIT;

	assert_int_equal(kpi_put(s->db, run, list, 2, &e), 0);
}

static void
a_figure_is_read_back_by_run_and_over_time(void **state)
{
	const struct kpi_wish wish = {SLICE("held"), SLICE("1000"), 2};
	struct scratch *s = *state;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct kpi k;

	put(s, "r1", "1");
	put(s, "r1", "1.5"); /* again: replaces */
	scratch_now("2026-11-23T00:00:00Z");
	put(s, "r2", "2");
	scratch_now("2026-11-24T00:00:00Z");
	put(s, "r3", "-3");
	assert_int_equal(kpi_of_run(s->db, SLICE("r1"), &page, &e), 0);
	assert_true(kpi_next(&page, &k));
	assert_int_equal(k.dimension.len, 0);
	assert_true(slice_is(k.value, "12345678901234567890.5"));
	assert_true(kpi_next(&page, &k));
	assert_true(slice_is(k.value, "1.5"));
	assert_true(slice_is(k.at, SCRATCH_NOW));
	assert_false(kpi_next(&page, &k));
	assert_int_equal(kpi_history(s->db, &wish, &page, &e), 0);
	assert_true(kpi_next(&page, &k));
	assert_true(slice_is(k.value, "-3"));
	assert_true(slice_is(k.run, "r3"));
	assert_true(kpi_next(&page, &k));
	assert_true(slice_is(k.value, "2"));
	assert_false(kpi_next(&page, &k));
	page_release(&page);
}

static void
what_is_no_number_is_refused_and_found(void **state)
{
	static const char *const bad[] = {"", "1.0", "1e3", "-0", "NaN", "1,5"};
	struct scratch *s = *state;
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++) {
		const struct kpi k = {.name = SLICE("n"),
		    .value = slice_of(bad[i])};

		err_clear(&e);
		assert_int_equal(kpi_put(s->db, "r", &k, 1, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
	}
	put(s, "r1", "7");
	err_clear(&e);
	assert_int_equal(kpi_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_exec(s, "UPDATE kpi SET value = '7.10' WHERE value = '7'");
	assert_int_equal(kpi_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_figure_is_read_back_by_run_and_over_time),
	    T(what_is_no_number_is_refused_and_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
