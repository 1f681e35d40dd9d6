/* unit_test.c - the built-in table, and a site's conversions on top of it. */
#include "model/unit.h"

#include <setjmp.h>

#include <cmocka.h>

static struct decimal
number(const char *text)
{
	struct decimal d;

	if (!decimal_parse(&d, slice_of(text)))
		fail_msg("%s is no number", text);
	return d;
}

/* "ITEM FROM TO N D" */
static int
add(struct unit_table *t, const char *text, struct err *e)
{
	struct slice rest = slice_of(text);
	struct unit_conversion c;
	struct slice n;

	c.item = slice_cut(&rest, ' ');
	c.from = slice_cut(&rest, ' ');
	c.to = slice_cut(&rest, ' ');
	n = slice_cut(&rest, ' ');
	assert_true(decimal_parse(&c.numerator, n));
	assert_true(decimal_parse(&c.denominator, rest));
	return unit_table_add(t, &c, e);
}

/* "N/D", or the answer in words. */
static const char *
found(const struct unit_table *t, const char *item, const char *from,
    const char *to)
{
	static char text[2 * DECIMAL_TEXT_SIZE];
	char d[DECIMAL_TEXT_SIZE];
	struct factor f;
	enum unit_answer answer;
	size_t n;

	answer = unit_find(t, slice_of(item), slice_of(from), slice_of(to),
	    &f);
	if (answer != UNIT_FOUND)
		return unit_answer_text(answer);
	n = decimal_print(text, f.numerator);
	decimal_print(d, f.denominator);
	snprintf(text + n, sizeof(text) - n, "/%s", d);
	return text;
}

static void
every_built_in_row_keeps_the_rules_of_the_table(void **state)
{
	size_t i;

	(void)state;
	assert_true(unit_standard_count > 200);
	for (i = 0; i < unit_standard_count; i++) {
		const struct unit_standard *u = &unit_standards[i], *base;
		struct factor f = factor_of(u->numerator, u->denominator);

		assert_true(u->code.len >= 2 && u->code.len <= 3);
		assert_true(u->name.len > 0);
		assert_true(!i || slice_compare(u[-1].code, u->code) < 0);
		assert_ptr_equal(unit_standard_find(u->code), u);
		assert_true(f.numerator.coefficient == u->numerator);
		assert_true(f.denominator.coefficient == u->denominator);
		base = unit_standard_find(u->base);
		assert_non_null(base);
		assert_true(slice_equal(base->base, base->code));
		assert_true(base->numerator == 1 && base->denominator == 1);
	}
	assert_null(unit_standard_find(SLICE("")));
	assert_null(unit_standard_find(SLICE("mtr")));
	assert_null(unit_standard_find(SLICE("MTR ")));
	assert_null(unit_standard_find(SLICE("ZZZ")));
	assert_null(unit_standard_find(SLICE("0")));
}

static void
built_in_units_convert_exactly(void **state)
{
	static const char *const table[][3] = {
	    {"INH", "MTR", "127/5000"}, {"INH", "MMT", "127/5"},
	    {"FOT", "INH", "12/1"}, {"YRD", "FOT", "3/1"},
	    {"SMI", "YRD", "1760/1"}, {"CMT", "MTR", "1/100"},
	    {"KMT", "MMT", "1000000/1"}, {"LBR", "KGM", "45359237/100000000"},
	    {"LBR", "ONZ", "16/1"}, {"ONZ", "GRM", "45359237/1600000"},
	    {"STN", "LBR", "2000/1"}, {"LTN", "LBR", "2240/1"},
	    {"LBR", "GRN", "7000/1"}, {"TNE", "KGM", "1000/1"},
	    {"LTR", "MLT", "1000/1"}, {"MTQ", "LTR", "1000/1"},
	    {"DMQ", "LTR", "1/1"}, {"GLL", "INQ", "231/1"},
	    {"GLL", "OZA", "128/1"}, {"GLI", "LTR", "454609/100000"},
	    {"GLI", "OZI", "160/1"}, {"FTQ", "INQ", "1728/1"},
	    {"YDQ", "FTQ", "27/1"}, {"FTK", "INK", "144/1"},
	    {"YDK", "FTK", "9/1"}, {"HUR", "MIN", "60/1"},
	    {"DAY", "HUR", "24/1"}, {"DZN", "EA", "12/1"},
	    {"GRO", "DZN", "12/1"}, {"EA", "C62", "1/1"},
	    {"H87", "EA", "1/1"}, {"PR", "EA", "2/1"}, {"MIL", "CEN", "10/1"},
	    {"KWH", "JOU", "3600000/1"}, {"PS", "PAL",
	    "8896443230521/1290320000"}, {"4O", "4T", "1000000/1"},
	    {"MTR", "MTR", "1/1"}, {"nonsense", "nonsense", "1/1"},
	    {"MTR", "KGM", "there is no conversion"},
	    {"SET", "EA", "there is no conversion"},
	    {"MTR", "mm", "there is no conversion"},
	};
	struct unit_table t = UNIT_TABLE_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_string_equal(found(&t, "", table[i][0], table[i][1]),
		    table[i][2]);
		assert_string_equal(found(&t, "P", table[i][0], table[i][1]),
		    table[i][2]);
	}
	unit_table_release(&t);
}

