/* enriching_test.c - none and many, each answered as the rules say. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/mapper.h"
#include "transform/scratchfile.h"

static const char *const files[] = {"t.csv", NULL};

static const struct {
	const char *item;
	const char *answers;
	enum mapper_fate fate;
	const char *name; /* afterwards, or why */
} cases[] = {
    {"one", "many: first", MAPPER_PASSED, "1"},
    {"two", "many: first", MAPPER_PASSED, "2"},
    {"two", "none: keep", MAPPER_REJECTED, "several rows fit"},
    {"two", "many: hold", MAPPER_HELD, "several rows fit"},
    {"no", "many: first", MAPPER_REJECTED, "no row fits"},
    {"no", "none: reject", MAPPER_REJECTED, "no row fits"},
    {"no", "none: hold", MAPPER_HELD, "no row fits"},
    {"no", "none: keep", MAPPER_PASSED, "was"},
    {"no", "none: absent", MAPPER_PASSED, ""},
    {"no", "default: {name: x}", MAPPER_PASSED, "x"},
    {"no", "none: default, default: {name: x}", MAPPER_PASSED, "x"},
    {"empty", "none: keep", MAPPER_PASSED, ""},
};

static void
none_and_many_are_answered_as_is_said(void **state)
{
	const char *folder = scratchfile_folder();
	size_t i;

	(void)state;
	scratchfile_write(folder, "t.csv", "item,text,rank\none,1,1\n"
	    "two,3,3\ntwo,2,2\nempty,,1\n");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		enum mapper_fate fate;
		struct mapper m;
		struct record r;
		struct rules rules;
		char yaml[512], line[128];

		snprintf(yaml, sizeof(yaml), "rules: r\ntables: {t: {file: "
		    "t.csv, key: item, order: rank}}\nsteps:\n- enrich: "
		    "{type: item, table: t, key: {item: item}, "
		    "set: {name: text}, %s}\n", cases[i].answers);
		scratchfile_rules(&rules, folder, yaml);
		snprintf(line, sizeof(line), "{\"type\":\"item\",\"item\":"
		    "\"%s\",\"name\":\"was\"}", cases[i].item);
		scratchfile_record(&r, line, &a);
		mapper_init(&m, &rules);
		m.lane = i % 2;
		assert_int_equal(mapper_record(&m, &r, &fate, &a, &e), 0);
		assert_int_equal(fate, cases[i].fate);
		if (fate == MAPPER_PASSED)
			assert_true(slice_is(record_text(&r, ITEM_NAME),
			    cases[i].name));
		else
			assert_non_null(strstr(buf_text(&m.why),
			    cases[i].name));
		mapper_release(&m);
		rules_release(&rules);
		arena_release(&a);
	}
	scratchfile_remove(folder, files);
}

static void
what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct {
		const char *step;
		const char *message;
	} wrong[] = {
	    {"table: t, key: {item: item}, set: {nam: text}",
		"item has no member \"nam\" (did you mean \"name\"?)"},
	    {"table: t, key: {item: item}, set: {name: txt}",
		"the table \"t\" has no column \"txt\" (did you mean "
		"\"text\"?)"},
	    {"table: u, key: {item: item}, set: {name: text}",
		"there is no table \"u\" under tables"},
	    {"table: t, key: {itm: item}, set: {name: text}",
		"the table's key column \"item\" is missing"},
	    {"table: t, key: {item: item, x: name}, set: {name: text}",
		"\"x\" is no column of the table's key"},
	    {"table: t, key: {item: item}, set: {}", "is empty"},
	    {"table: t, key: {item: item}, set: {name: text}, many: first",
		"each key stands once"},
	    {"table: t, key: {item: item}, set: {name: text}, none: default",
		"belong together"},
	    {"table: t, key: {item: item}, set: {name: text}, default: {uom: "
		"x}", "uom: is not among what is set"},
	    {"table: t, key: {item: item}, set: {mass: text}, default: {mass: "
		"x}", "not a number"},
	    {"table: t, key: {item: item}, set: {name: text}, none: nothing",
		"nothing"},
	};
	const char *folder = scratchfile_folder();
	size_t i;

	(void)state;
	scratchfile_write(folder, "t.csv", "item,text\n");
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;
		struct rules rules;
		char yaml[512], path[160];

		snprintf(yaml, sizeof(yaml), "rules: r\ntables: {t: {file: "
		    "t.csv, key: item}}\nsteps:\n- enrich: {type: item, "
		    "%s}\n", wrong[i].step);
		snprintf(path, sizeof(path), "%s/rules.yaml", folder);
		assert_int_equal(rules_parse(&rules, path, slice_of(yaml),
		    &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, wrong[i].message) ||
		    !strstr(e.text, "rules.yaml:4:"))
			fail_msg("%s: %s", wrong[i].step, e.text);
		rules_release(&rules);
	}
	scratchfile_remove(folder, files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_and_many_are_answered_as_is_said),
	    cmocka_unit_test(what_is_wrong_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
