/* alike_test.c - which values count as the same. */
#include "model/alike.h"

#include <setjmp.h>

#include <cmocka.h>

static void
folding_leaves_case_and_blanks_aside_and_nothing_else(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} table[] = {
	    {"", "", true},
	    {"", "  \t", true},
	    {"Bolt M8", "bolt  m8 ", true},
	    {" a\xc2\xa0" "b", "A B", true},
	    {"ab", "a b", false},
	    {"a", "ab", false},
	    {"a ", "a b", false},
	    {"B\xc3\x96RSE", "b\xc3\xb6rse", true},
	    {"\xc3\x97", "\xc3\xb7", false}, /* times, division */
	    {"\xc5\x81\xc3\xb3\xc5\xba", "\xc5\x82\xc3\x93\xc5\xb9", true},
	    {"\xce\xa3\xce\xa3", "\xcf\x83\xcf\x82", true}, /* sigmas */
	    {"\xd0\x91\xd0\x9e\xd0\x9b\xd0\xa2",
		"\xd0\xb1\xd0\xbe\xd0\xbb\xd1\x82", true},
	    {"\xc2\xb5" "F", "\xce\xbc" "f", true},  /* micro, mu */
	    {"\xe2\x84\xa6", "\xcf\x89", true},      /* ohm, omega */
	    {"\xf0\x9f\x94\xa9", "\xf0\x9f\x94\xa9", true},
	    {"\xf0\x9f\x94\xa9", "\xf0\x9f\x94\xaa", false},
	    {"[", "{", false},
	    {"@", "`", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		bool is = alike_folded(slice_of(table[i].a),
		    slice_of(table[i].b));

		if (is != table[i].same || is != alike_folded(
		    slice_of(table[i].b), slice_of(table[i].a)))
			fail_msg("\"%s\" and \"%s\"", table[i].a, table[i].b);
	}
}

static void
days_apart_are_counted_with_their_bound(void **state)
{
	static const struct {
		const char *bound, *plm, *erp;
		bool same;
	} table[] = {
	    {"3", "2026-02-27", "2026-03-02", true},
	    {"3", "2026-02-27", "2026-03-03", false},
	    {"3", "2026-03-03", "2026-02-28", true},
	    {"0", "2026-03-03", "2026-03-03T23:59:59Z", true},
	    {"1", "2026-03-03T00:00:00Z", "2026-03-04T23:59:59Z", true},
	    {"1", "2026-03-03", "", false},
	};
	struct alike_how how = {ALIKE_DAYS, DECIMAL_ZERO};
	struct value plm, erp;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		plm = value_of_text(slice_of(table[i].plm));
		erp = value_of_text(slice_of(table[i].erp));
		assert_true(decimal_parse(&how.bound,
		    slice_of(table[i].bound)));
		assert_int_equal(alike(&how, &plm, &erp), table[i].same);
	}
}

/* A value from a word: empty is absent, "'..." a text, else a number. */
static struct value
value_from(const char *word)
{
	struct value v = VALUE_INIT;

	if (!*word)
		return v;
	v.kind = *word == '\'' ? VALUE_TEXT : VALUE_NUMBER;
	v.text = slice_of(word + (*word == '\''));
	return v;
}

static void
tolerances_are_exact_and_include_their_bounds(void **state)
{
	static const char big[] = "99999999999999999999999999999999999999";
	static const char top[] = "99999999999999999999999999999999999998";
	static const struct {
		enum alike_way way;
		const char *bound, *plm, *erp;
		bool same;
	} table[] = {
	    {ALIKE_EXACT, "0", "2.5", "2.5", true},
	    {ALIKE_EXACT, "0", "2.5", "2.51", false},
	    {ALIKE_EXACT, "0", "", "", true},
	    {ALIKE_EXACT, "0", "0", "", false},
	    {ALIKE_TOLERANCE, "0.1", "0.3", "0.2", true},
	    {ALIKE_TOLERANCE, "0.1", "0.2", "0.3", true},
	    {ALIKE_TOLERANCE, "0.1", "0.2", "0.30000000000000000001", false},
	    {ALIKE_TOLERANCE, "1", "-0.5", "0.5", true},
	    {ALIKE_TOLERANCE, "1", "", "0", false},
	    {ALIKE_TOLERANCE, "1", "0", "", false},
	    {ALIKE_TOLERANCE, "1", big, top, true},
	    {ALIKE_TOLERANCE, "1", "-99999999999999999999999999999999999999",
		big, false},
	    {ALIKE_TOLERANCE, "0", "'2.50", "2.5", true},
	    {ALIKE_TOLERANCE, "9", "'two", "2", false},
	    {ALIKE_PERCENT, "1", "200", "202", true},
	    {ALIKE_PERCENT, "1", "200", "202.01", false},
	    {ALIKE_PERCENT, "1", "202.01", "200", true}, /* of the first */
	    {ALIKE_PERCENT, "1", "-200", "-198", true},
	    {ALIKE_PERCENT, "100", "0", "0.1", false},
	    /* beyond 38 digits nothing is said to be alike */
	    {ALIKE_PERCENT, "10", big, top, false},
	    {ALIKE_DATE, "0", "'2026-11-22", "'2026-11-22T09:00:00Z", true},
	    {ALIKE_DATE, "0", "'2026-11-22", "'2026-11-23", false},
	    {ALIKE_FOLDED, "0", "'x", "2", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct alike_how how = {.way = table[i].way};
		struct value plm = value_from(table[i].plm);
		struct value erp = value_from(table[i].erp);

		assert_true(decimal_parse(&how.bound,
		    slice_of(table[i].bound)));
		if (alike(&how, &plm, &erp) != table[i].same)
			fail_msg("%zu: %s and %s", i, table[i].plm,
			    table[i].erp);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		folding_leaves_case_and_blanks_aside_and_nothing_else),
	    cmocka_unit_test(tolerances_are_exact_and_include_their_bounds),
	    cmocka_unit_test(days_apart_are_counted_with_their_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
