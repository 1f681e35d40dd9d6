/* recover_test.c - what was on its way is asked of the target. */
#include "load/recover.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static const char sql_posted[] =
    "SELECT count(*) FROM ledger WHERE state = 'posted'";
static const char sql_rows[] = "SELECT count(*) FROM ledger";
static const char sql_new[] =
    "SELECT count(*) FROM ledger WHERE line LIKE '%new%'";
static const char sql_doubt[] =
    "SELECT count(*) FROM ledger WHERE state = 'in_doubt'";
static const char sql_audit[] =
    "SELECT count(*) FROM audit WHERE action = 'load.recover'";

/* One removal was done, and has what there was. */
static const char sql_removal[] =
    "SELECT count(*) FROM audit WHERE action = 'load.remove'"
    " AND detail LIKE '%item%4%'";
static const char sql_removals[] =
    "SELECT count(*) FROM audit WHERE action = 'load.remove'";

#define KEY(n) "{\"type\":\"item\",\"item\":\"" n "\""

/* Leaves an intent as a run leaves it that died while sending. */
static void
send_and_die(struct trial *t, const char *op, const char *line, size_t key)
{
	struct err e = ERR_INIT;
	struct intent in = {.key = slice_from(line, key),
	    .type = SLICE_INIT("item"), .op = slice_of(op),
	    .line = slice_of(line), .idempotency = SLICE_INIT("k")};

	if (strcmp(op, "remove") != 0)
		in.digest = SLICE("0123456789abcdef");
	scratch_must(intent_put(t->scratch.db, &t->place.group, &in, 1, &e),
	    &e);
	scratch_must(intent_sent(t->scratch.db, &t->place.group, &in.key, 1,
	    &e), &e);
}

static void
what_the_target_has_is_posted_and_the_rest_taken_back(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;
	size_t key = strlen(KEY("1"));

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_known(&t, KEY("2") ",\"name\":\"old\"}");
	trial_known(&t, KEY("3") ",\"name\":\"old\"}");
	trial_known(&t, KEY("4") "}");
	trial_known(&t, KEY("5") "}");
	send_and_die(&t, "add", KEY("0") ",\"name\":\"new\"}", key);
	send_and_die(&t, "add", KEY("1") ",\"name\":\"new\"}", key);
	send_and_die(&t, "change", KEY("2") ",\"name\":\"new\"}", key);
	send_and_die(&t, "change", KEY("3") ",\"name\":\"new\"}", key);
	send_and_die(&t, "remove", KEY("4") "}", key);
	send_and_die(&t, "remove", KEY("5") "}", key);
	/* The test's target says of a key that it is as it was sent. */
	map_put(&t.mock.sent, SLICE(KEY("1")), NULL);
	map_put(&t.mock.sent, SLICE(KEY("2")), NULL);
	map_put(&t.mock.sent, SLICE(KEY("4")), NULL);
	if (recover_run(&t.place, &t.profile, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(t.mock.requests, 0);
	assert_int_equal(scratch_number(&t.scratch, sql_rows), 4);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 4);
	assert_int_equal(scratch_number(&t.scratch, sql_new), 2);
	assert_int_equal(scratch_number(&t.scratch, sql_audit), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_removal), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_removals), 1);
	/* Known as not sent by this run. */
	assert_int_equal(t.place.recovered.count, 2);
	assert_int_equal(recover_run(&t.place, &t.profile, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_audit), 1);
	trial_close(&t);
}

