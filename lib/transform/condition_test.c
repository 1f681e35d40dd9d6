/* condition_test.c - asked of records and of lines that are only cut. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

static void
both_ways_of_asking_agree(void **state)
{
	static const struct {
		const char *condition;
		bool holds;
		unsigned unknown;
	} cases[] = {
	    {"{}", true, 0},
	    {"{where: {uom: EA}}", true, 0},
	    {"{where: {uom: [KGM, EA], note: \"\"}}", true, 0},
	    {"{where: {uom: EA, note: x}}", false, 0},
	    {"{where: {parent_revision: \"\"}}", true, 0},
	    {"{where: {as_required: true}}", true, 0},
	    {"{where: {optional: \"\"}}", true, 0},
	    {"{where: {quantity: \"2.5\"}}", true, 0},
	    {"{where: {quantity: \"2.50\"}}", false, 0},
	    {"{where: {refdes: R2}}", true, 0},
	    {"{where: {refdes: R3}}", false, 0},
	    {"{where: {attrs.a: \"7\", uom: EA}}", true, 0},
	    {"{where: {condition: \"a\\\"b\"}}", true, 0},
	    {"{when: quantity > 2}", true, 0},
	    {"{when: note = 'x'}", false, 1},
	    {"{where: {uom: KGM}, when: note = 'x'}", false, 0},
	    {"{where: {refdes: R1}, when: quantity < 2}", false, 0},
	};
	const struct slice line = SLICE("{\"type\":\"bom_line\","
	    "\"parent\":\"A\",\"parent_revision\":\"\",\"plant\":\"\","
	    "\"usage\":\"\",\"alternative\":\"\",\"find_number\":\"\","
	    "\"component\":\"B\",\"occurrence\":\"\",\"quantity\":2.5,"
	    "\"uom\":\"EA\",\"as_required\":true,\"refdes\":[\"R1\","
	    "\"R2\"],\"condition\":\"a\\\"b\",\"attrs\":{\"a\":7}}");
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct shared s;
		struct condition c;
		struct rawline raw;
		struct record r;
		bool holds, holds_raw;

		rehearsal_must(shared_parse(&s, "r.yaml",
		    slice_of(cases[i].condition), &e), &e);
		rehearsal_must(condition_read(&c, &s, TYPE_BOM_LINE,
		    s.doc.root, &e), &e);
		assert_int_equal(condition_asks(&c), i > 0);
		rawline_cut(&raw, TYPE_BOM_LINE, line);
		condition_record(&r, TYPE_BOM_LINE, &raw, &a);
		rehearsal_must(condition_holds(&c, &r, &holds, &e), &e);
		assert_int_equal(c.unknown, cases[i].unknown);
		rehearsal_must(condition_holds_raw(&c, &raw, &holds_raw, &a,
		    &e), &e);
		if (holds != cases[i].holds || holds_raw != holds)
			fail_msg("%s", cases[i].condition);
		shared_release(&s);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_ways_of_asking_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
