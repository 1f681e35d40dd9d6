/* guess_paths_test.c - columns that paths become. */
#include "extract/guess_paths.h"

#include <setjmp.h>

#include <cmocka.h>

static void
paths_become_columns_in_order_of_appearance(void **state)
{
	struct guess_paths p = GUESS_PATHS_INIT;
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	(void)state;
	guess_paths_put(&p, SLICE("part/number"), 1);
	guess_paths_put(&p, SLICE("@id"), 1);
	guess_paths_put(&p, SLICE("/Item__r/Name"), 1);
	guess_paths_put(&p, SLICE("ref"), 1);
	guess_paths_put(&p, SLICE("ref"), 1); /* several in a row */
	guess_paths_put(&p, SLICE("@id"), 2);
	guess_paths_place(&p, SLICE("empty"))->count++;
	assert_int_equal(guess_paths_write(&b, &p, "x", &e), 0);
	assert_string_equal(buf_text(&b), "    columns:\n"
	    "      part_number: part/number\n      id: \"@id\"\n"
	    "      Item: \"/Item__r/Name\"\n"
	    "      # more below, several a row (see Paths in bom-profile):\n"
	    "      # ref\n");
	buf_release(&b);
	guess_paths_release(&p);
}

static void
without_a_text_there_is_no_table(void **state)
{
	struct guess_paths p = GUESS_PATHS_INIT;
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(guess_paths_write(&b, &p, "x", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	buf_release(&b);
	guess_paths_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths_become_columns_in_order_of_appearance),
	    cmocka_unit_test(without_a_text_there_is_no_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
