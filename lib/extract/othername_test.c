/* othername_test.c - names that are meant for members. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/othername.h"

static void
the_words_of_other_systems_are_known(void **state)
{
	static const struct {
		enum record_type type;
		const char *name;
		const char *member; /* NULL: nobody knows */
	} cases[] = {
		{TYPE_ITEM, "unit", "uom"}, {TYPE_BOM_LINE, "unit", "uom"},
		{TYPE_BOM_LINE, "qty", "quantity"},
		{TYPE_ITEM, "part_number", "item"},
		{TYPE_BOM_LINE, "part_number", "component"},
		{TYPE_ITEM, "description", "name"},
		{TYPE_BOM_LINE, "quantiy", "quantity"},
		{TYPE_BOM_LINE, "zzzzzz", NULL},
		{TYPE_SUPPLIER, "qty", NULL},
	};
	const char *found;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		found = othername_of(cases[i].type, slice_of(cases[i].name));
		if (!found != !cases[i].member || (found &&
		    strcmp(found, cases[i].member) != 0))
			fail_msg("%s: %s", cases[i].name, found ? found
			    : "nothing");
	}
}

static void
the_type_that_has_a_member_is_found(void **state)
{
	(void)state;
	assert_string_equal(othername_owner(SLICE("mass"))->name.at, "item");
	assert_string_equal(othername_owner(SLICE("refdes"))->name.at,
	    "bom_line");
	assert_null(othername_owner(SLICE("qty")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_of_other_systems_are_known),
		cmocka_unit_test(the_type_that_has_a_member_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
