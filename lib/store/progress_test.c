/* progress_test.c - a row put, got, put over and dropped; rows that lie. */
#include "store/progress.h"

#include "store/findings.h"
#include "store/run.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

#define PLACE "0123456789abcdef0123456789abcdef"

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

static struct progress
row_of(const char *run, uint64_t findings, const char *key)
{
	return (struct progress){.place = SLICE(PLACE),
	    .identity = SLICE("fedcba9876543210fedcba9876543210"),
	    .run = slice_of(run), .audit = 7, .findings = findings,
	    .key = slice_of(key), .seal = SLICE("")};
}

static void
a_row_comes_back_as_it_was_put_and_goes_when_it_is_dropped(void **state)
{
	struct scratch *s = *state;
	struct progress put = row_of("r", 2, "item:A"), got;
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;

	assert_int_equal(progress_get(s->db, put.place, &page, &got, &e), 0);
	scratch_must(progress_put(s->db, &put, &e), &e);
	put.findings = UINT64_C(3) << 40;
	put.key = SLICE("item:B");
	put.seal = SLICE("ab");
	scratch_must(progress_put(s->db, &put, &e), &e);
	assert_int_equal(progress_get(s->db, put.place, &page, &got, &e), 1);
	assert_true(slice_equal(got.identity, put.identity));
	assert_true(slice_is(got.run, "r"));
	assert_true(slice_is(got.key, "item:B"));
	assert_true(slice_is(got.seal, "ab"));
	assert_int_equal(got.audit, 7);
	assert_int_equal(got.findings, put.findings);
	scratch_must(progress_drop(s->db, put.place, &e), &e);
	scratch_must(progress_drop(s->db, put.place, &e), &e);
	assert_int_equal(progress_get(s->db, put.place, &page, &got, &e), 0);
	page_release(&page);
}

static void
a_place_that_is_no_hash_is_refused_by_the_table(void **state)
{
	struct scratch *s = *state;
	struct progress put = row_of("r", 0, "");
	struct err e = ERR_INIT;

	put.place = SLICE("short");
	assert_int_equal(progress_put(s->db, &put, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

static void
the_check_finds_rows_without_a_run_and_counts_without_a_key(void **state)
{
	struct scratch *s = *state;
	const struct run_info info = {.tool = SLICE("reconcile"),
	    .version = SLICE("1"), .target = SLICE(""),
	    .arguments = SLICE(""), .traceparent = SLICE("")};
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct progress put = row_of("nowhere", 0, "");
	char run[RUN_ID_SIZE];
	struct err e = ERR_INIT;

	scratch_must(progress_put(s->db, &put, &e), &e);
	scratch_must(progress_check(s->db, &f, &e), &e);
	assert_int_equal(f.count, 1);
	scratch_must(run_start(s->db, &info, run, &e), &e);
	put = row_of(run, 3, "");
	scratch_must(progress_put(s->db, &put, &e), &e);
	scratch_must(progress_check(s->db, &f, &e), &e);
	assert_int_equal(f.count, 2);
	put = row_of(run, 3, "item:A");
	scratch_must(progress_put(s->db, &put, &e), &e);
	scratch_must(progress_check(s->db, &f, &e), &e);
	assert_int_equal(f.count, 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(a_row_comes_back_as_it_was_put_and_goes_when_it_is_dropped),
	    CASE(a_place_that_is_no_hash_is_refused_by_the_table),
	    CASE(the_check_finds_rows_without_a_run_and_counts_without_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
