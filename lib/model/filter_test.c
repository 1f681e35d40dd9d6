/* filter_test.c - parts in, one text out. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/filter.h"

static const struct {
	const char *one, *other, *both;
} cases[] = {
    {"", "", ""},
    {"released", "", "released"},
    {"", "b; a", "b; a"},
    {"b; a", "b; a", "b; a"},
    {"a", "b", "a; b"},
    {"b", "a", "a; b"},
    {"c; a", "b", "a; b; c"},
    {"b; a", "a", "a; b"},
    {"a; b", "b; a", "a; b"},
    {"ab", "a", "a; ab"},
    {" x ;; y;", "y", "x; y"},
    {";", " ; ", ""},
};

static void
the_order_of_parts_does_not_matter(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct arena a = ARENA_INIT;
		struct slice one = slice_of(cases[i].one);
		struct slice other = slice_of(cases[i].other);

		if (!slice_is(filter_unite(one, other, &a), cases[i].both) ||
		    !slice_is(filter_unite(other, one, &a), cases[i].both))
			fail_msg("\"%s\" and \"%s\"", cases[i].one,
			    cases[i].other);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_order_of_parts_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
