/*
 * gate_test.c - gates read strictly, asked, and worded.
 *
 * schemas/rules.schema.json knows the keys that the reader accepts.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/json_pointer.h"
#include "io/file.h"
#include "model/recin.h"
#include "transform/gate.h"
#include "transform/people.h"

#define LINE "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P\""

/* Reads the list `yaml` as gates; 0, or -1 with the error. */
static int
parse(struct shared *s, struct gates *g, const char *yaml, struct err *e)
{
	if (shared_parse(s, "r.yaml", slice_of(yaml), e) < 0)
		fail_msg("%s", e->text);
	return gates_read(g, s, s->doc.root, e);
}

static void
end(struct shared *s, struct gates *g)
{
	gates_release(g);
	shared_release(s);
}

static const struct {
	const char *yaml, *words;
} wrong[] = {
	    {"- {name: a, type: item, requires: 1}", "r.yaml:1:25: unknown "
	     "key \"requires\" (did you mean \"require\"?)"},
	    {"- {type: item, require: 1}", "r.yaml:1:3: "},
	    {"- {name: '', type: item, require: 1}", "without a name"},
	    {"- {name: a, require: 1}", "r.yaml:1:3: "},
	    {"- {name: a, type: items, require: 1}",
		"unknown record type \"items\" (did you mean \"item\"?)"},
	    {"- {name: a, type: withheld, require: 1}", "held already"},
	    {"- {name: a, type: item}", "a gate asks one thing"},
	    {"- {name: a, check: uom, require: 1}", "a gate asks one thing"},
	    {"- {name: a, check: uoms}", "r.yaml:1:20: "},
	    {"- {name: a, check: uom, type: item}",
		"uom does not look at item (expected bom_line)"},
	    {"- {name: a, check: gap, type: [bom, item]}",
		"gap does not look at item (expected bom or bom_line)"},
	    {"- {name: a, type: item, require: 1, class: costum}",
		"r.yaml:1:44: "},
	    {"- {name: a, type: item, require: 1, action: stop}",
		"r.yaml:1:45: "},
	    {"- {name: a, type: item, require: 1, due: soon}",
		"r.yaml:1:42: "},
	    {"- {name: a, type: item, require: 1, due: [3d]}",
		"r.yaml:1:42: "},
	    {"- {name: a, type: item, require: 1, team: {a: b}}",
		"r.yaml:1:43: "},
	    {"- {name: a, type: item, require: 1, lifecycles: x}",
		"is for the checks obsolete_component"},
	    {"- {name: a, check: uom, procurement: buy}",
		"is for the check no_supplier"},
	    {"- {name: a, type: item, require: masse > 1}",
		"r.yaml:1:34: "},
	    {"- {name: a, type: item, require: 1, when: '1 +'}",
		"r.yaml:1:43: "},
	    {"- {name: a, type: item, require: 1, where: {plant: x}}",
		"item has no member \"plant\""},
	    {"- {name: a, type: item, require: 1, impact: {a: b}}",
		"r.yaml:1:45: "},
	    {"- {name: a, type: item, require: 1, impact: [{when: 1}]}",
		"r.yaml:1:46: "},
	    {"- {name: a, type: item, require: 1, impact: [{impacts: x}]}",
		"did you mean \"impact\"?"},
	    {"- {name: a, type: item, require: 1, message: 'x ${nam}'}",
		"r.yaml:1:46: unknown name \"nam\""},
	    {"- {name: a, type: item, require: 1, message: 'x ${name'}",
		"r.yaml:1:46: "},
	    {"- {name: a, type: item, require: 1, message: [x]}",
		"expected a text"},
	    {"- {name: a, type: item, require: 1}\n"
	     "- {name: a, type: bom, require: 1}",
		"r.yaml:2:10: gate \"a\" stands twice"},
	    {"- {name: a, type: item, require: \"has_record('itm', 'x')\"}",
		"unknown record type \"itm\" (did you mean \"item\"?)"},
	    {"- {name: a, type: item, require: \"has_record('item', 'x', 'y')"
	     "\"}", "2 key members (item has 1)"},
	    {"- {name: a, type: item,"
	     " require: \"member_of('item', 'x', 'nme')\"}",
		"item has no member \"nme\" (did you mean \"name\"?)"},
	    {"- {name: a, type: item, require: \"was('nme') = 1\"}",
		"item has no member \"nme\""},
	    {"{name: a}", "r.yaml:1:1: "},
};

static void
what_is_wrong_is_told_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct shared s;
		struct gates g;
		struct err e = ERR_INIT;

		if (parse(&s, &g, wrong[i].yaml, &e) == 0)
			fail_msg("%s", wrong[i].yaml);
		if (e.kind != ERR_USAGE || !strstr(e.text, wrong[i].words) ||
		    !strstr(e.text, "r.yaml:"))
			fail_msg("%s: %s", wrong[i].yaml, e.text);
		end(&s, &g);
	}
}

