/* totals_test.c - sums by plant and unit. */
#include "reconcile/totals.h"

#include <setjmp.h>

#include <cmocka.h>

static void
add(struct totals *t, enum totals_side side, const char *plant,
    const char *unit, const char *quantity)
{
	struct record r;

	record_init(&r, TYPE_BOM_LINE);
	r.values[BOM_LINE_PLANT].text = slice_of(plant);
	r.values[BOM_LINE_UOM] = value_of_text(slice_of(unit));
	if (*quantity) {
		r.values[BOM_LINE_QUANTITY].kind = VALUE_NUMBER;
		r.values[BOM_LINE_QUANTITY].text = slice_of(quantity);
	}
	totals_add(t, side, &r);
}

static void
assert_group(const struct totals_group *g, const char *plant,
    const char *unit, const char *plm, const char *erp)
{
	char text[DECIMAL_TEXT_SIZE];

	assert_true(slice_is(g->plant, plant));
	assert_true(slice_is(g->unit, unit));
	decimal_print(text, g->sides[TOTALS_PLM].sum);
	assert_string_equal(text, plm);
	decimal_print(text, g->sides[TOTALS_ERP].sum);
	assert_string_equal(text, erp);
}

static void
groups_are_in_order_and_sums_are_exact(void **state)
{
	struct totals t;

	(void)state;
	totals_init(&t);
	add(&t, TOTALS_PLM, "20", "EA", "1");
	add(&t, TOTALS_PLM, "10", "KGM", "0.1");
	add(&t, TOTALS_PLM, "10", "KGM", "0.2");
	add(&t, TOTALS_ERP, "10", "KGM", "0.3");
	add(&t, TOTALS_ERP, "1", "0", "5");
	add(&t, TOTALS_ERP, "", "10", "7");
	add(&t, TOTALS_ERP, "30", "EA", ""); /* nothing to be summed */
	totals_finish(&t);
	assert_int_equal(t.count, 4);
	assert_group(&t.list[0], "", "10", "0", "7");
	assert_group(&t.list[1], "1", "0", "0", "5");
	assert_group(&t.list[2], "10", "KGM", "0.3", "0.3");
	assert_group(&t.list[3], "20", "EA", "1", "0");
	assert_true(totals_agree(&t.list[2]));
	assert_false(totals_agree(&t.list[3]));
	totals_release(&t);
}

static void
a_sum_of_more_than_38_digits_is_said_to_be_none(void **state)
{
	static const char big[] = "99999999999999999999999999999999999999";
	struct totals t;

	(void)state;
	totals_init(&t);
	add(&t, TOTALS_PLM, "10", "EA", big);
	add(&t, TOTALS_PLM, "10", "EA", "1");
	add(&t, TOTALS_PLM, "10", "EA", "-1");
	add(&t, TOTALS_ERP, "10", "EA", big);
	totals_finish(&t);
	assert_true(t.list[0].sides[TOTALS_PLM].overflow);
	assert_false(t.list[0].sides[TOTALS_ERP].overflow);
	assert_false(totals_agree(&t.list[0]));
	totals_release(&t);
}

static void
only_lines_and_plant_items_are_summed(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < TYPE_COUNT; i++)
		assert_int_equal(totals_wants((enum record_type)i),
		    i == TYPE_BOM_LINE || i == TYPE_PLANT_ITEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(groups_are_in_order_and_sums_are_exact),
	    cmocka_unit_test(a_sum_of_more_than_38_digits_is_said_to_be_none),
	    cmocka_unit_test(only_lines_and_plant_items_are_summed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
