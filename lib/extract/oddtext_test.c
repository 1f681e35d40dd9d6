/* oddtext_test.c - blanks of all kinds, and what only looks like a hyphen. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/oddtext.h"

static void
blanks_of_unicode_are_trimmed(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {
		{" \t a b\r\n", "a b"}, {"\xc2\xa0" "a\xc2\xa0", "a"},
		{"\xe2\x80\xaf a \xe3\x80\x80", "a"},
		{"\xef\xbb\xbf" "a", "a"}, {"a\xe2\x80\x8b", "a"},
		{"\xc2\xa0\xc2\xa0", ""}, {"", ""},
		{"a\xc2\xa0" "b", "a\xc2\xa0" "b"},
		/* no blanks: a letter, a hyphen, a lone byte */
		{"\xc3\xa0", "\xc3\xa0"}, {"a\xe2\x80\x90", "a\xe2\x80\x90"},
		{"a\xa0", "a\xa0"}, {"\xa0" "a", "\xa0" "a"},
		{"a\x80\x80\x80\x80", "a\x80\x80\x80\x80"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (!slice_is(oddtext_trim(slice_of(cases[i].text)),
		    cases[i].trimmed))
			fail_msg("%s", cases[i].text);
}

static void
what_looks_like_another_character_is_found(void **state)
{
	static const struct {
		const char *text;
		uint32_t point;
	} cases[] = {
		{"A-1 b", 0}, {"", 0}, {"Gr\xc3\xb6\xc3\x9f" "e \xc2\xb5", 0},
		{"A\xc2\xa0" "1", 0xa0}, {"A\xe2\x80\x91" "1", 0x2011},
		{"A\xe2\x80\x93" "1", 0x2013}, {"A\xe2\x88\x92" "1", 0x2212},
		{"A\xe2\x80\x8b", 0x200b}, {"A\xc2\xad" "1", 0xad},
		{"A\n1", 0x0a}, {"A\t1", 0x09}, {"A\xa0" "1", 0},
		{"\xe2\x84\xa6 \xe6\x97\xa5", 0}, {"A\x7f", 0x7f},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (oddtext_find(slice_of(cases[i].text)) != cases[i].point)
			fail_msg("%s: %x", cases[i].text,
			    (unsigned)oddtext_find(slice_of(cases[i].text)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_of_unicode_are_trimmed),
		cmocka_unit_test(what_looks_like_another_character_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
