/* damagetext_test.c - what is damage, and what only looks odd. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/damagetext.h"
#include "extract/ere.h"

static void
check(bool (*is)(struct slice), const char *const *texts, bool wanted)
{
	for (; *texts; texts++)
		if (is(slice_of(*texts)) != wanted)
			fail_msg("\"%s\" is %s", *texts, wanted ? "missed"
			    : "taken for damage");
}

static void
only_the_form_of_spreadsheets_is_scientific(void **state)
{
	static const char *const are[] = {
		"1.23E+05", "9.55E+12", "1E+05", "1e-07", "-1.5E+10",
		"1,23E+05", "1.E+10", "4.00E+100", NULL,
	};
	static const char *const are_not[] = {
		"1E5", "2E3", "1E05", "12E+05", "1.23E+5", "1.23E+0005",
		"E+05", "1.23E+05A", "1.23E05", "123456", "", "1+05E",
		NULL,
	};

	(void)state;
	check(damagetext_scientific, are, true);
	check(damagetext_scientific, are_not, false);
}

static void
dates_are_told_from_numbers_of_parts(void **state)
{
	static const char *const are[] = {
		"5-Mar", "05-Mar", "Mar-05", "Mar-2005", "5-Mar-05",
		"05-Mar-2005", "05. Mrz", "5. Mai", "01. Dez. 2021",
		"2005-03-01", "2005-03-01 00:00:00", "2005-03-01T10:30",
		"03/05/2005", "3/15/2005", "15.3.2005", "3/1/2005 12:00",
		"mar-05", "1-déc", NULL,
	};
	static const char *const are_not[] = {
		"MAR-05", "5-MAR", "Mar-5", "Marc-05", "2005-13-01",
		"2005-3-1", "1850-03-01", "5962-01-02", "32-Mar", "0-Mar",
		"15/15/2005", "3/1/20", "3.1.20", "10.10.10.10",
		"2005-03-01-A", "3/1.2005", "1-2-3", "12-ABC", "12-34",
		"2005-03-01 25:00", "5-Mar-005", "5Mar", "5/Mar", NULL,
	};

	(void)state;
	check(damagetext_date, are, true);
	check(damagetext_date, are_not, false);
}

static void
texts_of_the_full_length_may_be_cut(void **state)
{
	static const size_t lengths[] = {254, 255, 256, 32766, 32767, 32768};
	struct buf b = BUF_INIT(100000);
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(lengths); i++) {
		buf_clear(&b);
		for (k = 0; k < lengths[i]; k++)
			buf_add_text(&b, k % 7 ? "x" : "\xc3\xa4");
		assert_int_equal(damagetext_cut(buf_slice(&b)),
		    lengths[i] == 255 || lengths[i] == 32767);
	}
	buf_release(&b);
}

static void
mojibake_is_told_from_foreign_letters(void **state)
{
	static const struct {
		const char *text;
		const char *found; /* NULL: none */
	} cases[] = {
		{"Gr\xc3\x83\xc2\xb6\xc3\x83\xc5\xb8" "e", "\xc3\x83\xc2\xb6"},
		{"a \xc3\xa2\xe2\x82\xac\xe2\x80\x9c b",
		    "\xc3\xa2\xe2\x82\xac\xe2\x80\x9c"},
		{"10\xc3\x82\xc2\xb0 C", "\xc3\x82\xc2\xb0"},
		{"10 \xc3\x82\xc2\xb5" "F", "\xc3\x82\xc2\xb5"},
		{"4.7k\xc3\x8e\xc2\xa9", "\xc3\x8e\xc2\xa9"},
		{"lost \xef\xbf\xbd", "\xef\xbf\xbd"},
		{"Gr\xc3\xb6\xc3\x9f" "e", NULL},
		{"\xc3\x98\xc2\xbd\" pipe", NULL},
		{"S\xc3\x83O PAULO", NULL},
		{"\xc2\xb1 5 \xc2\xb5m \xc2\xb0", NULL},
		{"caf\xc3\xa9\xe2\x84\xa2", NULL},
		{"\xe6\x97\xa5\xe6\x9c\xac", NULL},
		{"\xd0\x9c\xd0\xbe\xd1\x81", NULL},
		{"W\xe2\x80\x9aitch!", NULL},
		{"plain", NULL}, {"", NULL}, {"\xc3", NULL},
	};
	struct slice found;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		if (damagetext_mojibake(slice_of(cases[i].text), &found) !=
		    (cases[i].found != NULL) || (cases[i].found &&
		    !slice_is(found, cases[i].found)))
			fail_msg("case %zu: \"%s\"", i, cases[i].text);
}

static void
lost_zeros_and_fused_revisions_are_found_by_the_pattern(void **state)
{
	static const struct {
		const char *text;
		unsigned zeros;
		const char *revision; /* NULL: none */
	} cases[] = {
		{"00012345", 0, NULL}, {"12345", 3, NULL}, {"1", 7, NULL},
		{"123456789", 0, NULL}, {"", 8, NULL}, {"A1234567", 0, NULL},
		{"00012345 Rev B", 0, "B"}, {"00012345_B", 0, "B"},
		{"00012345-02", 0, "02"}, {"00012345RevAA", 0, "AA"},
		{"00012345 (C)", 0, "C"}, {"00012345 rev. 1", 0, "1"},
		{"00012345/A1", 0, "A1"}, {"00012345B", 0, NULL},
		{"00012345-LONG", 0, NULL}, {"12345 Rev B", 0, NULL},
		{"00012345 Rev", 0, NULL},
	};
	char why[100];
	struct ere *like = ere_new_whole(SLICE("[0-9]{8}"), why, sizeof(why));
	struct slice revision;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct slice text = slice_of(cases[i].text);

		if (damagetext_zeros(like, text) != cases[i].zeros)
			fail_msg("\"%s\": %u", cases[i].text,
			    damagetext_zeros(like, text));
		if (damagetext_fused(like, text, &revision) !=
		    (cases[i].revision != NULL) || (cases[i].revision &&
		    !slice_is(revision, cases[i].revision)))
			fail_msg("\"%s\" and its revision", cases[i].text);
	}
	ere_free(like);
}

static void
words_of_the_trade_are_known(void **state)
{
	static const char *const are[] = {
		"AR", "A/R", "a/r", "A.R.", "AS REQ", "As Req'd", "as required",
		"AS-REQUIRED", "AS REQ.", "as needed", NULL,
	};
	static const char *const are_not[] = {
		"A", "ARM", "1", "R", "AS", "REQ", "A R 2", "REF", "",
		"AR2", "as required by the customer", NULL,
	};

	(void)state;
	check(damagetext_as_required, are, true);
	check(damagetext_as_required, are_not, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_form_of_spreadsheets_is_scientific),
		cmocka_unit_test(dates_are_told_from_numbers_of_parts),
		cmocka_unit_test(texts_of_the_full_length_may_be_cut),
		cmocka_unit_test(mojibake_is_told_from_foreign_letters),
		cmocka_unit_test(
		    lost_zeros_and_fused_revisions_are_found_by_the_pattern),
		cmocka_unit_test(words_of_the_trade_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
