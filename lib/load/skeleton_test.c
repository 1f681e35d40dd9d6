/* skeleton_test.c - what a skeleton reads, and what is refused. */
#include "load/skeleton.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/scene_trial.h"

static void
mistakes_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *yaml, *words;
	} cases[] = {
	    {"{l: [{for: bom_lin, each: x}]}", "p:1:12: \"bom_lin\" does not "
	     "go along with this section"},
	    {"{l: [{for: record, each: x}]}", "only the body of a request with "
	     "\"batch\""},
	    {"{l: [{for: bom_line, each: x, whem: 1}]}", "whem"},
	    {"{l: [{for: bom_line, each: '${itm}'}]}", "p:1:28"},
	    {"{l: [{for: bom_line, only: old, each: x}]}", "must be of same"},
	    {"{l: [{for: bom_line, by: 'a b', each: x}]}", "p:1:26"},
	    {"{l: {when: x y, then: 1}}", "p:1:12"},
	    {"{l: {when: 1, then: 1, otherwise: 2}}", "otherwise"},
	};
	struct skeleton_parts parts = {.records = false};
	struct scene_trial t;
	size_t i;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_BOM);
	parts.has[TYPE_BOM_LINE] = true;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_null(skeleton_compile(scene_trial_node(&t,
		    cases[i].yaml), &parts, &t.maker, &t.e));
		assert_int_equal(t.e.kind, ERR_USAGE);
		if (!strstr(t.e.text, cases[i].words))
			fail_msg("%s: %s", cases[i].yaml, t.e.text);
	}
	scene_trial_close(&t);
}

static bool noted[TYPE_COUNT][SCHEMA_MEMBERS_MOST + 1];

static void
note(void *ctx, enum record_type type, unsigned member)
{
	(void)ctx;
	noted[type][member] = true;
}

static void
members_that_it_reads_are_noted_with_their_type(void **state)
{
	struct skeleton_parts parts = {.records = false};
	struct skeleton *k;
	struct scene_trial t;

	(void)state;
	scene_trial_open(&t, SCENE_TRIAL_BOM);
	parts.has[TYPE_BOM_LINE] = true;
	t.maker.note = note;
	k = skeleton_compile(scene_trial_node(&t, "{a: '${uom}', b: "
	    "'${coalesce(effective_from, effective_to)}', l: [{for: bom_line, "
	    "when: quantity > 0, each: [\"${root('base_quantity')}\", "
	    "\"${attr('x')}\", \"${total('scrap_percent')}\"]}]}"), &parts,
	    &t.maker, &t.e);
	assert_non_null(k);
	assert_true(noted[TYPE_BOM][BOM_UOM]);
	assert_true(noted[TYPE_BOM][BOM_EFFECTIVE_TO]);
	assert_true(noted[TYPE_BOM][BOM_BASE_QUANTITY]);
	assert_true(noted[TYPE_BOM_LINE][BOM_LINE_QUANTITY]);
	assert_true(noted[TYPE_BOM_LINE][BOM_LINE_SCRAP_PERCENT]);
	assert_true(noted[TYPE_BOM_LINE][SCHEMA_MEMBERS_MOST]);
	assert_false(noted[TYPE_BOM_LINE][BOM_LINE_UOM]);
	assert_false(noted[TYPE_BOM][BOM_LIFECYCLE]);
	skeleton_release(k);
	skeleton_release(NULL);
	scene_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mistakes_are_refused_with_their_place),
	    cmocka_unit_test(members_that_it_reads_are_noted_with_their_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
