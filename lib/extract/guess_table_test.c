/* guess_table_test.c - dialects, headers and footers of small files. */
#include "extract/guess_table.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static struct guess_table
read_table(const char *text)
{
	struct guess_table t;
	struct err e = ERR_INIT;

	if (guess_table_read(&t, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	return t;
}

static void
the_separator_is_that_of_most_rows(void **state)
{
	static const struct {
		const char *text, *separator;
		int quote;
		size_t columns;
	} cases[] = {
	    {"Part,Qty\nA,1\nB,2\n", ",", 0, 2},
	    {"Part;Refs;Qty\nA;R1,R2,R3;3\nB;C1,C2;2\n", ";", 0, 3},
	    {"Part\tDesc\nA\tx, y\nB\tz, u, v\n", "\t", 0, 2},
	    {"Part|Qty\nA|1\n", "|", 0, 2},
	    {"Part\nA\nB\n", ",", 0, 1},
	    {"\"Part\",\"Qty\"\n\"A,1\",\"2\"\n", ",", 0, 2},
	    {"Part,Size\nA,\"5\" pipe\nB,2\n", ",", CSVIN_NO_QUOTE, 2},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_table t = read_table(cases[i].text);

		assert_string_equal(t.dialect.separator, cases[i].separator);
		assert_int_equal(t.dialect.quote, cases[i].quote);
		assert_int_equal(t.columns, cases[i].columns);
		guess_table_release(&t);
	}
}

static void
the_header_is_found_below_titles_or_is_not_there(void **state)
{
	static const struct {
		const char *text;
		bool header;
		unsigned long line;
		const char *first; /* column's name */
	} cases[] = {
	    {"Part,Qty\nA,1\n", true, 1, "Part"},
	    {"Report:,x\nDate:,2026\n\nPart,Qty,UOM,Rev\nA,1,EA,1\n"
	     "B,2,EA,1\n", true, 4, "Part"},
	    {"A-1,X1\nB-2,X2\n", false, 0, "column1"},
	    {"foo,bar\na,1\nb,2\n", true, 1, "foo"},
	    {"1,2\n3,4\n", false, 0, "column1"},
	    {",Qty\nA,1\nB,2\n", true, 1, "column1"},
	    {"Ref,Ref\nR1,R2\n", true, 1, "Ref#1"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_table t = read_table(cases[i].text);

		assert_int_equal(t.header, cases[i].header);
		if (t.header)
			assert_int_equal(t.rows[t.head].line, cases[i].line);
		assert_string_equal(t.names[0].at, cases[i].first);
		guess_table_release(&t);
	}
}

static void
the_table_ends_at_its_footer(void **state)
{
	static const struct {
		const char *text;
		enum guess_footer footer;
		size_t rows;
	} cases[] = {
	    {"Part,Qty,UOM\nA,1,EA\nB,2,EA\n", GUESS_NO_FOOTER, 2},
	    {"Part,Qty,UOM\nA,1,EA\n\nB,2,EA\n", GUESS_NO_FOOTER, 2},
	    {"Part,Qty,UOM\nA,1,EA\n\nmade by,me\n", GUESS_BLANK_FOOTER, 1},
	    {"Part,Qty,UOM\nA,1,EA\n,,\nmade by,,\n", GUESS_BLANK_FOOTER, 1},
	    {"Part,Qty,UOM\nA,1,EA\n\nPart,Qty,UOM\nC,3,EA\n",
	     GUESS_NO_FOOTER, 2},
	    {"Part,Qty,UOM\nA,1,EA\n\nAll:\nPart,Qty,UOM\nC,3,EA\n",
	     GUESS_BLANK_FOOTER, 1},
	    {"Part,Qty,UOM\nA,1,EA\nTotal parts,1,\n", GUESS_TEXT_FOOTER, 1},
	    {"Part,Qty,UOM\nA,1,EA\nSumme,1,\n", GUESS_TEXT_FOOTER, 1},
	    {"Part,Qty,UOM\nTotal,1,EA\nB,1,EA\n", GUESS_NO_FOOTER, 2},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_table t = read_table(cases[i].text);

		if (t.footer != cases[i].footer || t.end - t.first -
		    t.empty < cases[i].rows || t.looks[0].rows >
		    cases[i].rows + 1)
			fail_msg("%s: %d, %zu", cases[i].text,
			    (int)t.footer, t.end - t.first);
		guess_table_release(&t);
	}
}

static void
short_and_long_rows_are_counted(void **state)
{
	struct guess_table t = read_table("Part,Qty,UOM\nA,1\nB,1,EA,\n"
	    "C,1,EA,x\n,,\nD,1,EA\nE,1,EA\n");

	(void)state;
	assert_int_equal(t.shorter, 1);
	assert_int_equal(t.longer, 1);
	assert_int_equal(t.wrong, 1);
	assert_int_equal(t.empty, 1);
	assert_true(slice_is(guess_table_cell(&t, t.first, 1), "1"));
	assert_int_equal(guess_table_cell(&t, t.first, 2).len, 0);
	guess_table_release(&t);
	t = read_table("name,code\na,1,x\nb,2,y\nc,3,z\n");
	assert_true(t.short_header);
	assert_int_equal(t.columns, 3);
	assert_string_equal(t.names[2].at, "column3");
	guess_table_release(&t);
}

static void
nothing_and_no_file_are_errors(void **state)
{
	struct guess_table t;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(guess_table_read(&t, trial_file("\n\n"), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	guess_table_release(&t);
	err_clear(&e);
	assert_int_equal(guess_table_read(&t, "/nowhere", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	guess_table_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_separator_is_that_of_most_rows),
	    cmocka_unit_test(the_header_is_found_below_titles_or_is_not_there),
	    cmocka_unit_test(the_table_ends_at_its_footer),
	    cmocka_unit_test(short_and_long_rows_are_counted),
	    cmocka_unit_test(nothing_and_no_file_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
