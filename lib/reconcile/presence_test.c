/* presence_test.c - what a record is that stands alone */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 14

static const struct {
	const char *what, *policy;
	const char *plm[MOST], *erp[MOST];
	const char *found;
} cases[] = {
    {"a word",
	"types: {item: {erp_only: fine}}\n",
	{NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    NULL},
	""},
    {"of the list",
	"types:\n"
	"  item:\n"
	"    erp_only:\n"
	"      - {when: \"kind = 'raw'\", is: fine}\n"
	"      - {when: \"kind is null\", is: missing}\n",
	{NULL},
	{"{\"type\":\"item\",\"item\":\"A\",\"kind\":\"raw\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\",\"kind\":\"part\"}",
	    NULL},
	"missing_in_plm item:B\n"
	"missing_in_plm item:C\n"},
    {"PLM's",
	"types:\n"
	"  item:\n"
	"    plm_only: [{when: \"item < 'B'\", is: fine}]\n",
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    NULL},
	{NULL},
	"missing_in_erp item:B\n"},
};

static void
the_first_entry_that_holds_counts(void **state)
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
	    cmocka_unit_test(the_first_entry_that_holds_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
