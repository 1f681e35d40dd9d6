/*
 * profile_test.c - whole profiles: their scope, their mistakes, and that
 * schemas/profile.schema.json knows the same keys as the reader.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/profile.h"
#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"

#define HEAD "profile: p\nsystem: s\nsources: {t: {header: no, " \
	"columns: [A, B, C]}}\n"

static void
works_out_the_scope_from_the_records(void **state)
{
	struct err e = ERR_INIT;
	struct profile p;

	(void)state;
	if (profile_parse(&p, "p.yaml", SLICE(HEAD "records:\n"
	    "- {type: item, from: t, members: {item: A, name: B, mass: C}}\n"
	    "- {type: item, from: t, members: {item: B, name: C}, "
	    "attrs: {x: A}}\n"
	    "- {type: plant_item, from: t, members: {item: A, "
	    "plant: {constant: P1}}}\n"
	    "- {type: bom, from: t, members: {parent: A}}\n"), &e) < 0)
		fail_msg("%s", e.text);
	assert_true(p.scope.limits_types && p.scope.types[TYPE_ITEM] &&
	    !p.scope.types[TYPE_DOCUMENT]);
	assert_true(p.scope.members[TYPE_ITEM][ITEM_NAME]);
	assert_false(p.scope.members[TYPE_ITEM][ITEM_MASS]);
	assert_false(p.scope.members[TYPE_ITEM][SCHEMA_MEMBERS_MOST]);
	assert_true(p.scope.limits_plants);
	assert_int_equal(p.scope.plants.count, 2);
	assert_true(slice_is(p.scope.plants.set[0], ""));
	assert_true(slice_is(p.scope.plants.set[1], "P1"));
	assert_true(p.scope.limits_usages);
	assert_int_equal(p.scope.usages.count, 1);
	profile_release(&p);
}

static void
takes_the_scope_that_is_said(void **state)
{
	struct err e = ERR_INIT;
	struct profile p;

	(void)state;
	if (profile_parse(&p, "p.yaml", SLICE(HEAD "scope: {plants: all, "
	    "usages: [mfg, eng], filter: released only}\nrecords:\n"
	    "- {type: bom, from: t, members: {parent: A, plant: B, "
	    "usage: C}}\n"), &e) < 0)
		fail_msg("%s", e.text);
	assert_false(p.scope.limits_plants);
	assert_int_equal(p.scope.usages.count, 2);
	assert_true(slice_is(p.scope.filter, "released only"));
	profile_release(&p);
}

static const struct {
	const char *yaml;
	const char *wanted;
} wrong[] = {
	{"system: s\n", "p.yaml:1:1: key \"profile\" is missing"},
	{"profile: p\nsystem: s\nsources: {a b: {}}\n", "p.yaml:3:11: the "
	    "name of a source has letters"},
	{"profile: p\nsystem: s\nsources: {}\n", "p.yaml:3:10: needs a "
	    "source"},
	{HEAD, "p.yaml:1:1: key \"records\" is missing"},
	{HEAD "record: []\n", "p.yaml:4:1: unknown key \"record\" (did you "
	    "mean \"records\"?)"},
	{HEAD "records: []\n", "p.yaml:4:10: needs an entry"},
	{HEAD "records: [{type: itm, from: t, members: {}}]\n",
	    "p.yaml:4:18: there is no record type \"itm\" to extract (did "
	    "you mean \"item\"?)"},
	{HEAD "records: [{type: withheld, from: t, members: {}}]\n",
	    "p.yaml:4:18: there is no record type \"withheld\" to extract"},
	{HEAD "records: [{type: item, from: u, members: {}}]\n",
	    "p.yaml:4:30: there is no source \"u\""},
	{HEAD "records: [{type: item, from: t}]\n", "p.yaml:4:11: key "
	    "\"members\" is missing"},
	{HEAD "records: [{type: item, from: t, members: {name: A}}]\n",
	    "p.yaml:4:42: item needs a rule for \"item\""},
	{HEAD "records: [{type: item, from: t, members: {item: A, "
	    "nam: B}}]\n", "p.yaml:4:52: item has no member \"nam\" (did you "
	    "mean \"name\"?)"},
	{HEAD "records: [{type: item, from: t, members: {item: A}, "
	    "attrs: {'': B}}]\n", "p.yaml:4:61: a site field needs a name"},
	{HEAD "records: [{type: plant_item, from: t, members: {item: A, "
	    "plant: B}}]\n", "p.yaml:4:65: comes from the data: scope must "
	    "say \"plants\" (a list, or all)"},
	{HEAD "scope: {plants: []}\nrecords: [{type: item, from: t, "
	    "members: {item: A}}]\n", "p.yaml:4:17: is empty: nothing would "
	    "be in scope"},
	{HEAD "records:\n- {type: bom_line, from: t, members: {parent: A, "
	    "component: B}}\n- {type: bom_line, from: t, members: {parent: A, "
	    "component: B, occurrence: C}}\n", "p.yaml:6:3: either all "
	    "entries of bom_line give occurrence or none"},
};

static void
names_each_mistake_with_its_place(void **state)
{
	struct profile p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(profile_parse(&p, "p.yaml",
		    slice_of(wrong[i].yaml), &e), -1);
		profile_release(&p);
		assert_int_equal(e.kind, ERR_USAGE);
		if (strncmp(e.text, wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].yaml,
			    e.text, wrong[i].wanted);
	}
}

/* All keys of the table are in the schema, and their count is the same. */
static void
compare_keys(struct slice text, const struct profile_keys *table)
{
	struct buf pointer = BUF_INIT(1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice name;
	struct json j;
	size_t count = 0, i;

	buf_printf(&pointer, "%s/properties", table->pointer);
	json_init(&j, text, "schema", 1, &a);
	assert_int_equal(json_pointer(&j, buf_slice(&pointer), &e), 1);
	assert_int_equal(json_value(&j, &v, &e), 0);
	while (json_member(&j, &name, &e) > 0) {
		for (i = 0; table->keys[i]; i++)
			if (slice_is(name, table->keys[i]))
				break;
		if (!table->keys[i])
			fail_msg("%s: the reader does not know \"%.*s\"",
			    table->pointer, SLICE_ARGS(name));
		assert_int_equal(json_skip(&j, &e), 0);
		count++;
	}
	for (i = 0; table->keys[i]; i++)
		;
	assert_int_equal(count, i);
	buf_release(&pointer);
	arena_release(&a);
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	if (file_load(&b, "schemas/profile.schema.json", b.most, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; profile_keys[i].pointer; i++)
		compare_keys(buf_slice(&b), &profile_keys[i]);
	assert_int_not_equal(i, 0);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(works_out_the_scope_from_the_records),
		cmocka_unit_test(takes_the_scope_that_is_said),
		cmocka_unit_test(names_each_mistake_with_its_place),
		cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