static void
many_are_settled_in_groups(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;
	char lines[600][64];
	unsigned i;

	(void)state;
	trial_open(&t, "{item: {}}");
	scratch_must(db_begin(t.scratch.db, &e), &e);
	for (i = 0; i < COUNT_OF(lines); i++) {
		int n = snprintf(lines[i], sizeof(lines[i]),
		    "{\"type\":\"item\",\"item\":\"%06u\"}", i);

		send_and_die(&t, "add", lines[i], (size_t)n - 1);
		if (i % 3 == 0)
			map_put(&t.mock.sent,
			    slice_from(lines[i], (size_t)n - 1), NULL);
	}
	scratch_must(db_commit(t.scratch.db, &e), &e);
	if (recover_run(&t.place, &t.profile, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(scratch_number(&t.scratch, sql_rows), 200);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 200);
	trial_close(&t);
}

static void
a_type_that_is_not_taken_any_more_stays_in_doubt(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{bom: {}}");
	send_and_die(&t, "add", KEY("1") "}", strlen(KEY("1")));
	assert_int_equal(recover_run(&t.place, &t.profile, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_doubt), 1);
	trial_close(&t);
}

static void
nothing_is_settled_under_a_lease_that_is_lost(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	send_and_die(&t, "add", KEY("1") "}", strlen(KEY("1")));
	scratch_exec(&t.scratch, "UPDATE lease SET pid = pid + 1");
	assert_int_equal(recover_run(&t.place, &t.profile, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(scratch_number(&t.scratch, sql_doubt), 0);
	trial_close(&t);
}

static void
nothing_is_settled_without_the_look_up(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	send_and_die(&t, "add", KEY("1") "}", strlen(KEY("1")));
	scratch_fault("load.after-look-up");
	assert_int_equal(recover_run(&t.place, &t.profile, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(scratch_number(&t.scratch, sql_doubt), 1);
	trial_close(&t);
}

static const char sql_lines[] =
    "SELECT count(*) FROM ledger WHERE state = 'posted' AND line LIKE"
    " '%quantity%'";

/* The request is put together from root, changed parts and the others. */
static void
a_unit_is_looked_up_and_settled_whole(void **state)
{
	static const struct {
		bool there;
		int rows, changed;
	} cases[] = {{true, 3, 1}, {false, 3, 0}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct trial t;

		trial_open(&t, TRIAL_UNITS);
		trial_known(&t, TRIAL_BOM("A", ""));
		trial_known(&t, TRIAL_LINE("A", "1", "P", ""));
		trial_known(&t, TRIAL_LINE("A", "2", "P", ""));
		scratch_exec(&t.scratch, "UPDATE ledger SET state = 'sent',"
		    " attempts = 1, idempotency = 'k', intent_digest = digest,"
		    " op = 'change', intent = replace(line, '}',"
		    " ',\"quantity\":7}')"
		    " WHERE line NOT LIKE '%\"find_number\":\"2\"%'");
		scratch_exec(&t.scratch, "UPDATE ledger SET intent = line"
		    " WHERE type = 'bom'");
		if (cases[i].there)
			map_put(&t.mock.sent, slice_from(TRIAL_BOM("A", ""),
			    strlen(TRIAL_BOM("A", "")) - 1), NULL);
		if (recover_run(&t.place, &t.profile, &e) < 0)
			fail_msg("%s", e.text);
		assert_int_equal(scratch_number(&t.scratch, sql_posted),
		    cases[i].rows);
		assert_int_equal(scratch_number(&t.scratch, sql_lines),
		    cases[i].changed);
		trial_close(&t);
	}
}

static void
what_was_accepted_is_asked_for_until_it_is_done(void **state)
{
	struct err e = ERR_INIT;
	struct trial t;
	uint64_t open;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_known(&t, KEY("1") "}");
	trial_known(&t, KEY("2") "}");
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'accepted',"
	    " attempts = 1, op = 'change', idempotency = 'k', intent = line,"
	    " intent_digest = digest, ticket = CASE WHEN line LIKE '%1%' THEN"
	    " 'job-1' ELSE 'job-2' END");
	assert_int_equal(recover_poll(&t.place, &t.profile, &open, &e), 0);
	assert_int_equal(open, 1);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 0);
	assert_int_equal(t.place.counts.refused, 1);
	assert_int_equal(recover_poll(&t.place, &t.profile, &open, &e), 0);
	assert_int_equal(open, 0);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 1);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_the_target_has_is_posted_and_the_rest_taken_back),
	    cmocka_unit_test(a_unit_is_looked_up_and_settled_whole),
	    cmocka_unit_test(what_was_accepted_is_asked_for_until_it_is_done),
	    cmocka_unit_test(many_are_settled_in_groups),
	    cmocka_unit_test(a_type_that_is_not_taken_any_more_stays_in_doubt),
	    cmocka_unit_test(nothing_is_settled_under_a_lease_that_is_lost),
	    cmocka_unit_test(nothing_is_settled_without_the_look_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
