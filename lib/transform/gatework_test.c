/* gatework_test.c - what is judged, and what moves together. */
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
only_what_changed_is_judged(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass item:A\nhold item:B\nhold item:C\n");
	assert_int_equal(scratch.work->counts.judged, 2);
}

static void
a_change_order_is_one_with_what_it_changes(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"old\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1,\"revision\":"
		"\"2\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\",\"mass\":1,\"revision\":"
		"\"2\"}",
	    "{\"type\":\"item\",\"item\":\"D\",\"mass\":1}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"X"
		"\",\"parent_revision\":\"2\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"X"
		"\",\"parent_revision\":\"1\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"C\",\"component\":\"X"
		"\"}",
	    "{\"type\":\"change_order\",\"change_order\":\"E\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"A\",\"revision_to\":\"2\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"B\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"C\",\"revision_to\":\"1\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A/1/////X/\nhold bom_line:A/2/////X/\npass b"
		"om_line:C//////X/\nhold change_item:E/A//2\nhold change_it"
		"em:E/B//\nhold change_item:E/C//1\nhold change_order:E\nho"
		"ld item:A\nhold item:B\npass item:C\npass item:D\nwithhold"
		" bom:A/2///\n");
}

static void
a_record_that_names_the_order_belongs_to_it(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"B\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"X"
		"\",\"change_order\":\"E\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"Y"
		"\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold bom_line:A//////X/\nhold bom_line:A//////Y/\nhold cha"
		"nge_item:E/B//\nhold item:B\nwithhold bom:A////\n");
}

static void
what_an_order_changed_before_does_not_tie(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}",
	    "{\"type\":\"item\",\"item\":\"C\",\"mass\":1}",
	    "{\"type\":\"change_order\",\"change_order\":\"E\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"A\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"B\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"F\",\"item\":"
		"\"B\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"F\",\"item\":"
		"\"C\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold change_item:E/A//\nhold change_item:E/B//\npass chang"
		"e_item:F/B//\npass change_item:F/C//\nhold change_order:E"
		"\nhold item:A\npass item:B\npass item:C\n");
}

static void
orders_are_judged_with_what_they_change(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}",
	    "{\"type\":\"change_order\",\"change_order\":\"E\"}",
	    "{\"type\":\"change_order\",\"change_order\":\"F\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"E\",\"item\":"
		"\"A\"}",
	    "{\"type\":\"change_item\",\"change_order\":\"F\",\"item\":"
		"\"B\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: change_order, require: approved_by"
		" is not null}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass change_item:E/A//\nhold change_item:F/B//\npass chang"
		"e_order:E\nhold change_order:F\npass item:A\nhold item:B\n");
}

static void
what_is_withheld_holds_its_unit(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\"}",
	    "{\"type\":\"plant_item\",\"item\":\"B\",\"plant\":\"1\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"A\",\"reason\":\"rejected\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"B\",\"reason\":\"audience\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold plant_item:A/1\npass plant_item:B/1\npass withheld:it"
		"em/A\npass withheld:item/B\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(only_what_changed_is_judged),
	    T(a_change_order_is_one_with_what_it_changes),
	    T(a_record_that_names_the_order_belongs_to_it),
	    T(what_an_order_changed_before_does_not_tie),
	    T(orders_are_judged_with_what_they_change),
	    T(what_is_withheld_holds_its_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
