/* restructure_entries_test.c - lists of drop, change and add. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

static void
entries_keep_their_order_and_names(void **state)
{
	struct rehearsal t;
	struct err e = ERR_INIT;

	(void)state;
	rehearsal_must(rehearsal_load(&t, "drop:\n"
	    "- {name: b, where: {line_kind: text}}\n"
	    "- {name: a, when: quantity = 0}\n"
	    "change: [{set: {note: x}}, {name: n, remove: note}]\n"
	    "add: [{name: box, type: item, set: {component: B}}]\n", &e), &e);
	assert_int_equal(t.r.rules.drops.count, 2);
	assert_string_equal(t.r.rules.drops.list[0].name, "b");
	assert_string_equal(t.r.rules.parts[PART_COUNT + 1].name, "a");
	assert_int_equal(t.r.rules.changes.count, 2);
	assert_string_equal(t.r.rules.changes.list[1].name, "n");
	assert_int_equal(t.r.rules.adds.list[0].condition.type, TYPE_ITEM);
	rehearsal_release(&t);
}

static void
an_entry_that_is_wrong_has_its_place(void **state)
{
	static const struct {
		const char *rules, *error;
	} cases[] = {
	    {"drop: [{name: x}]\n", "r.yaml:1:8: drops every line (expected "
	    "where or when)"},
	    {"change: [{set: {usage: x}}]\n", "r.yaml:1:10: writes the key of "
	    "the BOM, which its lines share"},
	    {"change: [{rename: {alternative: note}}]\n", "r.yaml:1:10: "
	    "writes the key of the BOM, which its lines share"},
	    {"add: [{name: x, set: {uom: EA}}]\n", "r.yaml:1:7: adds a line "
	    "without a component (expected set: {component: ...})"},
	    {"add: [{name: x}]\n", "r.yaml:1:7: changes nothing (expected "
	    "set, compute, ...)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct rehearsal t;
		struct err e = ERR_INIT;

		assert_int_equal(rehearsal_load(&t, cases[i].rules, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, cases[i].error);
		rehearsal_release(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(entries_keep_their_order_and_names),
	    cmocka_unit_test(an_entry_that_is_wrong_has_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