/* One letter more in each key in turn. */
static void
every_key_misspelt_is_found(void **state)
{
	struct buf yaml = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; gate_keys[i]; i++) {
		struct shared s;
		struct gates g;
		struct err e = ERR_INIT;

		buf_clear(&yaml);
		buf_printf(&yaml, "- {%sx: 1}", gate_keys[i]);
		assert_int_equal(parse(&s, &g, buf_text(&yaml), &e), -1);
		if (!strstr(e.text, gate_keys[i]) ||
		    !strstr(e.text, "r.yaml:1:4: "))
			fail_msg("%s", e.text);
		end(&s, &g);
	}
	buf_release(&yaml);
}

static void
record(struct record *r, const char *line, struct arena *a)
{
	struct err e = ERR_INIT;

	if (recin_parse(r, slice_of(line), JSON_AT("test", 1), a, &e) < 0)
		fail_msg("%s", e.text);
}

static void
only_true_lets_pass(void **state)
{
	static const struct {
		const char *require, *line;
		bool holds, unknown;
	} cases[] = {
	    {"quantity > 10", LINE ",\"quantity\":10.00000000000000001}", true,
		false},
	    {"quantity > 10", LINE ",\"quantity\":9}", false, false},
	    {"quantity > 10", LINE "}", false, true},
	    {"quantity = '2.50'", LINE ",\"quantity\":2.5}", true, false},
	    {"uom is null or uom <> 'x'", LINE ",\"uom\":\"x' or 1=1\"}", true,
		false},
	    {"uom = 'EA'", LINE ",\"uom\":\"EA' or '1'='1\"}", false, false},
	    {"has_record('item', component)", LINE "}", false, true},
	};
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf yaml = BUF_INIT(1000), words = BUF_INIT(1000);
		struct shared s;
		struct gates g;
		struct record r;
		struct err e = ERR_INIT;
		bool holds;

		buf_printf(&yaml, "- {name: a, type: bom_line, require: "
		    "\"%s\"}", cases[i].require);
		if (parse(&s, &g, buf_text(&yaml), &e) < 0)
			fail_msg("%s", e.text);
		record(&r, cases[i].line, &a);
		assert_int_equal(gate_requires(&g.list[0], &r, &holds, &words,
		    &e), 0);
		if (holds != cases[i].holds ||
		    g.list[0].unknown != cases[i].unknown)
			fail_msg("%s: %s", cases[i].require, cases[i].line);
		assert_int_equal(holds, words.len == 0);
		end(&s, &g);
		buf_release(&yaml);
		buf_release(&words);
	}
	arena_release(&a);
}

static void
the_message_and_the_impact_come_from_the_record(void **state)
{
	static const char yaml[] = "- name: a\n  type: bom_line\n"
	    "  require: 0\n"
	    "  message: '${quantity} of ${component}, \"${note}\", "
	    "${finding()}'\n"
	    "  impact:\n  - {when: plant = '9', impact: cosmetic}\n"
	    "  - {when: quantity > 5, impact: line_stop}\n";
	struct buf text = BUF_INIT(1000);
	struct arena a = ARENA_INIT;
	struct slice impact;
	struct shared s;
	struct gates g;
	struct record r;
	struct err e = ERR_INIT;

	(void)state;
	if (parse(&s, &g, yaml, &e) < 0)
		fail_msg("%s", e.text);
	record(&r, LINE ",\"plant\":\"1\",\"quantity\":6}", &a);
	g.functions.found = SLICE("found");
	assert_int_equal(gate_message(&g, &g.list[0], &r, &text, &e), 0);
	assert_string_equal(buf_text(&text), "6 of P, \"\", found");
	assert_int_equal(gate_impact(&g.list[0], &r, &impact, &e), 0);
	assert_true(slice_is(impact, "line_stop"));
	record(&r, LINE ",\"plant\":\"9\",\"quantity\":6}", &a);
	assert_int_equal(gate_impact(&g.list[0], &r, &impact, &e), 0);
	assert_true(slice_is(impact, "cosmetic"));
	record(&r, LINE ",\"plant\":\"1\"}", &a);
	assert_int_equal(gate_impact(&g.list[0], &r, &impact, &e), 0);
	assert_true(slice_is(impact, ""));
	end(&s, &g);
	buf_release(&text);
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

	buf_printf(&pointer, "/$defs/%s/properties", at);
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
	size_t i;

	(void)state;
	if (file_load(&b, "schemas/rules.schema.json", b.most, &e) < 0)
		fail_msg("%s", e.text);
	compare_keys(buf_slice(&b), "gate", gate_keys);
	compare_keys(buf_slice(&b), "gate_impact", gate_impact_keys);
	compare_keys(buf_slice(&b), "people", people_keys);
	compare_keys(buf_slice(&b), "grant", people_grant_keys);
	for (i = 0; gate_checks[i]; i++)
		assert_non_null(strstr(buf_text(&b), gate_checks[i]));
	for (i = 0; gate_classes[i]; i++)
		assert_non_null(strstr(buf_text(&b), gate_classes[i]));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_wrong_is_told_with_its_place),
	    cmocka_unit_test(every_key_misspelt_is_found),
	    cmocka_unit_test(only_true_lets_pass),
	    cmocka_unit_test(the_message_and_the_impact_come_from_the_record),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
