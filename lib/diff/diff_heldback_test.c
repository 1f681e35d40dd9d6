/* diff_heldback_test.c - renumbered and held back is not removed. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include "diff/sketch_diff.h"

#define HOLD_LINE(key) "{\"type\":\"withheld\",\"record_type\":\"bom_line\"," \
	"\"record_key\":\"" key "\",\"reason\":\"held\"}"
#define HOLD_BOM(key) "{\"type\":\"withheld\",\"record_type\":\"bom\"," \
	"\"record_key\":\"" key "\",\"reason\":\"held\"}"

#define MOST 8

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	const char *wanted; /* but for withheld records */
	uint64_t kept;
} cases[] = {
    {"a line under a new number", {"A/C 10 P 2", NULL},
	{HOLD_LINE("A/C////20/P/"), NULL}, "", 1},
    {"another component at the number", {"A/C 10 P 2", NULL},
	{HOLD_LINE("A/C////10/Q/"), NULL}, "", 1},
    {"in the next revision of its BOM",
	{"A/B 10 P 2", "A/B 20 Q 1", NULL},
	{"A/C 20 Q 1", HOLD_LINE("A/C////10/P/"), NULL},
	"~ A/C 20 Q parent_revision:B>C [header] by key\n", 1},
    {"what seems to replace it is new", {"A/C 10 P 2", NULL},
	{"A/C 10 Q 2", HOLD_LINE("A/C////20/P/"), NULL},
	"+ A/C 10 Q\n", 1},
    {"one that found a partner is changed", {"A/C 10 P 2", NULL},
	{"A/C 15 P 2", HOLD_LINE("A/C////20/P/"), NULL},
	"~ A/C 15 P find_number:10>15 [find_number] by quantity\n", 0},
    {"a number that it had before is none that it got",
	{"A/C 10 P 2", "A/C 20 P 2", NULL},
	{HOLD_LINE("A/C////20/P/"), NULL}, "- A/C 10 P\n", 1},
    {"withheld before, withheld now",
	{"A/C 10 P 2", HOLD_LINE("A/C////20/P/"), NULL},
	{HOLD_LINE("A/C////20/P/"), NULL}, "- A/C 10 P\n", 0},
    {"in another BOM", {"A/C 10 P 2", "D 10 Q 1", NULL},
	{"D 10 Q 1", HOLD_LINE("D/////10/P/"), NULL}, "- A/C 10 P\n", 0},
    {"the next revision as a whole",
	{"A/B =", "A/B 10 P 2", "E/B 10 P 1", NULL},
	{HOLD_BOM("A/C///"), NULL}, "- E/B 10 P\n", 2},
    {"what hangs on a line that stays",
	{"A/C 10 P 2", "A/C 10 P > S", NULL},
	{HOLD_LINE("A/C////20/P/"), NULL}, "", 2},
    {"what hangs on a BOM that stays",
	{"A/B 10 P 2", "A/B 10 P > S", NULL}, {HOLD_BOM("A/C///"), NULL}, "",
	2},
    {"a revision that it had beside", {"A/B 10 P 2", "A/C 10 P 1", NULL},
	{HOLD_BOM("A/C///"), NULL}, "- A/B 10 P\n", 1},
};

static void
what_may_be_withheld_stays(void **state)
{
	struct sketch s;
	size_t i, at;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf is = BUF_INIT(SKETCH_TEXT);
		struct slice rest, line;

		rest = slice_of(sketch_compare(&s, cases[i].old,
		    cases[i].new));
		for (at = 0; rest.len; at++) {
			line = slice_cut(&rest, '\n');
			if (memmem(line.at, line.len, "withheld:", 9))
				continue;
			buf_add_slice(&is, line);
			buf_add_byte(&is, '\n');
		}
		if (strcmp(buf_text(&is), cases[i].wanted) != 0 ||
		    s.counts.kept != cases[i].kept)
			fail_msg("%s: %lu kept\n%s", cases[i].what,
			    (unsigned long)s.counts.kept, buf_text(&is));
		buf_release(&is);
	}
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_may_be_withheld_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
