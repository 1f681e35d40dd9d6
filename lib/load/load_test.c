/*
 * load_test.c - whole runs into an SQLite target.
 *
 * What a user sees is in testdata/cases/erp-load, and that a run can be
 * killed anywhere in testdata/crash/erp-load-*.
 */
#include "load/load.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

static void
sign(struct head *h, struct arena *a)
{
	const struct head_tool by = {.tool = SLICE_INIT("erp-load"),
	    .version = SLICE_INIT("1")};

	head_add_tool(h, &by, a);
}

static int
run(struct trial *t, const char *lines, struct load_result *r, struct err *e)
{
	char profile[128], state[128], stream[128];
	struct load_options o = {.profile = profile, .state = state,
	    .stream = stream, .batch = 2, .memory = SORT_MEMORY_LEAST,
	    .sign = sign, .sign_new = sign};

	snprintf(profile, sizeof(profile), "%s/erp.yaml", t->scratch.folder);
	snprintf(state, sizeof(state), "%s/own.db", t->scratch.folder);
	trial_file(t, "stream.jsonl", lines, stream);
	o.info = (struct run_info){.tool = SLICE("erp-load"),
	    .version = SLICE("1")};
	scratch_must(brake_parse(&o.limit, NULL, e), e);
	err_clear(e);
	return load_run(&o, r, e);
}

static void
add_finding(const char *text, void *ctx)
{
	(void)ctx;
	fail_msg("%s", text);
}

static void
state_is_sound(struct trial *t)
{
	struct findings f = FINDINGS_INIT(add_finding, NULL);
	struct err e = ERR_INIT;
	char path[128];

	snprintf(path, sizeof(path), "%s/own.db", t->scratch.folder);
	if (load_check_state(path, &f, &e) < 0)
		fail_msg("%s", e.text);
}

#define ITEM(key, name) \
	"{\"type\":\"item\",\"item\":\"" key "\",\"name\":\"" name "\"}\n"

static void
every_record_of_an_input_has_one_fate(void **state)
{
	struct trial t;
	struct load_result r;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	assert_int_equal(run(&t, ITEM("1", "a") ITEM("2", "b") ITEM("3", "c")
	    "{\"type\":\"bom\",\"parent\":\"1\"}\n", &r, &e), 0);
	assert_string_equal(r.target, "erp");
	assert_int_equal(r.counts.taken, 4);
	assert_int_equal(r.counts.created, 3);
	assert_int_equal(r.counts.dropped, 1);
	assert_int_equal(run(&t, ITEM("1", "a") ITEM("2", "new"), &r, &e), 0);
	assert_int_equal(r.counts.updated, 1);
	assert_int_equal(r.counts.unchanged, 1);
	assert_int_equal(r.counts.sent, 1);
	assert_int_equal(r.counts.passed, 2);
	state_is_sound(&t);
	trial_close(&t);
}

static void
a_run_that_failed_is_finished_by_the_next(void **state)
{
	static const char *const places[] = {"load.after-intent:2",
	    "load.target-step:3", "load.before-target-commit:2",
	    "load.after-target-commit:2", "load.after-outcome",
	    "load.before-publish"};
	static const char lines[] = ITEM("1", "a") ITEM("2", "b")
	    ITEM("3", "c");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(places); i++) {
		struct trial t;
		struct load_result r;
		struct err e = ERR_INIT;

		trial_open(&t, "{item: {}}");
		scratch_fault(places[i]);
		assert_int_equal(run(&t, lines, &r, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		state_is_sound(&t);
		scratch_fault("load.after-look-up");
		if (run(&t, lines, &r, &e) < 0)
			assert_int_equal(run(&t, lines, &r, &e), 0);
		assert_int_equal(run(&t, lines, &r, &e), 0);
		assert_int_equal(r.counts.sent, 0);
		assert_int_equal(r.counts.unchanged, 3);
		state_is_sound(&t);
		trial_close(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_record_of_an_input_has_one_fate),
	    cmocka_unit_test(a_run_that_failed_is_finished_by_the_next),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
