/* valuemap_test.c - texts for texts, and what is not in the map. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/valuemap.h"

static void
what_is_not_in_the_map_goes_by_its_policy(void **state)
{
	static const struct {
		enum valuemap_unmapped unmapped;
		const char *from;
		const char *to; /* NULL: rejected */
	} cases[] = {
	    {VALUEMAP_REJECT, "EA", "PCE"},
	    {VALUEMAP_REJECT, "gone", ""},
	    {VALUEMAP_REJECT, "XX", NULL},
	    {VALUEMAP_REJECT, "", ""},
	    {VALUEMAP_KEEP, "EA", "PCE"},
	    {VALUEMAP_KEEP, "XX", "XX"},
	    {VALUEMAP_ABSENT, "XX", ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct valuemap m;
		struct slice to;
		bool found;

		valuemap_init(&m, cases[i].unmapped);
		assert_true(valuemap_add(&m, SLICE("EA"), SLICE("PCE")));
		assert_true(valuemap_add(&m, SLICE("gone"), SLICE("")));
		assert_false(valuemap_add(&m, SLICE("EA"), SLICE("other")));
		found = valuemap_find(&to, &m, slice_of(cases[i].from));
		assert_int_equal(found, cases[i].to != NULL);
		if (found)
			assert_true(slice_is(to, cases[i].to));
		valuemap_release(&m);
	}
}

static void
an_empty_text_may_be_in_the_map(void **state)
{
	struct valuemap m;
	struct slice to;

	(void)state;
	valuemap_init(&m, VALUEMAP_REJECT);
	assert_true(valuemap_add(&m, SLICE(""), SLICE("1000")));
	assert_true(valuemap_find(&to, &m, SLICE("")));
	assert_true(slice_is(to, "1000"));
	valuemap_release(&m);
}

static void
many_texts_are_found_again(void **state)
{
	struct valuemap m;
	struct slice to;
	char from[16], text[16];
	int i, n;

	(void)state;
	valuemap_init(&m, VALUEMAP_REJECT);
	for (i = 0; i < 5000; i++) {
		n = snprintf(from, sizeof(from), "f%d", i);
		snprintf(text, sizeof(text), "t%d", i);
		assert_true(valuemap_add(&m, slice_from(from, (size_t)n),
		    slice_of(text)));
	}
	for (i = 0; i < 5000; i++) {
		snprintf(from, sizeof(from), "f%d", i);
		snprintf(text, sizeof(text), "t%d", i);
		assert_true(valuemap_find(&to, &m, slice_of(from)));
		assert_true(slice_is(to, text));
	}
	valuemap_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_in_the_map_goes_by_its_policy),
	    cmocka_unit_test(an_empty_text_may_be_in_the_map),
	    cmocka_unit_test(many_texts_are_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
