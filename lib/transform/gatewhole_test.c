/* gatewhole_test.c - gates over whole BOMs. */
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
where_and_when_narrow_what_a_check_tells(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\",\"find_number\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"1\",\"find_number\":\"1\",\"occurrence\":\""
		"2\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"2\",\"find_number\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\",\"plant\":\"2\",\"find_number\":\"1\",\"occurrence\":\""
		"2\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, check: duplicate, where: {plant: '1'}}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//1///1/P/\nhold bom_line:A//1///1/P/2\npas"
		"s bom_line:A//2///1/P/\npass bom_line:A//2///1/P/2\nwithho"
		"ld bom:A//1//\n");
}

static void
headers_of_a_parent_are_looked_at_once(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1"
		"\",\"effective_from\":\"2021-01-01\"}",
	    "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"2"
		"\",\"effective_from\":\"2022-01-01\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, check: overlap, action: warn}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom:A/1///\npass bom:A/2///\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "g bom:A/2///: from 2022-01-01: overlaps bom:A/1///, from 2"
		"021-01-01\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(where_and_when_narrow_what_a_check_tells),
	    T(headers_of_a_parent_are_looked_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
