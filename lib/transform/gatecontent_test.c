/* gatecontent_test.c - what a sign-off signs. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatetrial.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

/* The content of the first finding for these lines. */
static void
content(char to[EXCEPTIONS_ID_SIZE], const char *const *lines)
{
	struct err e = ERR_INIT;

	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, action: approve}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_int_equal(scratch.work->findings.count, 1);
	snprintf(to, EXCEPTIONS_ID_SIZE, "%s",
	    scratch.work->findings.list[0].content);
	assert_int_equal(strlen(to), 32);
}

static void
stock_is_not_signed_all_else_is(void **state)
{
	static const char *const first[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"on_hand\":1}", NULL};
	static const char *const stock[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"on_hand\":2,\"on_order\":3,\"open_demand\":4}", NULL};
	static const char *const status[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"on_hand\":1,\"status\":\"x\"}", NULL};
	static const char *const other[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"on_hand\":1}",
	    "{\"type\":\"supplier\",\"supplier\":\"S\"}", NULL};
	static const char *const gone[] = {
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"2\"}", NULL};
	char one[EXCEPTIONS_ID_SIZE], two[EXCEPTIONS_ID_SIZE];

	(void)state;
	content(one, first);
	content(two, stock);
	assert_string_equal(one, two);
	content(two, other);
	assert_string_equal(one, two);
	content(two, status);
	assert_string_not_equal(one, two);
	/* what is taken away is part of it */
	gatescratch_acknowledge(&scratch, gone);
	content(two, first);
	assert_string_not_equal(one, two);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(stock_is_not_signed_all_else_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
