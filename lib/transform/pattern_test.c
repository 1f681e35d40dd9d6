/* pattern_test.c - what patterns match, make, and refuse. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/pattern.h"

static void
a_template_puts_the_groups_together(void **state)
{
	static const struct {
		const char *match;
		const char *to;
		const char *from;
		const char *made; /* NULL: does not match */
	} cases[] = {
	    {"([A-Z]+)-([0-9]+)", "\\2/\\1", "AB-12", "12/AB"},
	    {"([A-Z]+)-([0-9]+)", "\\2/\\1", "AB-12x", NULL},
	    {"a|ab", "<\\0>", "ab", "<ab>"},
	    {"(x)?y", "[\\1]", "y", "[]"},
	    {".*", "\\\\", "anything", "\\"},
	    {"a.c", "\\0", "a\xc3\xa4" "c", NULL}, /* bytes */
	    {"a..c", "\\0", "a\xc3\xa4" "c", "a\xc3\xa4" "c"},
	};
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		char why[128];
		struct slice to;
		struct pattern *p = pattern_new(slice_of(cases[i].match),
		    slice_of(cases[i].to), why, sizeof(why));

		assert_non_null(p);
		assert_int_equal(pattern_apply(&to, p,
		    slice_of(cases[i].from), &a), cases[i].made != NULL);
		if (cases[i].made)
			assert_true(slice_is(to, cases[i].made));
		pattern_free(p);
	}
	arena_release(&a);
}

static void
what_cannot_work_is_refused(void **state)
{
	static const struct {
		const char *match;
		const char *to;
		const char *why;
	} cases[] = {
	    {"(a", "\\0", "("},
	    {"a", "\\1", "`to` names a group that the pattern does not have"},
	    {"a", "\\x", "in `to` a backslash stands before no digit (\\\\ is "
		"a backslash)"},
	    {"a", "x\\", "in `to` a backslash stands before no digit (\\\\ is "
		"a backslash)"},
	    {"(a)\\1", "\\0", "has a back-reference, which only the template "
		"(to) may have"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		char why[128] = "";

		assert_null(pattern_new(slice_of(cases[i].match),
		    slice_of(cases[i].to), why, sizeof(why)));
		if (!strstr(why, cases[i].why))
			fail_msg("%s: %s", cases[i].match, why);
	}
	pattern_free(NULL);
}

static void
texts_over_the_ceiling_and_with_a_nul_do_not_match(void **state)
{
	struct arena a = ARENA_INIT;
	char why[128];
	char *text = mem_zero(PATTERN_TEXT_MOST + 1);
	struct pattern *p = pattern_new(SLICE("x*"), SLICE("\\0"), why,
	    sizeof(why));
	struct slice to;

	(void)state;
	memset(text, 'x', PATTERN_TEXT_MOST + 1);
	assert_true(pattern_apply(&to, p, slice_from(text,
	    PATTERN_TEXT_MOST), &a));
	assert_false(pattern_apply(&to, p, slice_from(text,
	    PATTERN_TEXT_MOST + 1), &a));
	assert_false(pattern_apply(&to, p, slice_from("x\0x", 3), &a));
	mem_free(text);
	pattern_free(p);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_template_puts_the_groups_together),
	    cmocka_unit_test(what_cannot_work_is_refused),
	    cmocka_unit_test(
		texts_over_the_ceiling_and_with_a_nul_do_not_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
