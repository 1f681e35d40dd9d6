/* targets_test.c - which BOMs are made of which. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

struct made {
	const char *rules;
	const char *records[16]; /* ended by NULL */
	const char *out;
	size_t part; /* what left something out, and how much */
	uint64_t dropped;
};

static void
boms_go_where_they_are_built(void **state)
{
#define VIEW(plant, more) "{\"type\":\"plant_item\",\"item\":\"A\"," \
    "\"plant\":\"" plant "\"" more "}"
	static const struct made cases[] = {
	    {"plants: {by: plant_item, where: {status: [ok, \"\"]}}\n",
	    {"A = ", VIEW("1", ""), VIEW("2", ",\"status\":\"ok\""),
	    VIEW("3", ",\"status\":\"no\""), NULL},
	    "A//1/mfg/ =\nA//2/mfg/ =\n", PART_PLANTS, 0},
	    {"plants: {by: plant_item, list: [\"2\", \"9\"]}\n",
	    {"A = ", VIEW("1", ""), VIEW("2", ""), NULL},
	    "A//2/mfg/ =\n", PART_PLANTS, 0},
	    {"plants: {by: plant_item, list: [\"9\"], none: keep}\n",
	    {"A = ", "A 1 C 1", VIEW("1", ""), NULL}, "", PART_PLANTS, 2},
	    /* a BOM of its own, of that revision and alternative only */
	    {"plants: {by: list, list: [\"1\", \"2\"]}\n",
	    {"A = ", "A//1 = ", "A/B = ", "A//7 = ", NULL},
	    "A//1/mfg/ =\nA//2/mfg/ =\nA/B/1/mfg/ =\nA/B/2/mfg/ =\n",
	    PART_PLANTS, 1},
	    {"alternatives: [{from: a, to: x}, {from: a, to: y}]\n",
	    {"A////a = ", "A////b = ", NULL},
	    "A///mfg/x =\nA///mfg/y =\n", PART_ALTERNATIVES, 1},
	    {"plants: {by: expression, expression: \"CASE parent WHEN 'A' "
	    "THEN '1' END\"}\n", {"A = ", "B = ", NULL},
	    "A//1/mfg/ =\n", PART_PLANTS, 1},
	    {"from: {usage: svc, when: alternative = 'z'}\nothers: drop\n",
	    {"A = ", "A///svc = ", "A///svc/z = ", NULL},
	    "A///mfg/z =\n", PART_OTHERS, 1},
	    {"collapse: {}\n", {"P = ", "A = ",
	    "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}", NULL},
	    "A///mfg/ =\n", PART_PHANTOM_BOMS, 1},
	    {"collapse: {keep_boms: yes}\n", {"P = ",
	    "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}", NULL},
	    "P///mfg/ =\n", PART_PHANTOM_BOMS, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct rehearsal t;

		rehearsal_run(&t, cases[i].rules, cases[i].records);
		assert_string_equal(buf_text(&t.out), cases[i].out);
		assert_int_equal(t.r.counts.parts[cases[i].part].count,
		    cases[i].dropped);
		rehearsal_release(&t);
	}
}

static void
an_incomplete_input_is_not_guessed_about(void **state)
{
	static const struct {
		const char *rules, *why;
	} cases[] = {
	    {"plants: {by: plant_item}\n", "restructure: which plants build "
	    "it cannot be told: the input has none of its plant_items and is "
	    "not complete\n"},
	    {"collapse: {}\n", "collapse: 1/C: whether it is a phantom cannot "
	    "be told: its item is not in the input, which is not complete\n"},
	    {"roll: together\n", ""},
	};
	static const char *const records[] = {"A 1 C 1", NULL};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct rehearsal t;
		struct restructure_out out = {rehearsal_put, rehearsal_reject,
		    NULL, &t};
		struct spool in = SPOOL_INIT;
		struct err e = ERR_INIT;

		rehearsal_must(rehearsal_load(&t, cases[i].rules, &e), &e);
		rehearsal_spool(&in, records);
		in.in.head.kind = HEAD_UPSERT;
		rehearsal_must(restructure_run(&t.r, &in, &out, &e), &e);
		assert_string_equal(buf_text(&t.rejects), cases[i].why);
		spool_release(&in);
		rehearsal_release(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(boms_go_where_they_are_built),
	    cmocka_unit_test(an_incomplete_input_is_not_guessed_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
