/*
 * viewrules_test.c - what a view is told, and what is wrong with its place;
 * schemas/rules.schema.json knows the keys that the reader accepts.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/json_pointer.h"
#include "io/file.h"
#include "transform/viewscratch.h"

static void
a_view_has_what_is_named_and_nothing_else(void **state)
{
	static const char yaml[] =
	    "clearance:\n"
	    "- {name: a, type: item, refused: silent}\n"
	    "- {name: b, type: [item, document], when: '1', refused: withhold,"
	    " unknown: pass}\n"
	    "residency: [{plants: [1, 2], audiences: y}]\n"
	    "audiences:\n"
	    "- {name: x, records: [{type: item, where: {item: [A]}, members: "
	    "[name, attrs.c]}, {type: bom_line, when: quantity > 1, members: "
	    "[item_x]}]}\n";
	struct viewscratch v;
	struct err e = ERR_INIT;
	const struct viewrules *r = &v.views.rules;
	char text[sizeof(yaml) + 64];

	(void)state;
	viewscratch_open(&v);
	assert_int_equal(viewscratch_rules(&v, yaml, &e), -1);
	assert_non_null(strstr(e.text, "bom_line has no member \"item_x\""));
	snprintf(text, sizeof(text), "%.*squantity]}]}\n- {name: y, "
	    "clearance: b, records: []}\n", (int)(strstr(yaml, "item_x") -
	    yaml), yaml);
	err_clear(&e);
	if (viewscratch_rules(&v, text, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(r->view_count, 2);
	assert_true(r->clearances[0].silent && !r->clearances[0].lenient);
	assert_true(!r->clearances[1].silent && r->clearances[1].lenient);
	assert_non_null(r->clearances[1].types[TYPE_DOCUMENT]);
	assert_int_equal(r->residencies[0].audiences, 2);
	assert_int_equal(r->views[0].cleared, 0);
	assert_int_equal(r->views[1].cleared, 2);
	assert_string_equal(r->views[1].file, "y.jsonl");
	assert_true(r->views[0].types[TYPE_ITEM]->shown[ITEM_NAME]);
	assert_false(r->views[0].types[TYPE_ITEM]->shown[ITEM_UOM]);
	assert_int_equal(r->views[0].types[TYPE_ITEM]->slot_count, 2);
	assert_null(r->views[0].types[TYPE_BOM]);
	/* the key alone answers the one, and not the other */
	assert_true(r->views[0].types[TYPE_ITEM]->by_key);
	assert_false(r->views[0].types[TYPE_BOM_LINE]->by_key);
	assert_ptr_equal(viewrules_find(r, SLICE("y")), &r->views[1]);
	assert_null(viewrules_find(r, SLICE("z")));
	/* equal rules are equal words, others are not */
	assert_false(slice_equal(r->views[0].words, r->views[1].words));
	viewscratch_close(&v);
}

static void
what_is_wrong_is_told_with_its_place(void **state)
{
	static const char *const cases[] = {"[]", "{}", "{audiences: {}}",
	    "{audiences: [x]}", "{audiences: [{records: []}]}",
	    "{audiences: [{name: x}]}", "{audiences: [{name: '', records: "
	    "[]}]}", "{audiences: [{name: x/y, records: []}]}",
	    "{audiences: [{name: x, records: {}}]}",
	    "{audiences: [{name: x, records: [{type: [], members: []}]}]}",
	    "{audiences: [{name: x, records: [{type: exception, members: "
	    "[]}]}]}", "{audiences: [{name: x, records: [{type: item, "
	    "members: [attrs]}]}]}", "{audiences: [{name: x, records: [{type:"
	    " item, members: [name, name]}]}]}",
	    "{audiences: [{name: x, records: [{type: item, members: []}, "
	    "{type: [bom, item], members: []}]}]}",
	    "{audiences: [{name: x, file: a/../b, records: []}]}",
	    "{audiences: [{name: x, file: a//b, records: []}]}",
	    "{audiences: [{name: x, clearance: y, records: []}]}",
	    "{audiences: [{name: x, clearance: [y], records: []}]}",
	    "{clearance: [{name: a, type: item}], audiences: []}",
	    "{clearance: {}, audiences: []}", "{residency: [{plants: 1}], "
	    "audiences: []}", "{residency: [{audiences: []}], audiences: []}"};
	struct viewscratch v;
	size_t i;

	(void)state;
	viewscratch_open(&v);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		if (viewscratch_rules(&v, cases[i], &e) == 0)
			fail_msg("is accepted: %s", cases[i]);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, "r.yaml:1:"));
	}
	viewscratch_close(&v);
}

