/* scene_test.c - the functions of requests over what is at hand. */
#include "load/scene.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static int
find_id(void *ctx, const struct key *k, struct slice *id, struct err *e)
{
	(void)ctx;
	(void)e;
	*id = SLICE("47");
	return slice_is(k->parts[0], "P-1");
}

static void
check(struct scene_trial *t, const char *text, const char *value)
{
	const struct expr_input in = {.record = t->scene.record};
	struct expr_value v;
	struct expr *x = expr_new(t->scene.env, slice_of(text), "x", &t->e);

	if (!x || expr_eval(x, &in, &v, &t->e) < 0)
		fail_msg("%s: %s", text, t->e.text);
	if (!value)
		assert_true(v.null);
	else if (v.null || !slice_is(v.text, value))
		fail_msg("%s: %.*s", text, SLICE_ARGS(v.text));
	expr_free(x);
}

static void
functions_tell_what_is_at_hand(void **state)
{
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_BOM);
	t.scene.find = find_id;
	t.unit.external_id = SLICE("5");
	t.unit.etag = SLICE("e");
	t.unit.ticket = SLICE("job");
	assert_int_equal(scene_name_add(&t.names, SLICE("a")), 0);
	assert_int_equal(scene_name_add(&t.names, SLICE("b")), 1);
	assert_int_equal(scene_name_add(&t.names, SLICE("a")), 0);
	t.unit.taken[1] = SLICE("B");
	check(&t, "external_id()", "5");
	check(&t, "etag() || ticket()", "ejob");
	check(&t, "idempotency()", NULL);
	check(&t, "key()", "A-1/B///");
	setenv("BOM_NOW", "2026-11-22T01:02:03Z", 1);
	check(&t, "now()", "2026-11-22T01:02:03Z");
	check(&t, "record()", "{\"type\":\"bom\",\"parent\":\"A-1\","
	    "\"parent_revision\":\"B\",\"plant\":\"\",\"usage\":\"\","
	    "\"alternative\":\"\",\"base_quantity\":2,\"uom\":\"EA\"}");
	check(&t, "taken('a')", NULL);
	check(&t, "taken('b')", "B");
	check(&t, "state()", NULL);
	check(&t, "external_id('item', 'P-1')", "47");
	assert_int_equal(t.scene.lacking.len, 0);
	check(&t, "external_id('item', '')", NULL);
	assert_int_equal(t.scene.lacking.len, 0);
	check(&t, "external_id('item', 'P-2')", NULL);
	assert_string_equal(buf_text(&t.scene.lacking), "item:P-2");
	scene_trial_close(&t);
}

static void
names_are_limited_in_number(void **state)
{
	static struct scene_names names;
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	int i;

	(void)state;
	for (i = 0; i < SCENE_NAMES_MOST; i++)
		assert_int_equal(scene_name_add(&names, slice_from(letters +
		    i, 1)), i);
	assert_int_equal(scene_name_add(&names, SLICE("z")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(functions_tell_what_is_at_hand),
	    cmocka_unit_test(names_are_limited_in_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
