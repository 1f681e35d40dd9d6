/* deriving_test.c - records made of records, and what cannot be made. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/mapper.h"
#include "transform/scratchfile.h"

static void
a_record_is_made_of_parts_and_goes_through_later_steps(void **state)
{
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(4096);
	struct err e = ERR_INIT;
	enum mapper_fate fate;
	struct rules rules;
	struct mapper m;
	struct record r;

	(void)state;
	scratchfile_must(rules_parse(&rules, "r", SLICE("rules: r\nsteps:\n"
	    "- change: {type: plant_item, set: {status: before}}\n"
	    "- derive: {type: item, to: plant_item, set: {plant: '1'}, "
	    "copy: {item: item, mass: lot_size}, "
	    "compute: {currency: upper(name)}}\n"
	    "- change: {type: plant_item, default: {status: new}}\n"
	    "- derive: {type: plant_item, to: supplier, "
	    "copy: {item: supplier}}\n"
	    "- drop: {type: plant_item, where: {plant: '2'}}\n"), &e), &e);
	scratchfile_record(&r, "{\"type\":\"item\",\"item\":\"A\",\"name\":"
	    "\"eur\",\"mass\":2.50}", &a);
	mapper_init(&m, &rules);
	assert_int_equal(mapper_record(&m, &r, &fate, &a, &e), 0);
	assert_int_equal(fate, MAPPER_PASSED);
	assert_int_equal(m.derived_count, 2);
	record_add_line(&line, m.derived[0].record);
	buf_add_byte(&line, ' ');
	record_add_line(&line, m.derived[1].record);
	assert_string_equal(buf_text(&line), "{\"type\":\"plant_item\","
	    "\"item\":\"A\",\"plant\":\"1\",\"lot_size\":2.5,\"currency\":"
	    "\"EUR\",\"status\":\"new\"} {\"type\":\"supplier\",\"supplier\":"
	    "\"A\"}");
	/* a part that does not fit rejects the record it is made of */
	scratchfile_record(&r, "{\"type\":\"item\",\"item\":\"A\"}", &a);
	r.values[ITEM_MASS] = value_of_text(SLICE("much"));
	assert_int_equal(mapper_record(&m, &r, &fate, &a, &e), 0);
	assert_int_equal(fate, MAPPER_REJECTED);
	assert_string_equal(buf_text(&m.why),
	    "derive plant_item: lot_size: \"much\" not a number");
	mapper_release(&m);
	rules_release(&rules);
	buf_release(&line);
	arena_release(&a);
}

static void
what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *step;
		const char *message;
	} cases[] = {
	    {"to: plantitem", "\"plantitem\" is no record type that can be "
		"derived (did you mean \"plant_item\"?)"},
	    {"to: withheld", "is no record type that can be derived"},
	    {"to: plant_item, copy: {item: item}",
		"plant_item needs plant (copy, set or compute it)"},
	    {"to: supplier, copy: {itm: supplier}",
		"item has no member \"itm\""},
	    {"to: supplier, copy: {item: suplier}",
		"supplier has no member \"suplier\""},
	    {"to: supplier, set: {supplier: ''}", "must not be empty"},
	    {"to: supplier, compute: {supplier: nam}", "nam"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		struct rules rules;
		char yaml[256];

		snprintf(yaml, sizeof(yaml), "rules: r\nsteps:\n- derive: "
		    "{type: item, %s}\n", cases[i].step);
		assert_int_equal(rules_parse(&rules, "r", slice_of(yaml), &e),
		    -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i].message) ||
		    strncmp(e.text, "r:3:", 4) != 0)
			fail_msg("%s: %s", cases[i].step, e.text);
		rules_release(&rules);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_record_is_made_of_parts_and_goes_through_later_steps),
	    cmocka_unit_test(what_is_wrong_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
