/* judged_test.c - what both sides have */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 14

static const struct {
	const char *what, *policy;
	const char *plm[MOST], *erp[MOST];
	const char *found;
} cases[] = {
    {"equal",
	NULL,
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\"}",
	    NULL},
	""},
    {"by PLM",
	NULL,
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\"}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"y\"}",
	    NULL},
	"differ item:A name \"x\"/\"y\"\n"},
    {"by both",
	"types: {item: {members: {name: shared}}}\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\"}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"y\"}",
	    NULL},
	"conflict item:A name \"x\"/\"y\"\n"},
    {"by the ERP",
	"types: {item: {members: {name: erp}}}\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\"}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\",\"name\":\"y\"}",
	    NULL},
	""},
    {"by conversions of either side",
	"types: {bom_line: {compare: {quantity: unit}}}\n",
	{"A 10 P 2 - uom=BX",
	    NULL},
	{"A 10 P 24 - uom=EA",
	    "{\"type\":\"uom_conversion\",\"item\":\"P\",\"from_uom\":"
		"\"EA\",\"to_uom\":\"BX\",\"numerator\":1,\"denominator\":1"
		"2}",
	    NULL},
	"missing_in_plm uom_conversion:P/EA/BX\n"},
};

static void
members_that_somebody_owns_are_compared(void **state)
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
	    cmocka_unit_test(members_that_somebody_owns_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
