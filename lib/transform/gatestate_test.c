/* gatestate_test.c - exceptions in the state. */
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
night(const char *const *lines, const char *run)
{
	struct err e = ERR_INIT;

	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	scratch.wish.by.run = run;
	if (gating_record(scratch.work, &e) < 0)
		fail_msg("%s", e.text);
}

static int64_t
count(const char *state)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	struct err e = ERR_INIT;
	int64_t n = 0;

	exceptions_open(&c, scratch.state.db, false);
	while (exceptions_next(&c, &row, &e) > 0)
		n += strcmp(exceptions_state_name(row.state), state) == 0;
	exceptions_close(&c);
	return n;
}

static void
they_open_stay_and_close(void **state)
{
	static const char *const bad[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	static const char *const mended[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	static const char *const withheld[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"B\",\"reason\":\"rejected\"}", NULL};
	static const char *const gone[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	night(bad, "1");
	assert_int_equal(count("new"), 2);
	night(bad, "2");
	assert_int_equal(count("new"), 2);
	night(mended, "3");
	assert_int_equal(count("new"), 1);
	assert_int_equal(count("fixed"), 1);
	/* what is withheld is unknown, what is gone is no problem any more */
	night(withheld, "4");
	assert_int_equal(count("new"), 1);
	night(gone, "5");
	assert_int_equal(count("fixed"), 2);
	night(bad, "6");
	assert_int_equal(count("reopened"), 2);
	/* other rules, another target and bare streams close nothing */
	gatetrial_rules(&scratch,
	    "gates: []");
	night(mended, "7");
	assert_int_equal(count("reopened"), 2);
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	gatescratch_spool(&scratch, mended);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	scratch.spool.in.bare = true;
	scratch.wish.by.run = "8";
	assert_int_equal(gating_record(scratch.work, &e), 0);
	assert_int_equal(count("reopened"), 2);
}

static void
an_upsert_closes_what_it_has_and_nothing_else(void **state)
{
	static const char *const bad[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	static const char *const part[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	night(bad, "1");
	gatescratch_spool(&scratch, part);
	scratch.spool.in.head.kind = HEAD_UPSERT;
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	scratch.wish.by.run = "2";
	assert_int_equal(gating_record(scratch.work, &e), 0);
	assert_int_equal(count("fixed"), 1);
	assert_int_equal(count("new"), 1);
}

static void
killed_anywhere_the_next_run_ends_the_same(void **state)
{
	static const char *const places[] = {"gates.before-exceptions",
	    "gates.before-close", "gates.before-publish"};
	static const char *const bad[] = {
	    "{\"type\":\"item\",\"item\":\"A\"}",
	    "{\"type\":\"item\",\"item\":\"B\"}", NULL};
	static const char *const next[] = {
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1}",
	    "{\"type\":\"item\",\"item\":\"B\"}",
	    "{\"type\":\"item\",\"item\":\"C\"}", NULL};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	gatetrial_rules(&scratch,
	    "gates: [{name: g, type: item, require: mass > 0}]");
	night(bad, "1");
	for (i = 0; i < COUNT_OF(places); i++) {
		gatescratch_spool(&scratch, next);
		assert_int_equal(gatetrial_run(&scratch, &e), 0);
		scratch.wish.by.run = "2";
		scratch_fault(places[i]);
		assert_int_equal(gating_record(scratch.work, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		scratch_fault("");
		err_clear(&e);
	}
	night(next, "3");
	assert_int_equal(count("new"), 2);
	assert_int_equal(count("fixed"), 1);
	assert_int_equal(audit_verify(scratch.state.db, &e), 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(they_open_stay_and_close),
	    T(an_upsert_closes_what_it_has_and_nothing_else),
	    T(killed_anywhere_the_next_run_ends_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
