/* comparison_test.c - ways of comparing as a policy says them. */
#include "reconcile/comparison.h"

#include <setjmp.h>

#include <cmocka.h>

static int
read(struct comparison *c, const char *text, struct err *e)
{
	struct ydoc doc;
	int rc;

	*c = (struct comparison){0};
	err_clear(e);
	rc = ydoc_parse(&doc, "p", slice_of(text), e);
	if (rc == 0)
		rc = comparison_read(c, ydoc_get(doc.root, "a"), e);
	ydoc_release(&doc);
	return rc;
}

static void
words_and_bounds_say_one_way_each(void **state)
{
	static const struct {
		const char *text;
		enum alike_way way;
		bool converted;
		const char *bound;
	} cases[] = {
	    {"a: exact", ALIKE_EXACT, false, "0"},
	    {"a: folded", ALIKE_FOLDED, false, "0"},
	    {"a: set", ALIKE_SET, false, "0"},
	    {"a: date", ALIKE_DATE, false, "0"},
	    {"a: unit", ALIKE_EXACT, true, "0"},
	    {"a: {tolerance: 0.5}", ALIKE_TOLERANCE, false, "0.5"},
	    {"a: {percent: 1, unit: yes}", ALIKE_PERCENT, true, "1"},
	    {"a: {unit: no, tolerance: 1}", ALIKE_TOLERANCE, false, "1"},
	    {"a: {days: 3}", ALIKE_DAYS, false, "3"},
	};
	char text[DECIMAL_TEXT_SIZE];
	struct err e = ERR_INIT;
	struct comparison c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read(&c, cases[i].text, &e), 0);
		assert_int_equal(c.alike.way, cases[i].way);
		assert_int_equal(c.converted, cases[i].converted);
		decimal_print(text, c.alike.bound);
		assert_string_equal(text, cases[i].bound);
	}
}

static void
what_is_none_is_refused(void **state)
{
	static const char *const cases[] = {"a: about", "a: {}",
	    "a: {unit: yes}", "a: {tolerance: 1, percent: 1}",
	    "a: {tolerance: -1}", "a: {tolerance: x}", "a: {day: 1}", "a: []"};
	struct err e = ERR_INIT;
	struct comparison c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read(&c, cases[i], &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_memory_equal(e.text, "p:1:", 4);
	}
}

static void
the_unit_of_a_number_is_a_member_beside_it(void **state)
{
	(void)state;
	assert_int_equal(comparison_unit(TYPE_BOM_LINE, BOM_LINE_QUANTITY),
	    BOM_LINE_UOM);
	assert_int_equal(comparison_unit(TYPE_ITEM, ITEM_MASS),
	    ITEM_MASS_UOM);
	assert_int_equal(comparison_unit(TYPE_BOM, BOM_BASE_QUANTITY),
	    BOM_UOM);
	assert_int_equal(comparison_unit(TYPE_ITEM, ITEM_NAME), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_and_bounds_say_one_way_each),
	    cmocka_unit_test(what_is_none_is_refused),
	    cmocka_unit_test(the_unit_of_a_number_is_a_member_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
