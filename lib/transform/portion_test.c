/* portion_test.c - what becomes of each line of a portion. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scan.h"
#include "transform/portion.h"
#include "transform/scratchfile.h"

static void
add(struct portion *p, const char *text, unsigned long number)
{
	struct stream_line line = {.text = slice_of(text), .number = number};
	struct scan found;

	assert_true(scan_key(&found, line.text));
	line.type = found.type;
	line.key_length = found.key_length;
	portion_add(p, &line);
}

#define ITEM(name, rest) "{\"type\":\"item\",\"item\":\"" name "\"" rest "}"
#define LINE(component) "{\"type\":\"bom_line\",\"parent\":\"A\"," \
	"\"parent_revision\":\"\",\"plant\":\"\",\"usage\":\"\"," \
	"\"alternative\":\"\",\"find_number\":\"\",\"component\":\"" component \
	"\",\"occurrence\":\"\"}"

static const char rules_text[] = "rules: r\nsteps:\n"
    "- drop: {type: document}\n"
    "- drop: {type: item, where: {kind: tool}}\n"
    "- change: {type: item, upper: name, map: {uom: {values: {EA: PCE}}}}\n"
    "- change: {type: bom_line, map: {component: {values: {B: '2'}, "
    "unmapped: hold}}}\n"
    "- derive: {type: item, to: supplier, where: {kind: raw}, "
    "copy: {item: supplier}}\n";

static const struct {
	const char *line;
	enum portion_fate fate;
	const char *becomes; /* or why; NULL: the same */
} cases[] = {
    {"{\"type\":\"document\",\"document\":\"D\",\"revision\":\"\"}",
	PORTION_DROPPED, NULL},
    {ITEM("A", ",\"kind\":\"tool\""), PORTION_DROPPED, NULL},
    {ITEM("A", ",\"name\":\"a\",\"uom\":\"EA\""), PORTION_PASSED,
	ITEM("A", ",\"name\":\"A\",\"uom\":\"PCE\"")},
    {ITEM("A", ",\"name\":\"A\""), PORTION_PASSED, NULL},
    {ITEM("A", ",\"uom\":\"BX\""), PORTION_REJECTED,
	"map: uom: \"BX\" is not in the map"},
    {ITEM("\\\"", ",\"name\":\"a\""), PORTION_PASSED,
	ITEM("\\\"", ",\"name\":\"A\"")},
    {ITEM("A", ",\"name\":\"a\",\"rejected\":{\"why\":1}"), PORTION_PASSED,
	ITEM("A", ",\"name\":\"A\"")},
    {LINE("B"), PORTION_PASSED, LINE("2")},
    {LINE("C"), PORTION_HELD, "map: component: \"C\" is not in the map"},
    {"{\"type\":\"supplier\",\"supplier\":\"S\"}", PORTION_PASSED, NULL},
};

static void
each_line_has_one_fate(void **state)
{
	struct portion_worker w;
	struct portion p = {.arena = ARENA_INIT};
	struct err e = ERR_INIT;
	struct rules r;
	size_t i;

	(void)state;
	scratchfile_must(rules_parse(&r, "r", slice_of(rules_text), &e), &e);
	portion_worker_init(&w, &r, "in", 0);
	for (i = 0; i < COUNT_OF(cases); i++)
		add(&p, cases[i].line, i + 1);
	portion_map(&p, &w);
	assert_int_equal(p.error.kind, ERR_NONE);
	assert_int_equal(p.result_count, COUNT_OF(cases));
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct portion_result *is = &p.results[i];

		assert_int_equal(is->fate, cases[i].fate);
		if (is->fate == PORTION_REJECTED || is->fate == PORTION_HELD)
			assert_string_equal(is->why, cases[i].becomes);
		else
			assert_true(slice_is(is->line.text, cases[i].becomes
			    ? cases[i].becomes : cases[i].line));
		assert_int_equal(is->original.len > 0, is->fate ==
		    PORTION_PASSED && cases[i].becomes);
	}
	/* a line whose component is not known is missed with its BOM */
	assert_int_equal(p.results[8].key.type, TYPE_BOM);
	assert_true(slice_is(p.results[8].key.parts[0], "A"));
	portion_clear(&p);
	assert_int_equal(p.count, 0);
	portion_worker_release(&w);
	portion_release(&p);
	rules_release(&r);
}

static void
a_derived_record_stands_behind_its_source(void **state)
{
	struct portion_worker w;
	struct portion p = {.arena = ARENA_INIT};
	struct err e = ERR_INIT;
	struct rules r;

	(void)state;
	scratchfile_must(rules_parse(&r, "r", slice_of(rules_text), &e), &e);
	portion_worker_init(&w, &r, "in", 0);
	add(&p, ITEM("A", ",\"kind\":\"raw\""), 1);
	portion_map(&p, &w);
	assert_int_equal(p.result_count, 2);
	assert_int_equal(p.results[1].fate, PORTION_DERIVED);
	assert_true(slice_is(p.results[1].line.text,
	    "{\"type\":\"supplier\",\"supplier\":\"A\"}"));
	assert_true(slice_is(p.results[1].original,
	    ITEM("A", ",\"kind\":\"raw\"")));
	portion_worker_release(&w);
	portion_release(&p);
	rules_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_line_has_one_fate),
	    cmocka_unit_test(a_derived_record_stands_behind_its_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
