/* outcome_test.c - an answer is a state of the ledger and a count. */
#include "load/outcome.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

#define KEY "{\"type\":\"item\",\"item\":\"1\""

/* What the row's state is, or "" where there is no row any more. */
static bool
state_is(struct trial *t, const char *want)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM ledger WHERE state ="
	    " '%s'", want);
	return *want ? scratch_number(&t->scratch, sql) == 1
	    : scratch_number(&t->scratch, "SELECT count(*) FROM ledger") == 0;
}

static void
each_answer_has_its_state_and_its_fate(void **state)
{
	static const struct {
		enum channel_answer answer;
		enum conflict_end end;
		const char *state; /* "": taken back */
		unsigned passed, rejected, held, dropped;
	} cases[] = {
	    {CHANNEL_DONE, CONFLICT_NONE, "posted", 1, 0, 0, 0},
	    {CHANNEL_DONE, CONFLICT_ADOPTED, "posted", 1, 0, 0, 0},
	    {CHANNEL_REFUSED, CONFLICT_NONE, "rejected", 0, 1, 0, 0},
	    {CHANNEL_ACCEPTED, CONFLICT_NONE, "accepted", 1, 0, 0, 0},
	    {CHANNEL_UNSENT, CONFLICT_NONE, "", 0, 0, 0, 0},
	    {CHANNEL_NONE, CONFLICT_NONE, "sent", 0, 0, 1, 0},
	    {CHANNEL_CONFLICT, CONFLICT_NONE, "sent", 0, 0, 1, 0},
	    {CHANNEL_CONFLICT, CONFLICT_HELD, "rejected", 0, 1, 0, 0},
	    {CHANNEL_EXISTS, CONFLICT_SKIPPED, "", 0, 0, 0, 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct slice input = SLICE(KEY "}"), key = SLICE(KEY);
		struct outcome_row row = {.op = CHANGE_ADD, .key = key,
		    .type = SLICE("item"), .line = input};
		struct outcome_item item = {.rows = &row, .row_count = 1,
		    .inputs = &input, .input_count = 1};
		struct channel_call call = {.op = CHANGE_ADD, .key = key,
		    .line = input, .idempotency = SLICE("k"),
		    .external_id = SLICE("77"), .answer = cases[i].answer};
		enum conflict_end end = cases[i].end;
		struct intent_outcome room;
		const struct outcome_list list = {&item, &call, &end, 1,
		    &room};
		const struct intent intent = {key, SLICE("item"), SLICE("add"),
		    input, SLICE("0123456789abcdef"), SLICE("k")};
		struct err e = ERR_INIT;
		struct trial t;

		trial_open(&t, "{item: {}}");
		call.section = &t.profile.sections[TYPE_ITEM];
		scratch_must(intent_put(t.scratch.db, &t.place.group, &intent,
		    1, &e), &e);
		scratch_must(intent_sent(t.scratch.db, &t.place.group, &key, 1,
		    &e), &e);
		assert_int_equal(outcome_put(&t.place, &list, &e), 0);
		assert_int_equal(outcome_tell(&t.place, &list, &e), 0);
		assert_true(state_is(&t, cases[i].state));
		assert_int_equal(t.place.counts.passed, cases[i].passed);
		assert_int_equal(t.place.counts.rejected, cases[i].rejected);
		assert_int_equal(t.place.counts.held, cases[i].held);
		assert_int_equal(t.place.counts.dropped, cases[i].dropped);
		assert_int_equal(scratch_number(&t.scratch,
		    "SELECT count(*) FROM xref WHERE plm_id = '1' AND"
		    " external_id = '77'"), strcmp(cases[i].state,
		    "posted") == 0);
		trial_close(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_answer_has_its_state_and_its_fate),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
