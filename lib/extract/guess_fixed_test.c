/* guess_fixed_test.c - where lines are cut. */
#include "extract/guess_fixed.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static void
lines_are_cut_where_the_names_begin(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(guess_fixed(&b, trial_file("Parts of x\n\n"
	    "Part  Value    Qty on board\r\n----  -----    ---\r\n"
	    "R1    10k      1\r\nC1             2\r\n\r\nIC12  \xc3\x9c 1 V  "
	    " 3\r\n"), &e), 0);
	assert_non_null(strstr(buf_text(&b), "    separator: \"\\x01\"\n"
	    "    quote: none\n    header: no\n    trim: no\n"
	    "    columns: [Line]\n    below: \"Part  Value*\"\n"
	    "    skip_lines: \"^[-= ]+$\"\n    computed:\n"
	    "      Part: \"nullif(trim(substr(Line, 1, 6)), '')\"\n"
	    "      Value: \"nullif(trim(substr(Line, 7, 9)), '')\"\n"
	    "      Qty on board: \"nullif(trim(substr(Line, 16)), '')\"\n"));
	buf_release(&b);
}

static void
what_keeps_to_no_columns_is_no_table(void **state)
{
	static const char *const texts[] = {
	    "", "Part\nA\nB\n", "a  b\n1  2\n3  4\n",
	    "some  words  here\nand more of them there\nand  so it goes on\n",
	    "Part  Value  Qty\nR1    10k    1\n",
	};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct buf b = BUF_INIT(65536);

		assert_int_equal(guess_fixed(&b, trial_file(texts[i]), &e),
		    0);
		assert_int_equal(b.len, 0);
		buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_cut_where_the_names_begin),
	    cmocka_unit_test(what_keeps_to_no_columns_is_no_table),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
