/* slicemap_test.c - the first value of a key stays. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/slicemap.h"

static void
the_first_value_of_a_key_stays(void **state)
{
	struct slicemap m = SLICEMAP_INIT;

	(void)state;
	assert_null(slicemap_get(&m, SLICE("a")).at);
	assert_true(slicemap_put(&m, SLICE("a"), SLICE("1")));
	assert_false(slicemap_put(&m, SLICE("a"), SLICE("2")));
	assert_true(slicemap_put(&m, SLICE(""), SLICE("")));
	assert_true(slice_is(slicemap_get(&m, SLICE("a")), "1"));
	assert_non_null(slicemap_get(&m, SLICE("")).at);
	slicemap_release(&m);
	assert_null(slicemap_get(&m, SLICE("a")).at);
}

static void
keys_and_values_are_copied(void **state)
{
	struct slicemap m = SLICEMAP_INIT;
	char key[16];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "%d", i);
		assert_true(slicemap_put(&m, slice_of(key), slice_of(key)));
	}
	assert_true(slice_is(slicemap_get(&m, SLICE("0")), "0"));
	assert_true(slice_is(slicemap_get(&m, SLICE("999")), "999"));
	slicemap_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_value_of_a_key_stays),
	    cmocka_unit_test(keys_and_values_are_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
