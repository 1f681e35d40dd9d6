/* keyset_test.c - keys that are in a stream, and those that are not. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/keyset.h"
#include "transform/rehearsal.h"

static void
keys_are_found_and_others_are_not(void **state)
{
	static const char *const records[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"B\"}",
	    "{\"type\":\"plant_item\",\"item\":\"C\",\"plant\":\"D\"}", NULL};
	struct keyset items = {NULL, 0}, views = {NULL, 0};
	struct spool in = SPOOL_INIT;
	struct err e = ERR_INIT;

	(void)state;
	rehearsal_spool(&in, records);
	rehearsal_must(keyset_load(&items, &in, TYPE_ITEM, &e), &e);
	rehearsal_must(keyset_load(&views, &in, TYPE_PLANT_ITEM, &e), &e);
	assert_true(keyset_has(&items, SLICE("\"A\""), SLICE("")));
	assert_false(keyset_has(&items, SLICE("\"B\""), SLICE("")));
	assert_true(keyset_has(&views, SLICE("\"A\""), SLICE("\"B\"")));
	assert_false(keyset_has(&views, SLICE("\"B\""), SLICE("\"A\"")));
	assert_true(keyset_has(&views, SLICE("\"C\""), SLICE("\"D\"")));
	keyset_release(&items);
	keyset_release(&views);
	spool_release(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_found_and_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
