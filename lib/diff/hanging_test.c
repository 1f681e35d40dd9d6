/* hanging_test.c - substitutes of lines that got another key. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/hanging.h"
#include "diff/sketch_diff.h"

#define MOST 8

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	const char *delta;
} cases[] = {
	{"a renumbered line takes its substitute along",
	    {"A 10 P 1", "A 10 P > S"}, {"A 20 P 1", "A 20 P > S"},
	    "~ A 20 P find_number:10>20 [find_number] by quantity\n"
	    "~ A 20 P > S find_number:10>20 [substitute] by line\n"},
	{"and what changed of it is said",
	    {"A 10 P 1", "A 10 P > S priority=1"},
	    {"A 20 P 1", "A 20 P > S priority=2"},
	    "~ A 20 P find_number:10>20 [find_number] by quantity\n"
	    "~ A 20 P > S find_number:10>20 priority:1>2 [substitute] "
	    "by line\n"},
	{"one that the line lost on the way is removed",
	    {"A 10 P 1", "A 10 P > S", "A 10 P > T"},
	    {"A 20 P 1", "A 20 P > T"},
	    "~ A 20 P find_number:10>20 [find_number] by quantity\n"
	    "- A 10 P > S\n"
	    "~ A 20 P > T find_number:10>20 [substitute] by line\n"},
	{"one that it got is added",
	    {"A 10 P 1"}, {"A 20 P 1", "A 20 P > S"},
	    "~ A 20 P find_number:10>20 [find_number] by quantity\n"
	    "+ A 20 P > S\n"},
	{"a new revision of the BOM takes them along too",
	    {"A/B 10 P 1", "A/B 10 P > S"}, {"A/C 10 P 1", "A/C 10 P > S"},
	    "~ A/C 10 P parent_revision:B>C [header] by key\n"
	    "~ A/C 10 P > S parent_revision:B>C [substitute] by line\n"},
	{"another component does not",
	    {"A 10 P 1", "A 10 P > S"}, {"A 10 Q 1", "A 10 Q > S"},
	    "- A 10 P [replace] by place in bom_line:A/////10/Q/\n"
	    "+ A 10 Q [replace] by place in bom_line:A/////10/Q/\n"
	    "- A 10 P > S\n+ A 10 Q > S\n"},
	{"without a line that changed they change alone",
	    {"A 10 P 1", "A 10 P > S priority=1", "A 10 P > T"},
	    {"A 10 P 1", "A 10 P > S priority=2", "A 10 P > U"},
	    "~ A 10 P > S priority:1>2 [substitute]\n"
	    "- A 10 P > T\n+ A 10 P > U\n"},
	{"substitutes of no line are records as others",
	    {"A 10 P > S"}, {"A 20 P > S"},
	    "- A 10 P > S\n+ A 20 P > S\n"},
	{"lines in a row keep each their own",
	    {"A 10 P 1 R1", "A 10 P > S priority=1", "A 20 P 1 R2",
	    "A 20 P > S priority=2"},
	    {"A 30 P 1 R2", "A 30 P > S priority=2", "A 40 P 1 R1",
	    "A 40 P > S priority=1"},
	    "~ A 30 P find_number:20>30 [find_number] by refdes\n"
	    "~ A 40 P find_number:10>40 [find_number] by refdes\n"
	    "~ A 30 P > S find_number:20>30 [substitute] by line\n"
	    "~ A 40 P > S find_number:10>40 [substitute] by line\n"},
};

static void
substitutes_go_where_their_line_goes(void **state)
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
	    cmocka_unit_test(substitutes_go_where_their_line_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
