/* gatefinding_test.c - findings and their identity. */
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
twice_of_one_record_is_one_finding(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"find_number\":\"1\",\"effective_to\":\"2027-06-01\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\",\"find_number\":\"1\",\"effective_to\":\"2027-06-01\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"R"
		"\",\"find_number\":\"1\",\"effective_from\":\"2027-01-01\""
		"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, check: overlap}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A/////1/P/\nhold bom_line:A/////1/Q/\nhold b"
		"om_line:A/////1/R/\nwithhold bom:A////\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "g bom_line:A/////1/Q/: before 2027-06-01: overlaps bom_lin"
		"e:A/////1/P/, before 2027-06-01\ng bom_line:A/////1/R/: fr"
		"om 2027-01-01: overlaps bom_line:A/////1/P/, before 2027-0"
		"6-01; from 2027-01-01: overlaps bom_line:A/////1/Q/, befor"
		"e 2027-06-01\n");
	assert_int_equal(scratch.work->findings.count, 2);
	assert_string_not_equal(scratch.work->findings.list[0].id,
	    scratch.work->findings.list[1].id);
}

static void
plant_and_change_order_are_those_of_the_record(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"7\",\"change_order\":\"E/1\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: bom_line, require: 0, due: 1d}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//7////P/\nwithhold bom:A//7//\n");
	assert_true(slice_is(scratch.work->findings.list[0].plant, "7"));
	assert_true(slice_is(scratch.work->findings.list[0].change_order,
	    "E/1"));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(twice_of_one_record_is_one_finding),
	    T(plant_and_change_order_are_those_of_the_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
