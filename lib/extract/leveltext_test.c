/* leveltext_test.c - levels of a row, in each style. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/ere.h"
#include "extract/leveltext.h"

static const struct {
	enum outline_style style;
	const char *pattern, *raw;
	long level; /* -1: none */
	const char *label, *why;
} cases[] = {
	{OUTLINE_LEVEL, NULL, " 2", 2, "2", ""},
	{OUTLINE_LEVEL, NULL, "two", -1, "", "level \"two\" is no level "
	    "number"},
	{OUTLINE_LEVEL, NULL, "1001", -1, "", "level \"1001\" is no level "
	    "number"},
	{OUTLINE_LEVEL, "^L(.)", "L3", 3, "3", ""},
	{OUTLINE_LEVEL, "^L(.)", "M3", -1, "", "level \"M3\" does not match "
	    "the pattern"},
	{OUTLINE_DOTTED, NULL, "1.2.3", 3, "1.2.3", ""},
	{OUTLINE_DOTTED, NULL, "1..3", -1, "", "level \"1..3\" is no path of "
	    "positions"},
	{OUTLINE_DOTS, NULL, "..P", 2, "P", ""},
	{OUTLINE_INDENT, NULL, "   P ", 3, "P", ""},
	{OUTLINE_INDENT, NULL, "   ", -1, "", "there is no level"},
	{OUTLINE_FLAT, NULL, "", 0, "", ""},
};

static void
each_style_reads_its_own_form(void **state)
{
	static const int columns[] = {0};
	struct buf path = BUF_INIT(1000), why = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct outline_spec spec = {.style = cases[i].style,
		    .marks = cases[i].style == OUTLINE_INDENT ? "" : "."};
		struct ere *p = cases[i].pattern
		    ? ere_checked(slice_of(cases[i].pattern)) : NULL;
		struct leveltext t = {&spec, p, columns, &path, &why};
		struct rows rows = {.raw = slice_of(cases[i].raw)};
		struct slice label = SLICE_INIT("");
		long level = 0;
		bool got;

		buf_clear(&why);
		got = leveltext_read(&t, &rows, &level, &label);
		if (got != (cases[i].level >= 0) ||
		    (got && (level != cases[i].level ||
		    !slice_is(label, cases[i].label))) ||
		    strcmp(buf_text(&why), cases[i].why) != 0)
			fail_msg("case %zu: %ld %s", i, level, buf_text(&why));
		ere_free(p);
	}
	buf_release(&path);
	buf_release(&why);
}

static void
the_first_column_with_a_text_is_the_level(void **state)
{
	static const int columns[] = {2, 0};
	struct slice texts[2] = {SLICE_INIT("a"), SLICE_INIT("b")};
	struct outline_spec spec = {.style = OUTLINE_COLUMNS,
	    .levels = {texts, 2}};
	struct slice fields[3] = {SLICE_INIT("x"), SLICE_INIT("y"),
	    SLICE_INIT("z")};
	struct rows rows = {.fields = fields};
	struct buf path = BUF_INIT(1000), why = BUF_INIT(1000);
	struct leveltext t = {&spec, NULL, columns, &path, &why};
	struct slice label;
	long level;

	(void)state;
	assert_true(leveltext_read(&t, &rows, &level, &label));
	assert_int_equal(level, 0);
	assert_true(slice_is(label, "z"));
	fields[2] = slice_from(NULL, 0);
	assert_true(leveltext_read(&t, &rows, &level, &label));
	assert_int_equal(level, 1);
	assert_true(slice_is(label, "x"));
	fields[0] = slice_from(NULL, 0);
	assert_false(leveltext_read(&t, &rows, &level, &label));
	assert_string_equal(buf_text(&why), "none of the columns of levels has "
	    "a text");
	buf_release(&path);
	buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_style_reads_its_own_form),
		cmocka_unit_test(the_first_column_with_a_text_is_the_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
