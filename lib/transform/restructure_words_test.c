/* restructure_words_test.c - conditions in words that can be compared. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"
#include "transform/restructure_words.h"

static void
equal_conditions_have_equal_words(void **state)
{
	static const struct {
		const char *map, *words;
	} cases[] = {
	    {"{usage: eng}", ""},
	    {"{where: {lifecycle: [released, \"\"], uom: EA}}",
	    "make where lifecycle=released|\"\",uom=EA"},
	    {"{when: \"a  >\\n 1 \"}", "make when a > 1"},
	};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct shared s;

		rehearsal_must(shared_parse(&s, "r.yaml",
		    slice_of(cases[i].map), &e), &e);
		assert_true(slice_is(restructure_words("make", s.doc.root,
		    &s.arena), cases[i].words));
		shared_release(&s);
	}
	assert_int_equal(restructure_words("make", NULL, NULL).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equal_conditions_have_equal_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
