/* body_test.c - skeletons written for records and BOMs. */
#include "load/body.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static void
compare(struct scene_trial *t, const char *yaml, enum body_absent absent,
    const char *json)
{
	struct skeleton_parts parts = {.records = true};
	struct buf b = BUF_INIT(65536);
	struct skeleton *k;

	parts.has[TYPE_BOM_LINE] = true;
	k = skeleton_compile(scene_trial_node(t, yaml), &parts, &t->maker,
	    &t->e);
	if (!k)
		fail_msg("%s: %s", yaml, t->e.text);
	assert_int_equal(body_add(k, &t->scene, absent, &b, &t->e), 1);
	assert_string_equal(buf_text(&b), json);
	/* what is at hand is the same afterwards */
	assert_ptr_equal(t->scene.record, t->unit.root);
	assert_null(t->scene.part);
	skeleton_release(k);
	buf_release(&b);
}

static void
absent_members_are_left_out_or_null(void **state)
{
	static const char yaml[] = "{a: '${item}', b: '${description}', "
	    "c: {d: '${null: uom}'}, l: ['${uom}', 1, '1', yes, null, 0x1]}";
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	compare(&t, yaml, BODY_LEAVE_OUT, "{\"a\":\"P/1 'x'\","
	    "\"c\":{\"d\":null},\"l\":[null,1,\"1\",\"yes\",null,\"0x1\"]}");
	compare(&t, yaml, BODY_NULL, "{\"a\":\"P/1 'x'\",\"b\":null,"
	    "\"c\":{\"d\":null},\"l\":[null,1,\"1\",\"yes\",null,\"0x1\"]}");
	compare(&t, "{x: {when: mass > 1, then: heavy, else: light}, "
	    "y: {when: mass < 1, then: 1}, z: [{when: mass < 1, then: 1}, 2], "
	    "when: 3}", BODY_LEAVE_OUT,
	    "{\"x\":\"heavy\",\"z\":[2],\"when\":3}");
	scene_trial_close(&t);
}

static void
parts_are_spliced_into_lists(void **state)
{
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_BOM);
	compare(&t, "{l: [{for: bom_line, each: x}]}", BODY_LEAVE_OUT,
	    "{\"l\":[]}");
	scene_trial_part(&t, "same", SCENE_TRIAL_LINE("10", "P-1", "0.1"));
	scene_trial_part(&t, "new", SCENE_TRIAL_LINE("20", "P-2", "7"));
	scene_trial_part(&t, "changed", SCENE_TRIAL_LINE("30", "P-1", "0.2"));
	scene_trial_part(&t, "gone", SCENE_TRIAL_LINE("40", "P-9", "1"));
	compare(&t, "[[5, 0], {for: bom_line, each: [0, '${find_number}', "
	    "'${refdes}']}, 9]", BODY_LEAVE_OUT, "[[5,0],[0,\"10\",[\"R1\","
	    "\"R2\"]],[0,\"20\",[\"R1\",\"R2\"]],[0,\"30\",[\"R1\",\"R2\"]],"
	    "9]");
	compare(&t, "{l: {for: bom_line, by: component, each: {c: "
	    "'${component}', q: \"${total('quantity')}\", n: "
	    "'${position()}', u: \"${root('uom')}\"}}}", BODY_LEAVE_OUT,
	    "{\"l\":[{\"c\":\"P-1\",\"q\":0.3,\"n\":1,\"u\":\"EA\"},"
	    "{\"c\":\"P-2\",\"q\":7,\"n\":2,\"u\":\"EA\"}]}");
	compare(&t, "[{for: bom_line, only: [gone, new], each: '${state()} "
	    "${find_number}'}]", BODY_LEAVE_OUT, "[\"new 20\",\"gone 40\"]");
	compare(&t, "[{for: bom_line, when: quantity > 0.1, each: "
	    "'${component}'}]", BODY_LEAVE_OUT, "[\"P-2\",\"P-1\"]");
	scene_trial_close(&t);
}

static void
records_of_a_request_stand_one_behind_the_other(void **state)
{
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_ITEM);
	t.scene.unit_count = 2;
	t.unit.idempotency = SLICE("k");
	compare(&t, "{params: [[{for: record, each: {i: '${position()}', k: "
	    "'${idempotency()}', e: '${etag()}'}}], {}]}", BODY_LEAVE_OUT,
	    "{\"params\":[[{\"i\":1,\"k\":\"k\"},{\"i\":2,\"k\":\"k\"}],{}]}");
	scene_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(absent_members_are_left_out_or_null),
	    cmocka_unit_test(parts_are_spliced_into_lists),
	    cmocka_unit_test(records_of_a_request_stand_one_behind_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
