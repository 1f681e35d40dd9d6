/* guess_terms_test.c - the table is as those who search it need it. */
#include "extract/guess_terms.h"

#include <setjmp.h>

#include <cmocka.h>

#include "base/map.h"

/* In lower case, one blank between words. */
static bool
folded(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if ((text[i] >= 'A' && text[i] <= 'Z') || (text[i] == ' ' &&
		    (i == 0 || !text[i + 1] || text[i + 1] == ' ')))
			return false;
	return i > 0;
}

static void
phrases_are_folded_and_mean_one_thing(void **state)
{
	struct map seen = MAP_INIT;
	uint64_t *role;
	size_t i;
	bool added;

	(void)state;
	assert_true(guess_terms_count > 100);
	for (i = 0; i < guess_terms_count; i++) {
		if (!folded(guess_terms[i].text))
			fail_msg("%s", guess_terms[i].text);
		assert_in_range(guess_terms[i].role, 0, GUESS_ROLES - 1);
		role = map_put(&seen, slice_of(guess_terms[i].text), &added);
		if (!added)
			fail_msg("%s stands there twice",
			    guess_terms[i].text);
		*role = guess_terms[i].role;
	}
	map_release(&seen);
}

static void
units_are_folded_and_have_codes(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < guess_terms_unit_count; i++) {
		assert_true(folded(guess_terms_units[i].text));
		assert_in_range(strlen(guess_terms_units[i].code), 2, 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(phrases_are_folded_and_mean_one_thing),
	    cmocka_unit_test(units_are_folded_and_have_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
