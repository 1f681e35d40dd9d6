/* treefound_test.c - conditions on what was found. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/treefound.h"

static void
meets_conditions_by_any_of_its_texts(void **state)
{
	static const struct {
		const char *test;
		const char *found; /* texts between "/"; NULL: none */
		bool meets;
	} trials[] = {
		{"a[b]", NULL, false}, {"a[b]", "", true},
		{"a[b=x]", "x", true}, {"a[b=x]", "y/ x ", true},
		{"a[b=x]", "y", false}, {"a[b=x]", NULL, false},
		{"a[b!=x]", "x", false}, {"a[b!=x]", "y", true},
		{"a[b!=x]", NULL, true}, {"a[b!=x]", "y/x", false},
		{"a[b='']", NULL, true}, {"a[b='']", " ", true},
		{"a[b='']", "x", false}, {"a[b!='']", "/x", true},
		{"a[b!='']", NULL, false},
	};
	struct arena a = ARENA_INIT;
	struct treefound found;
	struct treepath p;
	struct slice rest;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++) {
		found = (struct treefound)TREEFOUND_INIT;
		assert_null(treepath_parse(&p, slice_of(trials[i].test),
		    TREEPATH_XML, &a));
		rest = slice_of(trials[i].found ? trials[i].found : "");
		while (trials[i].found && rest.at)
			treefound_add(&found, slice_cut(&rest, '/'), &a);
		if (treefound_meets(p.steps[0].tests, &found) !=
		    trials[i].meets)
			fail_msg("%s of %s", trials[i].test, trials[i].found
			    ? trials[i].found : "none");
	}
	arena_release(&a);
}

static void
grows(void **state)
{
	struct treefound found = TREEFOUND_INIT;
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		treefound_add(&found, slice_from(&"0123456789"[i % 10], 1),
		    &a);
	assert_int_equal(found.count, 100);
	for (i = 0; i < 100; i++)
		assert_int_equal(*found.texts[i].at, '0' + (int)(i % 10));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meets_conditions_by_any_of_its_texts),
		cmocka_unit_test(grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