static void
the_nearest_word_on_a_conversion_decides(void **state)
{
	static const char *const conversions[] = {
	    "A BX EA 12 1", " BX EA 10 1", " CTN BX 4 1",
	    "A EA KGM 2.5 1", "A CTN BX 3 1",
	    "B EA KGM 1 3", "B DZN EA 13 1", "B ROL MTR 50 1",
	    "C ROL KGM 5 1", "C ROL LBR 11 1", " ROL CMT 2000 1",
	    "D EA BX 1 6", "D SQ MTK 0.09290304 0.01",
	    "E EA KGM 1e37 1", "E BX LBR 1 1e37",
	    "F EA XX 2 1", "F YY XX 3 1", " PAL CTN 5 1",
	};
	static const char *const table[][4] = {
	    /* an item's own, both ways; else the general one */
	    {"A", "BX", "EA", "12/1"}, {"A", "EA", "BX", "1/12"},
	    {"Z", "BX", "EA", "10/1"}, {"", "EA", "BX", "1/10"},
	    {"D", "BX", "EA", "6/1"}, {"A", "CTN", "BX", "3/1"},
	    /* an item's own overrides what is built in */
	    {"B", "DZN", "EA", "13/1"}, {"A", "DZN", "EA", "12/1"},
	    /* built in before what the item says of other units */
	    {"C", "LBR", "KGM", "45359237/100000000"},
	    /* by a base: the item's on one side, on both */
	    {"A", "EA", "LBR", "250000000/45359237"},
	    {"A", "BX", "DZN", "1/1"}, {"A", "BX", "KGM", "30/1"},
	    {"A", "KGM", "GRO", "1/360"}, {"B", "GRO", "GRM", "48000/1"},
	    {"B", "ROL", "FOT", "62500/381"}, {"", "ROL", "INH",
	    "100000/127"}, {"D", "SQ", "FTK", "100/1"},
	    {"A", "H87", "GRM", "2500/1"}, {"B", "DZN", "KGM",
	    "conversions contradict each other"},
	    {"F", "EA", "YY", "2/3"}, {"F", "PR", "YY", "4/3"},
	    /* with general ones, as far as one on each side leads */
	    {"Z", "CTN", "EA", "40/1"}, {"A", "CTN", "EA", "36/1"},
	    {"Z", "PAL", "CTN", "5/1"}, {"Z", "PAL", "BX", "20/1"},
	    {"Z", "PAL", "EA", "there is no conversion"},
	    {"Z", "BX", "DZN", "5/6"},
	    /* an item's own contradict each other, or do not */
	    {"C", "ROL", "GRM", "conversions contradict each other"},
	    {"C", "ROL", "KGM", "5/1"}, {"C", "ROL", "CMT", "2000/1"},
	    /* kilograms and pounds of so many digits */
	    {"E", "KGM", "BX", "the factor needs more than 38 digits"},
	    {"E", "KGM", "EA", "1/10000000000000000000000000000000000000"},
	    {"A", "EA", "MTR", "there is no conversion"},
	    {"A", "ROL", "KGM", "there is no conversion"},
	};
	struct unit_table t = UNIT_TABLE_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(conversions); i++)
		assert_int_equal(add(&t, conversions[i], &e), 0);
	for (i = 0; i < COUNT_OF(table); i++)
		assert_string_equal(found(&t, table[i][0], table[i][1],
		    table[i][2]), table[i][3]);
	unit_table_release(&t);
	unit_table_release(&t);
}

