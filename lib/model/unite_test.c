/*
 * unite_test.c - a united scope claims nothing that neither part claims.
 *
 * Held by a table and by the law, for all pairs of the table's scopes: the
 * union may remove a key only if one of the two may.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/unite.h"

static struct arena arena;

static struct scope
scope_of(const char *words)
{
	struct err e = ERR_INIT;
	struct scope s;

	if (scope_parse(&s, slice_of(words), &arena, &e) < 0)
		fail_msg("%s: %s", words, e.text);
	return s;
}

static const struct {
	const char *one;
	const char *two;
	const char *united;
} cases[] = {
    {"all", "all", "{}"},
    {"all", "types=item", "{}"},
    {"types=item", "types=bom", "{\"types\":[\"bom\",\"item\"]}"},
    {"plants=1000", "plants=1100", "{\"plants\":[\"1000\",\"1100\"]}"},
    {"plants=1000", "all", "{}"},
    {"usages=eng", "usages=mfg", "{\"usages\":[\"eng\",\"mfg\"]}"},
    /* items have no plant, so this is exact */
    {"types=item", "types=plant_item,plants=1000",
	"{\"types\":[\"item\",\"plant_item\"],\"plants\":[\"1000\"]}"},
    {"types=item,plants=1000|1100", "types=bom,plants=1100|1200",
	"{\"types\":[\"bom\",\"item\"],\"plants\":[\"1100\"]}"},
    {"types=bom,plants=1000,usages=eng", "types=bom,plants=1000,usages=mfg",
	"{\"types\":[\"bom\"],\"plants\":[\"1000\"],"
	"\"usages\":[\"eng\",\"mfg\"]}"},
    {"filter=released", "all", "{\"filter\":\"released\"}"},
    {"all", "filter=released", "{\"filter\":\"released\"}"},
    {"filter=a", "filter=b", "{\"filter\":\"a; b\"}"},
    {"filter=a; b", "filter=b", "{\"filter\":\"a; b\"}"},
    {"filter=a; b", "filter=a", "{\"filter\":\"a; b\"}"},
    {"filter=ab", "filter=a", "{\"filter\":\"ab; a\"}"},
    {"{\"members\":{\"item\":[\"name\",\"uom\"]}}",
	"{\"members\":{\"item\":[\"uom\",\"mass\"],\"bom\":[\"uom\"]}}",
	"{\"members\":{\"bom\":[\"uom\"],\"item\":[\"uom\"]}}"},
    {"{\"members\":{\"item\":[\"name\"]}}", "all",
	"{\"members\":{\"item\":[\"name\"]}}"},
    {"{\"removals\":{\"item\":false}}", "{\"removals\":{\"bom\":false}}",
	"{\"removals\":{\"bom\":false,\"item\":false}}"},
};

static void
parts_that_differ_alone_are_united_and_others_narrowed(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct scope s = scope_of(cases[i].one);
		struct scope two = scope_of(cases[i].two);
		struct buf b = BUF_INIT(65536);

		unite_scopes(&s, &two, &arena);
		scope_add(&b, &s);
		if (strcmp(buf_text(&b), cases[i].united) != 0)
			fail_msg("%s and %s give %s", cases[i].one,
			    cases[i].two, buf_text(&b));
		buf_release(&b);
	}
}

static void
nothing_is_removed_where_nothing_is_in_both(void **state)
{
	struct scope s = scope_of("types=bom,plants=1000");
	struct scope two = scope_of("types=item,plants=1100");
	unsigned i;

	(void)state;
	unite_scopes(&s, &two, &arena);
	for (i = 0; i < TYPE_COUNT; i++)
		assert_true(s.no_removals[i]);
}

static bool
may_remove(const struct scope *s, const struct key *k)
{
	return scope_holds(s, k) && !s->no_removals[k->type];
}

static void
check_law(const char *one, const char *two)
{
	static const char *const keys[] = {"item:A", "plant_item:A/1000",
	    "plant_item:A/1100", "plant_item:A/1200", "bom:A///eng/",
	    "bom:A//1000/eng/", "bom:A//1000/mfg/", "bom:A//1100/eng/",
	    "bom:A//1100/mfg/", "bom_line:A//1100/mfg///C/"};
	struct scope a = scope_of(one), b = scope_of(two);
	struct scope united = a;
	struct err e = ERR_INIT;
	struct key k;
	size_t i;

	unite_scopes(&united, &b, &arena);
	for (i = 0; i < COUNT_OF(keys); i++) {
		assert_int_equal(key_parse_text(&k, slice_of(keys[i]),
		    &arena, &e), 0);
		if (may_remove(&united, &k) && !may_remove(&a, &k) &&
		    !may_remove(&b, &k))
			fail_msg("%s and %s claim %s", one, two, keys[i]);
	}
}

static void
a_union_never_claims_more_than_its_parts(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		for (j = 0; j < COUNT_OF(cases); j++) {
			check_law(cases[i].one, cases[j].two);
			check_law(cases[i].two, cases[j].two);
			check_law(cases[i].one, cases[j].one);
		}
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		parts_that_differ_alone_are_united_and_others_narrowed),
	    cmocka_unit_test(nothing_is_removed_where_nothing_is_in_both),
	    cmocka_unit_test(a_union_never_claims_more_than_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
