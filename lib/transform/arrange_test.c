/* arrange_test.c - rolling, periods, lines changed and added. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

struct made {
	const char *rules;
	const char *records[16]; /* ended by NULL */
	const char *out;
};

static void
check(const struct made *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct rehearsal t;

		rehearsal_run(&t, cases[i].rules, cases[i].records);
		assert_string_equal(buf_text(&t.out), cases[i].out);
		rehearsal_release(&t);
	}
}

static void
lines_roll_together_where_all_else_is_the_same(void **state)
{
	static const struct made cases[] = {
	    {"roll: together\n",
	    {"A 1 C 1 refdes=R10", "A 2 C 2.5 refdes=R9,R1", "A 3 C 1 uom=EA",
	    "A 4 D 1", NULL},
	    "A///mfg/ 1 C quantity=3.5 refdes=[\"R1\",\"R9\",\"R10\"]\n"
	    "A///mfg/ 3 C quantity=1 uom=EA\nA///mfg/ 4 D quantity=1\n"},
	    /* no quantity is not one; other substitutes are other lines */
	    {"roll: together\n",
	    {"A 1 C -", "A 2 C 1", "A 3 C -", "A 4 E 1", "A 4 E > S",
	    "A 5 E 1", "A 6 E 1", "A 6 E > S", NULL},
	    "A///mfg/ 1 C\nA///mfg/ 2 C quantity=1\n"
	    "A///mfg/ 4 E quantity=2\nA///mfg/ 5 E quantity=1\n"
	    "A///mfg/ 4 E > S\n"},
	    {"roll: together\n", {"A 1 C 1 operation=1", "A 2 C 1 operation=2",
	    "A 3 C 1 effective_to=2026-01-01", NULL},
	    "A///mfg/ 1 C quantity=1 operation=1\n"
	    "A///mfg/ 2 C quantity=1 operation=2\n"
	    "A///mfg/ 3 C quantity=1 effective_to=2026-01-01\n"},
	    {"roll: apart\n",
	    {"A 1 C 5 refdes=R1,R2", "A 2 D 1 refdes=Q1", "A 3 E 1 "
	    "refdes=U1,U2,U3", "A 4 F - refdes=X1,X2", NULL},
	    "A///mfg/ 1 C quantity=2.5 refdes=[\"R1\"]\n"
	    "A///mfg/ 1 C#2 quantity=2.5 refdes=[\"R2\"]\n"
	    "A///mfg/ 2 D quantity=1 refdes=[\"Q1\"]\n"
	    "A///mfg/ 3 E quantity=1 refdes=[\"U1\",\"U2\",\"U3\"]\n"
	    "A///mfg/ 4 F refdes=[\"X1\",\"X2\"]\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
periods_that_follow_each_other_become_one(void **state)
{
#define TO(day) " effective_to=2026-01-0" day
#define FROM(day) " effective_from=2026-01-0" day
	static const struct made cases[] = {
	    {"effectivity: {merge: yes}\n",
	    {"A 1 C 1" TO("2"), "A 1 C#2 1" FROM("2") TO("3"),
	    "A 1 C#3 1" FROM("3"), "A 2 C 1" TO("2"), "A 2 C#2 2" FROM("2"),
	    "A 3 C 1" TO("2"), "A 3 C#2 1" FROM("3"), NULL},
	    "A///mfg/ 1 C quantity=1\n"
	    "A///mfg/ 2 C quantity=1" TO("2") "\n"
	    "A///mfg/ 2 C#2 quantity=2" FROM("2") "\n"
	    "A///mfg/ 3 C quantity=1" TO("2") "\n"
	    "A///mfg/ 3 C#2 quantity=1" FROM("3") "\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
changes_and_additions_see_the_made_line(void **state)
{
#define P "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}"
	static const struct made cases[] = {
	    {"collapse: {}\nchange: [{when: quantity > 5, compute: {note: "
	    "quantity}}]\nrounding: {digits: 1}\n",
	    {P, "A 1 P 1", "P = base_quantity=3", "P 1 C 20", "P 2 D 1",
	    NULL},
	    "A///mfg/ 1.1 C quantity=6.7 note=6.7\n"
	    "A///mfg/ 1.2 D quantity=0.3\n"},
	    {"add: [{name: a, where: {lifecycle: released}, set: {component: "
	    "X, quantity: \"2\"}}]\n",
	    {"A = lifecycle=released", "B = lifecycle=in_work", NULL},
	    "A///mfg/ = lifecycle=released\nB///mfg/ = lifecycle=in_work\n"
	    "A///mfg/  X quantity=2\n"},
	    /* a value that does not fit: the BOM is not made */
	    {"change: [{compute: {quantity: note}}]\n",
	    {"A 1 C 1 note=many", "B 1 C 1 note=7", NULL},
	    "B///mfg/ 1 C quantity=7 note=7\n"
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_roll_together_where_all_else_is_the_same),
	    cmocka_unit_test(periods_that_follow_each_other_become_one),
	    cmocka_unit_test(changes_and_additions_see_the_made_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
