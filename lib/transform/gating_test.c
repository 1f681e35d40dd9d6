/* gating_test.c - runs of the gates. */
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
a_brake_stops_before_the_first_record(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}",
	    "{\"type\":\"item\",\"item\":\"C\",\"mass\":1}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(limit_parse(&scratch.wish.most_held, "--max-held",
	    "0", &e), 0);
	assert_int_equal(gatetrial_run(&scratch, &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_non_null(strstr(e.text, "1 of 3 records are held"));
	assert_int_equal(scratch.fates.len, 0);
	err_clear(&e);
	assert_int_equal(limit_parse(&scratch.wish.most_held, "--max-held",
	    "34%", &e), 0);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_int_equal(gating_counts(scratch.work)->held, 1);
	assert_int_equal(gating_counts(scratch.work)->passed, 2);
}

static void
what_a_held_unit_takes_away_is_withheld(void **state)
{
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}",
	    "{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"1\"}",
	    "{\"type\":\"plant_item\",\"item\":\"B\",\"plant\":\"1\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}", NULL};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\",\"mass\":1}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_acknowledge(&scratch, known);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "hold item:A\npass item:B\nwithhold plant_item:A/1\n");
}

static void
without_gates_all_passes(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P"
		"\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: []");
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////P/\npass item:A\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_brake_stops_before_the_first_record),
	    T(what_a_held_unit_takes_away_is_withheld),
	    T(without_gates_all_passes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
