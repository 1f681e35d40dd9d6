/* assembly_test.c - parents one after the other, with all that is theirs. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

static void
parents_come_in_order_with_all_their_boms(void **state)
{
	static const char *const records[] = {"B 1 C 1", "A/2 = ", "A/1 2 D 1",
	    "A/1 1 C 1", "A/1 1 C > S", "A/1 = ", "A!/1 = ",
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"n\"}",
	    "{\"type\":\"item\",\"item\":\"AA\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"2\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\"}",
	    "{\"type\":\"plant_item\",\"item\":\"B\",\"plant\":\"1\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"bom\",\"record_key\":"
	    "\"A/3//eng/\",\"reason\":\"held\"}", NULL};
	struct spool in = SPOOL_INIT;
	struct unknowns u;
	struct assembly a;
	struct err e = ERR_INIT;

	(void)state;
	rehearsal_spool(&in, records);
	unknowns_load(&u, &in, SLICE("\"eng\""));
	rehearsal_must(assembly_open(&a, &in, &u, true, &e), &e);
	assert_int_equal(assembly_next(&a, &e), 1);
	assert_true(slice_is(a.parent, "\"A!\""));
	assert_int_equal(a.bom_count, 1);
	assert_int_equal(a.item.len, 0);
	assert_int_equal(assembly_next(&a, &e), 1);
	assert_true(slice_is(a.parent, "\"A\""));
	assert_int_equal(a.bom_count, 3);
	assert_int_equal(a.boms[0].header_count, 1);
	assert_int_equal(a.boms[0].line_count, 2);
	assert_int_equal(a.boms[0].sub_count, 1);
	assert_true(slice_is(a.boms[0].raw[BOM_PARENT_REVISION], "\"1\""));
	assert_true(slice_begins(a.boms[0].records[3].line,
	    SLICE("{\"type\":\"substitute\"")));
	assert_false(a.boms[0].unknown);
	assert_int_equal(a.boms[1].line_count, 0);
	assert_true(a.boms[1].header.len > 0);
	assert_true(a.boms[2].unknown);
	assert_int_equal(a.boms[2].header.len, 0);
	assert_non_null(memmem(a.item.at, a.item.len, "\"n\"", 3));
	assert_int_equal(a.plant_item_count, 2);
	assert_int_equal(assembly_next(&a, &e), 1);
	assert_true(slice_is(a.parent, "\"B\""));
	assert_int_equal(a.boms[0].header.len, 0);
	assert_int_equal(a.boms[0].line_count, 1);
	assert_int_equal(a.plant_item_count, 1);
	assert_int_equal(assembly_next(&a, &e), 0);
	assembly_close(&a);
	unknowns_release(&u);
	spool_release(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parents_come_in_order_with_all_their_boms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
