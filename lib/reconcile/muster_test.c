/* muster_test.c - who is called and who is not there */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 14

static const struct {
	const char *what, *policy;
	const char *plm[MOST], *erp[MOST];
	const char *found;
} cases[] = {
    {"released, in two plants",
	"owner: nobody\n"
	"exists:\n"
	"  - plants: [\"1\", \"2\"]\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    NULL},
	{"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\"}",
	    NULL},
	"missing_in_erp plant_item:A/2\n"},
    {"equal on both sides",
	"owner: nobody\n"
	"exists:\n"
	"  - plants: [\"1\"]\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"item\",\"item\":\"C\",\"lifecycle\":\"released"
		"\"}",
	    NULL},
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"item\",\"item\":\"C\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"plant_item\",\"item\":\"C\",\"plant\":\"1\"}",
	    NULL},
	"missing_in_erp plant_item:A/1\n"},
    {"by a condition",
	"owner: nobody\n"
	"exists:\n"
	"  - {when: \"kind = 'raw'\", plants: [\"1\"]}\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"kind\":\"raw\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"lifecycle\":\"released"
		"\"}",
	    NULL},
	{NULL},
	"missing_in_erp plant_item:A/1\n"},
    {"where change orders bring it",
	"owner: nobody\n"
	"exists:\n"
	"  - plants: change_orders\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"change_order\",\"change_order\":\"E\",\"plants"
		"\":[\"1\",\"2\"]}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"A\",\"plant\":\"\",\"revision_to\":\"\"}",
	    "{\"type\":\"change_order\",\"change_order\":\"F\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"F\",\"item\":"
		"\"A\",\"plant\":\"3\",\"revision_to\":\"\"}",
	    "{\"type\":\"change_order\",\"change_order\":\"G\",\"lifecy"
		"cle\":\"canceled\",\"plants\":[\"4\"]}",
	    "{\"type\":\"change_item\",\"change_order\":\"G\",\"item\":"
		"\"A\",\"plant\":\"\",\"revision_to\":\"\"}",
	    NULL},
	{"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"2\"}",
	    NULL},
	"missing_in_erp plant_item:A/1\n"
	"missing_in_erp plant_item:A/3\n"},
    {"withheld is not missed",
	"owner: nobody\n"
	"exists:\n"
	"  - plants: [\"1\"]\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    NULL},
	{"{\"type\":\"withheld\",\"record_type\":\"plant_item\",\"re"
		"cord_key\":\"A/1\",\"reason\":\"held\"}",
	    NULL},
	""},
    {"what two demands want is missed once",
	"owner: nobody\n"
	"exists:\n"
	"  - plants: [\"1\"]\n"
	"  - {when: \"item = 'A'\", plants: [\"1\"]}\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    NULL},
	{NULL},
	"missing_in_erp plant_item:A/1\n"},
    {"PLM's own plant_item is compared as such",
	"exists:\n"
	"  - plants: [\"1\"]\n"
	"types: {item: {owner: nobody}}\n",
	{"{\"type\":\"item\",\"item\":\"A\",\"lifecycle\":\"released"
		"\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\"}",
	    NULL},
	{NULL},
	"missing_in_erp plant_item:A/1\n"},
};

static void
items_are_missed_where_a_policy_wants_them(void **state)
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
	    cmocka_unit_test(items_are_missed_where_a_policy_wants_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