static void
contradictions_of_one_level_are_not_decided(void **state)
{
	static const char *const conversions[] = {
	    "A BX EA 12 1", "A EA BX 1 10", " CS EA 6 1", " EA CS 1 6",
	};
	struct unit_table t = UNIT_TABLE_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(conversions); i++)
		assert_int_equal(add(&t, conversions[i], &e), 0);
	assert_string_equal(found(&t, "A", "BX", "EA"),
	    "conversions contradict each other");
	assert_string_equal(found(&t, "A", "BX", "DZN"),
	    "conversions contradict each other");
	assert_string_equal(found(&t, "A", "CS", "EA"), "6/1");
	unit_table_release(&t);
}

static void
wrong_conversions_are_refused_with_the_reason(void **state)
{
	static const char *const table[][2] = {
	    {"A  EA 1 1", "a unit is empty"}, {"A EA  1 1",
	    "a unit is empty"},
	    {"A BX EA 0 1", "numerator and denominator must be above 0"},
	    {"A BX EA 1 0", "numerator and denominator must be above 0"},
	    {"A BX EA -1 1", "numerator and denominator must be above 0"},
	    {"A BX EA 1 -1", "numerator and denominator must be above 0"},
	    {"A BX EA 1e37 0.1", "the factor needs more than 38 digits"},
	    {"A EA EA 2 1", "a unit is 1 of itself"},
	    {"A CS EA 7 1", "another factor is given already"},
	};
	struct unit_table t = UNIT_TABLE_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(add(&t, "A CS EA 6 1", &e), 0);
	assert_int_equal(add(&t, "A CS EA 12 2", &e), 0);
	assert_int_equal(add(&t, "B CS EA 7 1", &e), 0);
	assert_int_equal(add(&t, "A EA EA 3 3", &e), 0);
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_int_equal(add(&t, table[i][0], &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_non_null(strstr(e.text, table[i][1]));
		err_clear(&e);
	}
	assert_int_equal(add(&t, "A CS EA 7 1", &e), -1);
	assert_string_equal(e.text, "conversion of \"CS\" to \"EA\" for item "
	    "\"A\": another factor is given already");
	unit_table_release(&t);
}

static void
items_of_many_names_keep_their_own_factors(void **state)
{
	struct unit_table t = UNIT_TABLE_INIT;
	struct err e = ERR_INIT;
	char item[16], expected[16];
	int i;

	(void)state;
	for (i = 1; i <= 20000; i++) {
		struct unit_conversion c = {slice_from(item, 0),
		    SLICE("BX"), SLICE("EA"), decimal_of(i), number("1")};

		c.item.len = (size_t)snprintf(item, sizeof(item), "P%d", i);
		assert_int_equal(unit_table_add(&t, &c, &e), 0);
	}
	for (i = 1; i <= 20000; i += 7) {
		snprintf(item, sizeof(item), "P%d", i);
		snprintf(expected, sizeof(expected), "%d/1", i);
		assert_string_equal(found(&t, item, "BX", "EA"), expected);
	}
	assert_string_equal(found(&t, "P0", "BX", "EA"),
	    "there is no conversion");
	unit_table_release(&t);
}

static void
units_of_pieces_are_known(void **state)
{
	(void)state;
	assert_true(unit_of_pieces(SLICE("")));
	assert_true(unit_of_pieces(SLICE("EA")));
	assert_true(unit_of_pieces(SLICE("PCE")));
	assert_false(unit_of_pieces(SLICE("KGM")));
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_built_in_row_keeps_the_rules_of_the_table),
	    TEST(built_in_units_convert_exactly),
	    TEST(the_nearest_word_on_a_conversion_decides),
	    TEST(contradictions_of_one_level_are_not_decided),
	    TEST(wrong_conversions_are_refused_with_the_reason),
	    TEST(units_of_pieces_are_known),
	    TEST(items_of_many_names_keep_their_own_factors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
