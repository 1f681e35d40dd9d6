/* slotin_test.c - names of members in a rules file, and their errors. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/slotin.h"

static void
members_and_site_fields_are_found(void **state)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct slotin_list list;
	struct ydoc d;

	(void)state;
	assert_int_equal(ydoc_parse(&d, "t", SLICE("of: [name, attrs.x]\n"
	    "one: uom\n"), &e), 0);
	assert_int_equal(slotin_all(&list, TYPE_ITEM, ydoc_get(d.root, "of"),
	    &a, &e), 0);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[0].member, ITEM_NAME);
	assert_true(slice_is(list.at[1].attr, "x"));
	assert_int_equal(slotin_all(&list, TYPE_ITEM, ydoc_get(d.root, "one"),
	    &a, &e), 0);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].member, ITEM_UOM);
	ydoc_release(&d);
	arena_release(&a);
}

static void
errors_stand_at_the_name(void **state)
{
	static const struct {
		const char *yaml;
		bool at_key;
		const char *message;
	} cases[] = {
	    {"a: nam", false, "t:1:4: item has no member \"nam\" (did you "
		"mean \"name\"?)"},
	    {"nam: a", true, "t:1:1: item has no member \"nam\" (did you mean "
		"\"name\"?)"},
	    {"a: attrs", false, "t:1:4: attrs: one site field is meant here "
		"(expected attrs.NAME)"},
	    {"attrs: a", true, "t:1:1: attrs: one site field is meant here "
		"(expected attrs.NAME)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct slot slot;
		struct ydoc d;

		assert_int_equal(ydoc_parse(&d, "t", slice_of(cases[i].yaml),
		    &e), 0);
		assert_int_equal(slotin_one(&slot, TYPE_ITEM, d.root->first,
		    cases[i].at_key, &e), -1);
		assert_string_equal(e.text, cases[i].message);
		ydoc_release(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_and_site_fields_are_found),
	    cmocka_unit_test(errors_stand_at_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
