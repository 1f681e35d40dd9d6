/* people_test.c - who may do what. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatescratch.h"
#include "transform/people.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

static const char yaml[] =
    "groups: {planning: [anna, bert]}\n"
    "override:\n"
    "- {class: [uom, custom], who: [planning, carla]}\n"
    "- {who: dora}\n"
    "approve: [{class: export_control, who: planning}]\n";

static void
only_who_is_named_may(void **state)
{
	static const struct {
		enum people_deed deed;
		const char *class, *who;
		bool may;
	} cases[] = {
	    {PEOPLE_OVERRIDE, "uom", "anna", true},
	    {PEOPLE_OVERRIDE, "uom", "bert", true},
	    {PEOPLE_OVERRIDE, "custom", "carla", true},
	    {PEOPLE_OVERRIDE, "structure", "anna", false},
	    {PEOPLE_OVERRIDE, "structure", "dora", true},
	    {PEOPLE_OVERRIDE, "uom", "planning", true},
	    {PEOPLE_OVERRIDE, "uom", "Anna", false},
	    {PEOPLE_OVERRIDE, "uom", "", false},
	    {PEOPLE_APPROVE, "export_control", "anna", true},
	    {PEOPLE_APPROVE, "export_control", "dora", false},
	};
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct people p;
	struct ydoc doc;
	size_t i;

	(void)state;
	assert_int_equal(ydoc_parse(&doc, "r.yaml", slice_of(yaml), &e), 0);
	if (people_read(&p, doc.root, gate_classes, &arena, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < COUNT_OF(cases); i++)
		if (people_may(&p, cases[i].deed, slice_of(cases[i].class),
		    slice_of(cases[i].who)) != cases[i].may)
			fail_msg("%s %s", cases[i].class, cases[i].who);
	/* where nothing is said nobody is refused */
	assert_int_equal(people_read(&p, NULL, gate_classes, &arena, &e), 0);
	assert_true(people_may(&p, PEOPLE_APPROVE, SLICE("uom"),
	    SLICE("x")));
	ydoc_release(&doc);
	arena_release(&arena);
}

static void
what_is_wrong_is_told_with_its_place(void **state)
{
	static const char *const cases[] = {"{overrides: []}",
	    "{override: {who: x}}", "{override: [{class: uom}]}",
	    "{override: [{class: uomm, who: x}]}",
	    "{approve: [{class: [uom, uomm], who: x}]}",
	    "{approve: [{whom: x}]}", "{groups: [a]}", "{groups: {a: {b: c}}}",
	    "[]"};
	struct arena arena = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct people p;
		struct ydoc doc;

		assert_int_equal(ydoc_parse(&doc, "r.yaml",
		    slice_of(cases[i]), &e), 0);
		if (people_read(&p, doc.root, gate_classes, &arena, &e) == 0)
			fail_msg("%s", cases[i]);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, "r.yaml:1:"));
		ydoc_release(&doc);
	}
	arena_release(&arena);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(only_who_is_named_may),
	    T(what_is_wrong_is_told_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
