/* unknowns_test.c - withheld keys by what they are about. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define WITHHELD(type, key) "{\"type\":\"withheld\",\"record_type\":\"" \
    type "\",\"record_key\":\"" key "\",\"reason\":\"held\"}"

static void
a_withheld_part_makes_its_bom_unknown(void **state)
{
	static const char *const records[] = {
	    WITHHELD("bom", "B/1//eng/"), WITHHELD("bom_line",
	    "A/1//eng//10/C/"), WITHHELD("substitute", "A/1//eng//10/C//S"),
	    WITHHELD("bom", "A/1//mfg/"), WITHHELD("item", "I"),
	    WITHHELD("plant_item", "I/2"), WITHHELD("plant_item", "I/1"),
	    WITHHELD("plant_item", "J/1"), WITHHELD("document", "D/1"), NULL};
	struct spool in = SPOOL_INIT;
	struct unknowns u;
	const struct slice *plants;
	size_t count;

	(void)state;
	rehearsal_spool(&in, records);
	unknowns_load(&u, &in, SLICE("\"eng\""));
	assert_int_equal(u.boms.count, 2);
	assert_true(slice_begins(u.sorted[0], SLICE(",\"parent\":\"A\"")));
	assert_true(slice_begins(u.sorted[1], SLICE(",\"parent\":\"B\"")));
	assert_non_null(map_find(&u.items, SLICE("\"I\"")));
	plants = unknowns_plants(&u, SLICE("\"I\""), &count);
	assert_int_equal(count, 2);
	assert_true(slice_is(plants[0], "\"I\"\"1\""));
	assert_true(slice_is(plants[1], "\"I\"\"2\""));
	unknowns_plants(&u, SLICE("\"H\""), &count);
	assert_int_equal(count, 0);
	unknowns_release(&u);
	spool_release(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_withheld_part_makes_its_bom_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
