/*
 * diff_scope_test.c - what the new side may not call gone is not renumbered,
 * replaced, merged or moved away either.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sketch_diff.h"

#define MOST 6

#define WITHHELD(type, key) "{\"type\":\"withheld\",\"record_type\":\"" type \
	"\",\"record_key\":\"" key "\",\"reason\":\"held\"}"

static const struct {
	const char *what;
	struct sketch_head as; /* the new stream */
	const char *old[MOST], *new[MOST];
	const char *delta;
	uint64_t kept;
} cases[] = {
	{"an upsert adds a line that looks renumbered", {HEAD_UPSERT, NULL},
	    {"A 10 P 1 R1"}, {"A 20 P 1 R1"}, "+ A 20 P\n", 1},
	{"and one that looks like a replacement", {HEAD_UPSERT, NULL},
	    {"A 10 P 1 R1"}, {"A 10 Q 1 R1"}, "+ A 10 Q\n", 1},
	{"and one that looks moved", {HEAD_UPSERT, NULL},
	    {"A 10 P 1"}, {"B 10 P 1"}, "+ B 10 P\n", 1},
	{"and a revision that looks like the next", {HEAD_UPSERT, NULL},
	    {"A/B =", "A/B 10 P 1"}, {"A/C =", "A/C 10 P 1"},
	    "+ A/C =\n+ A/C 10 P\n", 2},
	{"nothing merges into what was sent", {HEAD_UPSERT, NULL},
	    {"A 10 P 1", "A 20 P 3"}, {"A 10 P 4"},
	    "~ A 10 P quantity:1>4 [quantity]\n", 1},
	{"a snapshot says all of it", {HEAD_SNAPSHOT, NULL},
	    {"A 10 P 1", "A 20 P 3"}, {"A 10 P 4"},
	    "~ A 10 P quantity:1>4 [merge quantity] in bom_line:A/////10/P/\n"
	    "- A 20 P [merge] in bom_line:A/////10/P/\n", 0},
	{"but not outside its scope",
	    {HEAD_SNAPSHOT, "{\"plants\":[\"P1\"]}"},
	    {"A//P1 10 P 1", "A//P2 10 P 1"},
	    {"A//P1 20 P 1", "B//P2 10 P 1"},
	    "~ A//P1 20 P find_number:10>20 [find_number] by quantity\n"
	    "+ B//P2 10 P\n", 1},
	{"nor by a filter that the old side does not have",
	    {HEAD_SNAPSHOT, "{\"filter\":\"released only\"}"},
	    {"A 10 P 1"}, {"A 20 P 1"}, "+ A 20 P\n", 1},
	{"nor of a type whose removals it does not know",
	    {HEAD_SNAPSHOT, "{\"removals\":{\"bom_line\":false}}"},
	    {"A = lifecycle=pilot", "B =", "A 10 P 1"}, {"A 20 P 1", "B ="},
	    "- A =\n+ A 20 P\n", 1},
	{"a line that is withheld is unknown", {HEAD_SNAPSHOT, NULL},
	    {"A 10 P 1"},
	    {"A 20 P 1", WITHHELD("bom_line", "A/////10/P/")},
	    "+ A 20 P\n+ withheld:bom_line/A%2F%2F%2F%2F%2F10%2FP%2F\n", 1},
	{"so are the lines of a BOM that is", {HEAD_SNAPSHOT, NULL},
	    {"A/B 10 P 1", "A/B 10 P > S"},
	    {"A/C 10 P 1", WITHHELD("bom", "A/B///")},
	    "+ A/C 10 P\n+ withheld:bom/A%2FB%2F%2F%2F\n", 2},
	{"what was withheld no longer is, where the new side would say so",
	    {HEAD_SNAPSHOT, "{\"types\":[\"bom_line\"]}"},
	    {"A 10 P 1", WITHHELD("bom_line", "A/////20/Q/"),
	    WITHHELD("item", "Z")}, {"A 10 P 1", "A 20 Q 1"},
	    "+ A 20 Q\n- withheld:bom_line/A%2F%2F%2F%2F%2F20%2FQ%2F\n", 1},
};

static void
what_is_kept_is_nowhere_else(void **state)
{
	struct sketch s;
	size_t i;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(cases); i++) {
		sketch_stream(s.paths[0], NULL, cases[i].old);
		sketch_stream(s.paths[1], &cases[i].as, cases[i].new);
		sketch_diff(&s, NULL);
		if (strcmp(buf_text(&s.delta), cases[i].delta) != 0)
			fail_msg("%s: is\n%s", cases[i].what,
			    buf_text(&s.delta));
		if (s.counts.kept != cases[i].kept)
			fail_msg("%s: %lu kept", cases[i].what,
			    (unsigned long)s.counts.kept);
	}
	sketch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_kept_is_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
