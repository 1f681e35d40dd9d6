/* explanation_test.c - how records were matched, from sides to change. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/explanation.h"
#include "diff/sketch_job.h"

#define MOST 8
#define REVISION(name, number) "{\"type\":\"revision\",\"item\":\"A\"," \
	"\"revision\":\"" name "\",\"sequence\":" number "}"

static const struct {
	const char *key;
	const char *old[MOST], *new[MOST];
	const char *words; /* stand in what is explained */
	int differs;
} cases[] = {
    {"bom_line:A/////10/P/", {"A 10 P 2", NULL}, {"A 10 P 2", NULL},
	"no change: equal, by key\n", 0},
    {"bom_line:A/////10/P/", {"A 10 P 2", NULL}, {"A 10 P 3", NULL},
	"BOM A: one key on both sides\nmembers\n  quantity 2 -> 3\n"
	"change bom_line:A/////10/P/, tags quantity\n", 1},
    {"bom_line:A/2////10/P/", {"A/1 10 P 2", NULL}, {"A/2 10 P 2", NULL},
	"BOM A revision 2, before A revision 1: the one revision that is left "
	"on each side\n", 1},
    {"bom_line:A/3////10/P/",
	{"A/1 10 P 2", "A/2 10 P 2", REVISION("1", "1"), REVISION("2", "2"),
	REVISION("3", "3"), NULL},
	{"A/3 10 P 2", REVISION("1", "1"), REVISION("2", "2"),
	REVISION("3", "3"), NULL},
	"BOM A revision 3, before A revision 2: revisions that follow each "
	"other, by the sequence of the revision records\n", 1},
    {"bom_line:A/1////10/P/", {"A/1 10 P 2", "B 10 P 1", NULL},
	{"B 10 P 1", NULL}, "BOM A revision 1: only the old side has it; no "
	"other revision is left to be paired with it\nremove ", 1},
    {"bom:A////", {"A =", "A 10 P 1", NULL}, {"A = uom=EA", NULL},
	"members\n  uom (none) -> EA\nchange bom:A////, tags header\n", 1},
    {"bom:A////", {"A 10 P 1", NULL}, {"A 10 P 2", NULL},
	"no change: the BOM has no header record\n", 0},
    {"item:P", {"{\"type\":\"item\",\"item\":\"P\"}", NULL}, {NULL},
	"new side, new: does not have it\nremove item:P, tags remove\n", 1},
    {"bom_line:A/////10/P/", {"A 10 P 2", NULL},
	{"{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":"
	"\"A////\",\"reason\":\"held\"}", NULL}, "no change: kept: the new "
	"side withholds it, or what it belongs to\n", 0},
    {"bom_line:A/////10/P/", {"A 10 P 2", NULL},
	{"{\"type\":\"withheld\",\"record_type\":\"bom_line\",\"record_key\":"
	"\"A/////20/P/\",\"reason\":\"held\"}", NULL}, "no change: kept: the "
	"new side withholds what it may have become\n", 0},
};

static void
the_story_of_a_key_is_told(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf out = BUF_INIT(SKETCH_TEXT);
		int differs = sketch_explain(&out, cases[i].key,
		    cases[i].old, cases[i].new);

		if (differs != cases[i].differs ||
		    !strstr(buf_text(&out), cases[i].words))
			fail_msg("%zu: %d\n%s", i, differs, buf_text(&out));
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_story_of_a_key_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
