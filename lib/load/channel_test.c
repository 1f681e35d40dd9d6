/* channel_test.c - halving finds the bad ones and sends all others. */
#include "load/channel.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

#define CALLS 100

static void
send_with(struct trial *t, struct channel_call *calls, const char *const *keys)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;

	trial_open(t, "{item: {}}");
	for (i = 0; i < CALLS; i++)
		calls[i] = (struct channel_call){
		    .section = &t->profile.sections[TYPE_ITEM],
		    .key = slice_of(keys[i])};
	assert_int_equal(channel_send(&t->mock.base, calls, CALLS, &a, &e), 0);
	arena_release(&a);
}

static void
one_bad_record_costs_one_record(void **state)
{
	static char texts[CALLS][32];
	const char *keys[CALLS];
	struct channel_call calls[CALLS];
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < CALLS; i++) {
		snprintf(texts[i], sizeof(texts[i]), "%s%zu", i == 17 ||
		    i == 63 ? "late" : i == 64 ? "bad" : "good", i);
		keys[i] = texts[i];
	}
	send_with(&t, calls, keys);
	for (i = 0; i < CALLS; i++)
		assert_int_equal(calls[i].answer, *keys[i] == 'g'
		    ? CHANNEL_DONE : CHANNEL_REFUSED);
	assert_int_equal(t.mock.sent.count, CALLS - 3);
	/* Two of a hundred: about twice two times the logarithm. */
	assert_true(t.mock.requests < 30);
	trial_close(&t);
}

static void
what_nobody_refuses_is_one_request(void **state)
{
	const char *keys[CALLS];
	struct channel_call calls[CALLS];
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < CALLS; i++)
		keys[i] = "good";
	send_with(&t, calls, keys);
	assert_int_equal(t.mock.requests, 1);
	trial_close(&t);
}

static void
a_lost_answer_ends_it(void **state)
{
	struct channel_call call = {.key = SLICE_INIT("good")};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, "{item: {}}");
	t.mock.lost = true;
	assert_int_equal(channel_send(&t.mock.base, &call, 1, &a, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(call.answer, CHANNEL_NONE);
	channel_close(NULL);
	trial_close(&t);
	arena_release(&a);
}

/* Refuses the whole, then dies at the first half. */
static int
refuse_and_die(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	size_t i;

	(void)c;
	(void)a;
	if (count < 4)
		return err_set(e, ERR_AGAIN, "gone");
	for (i = 0; i < count; i++)
		calls[i].answer = CHANNEL_DONE;
	return 1;
}

static void
what_was_undone_is_not_called_done(void **state)
{
	const struct channel_kind kind = {.name = "dying",
	    .send = refuse_and_die};
	struct channel c = {.kind = &kind};
	struct channel_call calls[4] = {{.op = CHANGE_ADD}};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(channel_send(&c, calls, 4, &a, &e), -1);
	for (i = 0; i < 4; i++)
		assert_int_equal(calls[i].answer, CHANNEL_UNSENT);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_bad_record_costs_one_record),
	    cmocka_unit_test(what_nobody_refuses_is_one_request),
	    cmocka_unit_test(a_lost_answer_ends_it),
	    cmocka_unit_test(what_was_undone_is_not_called_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
