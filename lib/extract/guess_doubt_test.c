/* guess_doubt_test.c - what small tables leave open. */
#include "extract/guess_doubt.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static struct guess_part part;
static struct slice file = SLICE_INIT("dir/board.csv");

static void
look_at(const char *text)
{
	struct err e = ERR_INIT;

	part = (struct guess_part){.name = "s", .files = &file,
	    .file_count = 1, .items = true};
	if (guess_table_read(&part.table, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	part.table.path = "board.csv";
	guess_columns_find(&part.columns, &part.table);
	guess_shape_find(&part.shape, &part.columns);
}

static void
forget(void)
{
	mem_free(part.used);
	guess_shape_release(&part.shape);
	guess_columns_release(&part.columns);
	guess_table_release(&part.table);
}

static void
what_may_be_wrong_without_a_reject_is_said(void **state)
{
	static const struct {
		const char *text, *doubt; /* NULL: none */
	} cases[] = {
	    {"Part,Qty\nA,1\nB,2\n", "no column says which assembly"},
	    {"Level,Part\n1,A\n1,B\n", "no column says which assembly"},
	    {"Level,Part\n0,A\n1,B\n", NULL},
	    {"Parent,Part,Qty\nA,B,1\n", NULL},
	    {"Level,Part,MPN\n0,A,x\n1,B,y\n,,z\n",
	     "1 row has no level, and is left out"},
	    {"Parent,Component,Qty\nA,B,1\nA,,2\nA,,3\nA,C,1\n",
	     "2 rows are left out without \"Component\""},
	    {"Level 1,Level 2,Part,Qty\nT,S,A,1\nT,S,B,2\n",
	     "\"Level 1\" looks like the levels"},
	    {"Part,Name\nA,x\nA,y\n", "rows of one part differ in \"Name\""},
	    {"Part,Colour\nA,red\n,blue\n",
	     "1 row does not say which part it is about"},
	    {"Name,Qty,Parent\nx,1,A\ny,2,A\n",
	     "no column looks like the number of a part: \"Name\""},
	};
	struct guess_doubts d;
	size_t i, n;
	bool found;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		look_at(cases[i].text);
		guess_doubts_find(&d, &part);
		found = !cases[i].doubt && !d.count;
		for (n = 0; n < d.count && cases[i].doubt; n++)
			found |= strstr(d.texts[n], cases[i].doubt) != NULL;
		if (!found)
			fail_msg("%s: %s", cases[i].text, d.count
			    ? d.texts[0] : "nothing");
		guess_doubts_release(&d);
		forget();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_may_be_wrong_without_a_reject_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
