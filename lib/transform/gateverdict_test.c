/* gateverdict_test.c - who is held because of whom. */
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
who_needs_something_new_is_held_because_of_it(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"S\"}",
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"T\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"T\",\"component\":\"A"
		"\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: item, where: {item: S}, require: 0"
		"}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//////S/\npass bom_line:T//////A/\npass ite"
		"m:A\nhold item:S\npass item:T\nwithhold bom:A////\n");
	assert_string_equal(buf_text(&scratch.reasons),
	    "because of item:S: item:S is held by z (custom): does not hold: "
	    "0\nitem:S is held by z (custom): does not hold: 0\n");
	assert_int_equal(gating_counts(scratch.work)->dependents, 1);
}

static void
what_the_target_has_stops_nobody(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"S\",\"name\":\"old\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"S\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\",\"plant\":\"1\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: item, where: {item: S}, require: 0"
		"}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////S/\npass bom_line:A//1////S/\nhold it"
		"em:S\n");
}

static void
a_new_plant_view_of_a_known_item_is_new(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"S\",\"name\":\"old\"}",
	    "{\"type\":\"plant_item\",\"item\":\"X\",\"plant\":\"1\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"S\"}",
	    "{\"type\":\"plant_item\",\"item\":\"S\",\"plant\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\",\"plant\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\",\"plant\":\"2\"}",
	    "{\"type\":\"plant_item\",\"item\":\"X\",\"plant\":\"1\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: item, where: {item: S}, require: 0"
		"}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//1////S/\npass bom_line:A//2////S/\nhold i"
		"tem:S\nhold plant_item:S/1\npass plant_item:X/1\nwithhold "
		"bom:A//1//\n");
}

static void
what_is_never_sent_is_waited_for_by_nobody(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"S\",\"name\":\"old\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"S\"}",
	    "{\"type\":\"revision\",\"item\":\"S\",\"revision\":\"2\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\",\"component_revision\":\"2\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: item, where: {item: S}, require: 0"
		"}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////S/\nhold item:S\nhold revision:S/2\n");
}

static void
it_goes_on_from_one_to_the_next(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"supplier\",\"supplier\":\"V\"}",
	    "{\"type\":\"approved_supplier\",\"item\":\"S\",\"supplier"
		"\":\"V\"}",
	    "{\"type\":\"item\",\"item\":\"S\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S"
		"\"}",
	    "{\"type\":\"production_version\",\"item\":\"A\",\"plant\":"
		"\"1\",\"version\":\"1\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: supplier, require: 0}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold approved_supplier:S//V//\nhold bom_line:A//////S/\nho"
		"ld item:S\npass production_version:A/1/1\nhold supplier:V"
		"\nwithhold bom:A////\n");
	assert_int_equal(gating_counts(scratch.work)->dependents, 2);
	assert_int_equal(gating_counts(scratch.work)->bundles, 3);
}

static void
what_is_withheld_and_not_there_is_needed_too(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"Q\",\"reason\":\"rejected\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Q"
		"\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: z, type: item, where: {item: S}, require: 0"
		"}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//////Q/\npass withheld:item/Q\nwithhold bo"
		"m:A////\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(who_needs_something_new_is_held_because_of_it),
	    T(what_the_target_has_stops_nobody),
	    T(a_new_plant_view_of_a_known_item_is_new),
	    T(what_is_never_sent_is_waited_for_by_nobody),
	    T(it_goes_on_from_one_to_the_next),
	    T(what_is_withheld_and_not_there_is_needed_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
