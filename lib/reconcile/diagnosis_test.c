/* diagnosis_test.c - planted in a structure, each is found and nothing else */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 14

static const struct {
	const char *what, *policy;
	const char *plm[MOST], *erp[MOST];
	const char *found;
} cases[] = {
    {"nothing",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1",
	    "B/1 10 C 1",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    NULL},
	""},
    {"nothing is asked",
	"owner: nobody\n",
	{"A/1 10 A 1",
	    NULL},
	{NULL},
	""},
    {"a cycle",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1",
	    "B/1 10 C 1",
	    "C/1 10 B 1",
	    NULL},
	{NULL},
	"cycle item:B  \"B > C > B\"/ in A\n"},
    {"a component without an item, on the other side",
	"owner: nobody\n"
	"structure: yes\n",
	{NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1",
	    "B/1 10 X 1",
	    NULL},
	"missing_component item:X  /\"a component without an item\" in A\n"},
    {"a BOM without an item",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "X/1 10 C 1",
	    NULL},
	{NULL},
	"orphan item:X  \"a BOM without an item\"/ in X\n"},
    {"an obsolete component",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"lifecycle\":\"obsolete"
		"\"}",
	    "A/1 10 B 1",
	    NULL},
	{NULL},
	"obsolete_component item:B  \"obsolete in an active BOM\"/ in A\n"},
    {"in a BOM that is superseded",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"lifecycle\":\"obsolete"
		"\"}",
	    "A/1 = lifecycle=superseded",
	    "A/1 10 B 1",
	    NULL},
	{NULL},
	""},
    {"the same line twice",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1",
	    "A/1 10 B#2 1",
	    NULL},
	{NULL},
	"duplicate bom_line:A/1////10/B/2  \"the same component at the "
	"same place twice\"/ in A\n"},
    {"told apart by designators",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1 R1",
	    "A/1 10 B#2 1 R2",
	    NULL},
	{NULL},
	""},
    {"days that overlap",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1 - effective_to=2026-03-01",
	    "A/1 10 C 1 - effective_from=2026-02-01",
	    NULL},
	{NULL},
	"effectivity bom_line:A/1////10/C/  \"overlaps with B\"/ in A\n"},
    {"days that leave a gap",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1 - effective_to=2026-01-01",
	    "A/1 10 C 1 - effective_from=2026-02-01",
	    NULL},
	{NULL},
	"effectivity bom_line:A/1////10/C/  \"nothing from 2026-01-01 to "
	"2026-02-01\"/ in A\n"},
    {"days that meet",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/1 10 B 1 - effective_to=2026-02-01",
	    "A/1 10 C 1 - effective_from=2026-02-01",
	    NULL},
	{NULL},
	""},
    {"a revision behind",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/C 10 B 1",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/B 10 B 1",
	    NULL},
	"revision_behind bom:A/C/// parent_revision \"C\"/\"B\" in A\n"},
    {"which the sequences say",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/B 10 C 1",
	    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"B\","
		"\"sequence\":2}",
	    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"C\","
		"\"sequence\":1}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/C 10 C 1",
	    NULL},
	"revision_behind bom:A/B/// parent_revision \"B\"/\"C\" in A\n"},
    {"a revision ahead",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/B 10 B 1",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/C 10 B 1",
	    NULL},
	""},
    {"a revision in work",
	"owner: nobody\n"
	"structure: yes\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/C = lifecycle=in_work",
	    "A/C 10 B 1",
	    "A/B 10 B 1",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}",
	    "A/B 10 B 1",
	    NULL},
	""},
};

static void
what_is_wrong_is_found_and_where_it_leads(void **state)
{
	struct sketch_run s;
	const char *found;
	size_t i;

	(void)state;
	sketch_run_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		found = sketch_run(&s, cases[i].policy, cases[i].plm,
		    cases[i].erp);
		if (strcmp(found, cases[i].found) != 0)
			fail_msg("%s:\n%sinstead of\n%s", cases[i].what,
			    found, cases[i].found);
	}
	sketch_run_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_wrong_is_found_and_where_it_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
