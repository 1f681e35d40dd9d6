/*
 * policy_test.c - what a policy says, and that its JSON Schema says the same.
 *
 * What is refused, with file, line and column, is in
 * testdata/cases/reconcile/policy-errors.
 */
#include "reconcile/policy.h"

#include <setjmp.h>

#include <cmocka.h>
#include <unistd.h>

#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"

#define SCHEMA "schemas/policy.schema.json"

/* Loads a policy from a text, through a file. */
static void
load(struct policy *p, const char *text)
{
	char path[] = "/tmp/bom-policy-XXXXXX";
	struct err e = ERR_INIT;
	int fd = mkstemp(path);
	ssize_t len = (ssize_t)strlen(text);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, (size_t)len), len);
	close(fd);
	if (policy_load(p, path, &e) < 0)
		fail_msg("%s", e.text);
	unlink(path);
}

static void
without_a_file_plm_owns_all_master_data(void **state)
{
	struct policy p;
	unsigned i;

	(void)state;
	policy_init(&p);
	for (i = 0; i < TYPE_COUNT; i++) {
		const struct policy_type *t = &p.types[i];

		if (!policy_master_data((enum record_type)i)) {
			assert_false(t->compared);
			continue;
		}
		assert_true(t->compared);
		assert_int_equal(t->owner, POLICY_PLM);
		assert_int_equal(t->plm_only.otherwise, POLICY_MISSING);
		assert_int_equal(t->erp_only.otherwise, POLICY_MISSING);
		assert_int_equal(t->members[BOM_LINE_QUANTITY].owner,
		    POLICY_PLM);
	}
	assert_int_equal(p.name.len, 0);
	policy_release(&p);
}

static void
what_is_not_said_follows_the_type_and_the_type_the_top(void **state)
{
	struct policy p;
	const struct policy_type *t;

	(void)state;
	load(&p, "policy: p\nowner: nobody\ntypes:\n"
	    "  item: {owner: shared, members: {mass: erp}, ignore: [uom]}\n"
	    "  plant_item: {owner: erp, plm_only: missing}\n"
	    "  bom: {members: {uom: plm}}\n");
	t = &p.types[TYPE_ITEM];
	assert_int_equal(t->members[ITEM_NAME].owner, POLICY_SHARED);
	assert_int_equal(t->members[ITEM_MASS].owner, POLICY_ERP);
	assert_int_equal(t->members[ITEM_UOM].owner, POLICY_NOBODY);
	assert_int_equal(t->erp_only.otherwise, POLICY_MISSING);
	t = &p.types[TYPE_PLANT_ITEM];
	assert_int_equal(t->plm_only.otherwise, POLICY_MISSING);
	assert_int_equal(t->erp_only.otherwise, POLICY_FINE);
	t = &p.types[TYPE_BOM];
	assert_true(t->compared);
	assert_int_equal(t->members[BOM_UOM].owner, POLICY_PLM);
	assert_int_equal(t->members[BOM_LIFECYCLE].owner, POLICY_NOBODY);
	assert_false(p.types[TYPE_SUPPLIER].compared);
	policy_release(&p);
}

static void
site_fields_follow_attrs_in_what_they_do_not_say(void **state)
{
	struct policy p;
	const struct policy_type *t;

	(void)state;
	load(&p, "policy: p\ntypes:\n  item:\n"
	    "    members: {attrs.a: erp, attrs: shared}\n"
	    "    compare: {attrs.b: {percent: 1.5}, attrs: folded}\n");
	t = &p.types[TYPE_ITEM];
	assert_int_equal(policy_attr_rule(t, SLICE("a"))->owner, POLICY_ERP);
	assert_int_equal(policy_attr_rule(t, SLICE("a"))->how.alike.way,
	    ALIKE_FOLDED);
	assert_int_equal(policy_attr_rule(t, SLICE("b"))->owner,
	    POLICY_SHARED);
	assert_int_equal(policy_attr_rule(t, SLICE("b"))->how.alike.way,
	    ALIKE_PERCENT);
	assert_int_equal(
	    policy_attr_rule(t, SLICE("b"))->how.alike.bound.scale, 1);
	assert_int_equal(policy_attr_rule(t, SLICE("c"))->how.alike.way,
	    ALIKE_FOLDED);
	policy_release(&p);
}