/* Each key of each list with a letter too many. */
static void
every_key_misspelt_is_found(void **state)
{
	static const struct {
		const char *const *keys;
		const char *before, *after;
	} lists[] = {
	    {viewrules_keys, "{audiences: [], ", ": []}"},
	    {viewrules_clearance_keys, "{audiences: [], clearance: [{",
		": x}]}"},
	    {viewrules_residency_keys, "{audiences: [], residency: [{",
		": x}]}"},
	    {viewrules_audience_keys, "{audiences: [{", ": x}]}"},
	    {viewrules_records_keys, "{audiences: [{name: x, records: [{",
		": x}]}]}"},
	};
	struct viewscratch v;
	size_t i, k;

	(void)state;
	viewscratch_open(&v);
	for (i = 0; i < COUNT_OF(lists); i++)
		for (k = 0; lists[i].keys[k]; k++) {
			struct err e = ERR_INIT;
			char yaml[256];

			snprintf(yaml, sizeof(yaml), "%s%sx%s",
			    lists[i].before, lists[i].keys[k], lists[i].after);
			assert_int_equal(viewscratch_rules(&v, yaml, &e), -1);
			if (!strstr(e.text, "unknown key"))
				fail_msg("%s", e.text);
			assert_non_null(strstr(e.text, lists[i].keys[k]));
		}
	viewscratch_close(&v);
}

/* All keys of the reader are in the schema at the pointer, and no others. */
static void
compare_keys(struct slice text, const char *at, const char *const *keys)
{
	struct buf pointer = BUF_INIT(1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value value;
	struct slice name;
	struct json j;
	size_t count = 0, i;

	buf_printf(&pointer, "/$defs/%s/properties", at);
	json_init(&j, text, "schema", 1, &a);
	assert_int_equal(json_pointer(&j, buf_slice(&pointer), &e), 1);
	assert_int_equal(json_value(&j, &value, &e), 0);
	while (json_member(&j, &name, &e) > 0) {
		for (i = 0; keys[i] && !slice_is(name, keys[i]); i++)
			;
		if (!keys[i])
			fail_msg("%s: the reader does not know \"%.*s\"", at,
			    SLICE_ARGS(name));
		assert_int_equal(json_skip(&j, &e), 0);
		count++;
	}
	for (i = 0; keys[i]; i++)
		;
	assert_int_equal(count, i);
	buf_release(&pointer);
	arena_release(&a);
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	struct buf b = BUF_INIT((size_t)1024 * 1024);
	struct err e = ERR_INIT;

	(void)state;
	if (file_load(&b, "schemas/rules.schema.json", b.most, &e) < 0)
		fail_msg("%s", e.text);
	compare_keys(buf_slice(&b), "publish", viewrules_keys);
	compare_keys(buf_slice(&b), "clearance", viewrules_clearance_keys);
	compare_keys(buf_slice(&b), "residency", viewrules_residency_keys);
	compare_keys(buf_slice(&b), "audience", viewrules_audience_keys);
	compare_keys(buf_slice(&b), "view_records", viewrules_records_keys);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_view_has_what_is_named_and_nothing_else),
	    cmocka_unit_test(what_is_wrong_is_told_with_its_place),
	    cmocka_unit_test(every_key_misspelt_is_found),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
