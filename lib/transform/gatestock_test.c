/* gatestock_test.c - stock of what goes. */
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

static void
a_component_that_goes_with_stock_is_told(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"R"
		"\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"R"
		"\"}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"1\",\""
		"on_hand\":5,\"on_order\":2}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"2\",\""
		"on_order\":1}",
	    "{\"type\":\"plant_item\",\"item\":\"Q\",\"plant\":\"1\",\""
		"on_hand\":0}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: inventory}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//////R/\npass plant_item:P/1\npass plant_i"
		"tem:P/2\npass plant_item:Q/1\nwithhold bom:A////\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "g bom_line:A//////P/: P goes; plant 1 has 5 on hand, 2 on "
		"order; plant 2 has 1 on order\n");
}

static void
one_that_only_moves_does_not_go(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"find_number\":\"1\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"find_number\":\"2\"}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"1\",\""
		"on_hand\":5}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: inventory}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A/////2/P/\npass plant_item:P/1\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "");
}

static void
a_line_that_gets_an_end_goes(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\",\"effective_to\":\"2027-01-01\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\",\"effective_to\":\"2027-01-01\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\",\"effective_to\":\"2028-01-01\"}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"1\",\""
		"on_hand\":5}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"2\",\""
		"on_hand\":5}",
	    "{\"type\":\"plant_item\",\"item\":\"Q\",\"plant\":\"1\",\""
		"on_hand\":5}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: inventory}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////Q/\nhold bom_line:A//1////P/\npass pl"
		"ant_item:P/1\npass plant_item:P/2\npass plant_item:Q/1\nwi"
		"thhold bom:A//1//\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "g bom_line:A//1////P/: P goes; plant 1 has 5 on hand\n");
}

static void
without_a_ledger_nothing_goes(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\"}",
	    "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"1\",\""
		"on_hand\":5}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: inventory}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////Q/\npass plant_item:P/1\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_component_that_goes_with_stock_is_told),
	    T(one_that_only_moves_does_not_go),
	    T(a_line_that_gets_an_end_goes),
	    T(without_a_ledger_nothing_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
