/* ere_test.c - what is found, and which patterns are refused. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/ere.h"

static const struct {
	const char *pattern, *text;
	const char *found; /* NULL: does not match */
} cases[] = {
	{"[0-9]+", "ab12cd3", "12"},
	{"([A-Z]+)-[0-9]+", "x-PN-7", "PN"},
	{"^BOM_(.*)$", "BOM_A 100", "A 100"},
	{"^BOM_(.*)$", "A 100", NULL},
	{"a|(b)", "a", "a"},
	{"a|(b)", "cb", "b"},
	{"x*", "", ""},
	{"\xc3\xa4+", "Gr\xc3\xa4\xc3\xa4", "\xc3\xa4"},
};

static void
group_1_or_the_whole_match_is_found(void **state)
{
	char why[100];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct slice found = SLICE_INIT("?");
		struct ere *p = ere_new(slice_of(cases[i].pattern), why,
		    sizeof(why));

		assert_non_null(p);
		if (ere_find(p, slice_of(cases[i].text), &found) !=
		    (cases[i].found != NULL) || (cases[i].found &&
		    !slice_is(found, cases[i].found)))
			fail_msg("%s: %.*s", cases[i].pattern,
			    SLICE_ARGS(found));
		ere_free(p);
	}
	ere_free(NULL);
}

static void
only_the_text_of_the_slice_is_looked_at(void **state)
{
	char why[100];
	struct ere *p = ere_new_whole(SLICE("[0-9]{3}|x"), why, sizeof(why));

	(void)state;
	assert_non_null(p);
	assert_true(ere_find(p, slice_from("12345", 3), NULL));
	assert_false(ere_find(p, slice_from("12345", 4), NULL));
	assert_false(ere_find(p, slice_from(NULL, 0), NULL));
	assert_true(ere_find(p, SLICE("x"), NULL));
	assert_false(ere_find(p, SLICE("xx"), NULL));
	ere_free(p);
}

static void
what_is_no_pattern_is_refused_with_its_place(void **state)
{
	struct err e = ERR_INIT;
	struct ydoc doc;

	(void)state;
	assert_int_equal(ydoc_parse(&doc, "p.yaml", SLICE("a: '[a-'\nb: ''\n"
	    "c: '^[0-9]+$'\n"), &e), 0);
	assert_int_equal(ere_check(ydoc_get(doc.root, "a"), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "p.yaml:1:4: is no pattern: "));
	err_clear(&e);
	assert_int_equal(ere_check(ydoc_get(doc.root, "b"), &e), -1);
	assert_non_null(strstr(e.text, "p.yaml:2:4: is no pattern: is empty"));
	err_clear(&e);
	assert_int_equal(ere_check(ydoc_get(doc.root, "c"), &e), 0);
	assert_int_equal(ere_check(NULL, &e), 0);
	ydoc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(group_1_or_the_whole_match_is_found),
		cmocka_unit_test(only_the_text_of_the_slice_is_looked_at),
		cmocka_unit_test(what_is_no_pattern_is_refused_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
