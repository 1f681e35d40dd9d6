/* root_test.c - what is reached below a root. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/root.h"
#include "diff/sapling.h"

static const char *const old_lines[] = {"A/1 S 1", "S P 1", "Z P 1", NULL};
static const char *const new_lines[] = {"A/2 T 1", "T S 1", "Z P 1",
    "T A 1", NULL};

static void
chooses_what_either_side_reaches(void **state)
{
	static const struct {
		const char *root, *level, *chosen, *others;
	} cases[] = {
	    {"A", NULL, "bom:A/1/// bom:A/2/// bom:S//// bom:T//// item:P "
		"bom_line:T/////10/Q/ plant_item:S/P1", "bom:Z//// item:Z"},
	    {"A", "single", "bom:A/1/// bom:A/2/// item:A",
		"bom:S//// item:S bom:Z////"},
	    {"Z", NULL, "bom:Z//// item:P item:Z revision:P/1",
		"bom:A/1/// item:A document:P/1 bom:P////"},
	    {"S=Z", NULL, "bom:Z//// item:P", "bom:S//// item:S"},
	};
	struct forest forests[2];
	struct arena a = ARENA_INIT;
	struct root r;
	struct key k;
	struct slice rest;
	size_t i;
	int wanted;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		sapling_grow(forests, old_lines, new_lines);
		assert_int_equal(root_read(&r, cases[i].root, cases[i].level,
		    &e), 0);
		r.forests = forests;
		assert_int_equal(root_reach(&r, &e), 0);
		for (wanted = 0; wanted < 2; wanted++) {
			rest = slice_of(wanted ? cases[i].chosen
			    : cases[i].others);
			while (rest.len) {
				assert_int_equal(key_parse_text(&k,
				    slice_cut(&rest, ' '), &a, &e), 0);
				assert_int_equal(root_chosen(&r, &k), wanted);
			}
		}
		root_release(&r);
		forest_release(&forests[0]);
		forest_release(&forests[1]);
	}
	arena_release(&a);
}

static void
cuts_each_side_to_its_revision_and_name(void **state)
{
	struct asked_cuts cuts;
	struct err e = ERR_INIT;
	struct root r;

	(void)state;
	memset(&cuts, 0, sizeof(cuts));
	assert_int_equal(root_read(&r, "A%2F1/1=B/2", "flat", &e), 0);
	assert_int_equal(r.level, ROOT_FLAT);
	assert_int_equal(root_cut(&r, &cuts, &e), 0);
	assert_true(slice_is(cuts.sides[0].root, "B"));
	assert_true(slice_is(cuts.sides[0].revision, "1"));
	assert_true(slice_is(cuts.sides[1].revision, "2"));
	assert_non_null(map_find(&cuts.map.names[KEYMAP_ITEM],
	    SLICE("A/1")));
	root_release(&r);
	asked_release(&cuts);
}

static void
refuses_a_root_that_is_not_there(void **state)
{
	static const struct {
		const char *root, *level, *text;
	} cases[] = {
	    {"N", NULL, "--root: neither side has a BOM of \"N\""},
	    {"A", "multy", "--level: \"multy\" is none (expected single, "
		"multi or flat; nearest: multi)"},
	    {"A/1/2", NULL, "--root: key \"A/1/2\": has 3 members (expected "
		"2: item/revision)"},
	};
	struct forest forests[2];
	struct root r;
	size_t i;

	(void)state;
	sapling_grow(forests, old_lines, new_lines);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		int rc = root_read(&r, cases[i].root, cases[i].level, &e);

		r.forests = forests;
		if (rc == 0)
			rc = root_reach(&r, &e);
		assert_int_equal(rc, -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, cases[i].text);
		root_release(&r);
	}
	forest_release(&forests[0]);
	forest_release(&forests[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chooses_what_either_side_reaches),
	    cmocka_unit_test(cuts_each_side_to_its_revision_and_name),
	    cmocka_unit_test(refuses_a_root_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
