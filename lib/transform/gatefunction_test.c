/* gatefunction_test.c - what expressions of gates can ask. */
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
other_records_answer(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"old\"}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"new\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\",\""
		"status\":\"x\"}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"2\",\""
		"status\":\"y\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates:\n- name: g\n  type: item\n  require: 0\n  message: "
		"\"${has_record('plant_item', item)} ${has_record('plant_it"
		"em', item, '2')} ${count_records('plant_item', item)} ${me"
		"mber_of('plant_item', item, 'status')} ${member_of('plant_"
		"item', item, '9', 'status')}| ${acknowledged('item', item)"
		"} ${was('name')} ${has_record('item', drawing)}|\"\n");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold item:A\nhold item:B\nhold plant_item:A/1\nhold plant_"
		"item:A/2\n");
	assert_string_equal(gatetrial_found(&scratch),
	    "g item:A: 1 1 2 x | 1 old |\ng item:B: 0 0 0  | 0  |\n");
}

static void
numbers_are_compared_as_such(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":10}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":10}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":12}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":12.01}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates:\n- name: g\n  type: item\n  require: mass <= dec_mu"
		"l(was('mass'), 1.2)\n");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass item:A\nhold item:B\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(other_records_answer),
	    T(numbers_are_compared_as_such),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
