/* slot_test.c - slots of members and of site fields. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/slot.h"

static void
names_are_found_as_members_or_site_fields(void **state)
{
	static const struct {
		const char *name;
		bool found;
		unsigned member;
		const char *attr;
	} cases[] = {
	    {"item", true, ITEM_ITEM, ""},
	    {"mass", true, ITEM_MASS, ""},
	    {"attrs", true, SLOT_ATTRS, ""},
	    {"attrs.x", true, SLOT_ATTRS, "x"},
	    {"attrs.a.b", true, SLOT_ATTRS, "a.b"},
	    {"attrs.", false, 0, ""},
	    {"quantity", false, 0, ""},
	    {"", false, 0, ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct slot s;
		bool found = slot_find(&s, TYPE_ITEM, slice_of(cases[i].name));

		assert_int_equal(found, cases[i].found);
		if (!found)
			continue;
		assert_int_equal(s.member, cases[i].member);
		assert_true(slice_is(s.attr, cases[i].attr));
		assert_int_equal(slot_in_key(&s, TYPE_ITEM), i == 0);
	}
}

static void
an_emptied_key_member_is_an_empty_text(void **state)
{
	struct arena a = ARENA_INIT;
	struct slot plant, uom;
	struct record r;

	(void)state;
	record_init(&r, TYPE_BOM);
	assert_true(slot_find(&plant, TYPE_BOM, SLICE("plant")));
	assert_true(slot_find(&uom, TYPE_BOM, SLICE("uom")));
	slot_put(&plant, &r, value_of_text(SLICE("1000")), &a);
	slot_put(&plant, &r, (struct value)VALUE_INIT, &a);
	assert_int_equal(slot_get(&plant, &r)->kind, VALUE_TEXT);
	assert_int_equal(slot_get(&plant, &r)->text.len, 0);
	slot_put(&uom, &r, (struct value)VALUE_INIT, &a);
	assert_int_equal(slot_get(&uom, &r)->kind, VALUE_ABSENT);
	arena_release(&a);
}

static void
a_list_of_site_fields_may_be_shared(void **state)
{
	struct arena a = ARENA_INIT;
	struct slot x = {SLOT_ATTRS, SLICE_INIT("x")};
	struct slot all = {SLOT_ATTRS, SLICE_INIT("")};
	struct record one, two;

	(void)state;
	record_init(&one, TYPE_ITEM);
	slot_put(&x, &one, value_of_text(SLICE("1")), &a);
	two = one;
	slot_put(&x, &two, value_of_text(SLICE("2")), &a);
	assert_true(slice_is(slot_get(&x, &one)->text, "1"));
	assert_true(slice_is(slot_get(&x, &two)->text, "2"));
	slot_put(&all, &two, (struct value)VALUE_INIT, &a);
	assert_int_equal(two.attrs.count, 0);
	assert_int_equal(one.attrs.count, 1);
	arena_release(&a);
}

static void
texts_fit_or_it_is_said_why_not(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		size_t len;
		const char *why;
	} cases[] = {
	    {"quantity", "1E2", 3, NULL},
	    {"quantity", "x", 1, "not a number"},
	    {"effective_to", "2026-02-30", 10, "is not a date"},
	    {"effective_to", "9999-12-31", 10, NULL},
	    {"uom", "a\xff", 2, "is not UTF-8"},
	    {"uom", "a\0b", 3, "has U+0000 in it"},
	    {"component", "", 0, "must not be empty"},
	    {"plant", "", 0, NULL},
	    {"attrs.x", "anything", 8, NULL},
	    {"phantom", "perhaps", 7, "is not true or false"},
	};
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const char *why;
		struct value v;
		struct slot s;

		assert_true(slot_find(&s, TYPE_BOM_LINE,
		    slice_of(cases[i].name)));
		why = slot_fit(&v, &s, TYPE_BOM_LINE,
		    slice_from(cases[i].text, cases[i].len), &a);
		assert_int_equal(!why, !cases[i].why);
		if (why)
			assert_non_null(strstr(why, cases[i].why));
	}
	arena_release(&a);
}

static void
scalars_have_a_text_and_sets_have_none(void **state)
{
	struct value flag = {VALUE_FLAG, {"", 0}, NULL, 0};
	struct value set = {VALUE_SET, {"", 0}, NULL, 0};
	struct slice text;

	(void)state;
	assert_true(slot_text(&text, &flag));
	assert_true(slice_is(text, "true"));
	assert_false(slot_text(&text, &set));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_found_as_members_or_site_fields),
	    cmocka_unit_test(an_emptied_key_member_is_an_empty_text),
	    cmocka_unit_test(a_list_of_site_fields_may_be_shared),
	    cmocka_unit_test(texts_fit_or_it_is_said_why_not),
	    cmocka_unit_test(scalars_have_a_text_and_sets_have_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
