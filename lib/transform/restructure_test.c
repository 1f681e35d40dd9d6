/*
 * restructure_test.c - BOMs in, BOMs out, and what becomes of each record.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define PHANTOM(item) "{\"type\":\"item\",\"item\":\"" item \
		      "\",\"phantom\":true}"
#define VIEW(item, plant) "{\"type\":\"plant_item\",\"item\":\"" item \
			  "\",\"plant\":\"" plant "\"}"

struct made {
	const char *rules;
	const char *records[16]; /* ended by NULL */
	const char *out;
	const char *rejects; /* NULL: none */
};

static void
check(const struct made *c, size_t count)
{
	struct rehearsal t;

	for (; count; count--, c++) {
		rehearsal_run(&t, c->rules, c->records);
		assert_string_equal(buf_text(&t.out), c->out);
		assert_string_equal(buf_text(&t.rejects), c->rejects
		    ? c->rejects : "");
		rehearsal_release(&t);
	}
}

static void
boms_go_to_their_usage_plant_and_alternative(void **state)
{
	static const struct made cases[] = {
	    /* the usage alone */
	    {"to: {usage: mfg}\n",
	    {"A = base_quantity=2", "A 10 C 1", "A 10 C > S", "B///svc = ",
	    "B///svc 5 D 1", NULL},
	    "A///mfg/ = base_quantity=2\nB///svc/ =\n"
	    "A///mfg/ 10 C quantity=1\nB///svc/ 5 D quantity=1\n"
	    "A///mfg/ 10 C > S\n", NULL},
	    {"others: drop\n", {"A 10 C 1", "B///svc 5 D 1", NULL},
	    "A///mfg/ 10 C quantity=1\n", NULL},
	    {"from: {where: {lifecycle: released}}\n",
	    {"A = lifecycle=released", "B = lifecycle=in_work", "B 1 C 1",
	    NULL}, "A///mfg/ = lifecycle=released\n", NULL},
	    /* plants */
	    {"plants: {by: plant_item}\n",
	    {"A 10 C 1", "B 10 C 1", VIEW("A", "2"), VIEW("A", "1"),
	    VIEW("C", "1"), NULL},
	    "A//1/mfg/ 10 C quantity=1\nA//2/mfg/ 10 C quantity=1\n", NULL},
	    {"plants: {by: plant_item, none: keep}\n", {"B 10 C 1", NULL},
	    "B///mfg/ 10 C quantity=1\n", NULL},
	    {"plants: {by: plant_item, none: reject}\n", {"B 10 C 1", NULL},
	    "withheld:bom/B%2F%2F%2Fmfg%2F\n",
	    "restructure: no plant builds it\n"},
	    {"plants: {by: list, list: [\"1\", \"2\"]}\n",
	    {"A 10 C 1", "A//2 10 D 1", NULL},
	    "A//1/mfg/ 10 C quantity=1\nA//2/mfg/ 10 D quantity=1\n", NULL},
	    {"plants: {by: list, list: [\"1\"], components: drop}\n",
	    {"A 10 C 1", "A 20 D 1", VIEW("C", "1"), VIEW("D", "2"), NULL},
	    "A//1/mfg/ 10 C quantity=1\n", NULL},
	    {"plants: {by: list, list: [\"1\"], components: reject}\n",
	    {"A 20 D 1", NULL}, "withheld:bom/A%2F%2F1%2Fmfg%2F\n",
	    "plants: 20/D: the component has no plant_item in the plant "
	    "1\n"},
	    {"plants: {by: change_order}\n",
	    {"A = change_order=E1", "A 1 C 1", "{\"type\":\"change_order\","
	    "\"change_order\":\"E1\",\"plants\":[\"9\",\"10\"]}", NULL},
	    "A//10/mfg/ = change_order=E1\nA//9/mfg/ = change_order=E1\n"
	    "A//10/mfg/ 1 C quantity=1\nA//9/mfg/ 1 C quantity=1\n", NULL},
	    {"plants: {by: expression, expression: \"'1, 2'\"}\n",
	    {"A 1 C 1", NULL},
	    "A//1/mfg/ 1 C quantity=1\nA//2/mfg/ 1 C quantity=1\n", NULL},
	    {"alternatives: [{from: \"\", to: \"1\"}, {from: x, to: \"2\","
	    " plants: [\"7\"]}]\n",
	    {"A 1 C 1", "A////x 1 D 1", "A//7//x 1 E 1", NULL},
	    "A///mfg/1 1 C quantity=1\nA//7/mfg/2 1 E quantity=1\n", NULL},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
lines_are_left_out_changed_and_added(void **state)
{
	static const struct made cases[] = {
	    {"drop: [{name: no material, where: {line_kind: [document]}}]\n",
	    {"A 1 C 1 line_kind=document", "A 1 C > S", "A 2 C 1", NULL},
	    "A///mfg/ 2 C quantity=1\n", NULL},
	    {"effectivity: {as_of: 2026-06-01, dates: remove}\n",
	    {"A 1 C 1 effective_to=2026-06-01", "A 2 C 2 "
	    "effective_from=2026-06-01", "A 3 C 3 effective_from=2026-06-02",
	    "B = effective_from=2027-01-01", "B 1 C 1", NULL},
	    "A///mfg/ 2 C quantity=2\n", NULL},
	    {"add: [{name: box, type: item, where: {kind: part}, set: "
	    "{component: BOX, quantity: \"1\", find_number: \"99\"}, compute:"
	    " {note: \"plant || '!'\"}}]\nplants: {by: list, list: [p]}\n",
	    {"A 1 C 1", "B 1 C 1", "{\"type\":\"item\",\"item\":\"A\","
	    "\"kind\":\"part\"}", NULL},
	    "A//p/mfg/ 1 C quantity=1\nA//p/mfg/ 99 BOX quantity=1 note=p!\n"
	    "B//p/mfg/ 1 C quantity=1\n", NULL},
	    {"change: [{where: {component: C}, set: {operation: \"0020\"}}]\n",
	    {"A 1 C 1", "A 2 D 1", NULL},
	    "A///mfg/ 1 C quantity=1 operation=0020\n"
	    "A///mfg/ 2 D quantity=1\n", NULL},
	    /* two BOMs for one key: neither is made */
	    {"alternatives: [{from: \"\", to: \"1\"}, {from: x, to: \"1\"}]\n",
	    {"A 1 C 1", "A////x 1 D 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F1\n",
	    "restructure: another BOM comes to the same key\n"
	    "restructure: another BOM comes to the same key\n"},
	    {"to: {usage: svc}\n", {"A 1 C 1", "A///svc 1 D 1", NULL},
	    "A///svc/ 1 D quantity=1\n",
	    "restructure: there is a BOM with this key\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
what_is_withheld_withholds_what_is_made_of_it(void **state)
{
#define WITHHELD(type, key) "{\"type\":\"withheld\",\"record_type\":\"" \
    type "\",\"record_key\":\"" key "\",\"reason\":\"held\"}"
	static const struct made cases[] = {
	    /* a line, a header, a substitute: the BOM is unknown */
	    {"to: {usage: mfg}\n",
	    {"A 1 C 1", WITHHELD("bom_line", "A///eng//2/D/"),
	    WITHHELD("bom", "B///eng/"), WITHHELD("bom", "B///svc/"), NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\nwithheld:bom/B%2F%2F%2Fmfg%2F\n"
	    "withheld:bom/B%2F%2F%2Fsvc%2F\n",
	    "restructure: a part of it is withheld\n"},
	    /* a phantom's line: its parents are, others go on */
	    {"collapse: {}\n",
	    {"A 1 P 1", "B 1 C 1", PHANTOM("P"), "P 1 C 1",
	    WITHHELD("bom_line", "P///eng//2/D/"), NULL},
	    "B///mfg/ 1 C quantity=1\nwithheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/P: a part of the phantom's BOM is withheld\n"},
	    /* an item that may be a phantom; one without a BOM is none */
	    {"collapse: {}\n",
	    {"A 1 P 1", "B 1 S 1", "P 1 C 1", WITHHELD("item", "P"),
	    WITHHELD("item", "S"), NULL},
	    "B///mfg/ 1 S quantity=1\nwithheld:bom/A%2F%2F%2Fmfg%2F\n"
	    "withheld:bom/P%2F%2F%2Fmfg%2F\nwithheld:item/P\n"
	    "withheld:item/S\n",
	    "collapse: 1/P: whether it is a phantom is withheld\n"
	    "restructure: whether it is a phantom is withheld\n"},
	    /* a plant view: that plant's BOM is unknown, the other is made */
	    {"plants: {by: plant_item}\n",
	    {"A 1 C 1", VIEW("A", "1"), WITHHELD("plant_item", "A/2"), NULL},
	    "A//1/mfg/ 1 C quantity=1\nwithheld:bom/A%2F%2F2%2Fmfg%2F\n"
	    "withheld:plant_item/A%2F2\n",
	    "restructure: whether the plant builds it is withheld\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
each_record_has_one_fate_and_each_line_an_origin(void **state)
{
	static const char *const records[] = {PHANTOM("P"), VIEW("A", "1"),
	    VIEW("A", "2"), "A = ", "A 1 P 2", "A 2 C 1 refdes=R1",
	    "A 3 C 1 refdes=R2", "A 4 D 1 line_kind=text", "P 1 E 3",
	    "P 1 E > S", NULL};
	struct rehearsal t;

	(void)state;
	rehearsal_run(&t, "plants: {by: plant_item, list: [\"1\", \"2\"]}\n"
	    "collapse: {}\nroll: together\n"
	    "drop: [{name: texts, where: {line_kind: text}}]\n", records);
	/* P's line and C's second are folded; P's BOM and the text dropped */
	assert_int_equal(t.r.counts.passed, 3 + 1 + 1);
	assert_int_equal(t.r.counts.folded, 2);
	assert_int_equal(t.r.counts.dropped, 1 + 2);
	assert_int_equal(t.r.counts.rejected, 0);
	/* E and its substitute in both plants; the rest in the second */
	assert_int_equal(t.r.counts.derived, 4 + 2);
	assert_string_equal(t.r.counts.parts[PART_COUNT].name, "texts");
	assert_int_equal(t.r.counts.parts[PART_COUNT].count, 1);
	assert_non_null(strstr(buf_text(&t.traces),
	    "bom_line:A//1/mfg//2/C/ < bom_line:A///eng//2/C/ by restructure\n"
	    "bom_line:A//1/mfg//2/C/ < bom_line:A///eng//3/C/ by roll\n"));
	assert_non_null(strstr(buf_text(&t.traces),
	    "bom_line:A//1/mfg//1.1/E/ < bom_line:P///eng//1/E/ by collapse\n"
	    "bom_line:A//1/mfg//1.1/E/ < bom_line:A///eng//1/P/ by "));
	rehearsal_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(boms_go_to_their_usage_plant_and_alternative),
	    cmocka_unit_test(lines_are_left_out_changed_and_added),
	    cmocka_unit_test(what_is_withheld_withholds_what_is_made_of_it),
	    cmocka_unit_test(each_record_has_one_fate_and_each_line_an_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
