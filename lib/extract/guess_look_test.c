/* guess_look_test.c - columns of a few values, and what they look like. */
#include "extract/guess_look.h"

#include <setjmp.h>

#include <cmocka.h>

#define VALUES 8

static struct guess_look
look_at(const char *const values[VALUES])
{
	struct guess_look l = GUESS_LOOK_INIT;
	size_t i;

	for (i = 0; i < VALUES && values[i]; i++)
		guess_look_add(&l, slice_of(values[i]));
	return l;
}

static void
numbers_are_told_with_their_marks(void **state)
{
	static const struct {
		const char *values[VALUES];
		bool numbers;
		enum guess_number how;
	} cases[] = {
	    {{"1", "2.5", "-3", ".5"}, true, GUESS_POINT},
	    {{"1", "2,5", "3"}, true, GUESS_COMMA},
	    {{"1,234.5", "1"}, true, GUESS_COMMA_GROUPS},
	    {{"1.234,5", "1"}, true, GUESS_POINT_GROUPS},
	    {{"1", "AR", "2", "as required"}, true, GUESS_POINT},
	    {{"1", "x", "y"}, false, GUESS_POINT},
	    {{""}, false, GUESS_POINT},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_look l = look_at(cases[i].values);
		enum guess_number how = GUESS_POINT;

		assert_int_equal(guess_look_number(&l, &how),
		    cases[i].numbers);
		if (cases[i].numbers)
			assert_int_equal(how, cases[i].how);
		guess_look_release(&l);
	}
}

static void
dates_have_the_format_that_fits_all(void **state)
{
	static const struct {
		const char *values[VALUES];
		const char *format, *other;
	} cases[] = {
	    {{"2026-11-23", "2026-01-02"}, "%Y-%m-%d", NULL},
	    {{"31.12.2026", "01.02.2026"}, "%d.%m.%Y", NULL},
	    {{"12/31/2026", "01/02/2026"}, "%m/%d/%Y", NULL},
	    {{"31/12/2026", "01/02/2026"}, "%d/%m/%Y", NULL},
	    {{"01/02/2026", "03/04/2026"}, "%m/%d/%Y", "%d/%m/%Y"},
	    {{"2026-04-30 00:00:00.000"}, "%Y-%m-%d %H:%M:%S.%f", NULL},
	    {{"23-Nov-2026", ""}, "%d-%b-%Y", NULL},
	    {{"23-Nov-2026", "soon"}, NULL, NULL},
	    {{"", ""}, NULL, NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_look l = look_at(cases[i].values);
		const char *format = guess_look_date(&l);
		const char *other = guess_look_other_date(&l);

		assert_int_equal(format != NULL, cases[i].format != NULL);
		if (format)
			assert_string_equal(format, cases[i].format);
		assert_int_equal(other != NULL, cases[i].other != NULL);
		if (other)
			assert_string_equal(other, cases[i].other);
		guess_look_release(&l);
	}
}

static void
designators_are_told_with_what_is_between(void **state)
{
	static const struct {
		const char *values[VALUES];
		uint64_t refs, count, single, ranges;
		uint64_t between[GUESS_BETWEENS];
	} cases[] = {
	    {{"R1, R2,R3", "C1"}, 2, 4, 1, 0, {1, 0, 0}},
	    {{"R1 R2", "R3;R4", "U1A"}, 3, 5, 1, 0, {0, 1, 1}},
	    {{"BTN0-6", "R1-R4, R9"}, 2, 3, 0, 2, {1, 0, 0}},
	    {{"ACT,PWR", "100nF", "R", "12"}, 0, 0, 0, 0, {0, 0, 0}},
	    {{"C123456789"}, 0, 0, 0, 0, {0, 0, 0}},
	};
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_look l = look_at(cases[i].values);

		assert_int_equal(l.refs, cases[i].refs);
		assert_int_equal(l.ref_count, cases[i].count);
		assert_int_equal(l.single, cases[i].single);
		assert_int_equal(l.ranges, cases[i].ranges);
		for (n = 0; n < GUESS_BETWEENS; n++)
			assert_int_equal(l.between[n], cases[i].between[n]);
		guess_look_release(&l);
	}
}

static void
levels_are_plain_dotted_marked_or_indented(void **state)
{
	static const struct {
		const char *values[VALUES];
		uint64_t whole, dotted, deep, dots, indented;
	} cases[] = {
	    {{"0", "1", "2"}, 3, 3, 0, 0, 0},
	    {{"1", "1.1", "1.1.2", "2"}, 2, 4, 2, 0, 0},
	    {{"1", ".2", "..3"}, 1, 1, 0, 2, 0},
	    {{"A", "  B", "    C"}, 0, 0, 0, 0, 2},
	    {{"-5", "1.", "1..2"}, 0, 0, 0, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_look l = look_at(cases[i].values);

		assert_int_equal(l.whole, cases[i].whole);
		assert_int_equal(l.dotted, cases[i].dotted);
		assert_int_equal(l.deep, cases[i].deep);
		assert_int_equal(l.dots, cases[i].dots);
		assert_int_equal(l.indented, cases[i].indented);
		guess_look_release(&l);
	}
}

static void
counting_money_and_words_for_nothing_are_seen(void **state)
{
	static const char *const counts[VALUES] = {"1", "2", "3", "5"};
	static const char *const money[VALUES] = {"$1.50", "$1,000.00"};
	static const char *const euros[VALUES] = {"1.50 \xe2\x82\xac", "2"};
	static const char *const nothing[VALUES] = {"n/a", "x", "", "NULL"};
	struct guess_look l = look_at(counts);

	(void)state;
	assert_int_equal(l.counting, 3);
	assert_true(guess_look_unique(&l));
	guess_look_release(&l);
	l = look_at(money);
	assert_string_equal(guess_look_money(&l), "$");
	assert_int_equal(l.grouped, 1);
	guess_look_release(&l);
	l = look_at(euros);
	assert_null(guess_look_money(&l));
	guess_look_release(&l);
	l = look_at(nothing);
	assert_int_equal(l.filled, 1);
	assert_int_equal(l.rows, 4);
	assert_false(guess_look_unique(&l));
	assert_true(guess_look_nothing(SLICE("NULL")));
	assert_true(guess_look_nothing(SLICE("")));
	assert_false(guess_look_nothing(SLICE("Null")));
	guess_look_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_told_with_their_marks),
	    cmocka_unit_test(dates_have_the_format_that_fits_all),
	    cmocka_unit_test(designators_are_told_with_what_is_between),
	    cmocka_unit_test(levels_are_plain_dotted_marked_or_indented),
	    cmocka_unit_test(counting_money_and_words_for_nothing_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
