/* numbering_test.c - find numbers in order, and occurrences that differ. */
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
find_numbers_are_given_in_order(void **state)
{
	static const struct made cases[] = {
	    {"renumber: {}\n", {"A R10 C 1", "A R9 D 1", "A R9 B 1", NULL},
	    "A///mfg/ 0010 B quantity=1\nA///mfg/ 0020 D quantity=1\n"
	    "A///mfg/ 0030 C quantity=1\n"},
	    {"renumber: {start: 1, step: 1, width: 2, order: [operation, "
	    "quantity]}\n",
	    {"A 1 C 10 operation=20", "A 2 D 9 operation=20", "A 3 E 1 "
	    "operation=30", "A 4 F 50", NULL},
	    "A///mfg/ 01 F quantity=50\n"
	    "A///mfg/ 02 D quantity=9 operation=20\n"
	    "A///mfg/ 03 C quantity=10 operation=20\n"
	    "A///mfg/ 04 E quantity=1 operation=30\n"},
	    /* lines of one find number keep sharing one */
	    {"renumber: {share: yes, order: [component]}\n",
	    {"A 1 Z 1", "A 1 B 1", "A 2 C 1", "A 3 A 1", NULL},
	    "A///mfg/ 0010 A quantity=1\nA///mfg/ 0020 B quantity=1\n"
	    "A///mfg/ 0020 Z quantity=1\nA///mfg/ 0030 C quantity=1\n"},
	    {"renumber: {start: 5, step: 5, width: 1}\n",
	    {"A 1 B 1", "A 2 C 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
occurrences_are_kept_where_they_can_be(void **state)
{
#define P "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}"
	static const struct made cases[] = {
	    {"others: pass\n", {"A 1 B#x 1", "A 1 B 2", NULL},
	    "A///mfg/ 1 B quantity=2\nA///mfg/ 1 B#x quantity=1\n"},
	    {"collapse: {find_number: own}\n",
	    {P, "A 1 P 1", "A 2 P 2", "A 3 P 3", "A 7 C#2 4", "P 7 C 1",
	    NULL},
	    "A///mfg/ 7 C quantity=1\nA///mfg/ 7 C#2 quantity=4\n"
	    "A///mfg/ 7 C#3 quantity=2\nA///mfg/ 7 C#4 quantity=3\n"},
	    /* the earlier period first */
	    {"collapse: {find_number: own}\n",
	    {P, "A 1 P 1 effective_from=2026-01-01", "A 2 P 2", "P 7 C 1",
	    NULL},
	    "A///mfg/ 7 C quantity=2\n"
	    "A///mfg/ 7 C#2 quantity=1 effective_from=2026-01-01\n"},
	    {"collapse: {find_number: line}\n",
	    {P, "A 1 P#a 1", "A 1 P#b 1", "P 7 C#x 1", NULL},
	    "A///mfg/ 1 C#a.x quantity=1\nA///mfg/ 1 C#b.x quantity=1\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(find_numbers_are_given_in_order),
	    cmocka_unit_test(occurrences_are_kept_where_they_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
