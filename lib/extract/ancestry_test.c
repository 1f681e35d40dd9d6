/* ancestry_test.c - steps and their texts, put and put anew. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/ancestry.h"

static void
steps_keep_their_texts_until_they_are_put_anew(void **state)
{
	struct ancestry a;
	struct slice texts[2];
	struct step *s;
	size_t i;

	(void)state;
	ancestry_init(&a, 2);
	for (i = 0; i < 40; i++) {
		s = ancestry_put(&a, i, STEP_SURE);
		step_add_text(s, 0, i % 2 ? SLICE("") : SLICE("odd"));
		step_add_text(s, 1, SLICE("x"));
		s->children = i;
	}
	assert_int_equal(a.count, 40);
	ancestry_texts(&a, &a.steps[7], texts);
	assert_null(texts[0].at);
	assert_true(slice_is(texts[1], "x"));
	ancestry_texts(&a, &a.steps[8], texts);
	assert_true(slice_is(texts[0], "odd"));
	assert_int_equal(a.steps[8].children, 8);
	s = ancestry_put(&a, 8, STEP_MISSING);
	assert_int_equal(a.count, 9);
	assert_null(ancestry_again(&a));
	step_add_text(s, 0, SLICE(""));
	step_add_text(s, 1, SLICE("x"));
	assert_ptr_equal(ancestry_again(&a), &a.steps[1]);
	s = ancestry_put(&a, 8, STEP_MISSING);
	step_add_text(s, 0, SLICE("x"));
	assert_null(ancestry_again(&a));
	s = ancestry_put(&a, 8, STEP_MISSING);
	assert_int_equal(s->children, 0);
	ancestry_texts(&a, s, texts);
	assert_null(texts[0].at);
	assert_null(texts[1].at);
	ancestry_release(&a);
	ancestry_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    steps_keep_their_texts_until_they_are_put_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
