/* rows_test.c - what all formats share. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rows.h"

static void
cleans_texts_as_the_source_says(void **state)
{
	static const struct slice absents[] = {SLICE_INIT("NULL")};
	struct source s = {.trim = true, .nul_empty = true};
	struct slice names[] = {SLICE_INIT("A"), SLICE_INIT("B"),
	    SLICE_INIT("C"), SLICE_INIT("D"), SLICE_INIT("E")};
	struct rows r = {.source = &s};

	(void)state;
	s.absent = (struct ydoc_texts){absents, 1};
	rows_name_columns(&r, names, COUNT_OF(names));
	rows_put(&r, 0, SLICE("  a b\t"));
	rows_put(&r, 1, SLICE("   "));
	rows_put(&r, 2, slice_from("\0", 1));
	rows_put(&r, 3, SLICE(" NULL "));
	rows_put(&r, 4, SLICE("a\0b"));
	assert_true(slice_is(r.fields[0], "a b"));
	assert_null(r.fields[1].at);
	assert_null(r.fields[2].at);
	assert_null(r.fields[3].at);
	assert_int_equal(r.fields[4].len, 3);
	s.trim = false;
	rows_put(&r, 0, SLICE(" a"));
	assert_true(slice_is(r.fields[0], " a"));
	arena_release(&r.names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cleans_texts_as_the_source_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
