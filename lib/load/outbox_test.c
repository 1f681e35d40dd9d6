/* outbox_test.c - acknowledgments, rejects, and what hangs on a refusal. */
#include "load/outbox.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"
#include "model/recin.h"

#define ITEM "{\"type\":\"item\",\"item\":\"A/1\""

static void
sign(struct head *h, struct arena *a)
{
	const struct head_tool by = {.tool = SLICE_INIT("test"),
	    .version = SLICE_INIT("1")};

	head_add_tool(h, &by, a);
}

static void
file_is(struct trial *t, const char *name, const char *want)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", t->scratch.folder, name);
	if (file_load(&b, path, b.most, &e) < 0)
		fail_msg("%s", e.text);
	/* The seals' hashes are stream_out_test's matter. */
	if (b.len && strstr(buf_text(&b), "{\"~seal\""))
		b.len = (size_t)(strstr(buf_text(&b), "{\"~seal\"") - b.at);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

static void
open_files(struct trial *t, struct outbox *o)
{
	struct err e = ERR_INIT;
	char rejects[128], answers[128];

	snprintf(rejects, sizeof(rejects), "%s/r", t->scratch.folder);
	snprintf(answers, sizeof(answers), "%s/a", t->scratch.folder);
	assert_int_equal(outbox_open(o, "erp", rejects, answers, &e), 0);
	if (outbox_begin(o, &t->spool.in, sign, sign, &e) < 0)
		fail_msg("%s", e.text);
}

static void
what_is_said_is_a_record_and_what_is_refused_a_line(void **state)
{
	const struct outbox_answer answer = {.key = SLICE_INIT(ITEM),
	    .status = "rejected", .external_id = SLICE_INIT("47"),
	    .digest = SLICE_INIT("0123456789abcdef"),
	    .words = SLICE_INIT("no")};
	struct trial t;
	struct outbox o;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_snapshot(&t, "{\"members\":{\"item\":[\"name\"]}}", ITEM "}");
	open_files(&t, &o);
	assert_int_equal(outbox_answer(&o, &answer, &e), 0);
	assert_int_equal(outbox_reject(&o, SLICE(ITEM "}"), &e), 0);
	assert_int_equal(outbox_publish(&o, &e), 0);
	outbox_close(&o);
	file_is(&t, "a", "{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"upsert\",\"system\":\"erp\",\"by\":[{\"tool\":"
	    "\"test\",\"version\":\"1\"}]}}\n"
	    "{\"type\":\"acknowledgment\",\"target\":\"erp\",\"record_type\":"
	    "\"item\",\"record_key\":\"A%2F1\",\"status\":\"rejected\","
	    "\"external_id\":\"47\",\"digest\":"
	    "\"30313233343536373839616263646566\",\"at\":"
	    "\"2026-11-22T01:02:03Z\",\"message\":\"no\"}\n");
	/* The scope goes along: what the source lacks stays when fed back. */
	file_is(&t, "r", "{\"@stream\":{\"format\":\"bomtools\",\"version\":1,"
	    "\"kind\":\"upsert\",\"scope\":{\"members\":{\"item\":"
	    "[\"name\"]}},\"by\":[{\"tool\":\"test\",\"version\":\"1\"}]}}\n"
	    ITEM "}\n");
	trial_close(&t);
}

static void
rejects_of_a_bare_stream_are_bare(void **state)
{
	struct trial t;
	struct outbox o;
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, ITEM "}");
	open_files(&t, &o);
	assert_int_equal(outbox_reject(&o, SLICE(ITEM "}"), &e), 0);
	assert_int_equal(outbox_publish(&o, &e), 0);
	outbox_close(&o);
	file_is(&t, "r", ITEM "}\n");
	trial_close(&t);
}

static void
nothing_appears_of_a_load_that_failed(void **state)
{
	struct trial t;
	struct outbox o;
	struct err e = ERR_INIT;
	char path[128];

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, ITEM "}");
	open_files(&t, &o);
	assert_int_equal(outbox_reject(&o, SLICE(ITEM "}"), &e), 0);
	err_set(&e, ERR_AGAIN, "gone");
	outbox_fail(&o, "erp-load", &e);
	outbox_close(&o);
	snprintf(path, sizeof(path), "%s/r", t.scratch.folder);
	assert_int_equal(access(path, F_OK), -1);
	trial_close(&t);
}

static void
records_that_refer_to_what_was_refused_are_held(void **state)
{
	static const struct {
		const char *line;
		bool held;
	} cases[] = {
	    {"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A/1\"}",
		true},
	    {"{\"type\":\"bom\",\"parent\":\"A/1\"}", true},
	    {"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A\"}",
		false},
	    {"{\"type\":\"item\",\"item\":\"A/1\"}", false},
	    {"{\"type\":\"supplier\",\"supplier\":\"A/1\"}", false},
	};
	struct outbox o;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf because = BUF_INIT(4096);
	struct record r;
	size_t i;

	(void)state;
	assert_int_equal(outbox_open(&o, "erp", NULL, NULL, &e), 0);
	for (i = 0; i < 2 * COUNT_OF(cases); i++) {
		bool refused = i >= COUNT_OF(cases);

		if (refused)
			outbox_lack(&o, SLICE(ITEM));
		assert_int_equal(recin_parse(&r,
		    slice_of(cases[i % COUNT_OF(cases)].line),
		    JSON_AT("line", 1), &a, &e), 0);
		buf_clear(&because);
		assert_int_equal(outbox_holds(&o, &r, &because), refused &&
		    cases[i % COUNT_OF(cases)].held);
		assert_int_equal(because.len > 0, refused &&
		    cases[i % COUNT_OF(cases)].held);
	}
	outbox_close(&o);
	buf_release(&because);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_is_said_is_a_record_and_what_is_refused_a_line),
	    cmocka_unit_test(rejects_of_a_bare_stream_are_bare),
	    cmocka_unit_test(nothing_appears_of_a_load_that_failed),
	    cmocka_unit_test(records_that_refer_to_what_was_refused_are_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
