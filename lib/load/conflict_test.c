/* conflict_test.c - what is in dispute is looked up, then decided. */
#include "load/conflict.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static void
the_policy_decides_unless_it_is_there_already(void **state)
{
	static const struct {
		enum target_conflict policy;
		bool there;
		enum conflict_end end;
		enum channel_answer answer;
	} cases[] = {
	    {TARGET_HOLD, true, CONFLICT_ADOPTED, CHANNEL_DONE},
	    {TARGET_HOLD, false, CONFLICT_HELD, CHANNEL_CONFLICT},
	    {TARGET_SKIP, false, CONFLICT_SKIPPED, CHANNEL_CONFLICT},
	    {TARGET_OVERWRITE, false, CONFLICT_OVERWRITTEN, CHANNEL_DONE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct channel_call calls[2];
		enum conflict_end ends[2];
		const struct conflict_set set = {calls, ends, 2};
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct trial t;
		struct target_section *s;

		trial_open(&t, "{item: {}}");
		s = &t.profile.sections[TYPE_ITEM];
		s->conflict = cases[i].policy;
		calls[0] = (struct channel_call){.section = s,
		    .key = SLICE("peace"), .op = CHANGE_ADD};
		calls[1] = (struct channel_call){.section = s,
		    .key = SLICE("dispute"), .op = CHANGE_ADD};
		assert_int_equal(channel_send(&t.mock.base, calls, 2, &a, &e),
		    0);
		assert_int_equal(calls[1].answer, CHANNEL_CONFLICT);
		if (cases[i].there)
			map_put(&t.mock.sent, calls[1].key, NULL);
		assert_int_equal(conflict_settle(&t.mock.base, &set, &a, &e),
		    0);
		assert_int_equal(ends[0], CONFLICT_NONE);
		assert_int_equal(calls[0].answer, CHANNEL_DONE);
		assert_int_equal(ends[1], cases[i].end);
		assert_int_equal(calls[1].answer, cases[i].answer);
		/* It is there, though other: no second one is made. */
		assert_int_equal(calls[1].op, cases[i].end ==
		    CONFLICT_OVERWRITTEN ? CHANGE_CHANGE : CHANGE_ADD);
		arena_release(&a);
		trial_close(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_policy_decides_unless_it_is_there_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
