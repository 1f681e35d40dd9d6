/* totals_test.c - counts and sums by plant and unit, and why they differ. */
#include "reconcile/totals.h"

#include <setjmp.h>

#include <cmocka.h>

/* A line of a BOM in a plant; "" is no quantity. */
static void
make(struct record *r, const char *plant, const char *unit,
    const char *quantity)
{
	record_init(r, TYPE_BOM_LINE);
	r->values[BOM_LINE_PLANT].text = slice_of(plant);
	r->values[BOM_LINE_UOM] = value_of_text(slice_of(unit));
	if (*quantity) {
		r->values[BOM_LINE_QUANTITY].kind = VALUE_NUMBER;
		r->values[BOM_LINE_QUANTITY].text = slice_of(quantity);
	}
}

static void
add(struct totals *t, enum totals_side side, const char *plant,
    const char *unit, const char *quantity)
{
	struct record r;

	make(&r, plant, unit, quantity);
	totals_add(t, side, &r);
}

static void
assert_sum(struct decimal sum, const char *wanted)
{
	char text[DECIMAL_TEXT_SIZE];

	decimal_print(text, sum);
	assert_string_equal(text, wanted);
}

static void
assert_group(const struct totals_group *g, const char *words,
    const char *plm, const char *erp)
{
	char is[100];

	snprintf(is, sizeof(is), "%s %.*s %.*s", totals_member(g),
	    SLICE_ARGS(g->plant), SLICE_ARGS(g->unit));
	assert_string_equal(is, words);
	assert_sum(g->sides[TOTALS_PLM].sum, plm);
	assert_sum(g->sides[TOTALS_ERP].sum, erp);
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
	totals_count(&t, TYPE_ITEM, 3, UINT64_C(1) << 40);
	totals_finish(&t);
	assert_int_equal(t.count, 10);
	assert_group(&t.list[0], "records  ", "0", "1");
	assert_group(&t.list[1], "records 1 ", "0", "1");
	assert_group(&t.list[2], "records 10 ", "2", "1");
	assert_group(&t.list[3], "records 20 ", "1", "0");
	assert_group(&t.list[4], "records 30 ", "0", "1");
	assert_group(&t.list[5], "quantity  10", "0", "7");
	assert_group(&t.list[6], "quantity 1 0", "0", "5");
	assert_group(&t.list[7], "quantity 10 KGM", "0.3", "0.3");
	assert_group(&t.list[8], "quantity 20 EA", "1", "0");
	assert_group(&t.list[9], "records  ", "3", "1099511627776");
	assert_true(totals_agree(&t.list[7]));
	assert_false(totals_agree(&t.list[8]));
	totals_release(&t);
}

static void
a_sum_of_more_than_38_digits_is_said_to_be_none(void **state)
{
	static const char big[] = "99999999999999999999999999999999999999";
	struct decimal difference;
	struct totals t;

	(void)state;
	totals_init(&t);
	add(&t, TOTALS_PLM, "10", "EA", big);
	add(&t, TOTALS_PLM, "10", "EA", "1");
	add(&t, TOTALS_PLM, "10", "EA", "-1");
	add(&t, TOTALS_ERP, "10", "EA", big);
	totals_finish(&t);
	assert_true(t.list[1].sides[TOTALS_PLM].overflow);
	assert_false(t.list[1].sides[TOTALS_ERP].overflow);
	assert_false(totals_agree(&t.list[1]));
	assert_false(totals_difference(&difference, &t.list[1]));
	assert_true(totals_difference(&difference, &t.list[0]));
	assert_sum(difference, "-2");
	totals_release(&t);
}

static void
types_with_a_plant_are_added_one_by_one(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < TYPE_COUNT; i++)
		assert_int_equal(totals_wants((enum record_type)i),
		    schema_plant((enum record_type)i) >= 0);
	assert_true(totals_wants(TYPE_BOM_LINE));
	assert_true(totals_wants(TYPE_PLANT_ITEM));
	assert_false(totals_wants(TYPE_ITEM));
}

/* The reasons of a group add up to its difference. */
static void
assert_law(const struct totals *t)
{
	size_t i;
	unsigned k;

	for (i = 0; i < t->count; i++) {
		struct decimal sum = decimal_of(0), difference;

		for (k = 0; k < TOTALS_WHYS; k++)
			assert_true(decimal_add(&sum, sum,
			    t->list[i].why[k].sum.sum));
		assert_true(totals_difference(&difference, &t->list[i]));
		assert_int_equal(decimal_compare(sum, difference), 0);
	}
}

static void
reasons_add_up_to_the_difference_and_are_forgotten_on_request(void **state)
{
	struct record a, b, c;
	struct totals t;

	(void)state;
	make(&a, "10", "EA", "2");
	make(&b, "10", "KGM", "0.5"); /* the same in another unit */
	make(&c, "10", "EA", "7");
	totals_init(&t);
	totals_add(&t, TOTALS_PLM, &a);
	totals_add(&t, TOTALS_ERP, &b);
	totals_add(&t, TOTALS_ERP, &c);
	totals_explain(&t, TOTALS_ALLOWED, &a, &b);
	totals_finish(&t);
	totals_save(&t);
	totals_explain(&t, TOTALS_WITHHELD, NULL, &c);
	assert_law(&t);
	assert_group(&t.list[1], "quantity 10 EA", "2", "7");
	assert_int_equal(t.list[1].why[TOTALS_ALLOWED].records, 1);
	assert_int_equal(t.list[2].why[TOTALS_ALLOWED].records, 1);
	assert_int_equal(t.list[0].why[TOTALS_ALLOWED].records, 1);
	assert_sum(t.list[1].why[TOTALS_ALLOWED].sum.sum, "-2");
	assert_int_equal(t.list[1].why[TOTALS_WITHHELD].records, 1);
	assert_sum(t.list[1].why[TOTALS_WITHHELD].sum.sum, "7");
	assert_sum(t.list[2].why[TOTALS_ALLOWED].sum.sum, "0.5");
	totals_restore(&t);
	assert_int_equal(t.list[1].why[TOTALS_WITHHELD].records, 0);
	assert_sum(t.list[1].why[TOTALS_ALLOWED].sum.sum, "-2");
	totals_explain(&t, TOTALS_FINDING, NULL, &c);
	assert_law(&t);
	totals_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(groups_are_in_order_and_sums_are_exact),
	    cmocka_unit_test(a_sum_of_more_than_38_digits_is_said_to_be_none),
	    cmocka_unit_test(types_with_a_plant_are_added_one_by_one),
	    cmocka_unit_test(
		reasons_add_up_to_the_difference_and_are_forgotten_on_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
