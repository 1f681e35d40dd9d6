/*
 * unite_test.c - a united scope claims what its parts claim, no more.
 *
 * Held by a table and by the law, for all pairs of the table's scopes: the
 * union may remove a key just where one of the two may.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/unite.h"
#include "model/scopeout.h"
#include "model/scopeword.h"

static struct arena arena;

static struct scope
scope_of(const char *words)
{
	struct err e = ERR_INIT;
	struct scope s;

	if (scopeword_parse(&s, slice_of(words), &arena, &e) < 0)
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
    /* no product: two scopes */
    {"types=item", "types=plant_item,plants=1000",
	"[{\"types\":[\"item\"]},"
	"{\"types\":[\"plant_item\"],\"plants\":[\"1000\"]}]"},
    {"types=item,plants=1000|1100", "types=bom,plants=1100|1200",
	"[{\"types\":[\"item\"],\"plants\":[\"1000\",\"1100\"]},"
	"{\"types\":[\"bom\"],\"plants\":[\"1100\",\"1200\"]}]"},
    {"[{\"types\":[\"item\"]},{\"types\":[\"bom\"],\"plants\":[\"1\"]}]",
	"{\"types\":[\"bom\"],\"plants\":[\"2\"]}",
	"[{\"types\":[\"item\"]},"
	"{\"types\":[\"bom\"],\"plants\":[\"1\",\"2\"]}]"},
    {"types=bom,plants=1000,usages=eng", "types=bom,plants=1000,usages=mfg",
	"{\"types\":[\"bom\"],\"plants\":[\"1000\"],"
	"\"usages\":[\"eng\",\"mfg\"]}"},
    {"filter=released", "all", "{\"filter\":\"released\"}"},
    {"all", "filter=released", "{\"filter\":\"released\"}"},
    {"filter=a", "filter=b", "{\"filter\":\"a; b\"}"},
    {"filter=b", "filter=a", "{\"filter\":\"a; b\"}"},
    {"filter=a; b", "filter=b", "{\"filter\":\"a; b\"}"},
    {"filter=a; b", "filter=a", "{\"filter\":\"a; b\"}"},
    {"filter=ab", "filter=a", "{\"filter\":\"a; ab\"}"},
    {"{\"members\":{\"item\":[\"name\",\"uom\"]}}",
	"{\"members\":{\"item\":[\"uom\",\"mass\"],\"bom\":[\"uom\"]}}",
	"{\"members\":{\"bom\":[\"uom\"],\"item\":[\"uom\"]}}"},
    {"{\"members\":{\"item\":[\"name\"]}}", "all",
	"{\"members\":{\"item\":[\"name\"]}}"},
    {"{\"removals\":{\"item\":false}}", "{\"removals\":{\"bom\":false}}",
	"{\"removals\":{\"bom\":false,\"item\":false}}"},
};

static void
scopes_that_differ_in_one_limit_become_one(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct scope s = scope_of(cases[i].one);
		struct scope two = scope_of(cases[i].two);
		struct buf b = BUF_INIT(65536);

		unite_scopes(&s, &two, &arena);
		scopeout_add(&b, &s);
		if (strcmp(buf_text(&b), cases[i].united) != 0)
			fail_msg("%s and %s give %s", cases[i].one,
			    cases[i].two, buf_text(&b));
		buf_release(&b);
	}
}

static bool
limits_removals(const char *words)
{
	return strstr(words, "removals") != NULL;
}

static void
check_law(const char *one, const char *two)
{
	static const char *const keys[] = {"item:A", "plant_item:A/1000",
	    "plant_item:A/1100", "plant_item:A/1200", "bom:A///eng/",
	    "bom:A//1000/eng/", "bom:A//1000/mfg/", "bom:A//1100/eng/",
	    "bom:A//1100/mfg/", "bom_line:A//1100/mfg///C/"};
	struct scope a = scope_of(one), b = scope_of(two);
	struct scope united;
	struct err e = ERR_INIT;
	struct key k;
	size_t i;

	scope_copy(&united, &a, &arena);
	unite_scopes(&united, &b, &arena);
	for (i = 0; i < COUNT_OF(keys); i++) {
		bool either, both;

		assert_int_equal(key_parse_text(&k, slice_of(keys[i]),
		    &arena, &e), 0);
		either = scope_removes(&a, &k) || scope_removes(&b, &k);
		both = scope_removes(&united, &k);
		if (both && !either)
			fail_msg("%s and %s claim %s", one, two, keys[i]);
		if (either && !both && !limits_removals(one) &&
		    !limits_removals(two))
			fail_msg("%s and %s do not claim %s", one, two,
			    keys[i]);
	}
}

static void
a_union_claims_what_its_parts_claim(void **state)
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
		scopes_that_differ_in_one_limit_become_one),
	    cmocka_unit_test(a_union_claims_what_its_parts_claim),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
