/* reply_test.c - answers taken apart by position, by key, and by place. */
#include "load/reply.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static int
split(struct scene_trial *t, const struct http_results *r, const char *body,
    struct reply_part parts[2])
{
	struct http_answer a = {.status = 200};
	struct reply reply = {.answer = &a, .results = r, .parts = parts};

	a.body = slice_of(body);
	t->scene.unit_count = 2;
	return reply_split(&reply, &t->scene, &t->arena, &t->e);
}

static void
elements_go_to_their_records(void **state)
{
	const struct http_results by_place = {.at = SLICE_INIT("/r")};
	struct reply_part parts[2];
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	assert_int_equal(split(&t, &by_place, "{\"r\":[1,{\"a\":2}]}", parts),
	    1);
	assert_true(slice_is(parts[0].answer.body, "1"));
	assert_true(slice_is(parts[1].answer.body, "{\"a\":2}"));
	assert_int_equal(split(&t, &by_place, "{\"r\":[1]}", parts), 0);
	assert_int_equal(split(&t, &by_place, "{\"r\":{}}", parts), 0);
	assert_int_equal(split(&t, &by_place, "{\"r\":[1,2", parts), 0);
	assert_int_equal(split(&t, &by_place, "{}", parts), 0);
	/* a $batch, in another order, one missing and one twice */
	assert_int_equal(split(&t, NULL, "{\"responses\":[{\"id\":\"2\","
	    "\"status\":409,\"headers\":{\"ETag\":\"x\"},\"body\":[7]},"
	    "{\"id\":\"9\"},{\"id\":2}]}", parts), 1);
	assert_false(parts[0].found);
	assert_true(parts[1].several);
	scene_trial_close(&t);
}

static void
one_row_is_found_or_none_or_several(void **state)
{
	static const struct {
		const char *body, *rows;
		int rc;
	} cases[] = {
	    {"{\"v\":[{\"a\":1}]}", "/v", 1},
	    {"{\"v\":[]}", "/v", 0},
	    {"{\"v\":[1,2]}", "/v", 2},
	    {"{\"v\":1}", "/v", -1},
	    {"{}", "/v", -1},
	    {"<p>", "/v", -1},
	    {"{\"a\":1}", NULL, 1},
	    {"<p>", NULL, -1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct reply_part part = {.found = true};
		struct slice rows = {NULL, 0};

		part.answer.body = slice_of(cases[i].body);
		if (cases[i].rows)
			rows = slice_of(cases[i].rows);
		assert_int_equal(reply_row(&part, rows), cases[i].rc);
	}
}

static void
places_are_pointers_headers_patterns_and_expressions(void **state)
{
	static const struct {
		const char *yaml, *out; /* NULL: nothing */
	} cases[] = {
	    {"/id", "41"},
	    {"/none", NULL},
	    {"/null", NULL},
	    {"{header: location}", "http://x/items(41)"},
	    {"{header: Location, pattern: '\\(([0-9]+)\\)$'}", "41"},
	    {"{header: Location, pattern: '\\(([a-z]+)\\)$'}", NULL},
	    {"{header: Other}", NULL},
	    {"{expression: \"'i-' || name\"}", "i-N"},
	    {"{pointer: /list}", "[1]"},
	};
	const struct http_header header = {SLICE_INIT("Location"),
	    SLICE_INIT("http://x/items(41)")};
	const struct http_answer whole = {.headers = &header,
	    .header_count = 1};
	struct reply_part part = {.found = true, .whole = &whole};
	struct scene_trial t;
	size_t i;

	(void)state;
	part.answer.body = SLICE("{\"id\":41,\"null\":null,\"list\":[1]}");
	scene_trial_open(&t, "{\"type\":\"item\",\"item\":\"a\",\"name\":"
	    "\"N\"}");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(4096);
		struct http_place p = {.node = NULL};

		if (http_step_place(&p, scene_trial_node(&t, cases[i].yaml),
		    &t.maker, &t.e) < 0)
			fail_msg("%s", t.e.text);
		assert_int_equal(reply_place(&p, &part, &t.scene, &b, &t.e),
		    cases[i].out != NULL);
		assert_string_equal(buf_text(&b), cases[i].out ? cases[i].out
		    : "");
		http_step_place_release(&p);
		buf_release(&b);
	}
	part.whole = NULL;
	part.headers = SLICE("{\"a\":[1],\"ETAG\":\"e9\"}");
	{
		const struct http_place etag = {.header = true,
		    .what = SLICE_INIT("ETag")};
		struct buf b = BUF_INIT(4096);

		assert_int_equal(reply_place(&etag, &part, &t.scene, &b,
		    &t.e), 1);
		assert_string_equal(buf_text(&b), "e9");
		buf_release(&b);
	}
	scene_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(elements_go_to_their_records),
	    cmocka_unit_test(one_row_is_found_or_none_or_several),
	    cmocka_unit_test(
		places_are_pointers_headers_patterns_and_expressions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
