/* making_test.c - what goes out, in order, and what becomes of records. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define P "{\"type\":\"item\",\"item\":\"P\",\"phantom\":true}"

static void
substitutes_have_keys_and_fates_of_their_lines(void **state)
{
	static const char *const records[] = {P, "A 1 C 1", "A 1 C > S",
	    "A 2 C 1", "A 2 C > S", "A 3 D 1", "A 3 D > T "
	    "effective_to=2026-01-01", "A 4 E > U", "A 5 P 1", "A 5 P > V",
	    "A 6 F 1 line_kind=text", "A 6 F > W", "P 1 G 1", "P 1 G > X",
	    NULL};
	struct rehearsal t;

	(void)state;
	rehearsal_run(&t, "collapse: {}\nroll: together\nrenumber: {}\n"
	    "effectivity: {as_of: 2026-06-01}\n"
	    "drop: [{name: t, where: {line_kind: text}}]\n", records);
	assert_string_equal(buf_text(&t.out),
	    "A///mfg/ 0010 C quantity=2\nA///mfg/ 0020 D quantity=1\n"
	    "A///mfg/ 0030 G quantity=1\nA///mfg/ 0010 C > S\n"
	    "A///mfg/ 0030 G > X\n");
	assert_int_equal(t.r.counts.parts[PART_EFFECTIVITY].count, 1);
	assert_int_equal(t.r.counts.parts[PART_ORPHANS].count, 1);
	assert_int_equal(t.r.counts.parts[PART_PHANTOM_SUBSTITUTES].count, 1);
	assert_int_equal(t.r.counts.parts[PART_PHANTOM_BOMS].count, 2);
	assert_int_equal(t.r.counts.parts[PART_COUNT].count, 2);
	/* the second C and its substitute, and the phantom's line */
	assert_int_equal(t.r.counts.folded, 3);
	rehearsal_release(&t);
}

static void
lines_of_many_boms_come_in_key_order(void **state)
{
	static const char *const records[] = {"A/1 2 C 1", "A/1 10 C 1",
	    "A!/1 1 C 1", "A/1///x 1 C 1", "A/1//svc 1 C 1", "A/1 2 C > S",
	    "A/1 10 C > S", P, "P 2 X 1", "P 1 X 2", "A/2 5 P 1", NULL};
	struct rehearsal t;

	(void)state;
	/* rehearsal_put insists on the order */
	rehearsal_run(&t, "plants: {by: list, list: [\"9\", \"10\"]}\n"
	    "collapse: {}\nrenumber: {order: [quantity]}\n", records);
	assert_int_equal(t.r.counts.passed + t.r.counts.derived,
	    1 + 2 * 6 + 2 * 2 + 1);
	assert_int_equal(t.rejects.len, 0);
	rehearsal_release(&t);
}

static void
withheld_records_stand_where_they_belong(void **state)
{
#define WITHHELD(type, key) "{\"type\":\"withheld\",\"record_type\":\"" \
    type "\",\"record_key\":\"" key "\",\"reason\":\"held\"}"
	static const char *const records[] = {WITHHELD("bom", "B///eng/"),
	    WITHHELD("alternate", "A/B"), WITHHELD("item", "X"),
	    WITHHELD("bom_line", "B///eng//1/C/"),
	    WITHHELD("bom", "Z///mfg/"), WITHHELD("bom", "Z///eng/"), NULL};
	struct rehearsal t;

	(void)state;
	rehearsal_run(&t, "to: {usage: mfg}\n", records);
	assert_string_equal(buf_text(&t.out),
	    "withheld:alternate/A%2FB\nwithheld:bom/B%2F%2F%2Fmfg%2F\n"
	    "withheld:bom/Z%2F%2F%2Fmfg%2F\nwithheld:item/X\n");
	/* Z's is there already: only B's is new */
	assert_int_equal(t.r.counts.withheld, 1);
	assert_int_equal(t.r.counts.folded, 3);
	assert_int_equal(t.r.counts.passed, 3);
	rehearsal_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(substitutes_have_keys_and_fates_of_their_lines),
	    cmocka_unit_test(lines_of_many_boms_come_in_key_order),
	    cmocka_unit_test(withheld_records_stand_where_they_belong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
