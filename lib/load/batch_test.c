/* batch_test.c - the ledger between the three effects of a batch. */
#include "load/batch.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

/* Sends an input through batches of `most`; -1 where that fails. */
static int
send_all(struct trial *t, size_t most, struct err *e)
{
	struct plan *p = mem_zero(sizeof(*p));
	struct plan_step step;
	struct batch b;
	int got, rc = 0;

	batch_init(&b, &t->place, most);
	plan_open(p, &t->source, TYPE_ITEM);
	while (rc == 0 && (got = plan_next(p, &step, e)) > 0) {
		if (step.what == PLAN_SAME || step.what == PLAN_REPORT)
			rc = batch_note(&b, &step, e);
		else
			rc = batch_add(&b, &step, e);
	}
	if (rc == 0)
		rc = batch_flush(&b, e);
	plan_close(p);
	mem_free(p);
	batch_release(&b);
	return rc;
}

static const char sql_posted[] =
    "SELECT count(*) FROM ledger WHERE state = 'posted'";
static const char sql_sent[] =
    "SELECT count(*) FROM ledger WHERE state = 'sent'";
static const char sql_rejected[] =
    "SELECT count(*) FROM ledger WHERE state = 'rejected'"
    " AND answer <> '' AND line = ''";
static const char sql_open[] =
    "SELECT count(*) FROM exception WHERE state = 'new'";
static const char sql_batches[] =
    "SELECT count(*) FROM audit WHERE action = 'load.send'";
static const char sql_removals[] =
    "SELECT count(*) FROM audit WHERE action = 'load.remove'";
static const char sql_keys[] =
    "SELECT count(DISTINCT idempotency) FROM ledger WHERE state = 'sent'";

#define FIVE \
	"{\"type\":\"item\",\"item\":\"1\"}\n" \
	"{\"type\":\"item\",\"item\":\"2 bad\"}\n" \
	"{\"type\":\"item\",\"item\":\"3\"}\n" \
	"{\"type\":\"item\",\"item\":\"4 late\"}\n" \
	"{\"type\":\"item\",\"item\":\"5\"}\n"

static void
what_was_sent_is_posted_or_refused_with_words(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;
	const struct run_counts *c = &t.place.counts;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, FIVE);
	assert_int_equal(send_all(&t, 2, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 3);
	assert_int_equal(scratch_number(&t.scratch, sql_rejected), 2);
	assert_int_equal(scratch_number(&t.scratch, sql_open), 2);
	assert_int_equal(scratch_number(&t.scratch, sql_batches), 3);
	assert_int_equal(c->sent, 5);
	assert_int_equal(c->created, 3);
	assert_int_equal(c->refused, 2);
	assert_int_equal(c->rejected, 2);
	assert_int_equal(c->passed, 3);
	trial_close(&t);
}

static void
a_batch_without_an_answer_is_known_to_be_on_its_way(void **state)
{
	static const char *const places[] = {"load.after-intent", "",
	    "db.before-commit:2"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(places); i++) {
		struct trial t;
		struct err e = ERR_INIT;

		trial_open(&t, "{item: {}}");
		trial_input(&t, "{\"type\":\"item\",\"item\":\"1\"}\n"
		    "{\"type\":\"item\",\"item\":\"2\"}\n");
		scratch_fault(places[i]);
		t.mock.lost = !*places[i];
		assert_int_equal(send_all(&t, 10, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_int_equal(scratch_number(&t.scratch, sql_sent), 2);
		assert_int_equal(scratch_number(&t.scratch, sql_keys), 2);
		trial_close(&t);
	}
}

static void
a_batch_that_was_recorded_stays_recorded(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, FIVE);
	scratch_fault("load.after-outcome");
	assert_int_equal(send_all(&t, 2, &e), -1);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_rejected), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_sent), 0);
	trial_close(&t);
}

static void
a_removal_takes_the_row_away_and_leaves_an_audit_row(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {removal: delete}}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"1\"}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"2 bad\"}");
	trial_snapshot(&t, "all", "");
	assert_int_equal(send_all(&t, 10, &e), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_removals), 1);
	assert_int_equal(t.place.counts.removed, 1);
	assert_int_equal(t.place.counts.refused, 1);
	assert_int_equal(t.place.counts.rejected, 0);
	trial_close(&t);
}

static void
a_report_is_an_exception_and_sends_nothing(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"1\"}");
	trial_snapshot(&t, "all", "");
	assert_int_equal(send_all(&t, 10, &e), 0);
	assert_int_equal(t.mock.requests, 0);
	assert_int_equal(t.place.reported, 1);
	assert_int_equal(scratch_number(&t.scratch, sql_open), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_posted), 1);
	trial_close(&t);
}

static void
whoever_lost_the_lease_sends_nothing(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, FIVE);
	scratch_exec(&t.scratch, "UPDATE lease SET pid = pid + 1");
	assert_int_equal(send_all(&t, 10, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(t.mock.requests, 0);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_sent_is_posted_or_refused_with_words),
	    cmocka_unit_test(
		a_batch_without_an_answer_is_known_to_be_on_its_way),
	    cmocka_unit_test(a_batch_that_was_recorded_stays_recorded),
	    cmocka_unit_test(
		a_removal_takes_the_row_away_and_leaves_an_audit_row),
	    cmocka_unit_test(a_report_is_an_exception_and_sends_nothing),
	    cmocka_unit_test(whoever_lost_the_lease_sends_nothing),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
