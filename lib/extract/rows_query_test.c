/* rows_query_test.c - names of the columns of a result. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rows_query.h"
#include "extract/source_read.h"

static void
columns_of_one_name_get_numbers(void **state)
{
	static const struct slice names[] = {SLICE_INIT("id"),
	    SLICE_INIT("name"), SLICE_INIT("id"), SLICE_INIT("Id")};
	struct source s = {.name = SLICE_INIT("s")};
	struct rows r = {.source = &s};
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(rows_query_columns(&r, names, 4, &e), 0);
	assert_int_equal(r.column_count, 4);
	assert_true(slice_is(r.columns[0], "id#1"));
	assert_true(slice_is(r.columns[1], "name"));
	assert_true(slice_is(r.columns[2], "id#2"));
	assert_true(slice_is(r.columns[3], "Id"));
	arena_release(&r.names);
}

static void
a_column_that_the_profile_lists_must_be_there(void **state)
{
	static const struct slice names[] = {SLICE_INIT("name")};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct source s;
	struct rows r = {.source = &s};
	struct ydoc doc;

	(void)state;
	assert_int_equal(ydoc_parse(&doc, "p", SLICE("s: {format: sqlite, "
	    "query: x, columns: [name, nam]}"), &e), 0);
	assert_int_equal(source_read(&s, doc.root->first, &a, &e), 0);
	assert_int_equal(rows_query_columns(&r, names, 1, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "the source has no column \"nam\" (did "
	    "you mean \"name\"?)"));
	arena_release(&r.names);
	arena_release(&a);
	ydoc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_one_name_get_numbers),
		cmocka_unit_test(
		    a_column_that_the_profile_lists_must_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
