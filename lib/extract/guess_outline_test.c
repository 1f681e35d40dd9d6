/* guess_outline_test.c - outlines of small tables. */
#include "extract/guess_outline.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static void
the_style_is_that_of_the_texts(void **state)
{
	static const struct {
		const char *text, *style; /* NULL: none */
		uint64_t placeless;
		bool rooted;
	} cases[] = {
	    {"Level,Part\n0,A\n1,B\n1,C\n", "level", 0, false},
	    {"Level,Part\n1,A\n1,B\n", "level", 0, true},
	    {"Level,Part,MPN\n0,A,x\n1,B,y\n,,z\n", "level", 1, false},
	    {"Lev,Part\n.1,A\n..2,B\n", "dots", 0, false},
	    {"Lev,Part\n.1,A\n..2,B\nLev,Part\n.1,C\n", "dots", 0, true},
	    {"Pos,Part\n1,A\n1.1,B\n1.1.1,C\n", "dotted", 0, false},
	    {"Pos,Part\n4.0,A\n16.0,B\n1.5,C\n", NULL, 0, false},
	    {"L0,L1,L2,Qty\nA,,,\n,B,,1\n,,C,2\n", "columns", 0, false},
	    {"Level 1,Level 2\nA,\nB,\n", "columns", 0, true},
	    {"Level 1,Level 2\nA,B\nA,C\n", NULL, 0, false},
	    {"Level 1,Level 3\nA,\n,B\n", NULL, 0, false},
	    {"Name,Part\nA,1\n+-B,2\n|  +-C,3\n", "indent", 0, false},
	    {"Part,Qty\nA,1\nB,2\n", NULL, 0, false},
	};
	struct guess_columns c;
	struct guess_outline o;
	struct guess_table t;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		if (guess_table_read(&t, trial_file(cases[i].text), &e) < 0)
			fail_msg("%s", e.text);
		guess_columns_find(&c, &t);
		guess_outline_find(&o, &c);
		if ((o.style != NULL) != (cases[i].style != NULL) ||
		    (o.style && strcmp(o.style, cases[i].style) != 0) ||
		    o.placeless != cases[i].placeless ||
		    o.rooted != cases[i].rooted)
			fail_msg("%s: %s", cases[i].text,
			    o.style ? o.style : "none");
		guess_columns_release(&c);
		guess_table_release(&t);
	}
}

static void
marks_are_no_part_of_a_name(void **state)
{
	struct guess_outline o = {.mark = GUESS_BRANCHES};

	(void)state;
	assert_true(slice_is(guess_outline_label(&o, SLICE("|  +-Pin-2")),
	    "Pin-2"));
	o.mark = NULL;
	assert_true(slice_is(guess_outline_label(&o, SLICE("-Pin")), "-Pin"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_style_is_that_of_the_texts),
	    cmocka_unit_test(marks_are_no_part_of_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
