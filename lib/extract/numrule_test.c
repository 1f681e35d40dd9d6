/* numrule_test.c - keys of numbers, and texts made plain by them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/numrule.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;

static int
read_rule(struct numrule *r, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	*r = (struct numrule){.multiplied = false};
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error),
	    0);
	return numrule_read(r, doc.root, &error);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

static const struct {
	const char *yaml, *text;
	const char *wanted; /* NULL: is not a number */
} cases[] = {
	{"{}", "5.50", "5.5"},
	{"{}", "(5.50)", NULL},
	{"negative: sign", "(5.50)", NULL},
	{"negative: parentheses", "(5.50)", "-5.5"},
	{"negative: parentheses", "( 5.50 )", "-5.5"},
	{"negative: parentheses", "-5.50", "-5.5"},
	{"negative: parentheses", "(-5.50)", NULL},
	{"negative: parentheses", "()", NULL},
	{"{negative: parentheses, strip: $}", "$(5.50)", "-5.5"},
	{"{negative: parentheses, strip: $}", "($5.50)", "-5.5"},
	{"{}", "\xe2\x88\x92" "5", "-5"},
	{"{}", "5\xe2\x88\x92", "-5"},
	{"{thousands: \"\\u00a0\"}", "1\xc2\xa0" "234.5", "1234.5"},
	{"{thousands: \"\\u202f\"}", "1\xe2\x80\xaf" "234", "1234"},
	{"{thousands: \"\\u00a0\"}", "1 234", "1234"},
	{"{thousands: \" \"}", "1\xe2\x80\xaf" "234\xe2\x80\xaf" "567",
	    "1234567"},
	{"{thousands: \"'\"}", "1'234", "1234"},
	{"{thousands: \"'\"}", "1\xe2\x80\x99" "234", "1234"},
	{"{thousands: \" \"}", "1 23", NULL},
	{"{thousands: \",\"}", "1 234", NULL},
};

static void
numbers_are_read_as_the_rule_says(void **state)
{
	char text[DECIMAL_TEXT_SIZE];
	const char *why;
	struct numrule r;
	struct decimal d;
	bool good;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read_rule(&r, cases[i].yaml), 0);
		good = numtext_parse(&d, numrule_plain(&r,
		    slice_of(cases[i].text), &arena), r.how, &why);
		if (good)
			decimal_print(text, d);
		if (good != (cases[i].wanted != NULL) ||
		    (good && strcmp(text, cases[i].wanted) != 0))
			fail_msg("%s %s: %s", cases[i].yaml, cases[i].text,
			    good ? text : why);
	}
}

static void
what_would_help_is_said(void **state)
{
	static const struct {
		const char *yaml, *text, *hint;
	} hints[] = {
		{"{}", "1,5", " (decimal: \",\"?)"},
		{"{}", "1,500", " (decimal: \",\" or thousands: \",\"?)"},
		{"{}", "1.234,5", " (decimal: \",\", thousands: \".\"?)"},
		{"{}", "1,234.5", " (thousands: \",\"?)"},
		{"{}", "1 234", " (thousands: \" \"?)"},
		{"{}", "(5)", " (negative: parentheses?)"},
		{"{decimal: \",\"}", "1.5", " (decimal: \".\"?)"},
		{"{}", "some", ""}, {"{}", "1,5 kg", ""},
	};
	struct numrule r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(hints); i++) {
		assert_int_equal(read_rule(&r, hints[i].yaml), 0);
		if (strcmp(numrule_hint(&r, slice_of(hints[i].text)),
		    hints[i].hint) != 0)
			fail_msg("%s: %s", hints[i].text, numrule_hint(&r,
			    slice_of(hints[i].text)));
	}
}

static void
what_cannot_be_is_refused(void **state)
{
	struct numrule r;

	(void)state;
	assert_int_equal(read_rule(&r, "{decimal: \",\", thousands: \",\"}"),
	    -1);
	assert_string_equal(error.text, "p.yaml:1:27: is the decimal mark");
	assert_int_equal(read_rule(&r, "thousands: 5"), -1);
	assert_int_equal(read_rule(&r, "decimal: ab"), -1);
	assert_int_equal(read_rule(&r, "negative: red"), -1);
	assert_int_equal(error.kind, ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_the_rule_says),
		cmocka_unit_test(what_would_help_is_said),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
