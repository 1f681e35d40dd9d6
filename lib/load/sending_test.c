/* sending_test.c - the order of what goes out, and where it stops. */
#include "load/sending.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

/* Plans and sends with batches of `most`; -1 where it was stopped. */
static int
send_all(struct trial *t, struct sending *s, size_t most, struct err *e)
{
	const struct survey_show show = {NULL, &mock_kind, NULL};
	struct survey survey;
	struct brake brake;
	int rc;

	brake_init(&brake, (struct brake_limit){20, 2});
	rc = survey_run(&survey, &t->source, &brake, &show, e);
	s->place = &t->place;
	s->source = &t->source;
	s->survey = &survey;
	batch_init(&s->batch, &t->place, most);
	if (rc == 0)
		rc = sending_run(s, e);
	batch_release(&s->batch);
	survey_release(&survey);
	brake_release(&brake);
	return rc;
}

/* The parents of the BOMs in the order in which they were sent. */
static void
sent_is(const struct trial *t, const char *want)
{
	struct buf b = BUF_INIT(4096);
	size_t i;

	for (i = 0; i < t->mock.sent.count; i++) {
		struct arena a = ARENA_INIT;
		struct key k;

		assert_true(key_parse_prefix(&k, t->mock.sent.entries[i].key,
		    &a) > 0);
		buf_printf(&b, "%s%.*s", i ? " " : "",
		    SLICE_ARGS(k.parts[0]));
		arena_release(&a);
	}
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

#define BOMS TRIAL_BOM("A", "") "\n" TRIAL_BOM("B", "") "\n" \
	TRIAL_BOM("C", "") "\n" TRIAL_LINE("A", "1", "B", "") "\n" \
	TRIAL_LINE("B", "1", "C", "") "\n"

static const char sql_cycles[] =
    "SELECT count(*) FROM exception WHERE class = 'bom_cycle'";
static const char sql_known[] =
    "SELECT count(*) FROM ledger WHERE state = 'posted'";
static const char sql_accepted[] =
    "SELECT count(*) FROM ledger WHERE state = 'accepted'";

static void
components_go_before_parents_and_circles_not_at_all(void **state)
{
	struct sending s = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", BOMS);
	assert_int_equal(send_all(&t, &s, 10, &e), 0);
	sent_is(&t, "C B A");
	assert_int_equal(t.mock.requests, 3);
	assert_int_equal(t.place.counts.created, 3);
	assert_int_equal(t.place.counts.passed, 5);
	trial_close(&t);
	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", BOMS TRIAL_LINE("C", "1", "B", "") "\n");
	assert_int_equal(send_all(&t, &s, 10, &e), 0);
	sent_is(&t, "A");
	assert_int_equal(t.place.counts.held, 4);
	assert_int_equal(scratch_number(&t.scratch, sql_cycles), 2);
	trial_close(&t);
}

static void
what_depends_on_a_refusal_is_held_whole(void **state)
{
	struct sending s = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", TRIAL_BOM("A", "") "\n"
	    TRIAL_BOM("B", "") "\n" TRIAL_LINE("A", "1", "bad", "") "\n"
	    TRIAL_LINE("B", "1", "ok", "") "\n"
	    TRIAL_LINE("X", "1", "ok", "") "\n"
	    "{\"type\":\"item\",\"item\":\"bad\"}\n"
	    "{\"type\":\"item\",\"item\":\"ok\"}\n");
	assert_int_equal(send_all(&t, &s, 10, &e), 0);
	sent_is(&t, "ok B");
	assert_int_equal(t.place.counts.held, 2);
	assert_int_equal(t.place.counts.refused, 2);
	assert_int_equal(t.place.counts.rejected, 2);
	trial_close(&t);
}

static void
it_stops_between_two_units(void **state)
{
	static volatile sig_atomic_t stop = 15;
	struct sending s = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_snapshot(&t, "all", BOMS);
	s.stop = &stop;
	assert_int_equal(send_all(&t, &s, 10, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	sent_is(&t, "C");
	err_clear(&e);
	s.stop = NULL;
	s.deadline = 1;
	assert_true(sending_stopped(&s));
	assert_int_equal(send_all(&t, &s, 10, &e), -1);
	sent_is(&t, "C B");
	err_clear(&e);
	s.deadline = 0;
	assert_int_equal(send_all(&t, &s, 10, &e), 0);
	sent_is(&t, "C B A");
	assert_int_equal(scratch_number(&t.scratch, sql_known), 5);
	trial_close(&t);
}

static void
what_never_left_is_taken_back(void **state)
{
	struct sending s = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, "{\"type\":\"item\",\"item\":\"1\"}\n"
	    "{\"type\":\"item\",\"item\":\"2\"}\n");
	t.mock.stopped = true;
	assert_int_equal(send_all(&t, &s, 10, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(t.place.unsent, 1);
	assert_int_equal(scratch_number(&t.scratch, sql_known), 1);
	assert_int_equal(scratch_number(&t.scratch,
	    "SELECT count(*) FROM ledger"), 1);
	trial_close(&t);
}

static void
what_is_accepted_is_not_posted(void **state)
{
	struct sending s = {0};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, "{\"type\":\"item\",\"item\":\"slow\"}\n");
	assert_int_equal(send_all(&t, &s, 10, &e), 0);
	assert_int_equal(t.place.accepted, 1);
	assert_int_equal(scratch_number(&t.scratch, sql_known), 0);
	assert_int_equal(scratch_number(&t.scratch, sql_accepted), 1);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		components_go_before_parents_and_circles_not_at_all),
	    cmocka_unit_test(what_depends_on_a_refusal_is_held_whole),
	    cmocka_unit_test(it_stops_between_two_units),
	    cmocka_unit_test(what_never_left_is_taken_back),
	    cmocka_unit_test(what_is_accepted_is_not_posted),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
