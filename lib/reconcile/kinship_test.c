/* kinship_test.c - lines that keys leave over, found again */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 14

static const struct {
	const char *what, *policy;
	const char *plm[MOST], *erp[MOST];
	const char *found;
} cases[] = {
    {"another find number",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/B 20 P 2",
	    NULL},
	"differ bom_line:A/B////10/P/ find_number \"10\"/\"20\" by "
	"quantity\n"},
    {"another find number and quantity",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/B 20 P 3",
	    NULL},
	"differ bom_line:A/B////10/P/ find_number \"10\"/\"20\" by "
	"component\n"
	"differ bom_line:A/B////10/P/ quantity 2/3 by component\n"},
    {"another occurrence",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P#7 2",
	    NULL},
	{"A/B 10 P 2",
	    NULL},
	"differ bom_line:A/B////10/P/7 occurrence \"7\"/\"\" by "
	"find_number\n"},
    {"which nobody owns",
	"types: {bom_line: {ignore: [occurrence]}}\n",
	{"A/B 10 P#7 2",
	    NULL},
	{"A/B 10 P 2",
	    NULL},
	""},
    {"which the ERP owns",
	"types: {bom_line: {members: {find_number: erp}}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/B 20 P 2",
	    NULL},
	""},
    {"in another BOM",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/C 20 P 2",
	    NULL},
	"missing_in_erp bom_line:A/B////10/P/\n"
	"missing_in_plm bom_line:A/C////20/P/\n"},
    {"another component is another line",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/B 10 Q 2",
	    NULL},
	"missing_in_erp bom_line:A/B////10/P/\n"
	"missing_in_plm bom_line:A/B////10/Q/\n"},
    {"what may be withheld is not missed",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2",
	    NULL},
	{"A/B 30 Q 1",
	    "{\"type\":\"withheld\",\"record_type\":\"bom_line\",\"reco"
		"rd_key\":\"A/B////20/P/\",\"reason\":\"held\"}",
	    NULL},
	"missing_in_plm bom_line:A/B////30/Q/\n"},
    {"on the other side as well",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 30 Q 1",
	    "{\"type\":\"withheld\",\"record_type\":\"bom_line\",\"reco"
		"rd_key\":\"A/B////20/P/\",\"reason\":\"held\"}",
	    NULL},
	{"A/B 10 P 2",
	    NULL},
	"missing_in_erp bom_line:A/B////30/Q/\n"},
    {"two that changed places",
	"types: {bom_line: {erp_only: remove}}\n",
	{"A/B 10 P 2 R1",
	    "A/B 20 Q 2 R2",
	    NULL},
	{"A/B 10 Q 2 R2",
	    "A/B 20 P 2 R1",
	    NULL},
	"differ bom_line:A/B////10/P/ find_number \"10\"/\"20\" by refdes\n"
	"differ bom_line:A/B////20/Q/ find_number \"20\"/\"10\" by refdes\n"},
};

static void
a_line_is_found_again_or_missed_on_both_sides(void **state)
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
	    cmocka_unit_test(a_line_is_found_again_or_missed_on_both_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
