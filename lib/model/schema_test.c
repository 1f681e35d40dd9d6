/* schema_test.c - the generated tables hold what their users rely on. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/key.h"
#include "model/schema.h"

static void
types_stand_in_byte_order_and_are_found(void **state)
{
	enum record_type found;
	unsigned i;

	(void)state;
	assert_int_equal(TYPE_COUNT, 25);
	for (i = 0; i < TYPE_COUNT; i++) {
		if (i)
			assert_true(slice_compare(schema_types[i - 1].name,
			    schema_types[i].name) < 0);
		assert_true(schema_find(&found, schema_types[i].name));
		assert_int_equal(found, i);
	}
	assert_false(schema_find(&found, SLICE("")));
	assert_false(schema_find(&found, SLICE("items")));
	assert_false(schema_find(&found, SLICE("bom_lin")));
}

static void
leads_are_the_names_as_they_stand_in_a_line(void **state)
{
	unsigned i, m;

	(void)state;
	for (i = 0; i < TYPE_COUNT; i++) {
		const struct schema_type *t = &schema_types[i];
		char lead[128];

		snprintf(lead, sizeof(lead), "{\"type\":\"%s\"", t->name.at);
		assert_true(slice_is(t->lead, lead));
		assert_true(t->member_count < SCHEMA_MEMBERS_MOST);
		assert_true(t->key_count > 0);
		assert_true(t->key_count < KEY_PARTS_MOST);
		for (m = 0; m < t->member_count; m++) {
			snprintf(lead, sizeof(lead), ",\"%s\":",
			    t->members[m].name.at);
			assert_true(slice_is(t->members[m].lead, lead));
			assert_int_equal(t->members[m].key, m < t->key_count);
			assert_int_equal(schema_member_find(
			    (enum record_type)i, t->members[m].name), m);
			if (t->members[m].required)
				assert_true(t->members[m].key);
			if (t->members[m].key)
				assert_int_equal(t->members[m].kind,
				    MEMBER_TEXT);
		}
	}
}

/* withheld.h and apply rely on it, see key_above. */
static void
keys_of_what_hangs_on_a_record_begin_with_its_key(void **state)
{
	static const enum record_type pairs[][2] = {
	    {TYPE_BOM_LINE, TYPE_BOM}, {TYPE_SUBSTITUTE, TYPE_BOM_LINE},
	    {TYPE_OPERATION, TYPE_ROUTING}};
	unsigned i, m;

	(void)state;
	for (i = 0; i < COUNT_OF(pairs); i++) {
		const struct schema_type *below = &schema_types[pairs[i][0]];
		const struct schema_type *above = &schema_types[pairs[i][1]];

		assert_true(below->key_count > above->key_count);
		for (m = 0; m < above->key_count; m++)
			assert_true(slice_equal(below->members[m].name,
			    above->members[m].name));
	}
}

static const struct {
	enum record_type type;
	const char *member;
	enum member_kind kind;
	bool required;
} members[] = {
    {TYPE_ITEM, "item", MEMBER_TEXT, true},
    {TYPE_ITEM, "mass", MEMBER_NUMBER, false},
    {TYPE_ITEM, "phantom", MEMBER_FLAG, false},
    {TYPE_BOM_LINE, "parent", MEMBER_TEXT, true},
    {TYPE_BOM_LINE, "plant", MEMBER_TEXT, false},
    {TYPE_BOM_LINE, "component", MEMBER_TEXT, true},
    {TYPE_BOM_LINE, "refdes", MEMBER_SET, false},
    {TYPE_BOM_LINE, "effective_to", MEMBER_DATE, false},
    {TYPE_BOM_LINE, "as_required", MEMBER_FLAG, false},
    {TYPE_SUBSTITUTE, "priority", MEMBER_NUMBER, false},
    {TYPE_CHANGE_ORDER, "priority", MEMBER_TEXT, false},
    {TYPE_CHANGE_ORDER, "plants", MEMBER_SET, false},
    {TYPE_CHANGE_ORDER, "released_at", MEMBER_TIME, false},
    {TYPE_APPROVED_SUPPLIER, "minimum_quantity", MEMBER_TEXT, false},
    {TYPE_UOM_CONVERSION, "item", MEMBER_TEXT, false},
    {TYPE_UOM_CONVERSION, "to_uom", MEMBER_TEXT, true},
    {TYPE_DOCUMENT, "bytes", MEMBER_NUMBER, false},
    {TYPE_ACKNOWLEDGMENT, "at", MEMBER_TIME, false},
};

static void
members_have_the_kind_that_the_schema_says(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT_OF(members); i++) {
		int at = schema_member_find(members[i].type,
		    slice_of(members[i].member));
		const struct schema_member *m;

		assert_true(at >= 0);
		m = &schema_types[members[i].type].members[at];
		assert_int_equal(m->kind, members[i].kind);
		assert_int_equal(m->required, members[i].required);
	}
	assert_int_equal(schema_member_find(TYPE_ITEM, SLICE("quantity")), -1);
	assert_int_equal(schema_member_find(TYPE_ITEM, SLICE("type")), -1);
	assert_int_equal(schema_member_find(TYPE_ITEM, SLICE("attrs")), -1);
}

static void
plants_and_usages_are_where_a_type_has_them(void **state)
{
	(void)state;
	assert_int_equal(schema_plant(TYPE_BOM), BOM_PLANT);
	assert_int_equal(schema_plant(TYPE_PLANT_ITEM), PLANT_ITEM_PLANT);
	assert_int_equal(schema_plant(TYPE_ITEM), -1);
	/* a set of plants is not the plant of a record */
	assert_int_equal(schema_plant(TYPE_CHANGE_ORDER), -1);
	assert_int_equal(schema_usage(TYPE_SUBSTITUTE), SUBSTITUTE_USAGE);
	assert_int_equal(schema_usage(TYPE_ROUTING), -1);
}

static void
the_nearest_name_is_told(void **state)
{
	(void)state;
	assert_string_equal(schema_nearest(SLICE("bomline")), "bom_line");
	assert_string_equal(schema_nearest(SLICE("itm")), "item");
	assert_null(schema_nearest(SLICE("quite_another")));
	assert_string_equal(schema_member_nearest(TYPE_BOM_LINE,
	    SLICE("quantitiy")), "quantity");
	assert_string_equal(schema_member_nearest(TYPE_ITEM,
	    SLICE("atrs")), "attrs");
	assert_null(schema_member_nearest(TYPE_ITEM, SLICE("zzzzzz")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_stand_in_byte_order_and_are_found),
	    cmocka_unit_test(leads_are_the_names_as_they_stand_in_a_line),
	    cmocka_unit_test(
		keys_of_what_hangs_on_a_record_begin_with_its_key),
	    cmocka_unit_test(members_have_the_kind_that_the_schema_says),
	    cmocka_unit_test(plants_and_usages_are_where_a_type_has_them),
	    cmocka_unit_test(the_nearest_name_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
