/*
 * restructure_rules_test.c - what is usual, each key misspelt, and the schema.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"
#include "transform/rehearsal.h"

static void
what_is_not_said_is_as_usual(void **state)
{
	const struct restructure_rules *r;
	struct err e = ERR_INIT;
	struct rehearsal t;

	(void)state;
	rehearsal_must(rehearsal_load(&t, "collapse: {}\nrenumber: {}\n"
	    "plants: {by: plant_item}\n", &e), &e);
	r = &t.r.rules;
	assert_true(slice_is(r->from, "\"eng\""));
	assert_true(slice_is(r->to, "\"mfg\""));
	assert_false(r->drops_others);
	assert_int_equal(r->digits, 12);
	assert_int_equal(r->rounding, DECIMAL_HALF_UP);
	assert_true(slice_is(r->collapse.special_procurement.at[0],
	    "\"50\""));
	assert_int_equal(r->collapse.without_bom, NONE_KEEP);
	assert_int_equal(r->collapse.find, FIND_PATH);
	assert_int_equal(r->plants.none, NONE_DROP);
	assert_int_equal(r->plants.components, NONE_KEEP);
	assert_int_equal(r->renumber.start, 10);
	assert_int_equal(r->renumber.width, 4);
	assert_int_equal(r->renumber.order_count, 3);
	assert_int_equal(r->roll, ROLL_NONE);
	rehearsal_release(&t);
}

/* "/$defs/restructure_collapse": the key is "collapse", or in a list. */
static void
misspell(const struct restructure_rules_part_keys *part, const char *key)
{
	const char *name = strchr(part->at, '_') + 1;
	bool list = strcmp(name, "drop") == 0 || strcmp(name, "add") == 0 ||
	    strcmp(name, "change") == 0 || strcmp(name, "alternative") == 0;
	struct buf b = BUF_INIT(1000), want = BUF_INIT(1000);
	struct rehearsal t;
	struct err e = ERR_INIT;

	buf_printf(&b, "%s%s:\n  %s%sq: x\n", name,
	    strcmp(name, "alternative") == 0 ? "s" : "", list ? "- " : "",
	    key);
	buf_printf(&want, "r.yaml:2:%d: unknown key \"%sq\"", list ? 5 : 3,
	    key);
	assert_int_equal(rehearsal_load(&t, buf_text(&b), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_true(slice_begins(slice_of(e.text), buf_slice(&want)));
	rehearsal_release(&t);
	buf_release(&b);
	buf_release(&want);
}

static void
each_key_misspelt_is_refused_with_its_place(void **state)
{
	const struct restructure_rules_part_keys *part;
	size_t i;

	(void)state;
	for (part = restructure_rules_parts; part->at; part++)
		for (i = 0; part->keys[i]; i++)
			misspell(part, part->keys[i]);
	for (i = 0; restructure_rules_keys[i]; i++) {
		struct buf b = BUF_INIT(1000);
		struct rehearsal t;
		struct err e = ERR_INIT;

		buf_printf(&b, "%sq: x\n", restructure_rules_keys[i]);
		assert_int_equal(rehearsal_load(&t, buf_text(&b), &e), -1);
		assert_true(slice_begins(slice_of(e.text),
		    SLICE("r.yaml:1:1: unknown key")));
		rehearsal_release(&t);
		buf_release(&b);
	}
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
	const struct restructure_rules_part_keys *part;
	struct buf b = BUF_INIT((size_t)1024 * 1024);
	struct err e = ERR_INIT;

	(void)state;
	rehearsal_must(file_load(&b, "schemas/rules.schema.json", b.most, &e),
	    &e);
	compare_keys(buf_slice(&b), "/$defs/restructure",
	    restructure_rules_keys);
	for (part = restructure_rules_parts; part->at; part++)
		compare_keys(buf_slice(&b), part->at, part->keys);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_said_is_as_usual),
	    cmocka_unit_test(each_key_misspelt_is_refused_with_its_place),
	    cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
