/* moves_test.c - what left one parent and came into another. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/moves.h"
#include "diff/sketch_diff.h"

#define MOST 8

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	const char *delta;
} cases[] = {
	{"what went from one parent to another moved",
	    {"A 10 P 2", "A 20 Q 1", "B 10 S 1"},
	    {"A 20 Q 1", "B 10 S 1", "B 20 P 2"},
	    "- A 10 P [move] in bom_line:B/////20/P/\n"
	    "+ B 20 P [move] in bom_line:B/////20/P/\n"},
	{"in another quantity it did not",
	    {"A 10 P 2"}, {"B 20 P 3"}, "- A 10 P\n+ B 20 P\n"},
	{"nor in another unit",
	    {"A 10 P 2 - uom=EA"}, {"B 20 P 2 - uom=KGM"},
	    "- A 10 P\n+ B 20 P\n"},
	{"nor into another plant or usage",
	    {"A//P1 10 P 2", "A///eng 10 P 2"},
	    {"B//P2 10 P 2", "B///mfg 10 P 2"},
	    "- A///eng 10 P\n- A//P1 10 P\n+ B///mfg 10 P\n"
	    "+ B//P2 10 P\n"},
	{"a revision of the parent is the same parent",
	    {"A/1 10 P 2", "A/2 20 Q 1", "A/2 30 S 1"},
	    {"A/2 10 P 2", "A/2 20 Q 1", "A/3 30 S 1"},
	    "- A/1 10 P\n+ A/2 10 P\n- A/2 30 S\n+ A/3 30 S\n"},
	{"of several each moves once",
	    {"A 10 P 1", "B 10 P 1", "C 10 Q 1"},
	    {"D 10 P 1", "E 10 Q 1"},
	    "- A 10 P [move] in bom_line:D/////10/P/\n- B 10 P\n"
	    "- C 10 Q [move] in bom_line:E/////10/Q/\n"
	    "+ D 10 P [move] in bom_line:D/////10/P/\n"
	    "+ E 10 Q [move] in bom_line:E/////10/Q/\n"},
	{"what has a group already stays in it",
	    {"A 10 P 1", "B 10 Q 1"}, {"A 10 X 1", "B 10 Q 1", "B 20 P 1"},
	    "- A 10 P [replace] by place in bom_line:A/////10/X/\n"
	    "+ A 10 X [replace] by place in bom_line:A/////10/X/\n"
	    "+ B 20 P\n"},
};

static void
lines_move_between_parents(void **state)
{
	struct sketch s;
	const char *is;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		is = sketch_compare(&s, cases[i].old, cases[i].new);
		if (strcmp(is, cases[i].delta) != 0)
			fail_msg("%s: is\n%s", cases[i].what, is);
	}
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_move_between_parents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