static void
duties_follow_the_type_in_what_they_do_not_say(void **state)
{
	struct policy p;
	const struct policy_rule *rule;

	(void)state;
	load(&p, "policy: p\ntypes:\n  item:\n    team: master data\n"
	    "    impact: cost\n    members:\n"
	    "      mass: {severity: minor, impact: cosmetic}\n"
	    "      attrs.hazard: {owner: erp, team: safety}\n");
	rule = &p.types[TYPE_ITEM].members[ITEM_NAME];
	assert_true(slice_is(rule->duty.team, "master data"));
	assert_true(slice_is(rule->duty.impacts[0].name, "cost"));
	assert_int_equal(rule->duty.severity.len, 0);
	rule = &p.types[TYPE_ITEM].members[ITEM_MASS];
	assert_int_equal(rule->owner, POLICY_PLM);
	assert_true(slice_is(rule->duty.team, "master data"));
	assert_true(slice_is(rule->duty.severity, "minor"));
	assert_true(slice_is(rule->duty.impacts[0].name, "cosmetic"));
	rule = policy_attr_rule(&p.types[TYPE_ITEM], SLICE("hazard"));
	assert_int_equal(rule->owner, POLICY_ERP);
	assert_true(slice_is(rule->duty.team, "safety"));
	assert_true(slice_is(rule->duty.impacts[0].name, "cost"));
	policy_release(&p);
}

/* --- the JSON Schema --- */

static struct buf schema = BUF_INIT((size_t)1024 * 1024);
static struct arena arena = ARENA_INIT;

/* A reader in front of what a JSON Pointer names. */
static struct json
at(const char *pointer)
{
	struct json j;
	struct err e = ERR_INIT;

	json_init(&j, buf_slice(&schema), SCHEMA, 1, &arena);
	if (json_pointer(&j, slice_of(pointer), &e) != 1)
		fail_msg("%s: %s", pointer, e.text);
	return j;
}

static bool
listed(struct slice name, const char *const *names)
{
	for (; *names; names++)
		if (slice_is(name, *names))
			return true;
	return false;
}

/* The members of an object, or the texts of an array, are these names. */
static void
assert_names(const char *pointer, const char *const *names)
{
	struct json j = at(pointer);
	struct json_value v;
	struct slice name;
	struct err e = ERR_INIT;
	size_t count = 0, wanted = 0;

	while (names[wanted])
		wanted++;
	assert_int_equal(json_value(&j, &v, &e), 0);
	if (v.kind == JSON_OBJECT) {
		while (json_member(&j, &name, &e) > 0) {
			if (!listed(name, names))
				fail_msg("%s: %.*s", pointer,
				    SLICE_ARGS(name));
			assert_int_equal(json_skip(&j, &e), 0);
			count++;
		}
	} else {
		while (json_element(&j, &e) > 0) {
			assert_int_equal(json_value(&j, &v, &e), 0);
			if (!listed(v.text, names))
				fail_msg("%s: %.*s", pointer,
				    SLICE_ARGS(v.text));
			count++;
		}
	}
	assert_int_equal(count, wanted);
}

#define ONLY(side, rest) "/$defs/type/properties/" side "_only/anyOf/" rest

static void
the_schema_has_the_keys_and_values_that_the_reader_takes(void **state)
{
	const char *types[TYPE_COUNT + 1];
	struct err e = ERR_INIT;
	unsigned i, n = 0;

	(void)state;
	if (file_load(&schema, SCHEMA, schema.most, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < TYPE_COUNT; i++)
		if (policy_master_data((enum record_type)i))
			types[n++] = schema_types[i].name.at;
	types[n] = NULL;
	assert_names("/properties", policy_keys);
	assert_names("/properties/types/propertyNames/enum", types);
	assert_names("/$defs/type/properties", policy_type_keys);
	assert_names("/$defs/member/anyOf/1/properties", policy_member_keys);
	assert_names("/$defs/impact/anyOf/1/items/properties",
	    duty_impact_keys);
	assert_names("/$defs/bound/properties", comparison_keys);
	assert_names("/$defs/owner/enum", policy_owners);
	assert_names("/$defs/comparison/anyOf/0/enum", comparison_ways);
	assert_names("/properties/exists/items/properties", demand_keys);
	assert_names("/properties/exists/items/properties/plants/anyOf/0/enum",
	    demand_words);
	assert_names("/properties/keys/properties", renaming_keys);
	assert_names("/properties/structure/anyOf/1/properties",
	    policy_structure_keys);
	assert_names(ONLY("plm", "0/enum"), policy_plm_only);
	assert_names(ONLY("erp", "0/enum"), policy_erp_only);
	assert_names(ONLY("plm", "1/items/properties"), presence_keys);
	assert_names(ONLY("erp", "1/items/properties"), presence_keys);
	buf_release(&schema);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_file_plm_owns_all_master_data),
	    cmocka_unit_test(
		what_is_not_said_follows_the_type_and_the_type_the_top),
	    cmocka_unit_test(site_fields_follow_attrs_in_what_they_do_not_say),
	    cmocka_unit_test(duties_follow_the_type_in_what_they_do_not_say),
	    cmocka_unit_test(
		the_schema_has_the_keys_and_values_that_the_reader_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
