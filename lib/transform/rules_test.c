/*
 * rules_test.c - steps by type, conditions, words for the scope, and that
 * schemas/rules.schema.json knows the keys that the reader accepts.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"
#include "model/recin.h"
#include "transform/rules.h"
#include "transform/tables.h"

static void
parse(struct rules *r, const char *steps)
{
	struct buf b = BUF_INIT((size_t)64 * 1024);
	struct err e = ERR_INIT;

	buf_printf(&b, "rules: test\nsteps:\n%s", steps);
	if (rules_parse(r, "r.yaml", buf_slice(&b), &e) < 0)
		fail_msg("%s", e.text);
	buf_release(&b);
}

static void
types_get_their_steps_and_no_others(void **state)
{
	struct rules r;

	(void)state;
	parse(&r, "- drop: {type: [document, item]}\n"
	    "- change: {type: [bom, bom_line], set: {plant: \"1000\"}}\n"
	    "- change: {type: item, set: {uom: EA}}\n");
	assert_int_equal(r.count, 3);
	assert_int_equal(r.types[TYPE_ITEM].count, 2);
	assert_int_equal(r.types[TYPE_DOCUMENT].count, 1);
	assert_int_equal(r.types[TYPE_BOM].count, 1);
	assert_int_equal(r.types[TYPE_SUBSTITUTE].count, 0);
	assert_true(r.types[TYPE_BOM_LINE].touches_key);
	assert_false(r.types[TYPE_ITEM].touches_key);
	assert_true(r.touches_keys);
	rules_release(&r);
}

static void
a_keep_without_condition_drops_all_other_types(void **state)
{
	struct rules r;

	(void)state;
	parse(&r, "- keep: {type: [item, bom]}\n");
	assert_int_equal(r.types[TYPE_ITEM].count, 0);
	assert_int_equal(r.types[TYPE_BOM_LINE].count, 1);
	assert_true(r.types[TYPE_BOM_LINE].list[0].drops);
	assert_int_equal(r.types[TYPE_WITHHELD].count, 0);
	assert_false(r.touches_keys);
	rules_release(&r);
}

static void
what_is_left_out_has_words_that_can_be_compared(void **state)
{
	struct rules r;

	(void)state;
	parse(&r, "- drop: {type: item, when: \"mass  >\\n 1\"}\n"
	    "- keep: {type: [bom, item], where: {uom: [EA, \"\"]}}\n"
	    "- drop: {name: n, type: bom, when: uom = 'x', filter: all}\n"
	    "- drop: {name: whole, type: document}\n"
	    "- change: {type: item, when: uom = 'x', set: {uom: EA}}\n");
	assert_true(slice_is(r.list[0].filter, "drop item when mass > 1"));
	assert_true(slice_is(r.list[1].filter,
	    "keep bom|item where uom=EA|\"\""));
	assert_true(slice_is(r.list[2].filter, "all"));
	assert_string_equal(r.list[2].name, "n");
	assert_int_equal(r.list[3].filter.len, 0);
	assert_int_equal(r.list[4].filter.len, 0);
	rules_release(&r);
}

static void
conditions_hold_where_all_parts_do(void **state)
{
	static const struct {
		const char *condition;
		bool holds;
		unsigned unknown;
	} cases[] = {
	    {"where: {uom: EA}", true, 0},
	    {"where: {uom: [KG, EA], note: \"\"}", true, 0},
	    {"where: {uom: EA, note: x}", false, 0},
	    {"where: {refdes: R2}", true, 0},
	    {"where: {refdes: R3}", false, 0},
	    {"where: {attrs.a: \"7\"}", true, 0},
	    {"where: {quantity: \"2.5\"}", true, 0},
	    {"when: quantity > 2", true, 0},
	    {"when: quantity > 10", false, 0},
	    {"when: note = 'x'", false, 1},
	    {"where: {uom: KG}, when: note = 'x'", false, 0},
	    {"where: {uom: EA}, when: note IS NULL", true, 0},
	};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record record;
	size_t i;

	(void)state;
	assert_int_equal(recin_parse(&record,
	    SLICE("{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B\","
	    "\"uom\":\"EA\",\"quantity\":2.5,\"refdes\":[\"R1\",\"R2\"],"
	    "\"attrs\":{\"a\":7}}"),
	    JSON_AT("in", 1), &a, &e), 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(1024);
		struct expr_input in = {&record, NULL, 0};
		struct rules r;
		uint64_t unknown = 0;
		bool holds;

		buf_printf(&b, "- drop: {type: bom_line, %s}\n",
		    cases[i].condition);
		parse(&r, buf_text(&b));
		assert_int_equal(rules_holds(&r.types[TYPE_BOM_LINE].list[0],
		    &in, &holds, &unknown, &e), 0);
		if (holds != cases[i].holds || unknown != cases[i].unknown)
			fail_msg("%s", cases[i].condition);
		rules_release(&r);
		buf_release(&b);
	}
	arena_release(&a);
}

/* All keys of the reader are in the schema at the pointer, and no others. */
static void
compare_keys(struct slice text, const char *at, const char *const *keys)
{
	struct buf pointer = BUF_INIT(1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice name;
	struct json j;
	size_t count = 0, i;

	buf_printf(&pointer, "%s/properties", at);
	json_init(&j, text, "schema", 1, &a);
	assert_int_equal(json_pointer(&j, buf_slice(&pointer), &e), 1);
	assert_int_equal(json_value(&j, &v, &e), 0);
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
	compare_keys(buf_slice(&b), "", rules_keys);
	compare_keys(buf_slice(&b), "/$defs/step", rules_step_keys);
	compare_keys(buf_slice(&b), "/$defs/drop", rules_drop_keys);
	compare_keys(buf_slice(&b), "/$defs/change", changein_keys);
	compare_keys(buf_slice(&b), "/$defs/map", shared_map_keys);
	compare_keys(buf_slice(&b), "/$defs/table", tables_keys);
	compare_keys(buf_slice(&b), "/$defs/pattern", changein_pattern_keys);
	compare_keys(buf_slice(&b), "/$defs/join", changein_join_keys);
	compare_keys(buf_slice(&b), "/$defs/split", changein_split_keys);
	compare_keys(buf_slice(&b), "/$defs/convert", converting_keys);
	compare_keys(buf_slice(&b), "/$defs/enrich", enriching_keys);
	compare_keys(buf_slice(&b), "/$defs/derive", deriving_keys);
	compare_keys(buf_slice(&b), "/$defs/renumber", renumbering_keys);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_get_their_steps_and_no_others),
	    cmocka_unit_test(a_keep_without_condition_drops_all_other_types),
	    cmocka_unit_test(what_is_left_out_has_words_that_can_be_compared),
	    cmocka_unit_test(conditions_hold_where_all_parts_do),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
