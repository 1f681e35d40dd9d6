/*
 * target_test.c - defaults and hashes of sections, and the JSON Schema's keys.
 *
 * What is refused, and in what words, is in the case erp-load/profile-errors.
 */
#include "load/target.h"

#include <setjmp.h>

#include <cmocka.h>

#include "format/shipped.h"
#include "load/schema_trial.h"
#include "load/trial.h"

static const struct target_section *
section(struct trial *t, const char *types, enum record_type type)
{
	trial_open(t, types);
	return &t->profile.sections[type];
}

static void
an_empty_section_takes_every_member_into_a_table_of_its_own(void **state)
{
	struct trial t;
	const struct target_section *s = section(&t, "{bom_line: {}}",
	    TYPE_BOM_LINE);
	const struct schema_type *type = &schema_types[TYPE_BOM_LINE];
	size_t i;

	(void)state;
	assert_true(s->used);
	assert_false(t.profile.sections[TYPE_ITEM].used);
	assert_string_equal(s->table, "bom_lines");
	assert_int_equal(s->removal, TARGET_DELETE);
	assert_int_equal(s->count, type->member_count + 1);
	for (i = 0; i < type->member_count; i++) {
		assert_true(slice_is(type->members[i].name,
		    s->columns[i].name));
		assert_int_equal(s->columns[i].key, type->members[i].key);
	}
	assert_string_equal(s->columns[i].name, "attrs");
	assert_int_equal(s->columns[i].member, TARGET_ATTRS);
	trial_close(&t);
}

static void
only_parts_of_boms_are_deleted_unless_the_profile_says_so(void **state)
{
	static const struct {
		const char *types;
		enum record_type type;
		enum target_removal removal;
	} cases[] = {
	    {"{item: {}}", TYPE_ITEM, TARGET_REPORT},
	    {"{bom: {}}", TYPE_BOM, TARGET_REPORT},
	    {"{substitute: {}}", TYPE_SUBSTITUTE, TARGET_DELETE},
	    {"{bom_line: {removal: report}}", TYPE_BOM_LINE, TARGET_REPORT},
	    {"{item: {removal: delete}}", TYPE_ITEM, TARGET_DELETE},
	    {"{item: {removal: deactivate, deactivate: {column: name, "
	     "value: gone}}}", TYPE_ITEM, TARGET_DEACTIVATE},
	};
	struct trial t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct target_section *s = section(&t, cases[i].types,
		    cases[i].type);

		assert_int_equal(s->removal, cases[i].removal);
		if (s->removal == TARGET_DEACTIVATE) {
			assert_string_equal(s->columns[s->mark].name, "name");
			assert_true(slice_is(s->mark_value, "gone"));
		}
		trial_close(&t);
	}
}

static void
paths_begin_at_the_profile(void **state)
{
	struct trial t;
	char path[128];

	(void)state;
	trial_open(&t, "{}");
	snprintf(path, sizeof(path), "%s/erp.db", t.scratch.folder);
	assert_string_equal(t.profile.file, path);
	trial_close(&t);
}

static void
the_hash_is_of_what_is_sent_and_of_nothing_else(void **state)
{
	static const char same[] = "{item: {columns: {a: item, b: name}}}";
	static const struct {
		const char *types;
		bool equal;
	} cases[] = {
	    {"{item: {columns: {a: {member: item}, b: name}}, bom: {}}", true},
	    {"{item: {removal: delete, columns: {a: item, b: name}}}", true},
	    {"{item: {table: parts, columns: {a: item, b: name}}}", false},
	    {"{item: {columns: {a: item, c: name}}}", false},
	    {"{item: {columns: {a: item, b: mass}}}", false},
	    {"{item: {columns: {a: item, b: {constant: name}}}}", false},
	    {"{item: {columns: {a: item, b: {expression: name}}}}", false},
	};
	struct trial t;
	struct hash128 first = section(&t, same, TYPE_ITEM)->hash;
	size_t i;

	(void)state;
	trial_close(&t);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct target_section *s = section(&t, cases[i].types,
		    TYPE_ITEM);

		assert_int_equal(hash_equal(first, s->hash), cases[i].equal);
		trial_close(&t);
	}
}

/* Each member of the object there is a key of some kind, and the reverse. */
static void
compare_kinds(struct slice schema, const char *pointer, bool sections)
{
	const char *all[100] = {NULL};
	const struct target_kind *k;
	size_t i, n, count = 0;

	for (k = target_kinds; k->name; k++) {
		const char *const *keys = sections ? k->section_keys
		    : k->keys;

		for (i = 0; keys[i]; i++) {
			for (n = 0; n < count; n++)
				if (strcmp(all[n], keys[i]) == 0)
					break;
			if (n == count)
				all[count++] = keys[i];
		}
	}
	schema_trial_compare(schema, pointer, all);
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	const char *kinds[10] = {NULL};
	struct buf b = BUF_INIT(1024 * 1024);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	if (file_load(&b, "schemas/target.schema.json", b.most, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; target_kinds[i].name; i++)
		kinds[i] = target_kinds[i].name;
	schema_trial_compare(buf_slice(&b), "/properties/kind/enum", kinds);
	compare_kinds(buf_slice(&b), "/properties", false);
	compare_kinds(buf_slice(&b), "/$defs/section/properties", true);
	for (i = 0; http_spec_keys[i].name; i++) {
		char pointer[64];

		snprintf(pointer, sizeof(pointer), "/$defs/%s/properties",
		    http_spec_keys[i].name);
		if (strcmp(http_spec_keys[i].name, "place") == 0)
			snprintf(pointer, sizeof(pointer),
			    "/$defs/place/oneOf/1/properties");
		schema_trial_compare(buf_slice(&b), pointer,
		    http_spec_keys[i].keys);
	}
	schema_trial_compare(buf_slice(&b),
	    "/$defs/answer/properties/is/enum", verdict_names);
	schema_trial_compare(buf_slice(&b),
	    "/$defs/section/properties/removal/enum", section_removals);
	schema_trial_compare(buf_slice(&b),
	    "/$defs/section/properties/conflict/enum", section_conflicts);
	schema_trial_compare(buf_slice(&b), "/$defs/deactivate/properties",
	    section_deactivate_keys);
	schema_trial_compare(buf_slice(&b), "/$defs/source/properties",
	    section_column_keys);
	buf_release(&b);
}

static void
every_shipped_profile_loads(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < shipped_targets.count; i++) {
		struct target_profile p;
		struct err e = ERR_INIT;

		if (target_profile_load(&p, shipped_targets.at[i].name,
		    &e) < 0)
			fail_msg("%s", e.text);
		target_profile_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		an_empty_section_takes_every_member_into_a_table_of_its_own),
	    cmocka_unit_test(
		only_parts_of_boms_are_deleted_unless_the_profile_says_so),
	    cmocka_unit_test(paths_begin_at_the_profile),
	    cmocka_unit_test(the_hash_is_of_what_is_sent_and_of_nothing_else),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	    cmocka_unit_test(every_shipped_profile_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
