/* order_test.c - the list of types against the table of references. */
#include "load/order.h"

#include <setjmp.h>

#include <cmocka.h>

static int
place_of(enum record_type type)
{
	int i;

	for (i = 0; i < ORDER_COUNT; i++)
		if (order_types[i] == type)
			return i;
	return -1;
}

static void
every_type_but_messages_is_sent_once(void **state)
{
	unsigned i, seen[TYPE_COUNT] = {0};

	(void)state;
	for (i = 0; i < ORDER_COUNT; i++)
		seen[order_types[i]]++;
	for (i = 0; i < TYPE_COUNT; i++) {
		bool message = i == TYPE_ACKNOWLEDGMENT ||
		    i == TYPE_EXCEPTION || i == TYPE_WITHHELD;

		assert_int_equal(seen[i], !message);
		/* An index is a type. */
		assert_int_equal(order_sendable((enum record_type)i),
		    !message);
	}
}

static void
a_record_comes_after_those_that_it_refers_to(void **state)
{
	struct record r;
	struct key k;
	unsigned i, n, references = 0;

	(void)state;
	for (i = 0; i < ORDER_COUNT; i++) {
		record_init(&r, order_types[i]);
		for (n = 0; order_reference(&k, &r, n); n++) {
			references++;
			assert_true(place_of(k.type) >= 0);
			assert_true(place_of(k.type) < (int)i);
			assert_int_equal(k.count,
			    schema_types[k.type].key_count);
		}
	}
	assert_true(references > 20);
}

static void
a_line_refers_to_its_parent_its_component_and_its_bom(void **state)
{
	static const char *const names[] = {"item:A", "item:P", "revision:P/C",
	    "bom:A/B/1//", NULL};
	struct buf b = BUF_INIT(1024);
	struct record r;
	struct key k;
	unsigned n;

	(void)state;
	record_init(&r, TYPE_BOM_LINE);
	r.values[BOM_LINE_PARENT] = value_of_text(SLICE("A"));
	r.values[BOM_LINE_PARENT_REVISION] = value_of_text(SLICE("B"));
	r.values[BOM_LINE_PLANT] = value_of_text(SLICE("1"));
	r.values[BOM_LINE_COMPONENT] = value_of_text(SLICE("P"));
	r.values[BOM_LINE_COMPONENT_REVISION] = value_of_text(SLICE("C"));
	for (n = 0; order_reference(&k, &r, n); n++) {
		assert_non_null(names[n]);
		buf_clear(&b);
		key_add_text(&b, &k);
		assert_string_equal(buf_text(&b), names[n]);
	}
	assert_null(names[n]);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_type_but_messages_is_sent_once),
	    cmocka_unit_test(a_record_comes_after_those_that_it_refers_to),
	    cmocka_unit_test(
		a_line_refers_to_its_parent_its_component_and_its_bom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
