/* facts_test.c - a change taken apart, and values as people see them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/facts.h"
#include "model/sketch.h"

#define LINE "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P\","

static const struct {
	const char *line;
	const char *facts; /* FIELD:OLD>NEW; */
} cases[] = {
	{LINE "\"change\":{\"op\":\"add\"}}", ""},
	{LINE "\"quantity\":3,\"change\":{\"op\":\"change\",\"was\":"
	    "{\"quantity\":2}}}", "quantity:2>3;"},
	{LINE "\"quantity\":3,\"change\":{\"op\":\"change\",\"was\":"
	    "{\"uom\":\"EA\",\"quantity\":null}}}",
	    "quantity:>3;uom:EA>;"},
	{LINE "\"find_number\":\"20\",\"change\":{\"op\":\"change\",\"was\":"
	    "{\"find_number\":\"\"}}}", "find_number:>20;"},
	{LINE "\"phantom\":true,\"refdes\":[\"R1\",\"R2\"],\"change\":"
	    "{\"op\":\"change\",\"was\":{\"phantom\":null,"
	    "\"refdes\":[\"R1\"]}}}", "refdes:R1>R1 R2;phantom:>yes;"},
	/* `was` has the old site fields whole, also those that stayed */
	{LINE "\"attrs\":{\"a\":1,\"b\":2,\"d\":4},\"change\":"
	    "{\"op\":\"change\",\"was\":{\"attrs\":{\"a\":1,\"b\":3,"
	    "\"c\":3}}}}", "attrs.b:3>2;attrs.c:3>;attrs.d:>4;"},
	{LINE "\"attrs\":{\"a\":1},\"change\":{\"op\":\"change\",\"was\":"
	    "{\"attrs\":null}}}", "attrs.a:>1;"},
	{LINE "\"change\":{\"op\":\"change\",\"was\":"
	    "{\"attrs\":{\"a\":true}}}}", "attrs.a:yes>;"},
	{LINE "\"y\":[1],\"change\":{\"op\":\"change\",\"was\":"
	    "{\"x\":{\"a\":2},\"y\":null}}}", "x:{\"a\":2}>;y:>[1];"},
};

static void
a_change_is_what_each_field_had_and_has(void **state)
{
	struct buf is = BUF_INIT(SKETCH_TEXT);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	struct facts f;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		sketch_must(recin_parse(&r, slice_of(cases[i].line),
		    JSON_AT("case", i), &a, &e), &e);
		facts_of(&f, &r, &a);
		buf_clear(&is);
		for (j = 0; j < f.count; j++) {
			buf_add_slice(&is, f.list[j].field);
			buf_add_byte(&is, ':');
			facts_add_value(&is, f.list[j].old, 100);
			buf_add_byte(&is, '>');
			facts_add_value(&is, f.list[j].new, 100);
			buf_add_byte(&is, ';');
		}
		assert_string_equal(buf_text(&is), cases[i].facts);
	}
	buf_release(&is);
	arena_release(&a);
}

static void
what_came_or_went_is_told_whole(void **state)
{
	static const char *const ops[] = {"add", "remove"};
	static const char *const wanted[] = {
	    "quantity:>3;refdes:>R1;attrs.a:>1;x:>[2];",
	    "quantity:3>;refdes:R1>;attrs.a:1>;x:[2]>;"};
	struct buf b = BUF_INIT(SKETCH_TEXT), is = BUF_INIT(SKETCH_TEXT);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	struct facts f;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(ops); i++) {
		buf_clear(&b);
		buf_printf(&b, "%s\"quantity\":3,\"refdes\":[\"R1\"],"
		    "\"attrs\":{\"a\":1},\"x\":[2],\"change\":{\"op\":"
		    "\"%s\"}}", LINE, ops[i]);
		sketch_must(recin_parse(&r, buf_slice(&b), JSON_AT("case", i),
		    &a, &e), &e);
		facts_of_whole(&f, &r, &a);
		buf_clear(&is);
		for (j = 0; j < f.count; j++) {
			buf_add_slice(&is, f.list[j].field);
			buf_add_byte(&is, ':');
			facts_add_value(&is, f.list[j].old, 100);
			buf_add_byte(&is, '>');
			facts_add_value(&is, f.list[j].new, 100);
			buf_add_byte(&is, ';');
		}
		assert_string_equal(buf_text(&is), wanted[i]);
	}
	buf_release(&b);
	buf_release(&is);
	arena_release(&a);
}

static void
long_and_dangerous_values_are_cut_and_masked(void **state)
{
	struct slice many[100];
	const struct value text = {VALUE_TEXT,
	    SLICE_INIT("a\033[31m\u202eb"), NULL, 0};
	const struct value set = {VALUE_SET, SLICE_INIT(""), many, 100};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(many); i++)
		many[i] = SLICE("R1000");
	facts_add_value(&is, &text, 100);
	assert_string_equal(buf_text(&is), "a\\u001b[31m\\u202eb");
	buf_clear(&is);
	facts_add_value(&is, &set, 20);
	assert_string_equal(buf_text(&is),
	    "R1000 R1000 R1000 R1000 and 96 more");
	buf_release(&is);
}

static void
a_bom_is_named_by_what_its_key_has(void **state)
{
	static const struct {
		struct key key;
		const char *name;
	} keys[] = {
	    {{TYPE_BOM, 5, {SLICE_INIT("A"), SLICE_INIT(""), SLICE_INIT(""),
		SLICE_INIT(""), SLICE_INIT("")}}, "A"},
	    {{TYPE_BOM, 5, {SLICE_INIT("A"), SLICE_INIT("B"),
		SLICE_INIT("P1"), SLICE_INIT("mfg"), SLICE_INIT("2")}},
		"A revision B, plant P1, usage mfg, alternative 2"},
	    {{TYPE_BOM, 5, {SLICE_INIT("A\n"), SLICE_INIT(""),
		SLICE_INIT(""), SLICE_INIT("mfg"), SLICE_INIT("")}},
		"A\\u000a, usage mfg"},
	};
	struct buf is = BUF_INIT(SKETCH_TEXT);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(keys); i++) {
		buf_clear(&is);
		facts_add_bom(&is, &keys[i].key);
		assert_string_equal(buf_text(&is), keys[i].name);
	}
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_is_what_each_field_had_and_has),
	    cmocka_unit_test(what_came_or_went_is_told_whole),
	    cmocka_unit_test(long_and_dangerous_values_are_cut_and_masked),
	    cmocka_unit_test(a_bom_is_named_by_what_its_key_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
