/* record_test.c - building a record, its key, its line, its change. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/record.h"

static struct arena arena;

static void
check_line(const struct record *r, const char *wanted)
{
	struct buf b = BUF_INIT(65536);

	record_add_line(&b, r);
	assert_string_equal(buf_text(&b), wanted);
	buf_release(&b);
}

static void
an_empty_record_has_its_key_members(void **state)
{
	struct record r;

	(void)state;
	record_init(&r, TYPE_PLANT_ITEM);
	check_line(&r, "{\"type\":\"plant_item\",\"item\":\"\","
	    "\"plant\":\"\"}");
	assert_int_equal(record_text(&r, PLANT_ITEM_PROCUREMENT).len, 0);
	assert_false(record_flag(&r, PLANT_ITEM_PROCUREMENT));
}

static void
members_stand_in_the_order_of_the_schema(void **state)
{
	struct decimal d;
	struct record r;

	(void)state;
	record_init(&r, TYPE_ITEM);
	r.values[ITEM_PHANTOM].kind = VALUE_FLAG;
	r.values[ITEM_MASS] = value_of_number(decimal_of(12), &arena);
	r.values[ITEM_NAME] = value_of_text(SLICE("Bolt \"M8\"\n"));
	r.values[ITEM_ITEM] = value_of_text(SLICE("B-1"));
	extras_put(&r.attrs, SLICE("color"), value_of_text(SLICE("red")),
	    &arena);
	extras_put(&r.others, SLICE("x"), (struct value){VALUE_RAW,
	    SLICE("[1,{}]"), NULL, 0}, &arena);
	check_line(&r, "{\"type\":\"item\",\"item\":\"B-1\",\"name\":"
	    "\"Bolt \\\"M8\\\"\\n\",\"mass\":12,\"phantom\":true,"
	    "\"attrs\":{\"color\":\"red\"},\"x\":[1,{}]}");
	assert_true(record_flag(&r, ITEM_PHANTOM));
	assert_true(record_number(&d, &r, ITEM_MASS));
	assert_int_equal(decimal_compare(d, decimal_of(12)), 0);
	assert_false(record_number(&d, &r, ITEM_NAME));
	assert_true(slice_is(record_text(&r, ITEM_MASS), "12"));
}

static void
a_key_goes_out_and_comes_back(void **state)
{
	struct record r, copy;
	struct key k;

	(void)state;
	record_init(&r, TYPE_REVISION);
	r.values[REVISION_ITEM] = value_of_text(SLICE("A/1"));
	r.values[REVISION_REVISION] = value_of_text(SLICE("B"));
	record_key(&k, &r);
	assert_int_equal(k.type, TYPE_REVISION);
	assert_int_equal(k.count, 2);
	record_init(&copy, TYPE_REVISION);
	assert_false(record_equal(&r, &copy));
	record_set_key(&copy, &k);
	assert_true(record_equal(&r, &copy));
	/* "" is a text in a key, not absence */
	k.parts[REVISION_REVISION] = SLICE("");
	record_set_key(&copy, &k);
	assert_int_equal(copy.values[REVISION_REVISION].kind, VALUE_TEXT);
}

static void
records_differ_in_type_members_attrs_and_unknown_members(void **state)
{
	struct record a, b;

	(void)state;
	record_init(&a, TYPE_ITEM);
	record_init(&b, TYPE_SUPPLIER);
	assert_false(record_equal(&a, &b));
	b = a;
	b.values[ITEM_NAME] = value_of_text(SLICE("x"));
	assert_false(record_equal(&a, &b));
	b = a;
	extras_put(&b.attrs, SLICE("x"), value_of_text(SLICE("1")), &arena);
	assert_false(record_equal(&a, &b));
	b = a;
	extras_put(&b.others, SLICE("x"), value_of_text(SLICE("1")), &arena);
	assert_false(record_equal(&a, &b));
	b = a;
	b.change = &(struct change){.op = CHANGE_ADD};
	assert_true(record_equal(&a, &b));
}

static void
a_change_stands_last_with_what_was(void **state)
{
	struct slice tags[] = {SLICE("item:mass"), SLICE("item:name")};
	struct record was, r;
	struct change c = {.op = CHANGE_CHANGE, .tags = tags, .tag_count = 2,
	    .was = &was, .match = SLICE("key"), .group = SLICE("g1")};

	(void)state;
	record_init(&was, TYPE_ITEM);
	was.values[ITEM_ITEM].kind = VALUE_ABSENT;
	was.values[ITEM_NAME] = value_of_text(SLICE("old"));
	was.values[ITEM_MASS].kind = VALUE_NULL;
	was.attrs_null = true;
	record_init(&r, TYPE_ITEM);
	r.values[ITEM_ITEM].text = SLICE("A");
	r.change = &c;
	check_line(&r, "{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":"
	    "\"change\",\"tags\":[\"item:mass\",\"item:name\"],\"was\":{"
	    "\"name\":\"old\",\"mass\":null,\"attrs\":null},\"match\":\"key\","
	    "\"group\":\"g1\"}}");
	c = (struct change){.op = CHANGE_REMOVE, .match = {"", 0},
	    .group = {"", 0}};
	check_line(&r, "{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":"
	    "\"remove\"}}");
	assert_string_equal(change_op_name(CHANGE_ADD), "add");
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_record_has_its_key_members),
	    cmocka_unit_test(members_stand_in_the_order_of_the_schema),
	    cmocka_unit_test(a_key_goes_out_and_comes_back),
	    cmocka_unit_test(
		records_differ_in_type_members_attrs_and_unknown_members),
	    cmocka_unit_test(a_change_stands_last_with_what_was),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
