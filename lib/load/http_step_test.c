/* http_step_test.c - one request read: what it sends and takes. */
#include "load/http_step.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static int
read_step(struct scene_trial *t, struct http_step *s, enum http_op op,
    const char *yaml)
{
	struct http_step_maker m = {.texts = t->maker, .names = &t->names,
	    .op = op, .last = true};

	memset(s, 0, sizeof(*s));
	return http_step_read(s, scene_trial_node(t, yaml), &m, &t->e);
}

static void
everything_that_is_said_is_read(void **state)
{
	struct scene_trial t;
	struct http_step s;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	if (read_step(&t, &s, HTTP_CREATE, "{when: mass > 1, method: MERGE, "
	    "url: 'x/${item}', headers: {A: '${name}', B: c}, batch: 5, "
	    "body: [{for: record, each: '${item}'}], repeat: yes, "
	    "absent: 'null', take: {id: /a, at: {header: Location}}, "
	    "results: {at: /r, key: /k, is: '${item}', status: /s, body: /b, "
	    "headers: /h}, answers: [{status: 409, is: exists}], "
	    "external_id: /id, etag: {header: E}, ticket: /job}") < 0)
		fail_msg("%s", t.e.text);
	assert_non_null(s.when);
	assert_string_equal(s.method, "MERGE");
	assert_int_equal(s.header_count, 2);
	assert_true(slice_is(s.headers[1].name, "B"));
	assert_int_equal(s.batch, 5);
	assert_true(s.batch_said);
	assert_true(s.repeat);
	assert_int_equal(s.absent, BODY_NULL);
	assert_non_null(s.json);
	assert_int_equal(s.taken_count, 2);
	assert_true(slice_is(t.names.at[1], "at"));
	assert_true(s.results.by_key);
	assert_true(slice_is(s.results.headers, "/h"));
	assert_int_equal(s.answers.count, 1);
	assert_true(s.etag.header);
	assert_true(slice_is(s.ticket.what, "/job"));
	http_step_release(&s);
	assert_int_equal(read_step(&t, &s, HTTP_FIND, "{url: x, rows: /v, "
	    "settle: 2m, matches: {a: '${name}'}}"), 0);
	assert_int_equal(s.settle_s, 120);
	assert_non_null(s.matches);
	http_step_release(&s);
	scene_trial_close(&t);
}

static void
names_that_are_taken_have_a_limit(void **state)
{
	struct buf yaml = BUF_INIT(4096);
	struct scene_trial t;
	struct http_step s;
	int i;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	buf_add_text(&yaml, "{url: x, take: {");
	for (i = 0; i <= SCENE_NAMES_MOST; i++)
		buf_printf(&yaml, "n%d: /a, ", i);
	buf_add_text(&yaml, "}}");
	assert_int_equal(read_step(&t, &s, HTTP_CREATE, buf_text(&yaml)), -1);
	assert_non_null(strstr(t.e.text, "is a name too many"));
	http_step_release(&s);
	buf_release(&yaml);
	scene_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everything_that_is_said_is_read),
	    cmocka_unit_test(names_that_are_taken_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
