/* parent_test.c - which BOM of a parent became which. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/parent.h"
#include "diff/sketch_diff.h"

#define MOST 8

#define REVISION(item, revision, sequence) \
	"{\"type\":\"revision\",\"item\":\"" item "\",\"revision\":\"" \
	revision "\",\"sequence\":" sequence "}"

static const struct {
	const char *what;
	const char *old[MOST], *new[MOST];
	const char *delta;
} cases[] = {
	{"one revision on each side: it became the other",
	    {"A/B 10 P 1"}, {"A/C 10 P 2"},
	    "~ A/C 10 P parent_revision:B>C quantity:1>2 "
	    "[header quantity] by key\n"},
	{"the header goes with the lines",
	    {"A/B = lifecycle=released", "A/B 10 P 1"},
	    {"A/C = lifecycle=in_work", "A/C 10 P 1"},
	    "~ A/C = parent_revision:B>C lifecycle:released>in_work "
	    "[header] by revision\n"
	    "~ A/C 10 P parent_revision:B>C [header] by key\n"},
	{"a header without lines finds its partner too",
	    {"A/B ="}, {"A/C ="},
	    "~ A/C = parent_revision:B>C [header] by revision\n"},
	{"lines without a header pair with those of one",
	    {"A/B 10 P 1"}, {"A/C = lifecycle=in_work", "A/C 10 P 1"},
	    "+ A/C =\n"
	    "~ A/C 10 P parent_revision:B>C [header] by key\n"},
	{"equal keys come before other revisions",
	    {"A/B 10 P 1"}, {"A/B 10 P 2", "A/C 10 P 3"},
	    "~ A/B 10 P quantity:1>2 [quantity]\n+ A/C 10 P\n"},
	{"so it is where the lines of the one revision are the same bytes",
	    {"A/B 10 P 1", "A/B 20 Q 1"},
	    {"A/B 10 P 1", "A/B 30 R 1", "A/C 10 P 1"},
	    "- A/B 20 Q\n+ A/B 30 R\n+ A/C 10 P\n"},
	{"of several nobody knows, unless their sequence says it",
	    {"A/1 10 P 1", "A/2 10 P 2"}, {"A/3 10 P 3"},
	    "- A/1 10 P\n- A/2 10 P\n+ A/3 10 P\n"},
	{"the last one before it by sequence is the one",
	    {"A/9 10 P 1", "A/10 10 P 2", REVISION("A", "9", "1"),
	    REVISION("A", "10", "2")},
	    {"A/11 10 P 3", REVISION("A", "9", "1"),
	    REVISION("A", "10", "2"), REVISION("A", "11", "3")},
	    "~ A/11 10 P parent_revision:10>11 quantity:2>3 "
	    "[header quantity] by key\n"
	    "- A/9 10 P\n"
	    "+ revision:A/11\n"},
	{"of two new ones the first by sequence follows, not by name",
	    {"A/8 10 P 8", REVISION("A", "8", "1")},
	    {"A/10 10 P 10", "A/9 10 P 9", REVISION("A", "8", "1"),
	    REVISION("A", "9", "2"), REVISION("A", "10", "3")},
	    "+ A/10 10 P\n"
	    "~ A/9 10 P parent_revision:8>9 quantity:8>9 "
	    "[header quantity] by key\n"
	    "+ revision:A/10\n+ revision:A/9\n"},
	{"each new one has one old one before it",
	    {"A/a 10 P 1", "A/c 10 P 3", REVISION("A", "a", "1"),
	    REVISION("A", "c", "3")},
	    {"A/b 10 P 2", "A/d 10 P 4", REVISION("A", "a", "1"),
	    REVISION("A", "b", "2"), REVISION("A", "c", "3"),
	    REVISION("A", "d", "4")},
	    "~ A/b 10 P parent_revision:a>b quantity:1>2 "
	    "[header quantity] by key\n"
	    "~ A/d 10 P parent_revision:c>d quantity:3>4 "
	    "[header quantity] by key\n"
	    "+ revision:A/b\n+ revision:A/d\n"},
	{"an equal sequence is not before it",
	    {"A/a 10 P 1", "A/b 10 P 2", REVISION("A", "a", "1"),
	    REVISION("A", "b", "2")},
	    {"A/c 10 P 3", REVISION("A", "a", "1"), REVISION("A", "b", "2"),
	    REVISION("A", "c", "2")},
	    "- A/b 10 P\n"
	    "~ A/c 10 P parent_revision:a>c quantity:1>3 "
	    "[header quantity] by key\n"
	    "+ revision:A/c\n"},
	{"one on each side pairs even where the sequence goes back",
	    {"A/2 10 P 2", REVISION("A", "1", "1"), REVISION("A", "2", "2")},
	    {"A/1 10 P 1", REVISION("A", "1", "1"), REVISION("A", "2", "2")},
	    "~ A/1 10 P parent_revision:2>1 quantity:2>1 "
	    "[header quantity] by key\n"},
	{"each plant and usage pairs for itself",
	    {"A/B/P1/eng 10 P 1", "A/B/P2/mfg 10 P 1", "A/B/P3/mfg 10 P 1"},
	    {"A/C/P1/eng 10 P 1", "A/C/P2/mfg 10 P 2", "A/B/P3/eng 10 P 1"},
	    "+ A/B/P3/eng 10 P\n"
	    "- A/B/P3/mfg 10 P\n"
	    "~ A/C/P1/eng 10 P parent_revision:B>C [header] by key\n"
	    "~ A/C/P2/mfg 10 P parent_revision:B>C quantity:1>2 "
	    "[header quantity] by key\n"},
	{"another parent is another BOM",
	    {"A/B 10 P 1"}, {"X/B 10 P 2"},
	    "- A/B 10 P\n+ X/B 10 P\n"},
	{"a BOM that came or went has no partner",
	    {"A/B = lifecycle=released", "A/B 10 P 1"}, {"Z 10 Q 1"},
	    "- A/B =\n- A/B 10 P\n+ Z 10 Q\n"},
	{"names that need escapes are no trouble",
	    {"A\\\"/B\\\\ 10 P 1"}, {"A\\\"/C 10 P 1"},
	    "~ A\"/C 10 P parent_revision:B\\>C [header] by key\n"},
};

static void
boms_of_a_parent_find_each_other(void **state)
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

/* More BOMs than squares could do: each plant one, of another revision. */
static void
many_boms_of_one_parent_are_no_trouble(void **state)
{
	enum { MANY = 20000 };
	static const char *records[2][MANY + 1];
	struct arena a = ARENA_INIT;
	struct sketch s;
	char text[64];
	size_t i, side;

	(void)state;
	sketch_open(&s);
	for (side = 0; side < 2; side++)
		for (i = 0; i < MANY; i++) {
			snprintf(text, sizeof(text), "A/%zu/P%05zu 10 P 1",
			    side, i);
			records[side][i] = slice_copy(slice_from(text,
			    strlen(text) + 1), &a).at;
		}
	sketch_compare(&s, records[0], records[1]);
	assert_int_equal(s.counts.changed, MANY);
	assert_int_equal(s.counts.added, 0);
	arena_release(&a);
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(boms_of_a_parent_find_each_other),
	    cmocka_unit_test(many_boms_of_one_parent_are_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
