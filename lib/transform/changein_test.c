/* changein_test.c - the words of a change, in order, checked. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/changein.h"

static void
operations_come_in_the_order_of_the_file(void **state)
{
	static const enum operation_kind kinds[] = {OPERATION_UPPER,
	    OPERATION_UPPER, OPERATION_SET, OPERATION_RENAME, OPERATION_MAP,
	    OPERATION_SELECT, OPERATION_COMPUTE, OPERATION_SCALE};
	struct err e = ERR_INIT;
	struct changein c;
	struct shared s;
	size_t i;

	(void)state;
	assert_int_equal(shared_parse(&s, "r.yaml", SLICE(
	    "upper: [name, uom]\n"
	    "set: {uom: EA}\n"
	    "name: words\n"
	    "rename: {drawing: attrs.drawing}\n"
	    "map: {uom: {values: {EA: PCE}}}\n"
	    "select: [uom, attrs]\n"
	    "compute: {mass: \"dec_add(mass, 1)\"}\n"
	    "scale: {mass: 2.5}\n"), &e), 0);
	assert_int_equal(changein_read(&c, &s, TYPE_ITEM, s.doc.root, &e), 0);
	assert_int_equal(c.count, COUNT_OF(kinds));
	for (i = 0; i < c.count; i++)
		assert_int_equal(c.list[i].kind, kinds[i]);
	assert_int_equal(c.list[1].to.member, ITEM_UOM);
	assert_true(slice_is(c.list[2].constant.text, "EA"));
	assert_true(slice_is(c.list[3].to.attr, "drawing"));
	assert_true(c.list[5].selected[ITEM_UOM]);
	assert_true(c.list[5].selected[SLOT_ATTRS]);
	assert_false(c.list[5].selected[ITEM_NAME]);
	shared_release(&s);
}

static void
constants_take_the_kind_of_their_member(void **state)
{
	struct err e = ERR_INIT;
	struct changein c;
	struct shared s;

	(void)state;
	assert_int_equal(shared_parse(&s, "r.yaml", SLICE(
	    "set: {quantity: 1E2, refdes: [R10, R9, R9], plant: \"\", "
	    "attrs.zero: 007, phantom: yes_no}\n"), &e), 0);
	assert_int_equal(changein_read(&c, &s, TYPE_BOM_LINE, s.doc.root, &e),
	    -1);
	assert_non_null(strstr(e.text, "r.yaml:1:82: phantom: \"yes_no\" is "
	    "not true or false"));
	assert_true(slice_is(c.list[0].constant.text, "100"));
	assert_int_equal(c.list[1].constant.count, 2);
	assert_true(slice_is(c.list[1].constant.set[0], "R9"));
	assert_int_equal(c.list[2].constant.text.len, 0);
	assert_true(slice_is(c.list[3].constant.text, "007"));
	shared_release(&s);
}

static void
an_unknown_member_is_said_with_the_nearest(void **state)
{
	struct err e = ERR_INIT;
	struct changein c;
	struct shared s;

	(void)state;
	assert_int_equal(shared_parse(&s, "r.yaml", SLICE(
	    "rename:\n  drawing: desription\n"), &e), 0);
	assert_int_equal(changein_read(&c, &s, TYPE_ITEM, s.doc.root, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "r.yaml:2:12: item has no member "
	    "\"desription\" (did you mean \"description\"?)");
	shared_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(operations_come_in_the_order_of_the_file),
	    cmocka_unit_test(constants_take_the_kind_of_their_member),
	    cmocka_unit_test(an_unknown_member_is_said_with_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
