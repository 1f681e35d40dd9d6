/* bundle_test.c - what belongs together, and what is joined. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/bundle.h"

static struct arena arena;

static struct key
key(const char *text)
{
	struct err e = ERR_INIT;
	struct key k;

	if (key_parse_text(&k, slice_of(text), &arena, &e) < 0)
		fail_msg("%s", e.text);
	return k;
}

static uint32_t
put(struct bundles *b, const char *text)
{
	struct key k = key(text);

	return bundles_put(b, &k);
}

static void
records_go_with_what_they_hang_on(void **state)
{
	static const struct {
		const char *record, *bundle;
	} cases[] = {
	    {"bom_line:A/B/1/eng//0010/P/", "bom:A/B/1/eng/"},
	    {"substitute:A/B/1/eng//0010/P//S", "bom:A/B/1/eng/"},
	    {"bom:A/B/1/eng/", "bom:A/B/1/eng/"},
	    {"operation:A/B/1//0010", "routing:A/B/1/"},
	    {"plant_item:A/1", "item:A"},
	    {"revision:A/B", "item:A"},
	    {"approved_supplier:A/1/S//", "item:A"},
	    {"uom_conversion:A/KGM/EA", "item:A"},
	    {"uom_conversion:/KGM/GRM", "uom_conversion:/KGM/GRM"},
	    {"change_item:ECO%2F1/A//B", "change_order:ECO%2F1"},
	    {"production_version:A/1/01", "production_version:A/1/01"},
	    {"supplier:S", "supplier:S"},
	};
	struct bundles b = BUNDLES_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		uint32_t at = put(&b, cases[i].record);
		struct key k = key(cases[i].record);

		if (!slice_is(bundles_name(&b, at), cases[i].bundle))
			fail_msg("%s: %.*s", cases[i].record,
			    SLICE_ARGS(bundles_name(&b, at)));
		assert_int_equal(bundles_find(&b, &k), at);
	}
	bundles_release(&b);
	arena_release(&arena);
}

static void
joined_bundles_are_one_and_go_by_their_change_order(void **state)
{
	struct bundles b = BUNDLES_INIT;
	uint32_t bom = put(&b, "bom:A////"), item = put(&b, "item:A");
	uint32_t order = put(&b, "change_order:E"), other = put(&b, "item:B");

	(void)state;
	b.list[item].changes = true;
	bundles_join(&b, item, order);
	assert_int_equal(bundles_root(&b, order), item);
	assert_true(bundles_change(&b, order));
	assert_false(bundles_change(&b, bom));
	bundles_join(&b, order, bom);
	bundles_join(&b, bom, order);
	assert_int_equal(bundles_root(&b, item), bom);
	assert_true(bundles_change(&b, bom));
	assert_true(slice_is(bundles_name(&b, b.list[bom].lead),
	    "change_order:E"));
	assert_int_equal(bundles_root(&b, other), other);
	bundles_release(&b);
	arena_release(&arena);
}

static void
boms_and_routings_are_found_by_their_revision(void **state)
{
	struct bundles b = BUNDLES_INIT;
	uint32_t one = put(&b, "bom:A/B/1//"), two = put(&b, "bom:A/B/2//");
	uint32_t routing = put(&b, "routing:A/B/1/");

	(void)state;
	put(&b, "bom:A/C/1//");
	assert_int_equal(bundles_of_revision(&b, SLICE("A"), SLICE("B")),
	    routing);
	assert_int_equal(b.list[routing].next, two);
	assert_int_equal(b.list[two].next, one);
	assert_int_equal(b.list[one].next, BUNDLE_NONE);
	assert_int_equal(bundles_of_revision(&b, SLICE("A"), SLICE("")),
	    BUNDLE_NONE);
	bundles_release(&b);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_go_with_what_they_hang_on),
	    cmocka_unit_test(
		joined_bundles_are_one_and_go_by_their_change_order),
	    cmocka_unit_test(boms_and_routings_are_found_by_their_revision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
