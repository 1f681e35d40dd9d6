/* expr_test.c - expressions over records, held to tables. */
#include "expr/expr.h"

#include "model/recin.h"

#include <setjmp.h>

#include <cmocka.h>

#define NINES "99999999999999999999999999999999999999" /* 38 */

static const char line_text[] =
    "{\"type\":\"bom_line\",\"parent\":\"A-100\",\"parent_revision\":\"B\","
    "\"plant\":\"\",\"usage\":\"eng\",\"alternative\":\"\","
    "\"find_number\":\"0010\",\"component\":\"1E5\",\"occurrence\":\"\","
    "\"quantity\":2.5,\"uom\":\"EA\",\"refdes\":[\"R1\",\"R2\",\"R10\"],"
    "\"scrap_percent\":9,\"phantom\":true,\"effective_from\":\"2026-11-22\","
    "\"note\":\"it's \\u00e4\",\"attrs\":{\"CODE\":\"1E5\",\"LONG\":12.50,"
    "\"WHOLE\":10,\"YES\":true}}";

static const char change_text[] =
    "{\"type\":\"change_order\",\"change_order\":\"ECO-1\","
    "\"priority\":\"high\",\"plants\":[\"1000\"],"
    "\"change\":{\"op\":\"remove\"}}";

static const char substitute_text[] =
    "{\"type\":\"substitute\",\"parent\":\"A\",\"component\":\"B\","
    "\"substitute\":\"C\",\"priority\":10,\"ratio\":\"" NINES "\"}";

struct fixture {
	struct expr_env *env;
	struct arena arena;
	struct record line;
	struct record change;
	struct record substitute;
};

static void
read_record(struct fixture *f, struct record *r, const char *text)
{
	struct err e = ERR_INIT;

	if (recin_parse(r, slice_of(text), JSON_AT("test", 1), &f->arena,
	    &e) < 0)
		fail_msg("%s", e.text);
}

static int
set_up(void **state)
{
	static struct fixture f;
	static const char *const plants[] = {"plant", "name", "factor", NULL};
	static const char *const codes[] = {"system", "code", "uom", NULL};
	static const struct slice rows[][3] = {
	    {SLICE_INIT("1000"), SLICE_INIT("Berlin"), SLICE_INIT("1.05")},
	    {SLICE_INIT("a:b"), SLICE_INIT("x"), {NULL, 0}},
	    {SLICE_INIT(""), SLICE_INIT("all"), SLICE_INIT("12")},
	};
	struct err e = ERR_INIT;
	size_t i;

	memset(&f, 0, sizeof(f));
	f.env = expr_env_for_records(&e);
	assert_non_null(f.env);
	expr_env_set_line(f.env, 0, 7);
	assert_int_equal(expr_table_new(f.env, "plants", plants, 1, &e), 0);
	assert_int_equal(expr_table_new(f.env, "codes", codes, 2, &e), 0);
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(expr_table_add(f.env, "plants", rows[i], &e),
		    0);
		assert_int_equal(expr_table_add(f.env, "codes", rows[i], &e),
		    0);
	}
	read_record(&f, &f.line, line_text);
	read_record(&f, &f.change, change_text);
	read_record(&f, &f.substitute, substitute_text);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	expr_env_free(f->env);
	arena_release(&f->arena);
	return 0;
}

/* The value with its kind in front: "n 2.5", "t text", "null"; or "! error". */
static void
show(char out[ERR_TEXT_MOST], struct fixture *f, const struct record *r,
    const char *text)
{
	struct expr_input in = {r, NULL, 0};
	struct err e = ERR_INIT;
	struct expr *x = expr_new(f->env, slice_of(text), "at", &e);
	struct expr_value v;

	if (!x || expr_eval(x, &in, &v, &e) < 0) {
		assert_int_equal(e.kind, ERR_USAGE);
		if (strncmp(e.text, "at: ", 4) != 0)
			fail_msg("%s: no place in: %s", text, e.text);
		snprintf(out, ERR_TEXT_MOST, "! %s", e.text + 4);
	} else if (v.null) {
		snprintf(out, ERR_TEXT_MOST, "null");
	} else {
		snprintf(out, ERR_TEXT_MOST, "%s %.*s", v.number ? "n" : "t",
		    (int)v.text.len, v.text.at);
	}
	expr_free(x);
}

struct row {
	const char *text;
	const char *result;
};

static void
check(struct fixture *f, const struct record *r, const struct row *rows,
    size_t count)
{
	char result[ERR_TEXT_MOST];
	size_t i;

	for (i = 0; i < count; i++) {
		show(result, f, r, rows[i].text);
		if (strcmp(result, rows[i].result) != 0)
			fail_msg("%s\n  gives  %s\n  wanted %s", rows[i].text,
			    result, rows[i].result);
	}
}

static void
members_have_their_kinds(void **state)
{
	static const struct row rows[] = {
	    {"quantity", "n 2.5"}, {"QUANTITY", "n 2.5"},
	    {"\"quantity\"", "n 2.5"}, {"type", "t bom_line"},
	    {"find_number", "t 0010"}, {"component", "t 1E5"},
	    {"plant", "t "}, {"phantom", "n 1"}, {"optional", "n 0"},
	    {"refdes", "t R1,R2,R10"}, {"effective_from", "t 2026-11-22"},
	    {"effective_to", "null"}, {"note", "t it's \xc3\xa4"},
	    {"line_number", "n 7"}, {"change", "null"},
	    /* members of other types */
	    {"mass", "null"}, {"item", "null"}, {"safety_stock", "null"},
	    {"attr('CODE')", "t 1E5"}, {"attr('LONG')", "n 12.5"},
	    {"attr('WHOLE')", "n 10"}, {"attr('YES')", "n 1"},
	    {"attr('NO')", "null"}, {"attr(NULL)", "null"},
	    {"attr('CO' || 'DE')", "t 1E5"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

static void
a_flag_that_the_type_does_not_have_is_null(void **state)
{
	static const struct row rows[] = {
	    {"phantom", "null"}, {"change", "t remove"}, {"plants", "t 1000"},
	    {"priority", "t high"}, {"priority = 'high'", "n 1"},
	    {"priority = 10", "n 0"}, {"priority < 9", "n 0"},
	};
	static const struct row numbers[] = {
	    {"priority", "n 10"}, {"priority = 10", "n 1"},
	    {"priority > 9", "n 1"}, {"priority = 'high'", "n 0"},
	    {"ratio", "n " NINES},
	};
	struct fixture *f = *state;

	check(f, &f->change, rows, COUNT_OF(rows));
	check(f, &f->substitute, numbers, COUNT_OF(numbers));
}

static void
numbers_compare_as_exact_decimals(void **state)
{
	static const struct row rows[] = {
	    {"quantity > 10", "n 0"}, {"quantity < 10", "n 1"},
	    {"quantity = 2.5", "n 1"}, {"quantity = '2.50'", "n 1"},
	    {"quantity == 2.500", "n 1"}, {"25e-1 = quantity", "n 1"},
	    {"quantity != 2.5", "n 0"}, {"quantity <> 2.51", "n 1"},
	    {"quantity IN (1, 2.50)", "n 1"}, {"quantity IN (1, 2)", "n 0"},
	    {"quantity IN ('2.50')", "n 1"}, {"quantity NOT IN (1)", "n 1"},
	    {"quantity IN (10, 9, 1, 2.5, 3, 4, 'x')", "n 1"},
	    {"quantity IN (10, scrap_percent)", "n 0"},
	    {"quantity BETWEEN 2.5 AND 10", "n 1"},
	    {"quantity NOT BETWEEN 2.5 AND 10", "n 0"},
	    {"9 BETWEEN quantity AND scrap_percent", "n 1"},
	    {"10 BETWEEN quantity AND scrap_percent", "n 0"},
	    {"scrap_percent > quantity", "n 1"},
	    {"scrap_percent < 10 AND 10 > scrap_percent", "n 1"},
	    {"quantity > -1", "n 1"}, {"-quantity < -2.4999", "n 1"},
	    {"quantity = 'abc'", "n 0"}, {"quantity IS 2.50", "n 1"},
	    {"quantity IS NOT DISTINCT FROM 2.50", "n 1"},
	    {"quantity IS DISTINCT FROM 2.50", "n 0"},
	    /* where SQLite alone would compare a text with a number */
	    {"coalesce(mass, quantity, 0) > 10", "n 0"},
	    {"coalesce(mass, 9) < 10", "n 1"},
	    {"ifnull(quantity, 0) < 10", "n 1"},
	    {"iif(phantom, quantity, 11) > 10", "n 0"},
	    {"CASE WHEN phantom THEN quantity ELSE 0 END < 10", "n 1"},
	    {"CASE quantity WHEN 2.50 THEN 'a' WHEN 3 THEN 'b' END", "t a"},
	    {"CASE scrap_percent WHEN 2.50 THEN 'a' WHEN 9 THEN 'b' END",
	    "t b"},
	    {"CASE scrap_percent WHEN 1 THEN 'a' ELSE 9 END", "n 9"},
	    {"dec_mul(scrap_percent, 1) < 10", "n 1"},
	    {"max(quantity, 10, scrap_percent)", "n 10"},
	    {"min(10, quantity, scrap_percent)", "n 2.5"},
	    {"max(9, 10)", "n 10"}, {"max('9', '10')", "t 9"},
	    {"nullif(quantity, 2.50)", "null"},
	    {"nullif(quantity, 2)", "n 2.5"}, {"length(uom) > 1.5", "n 1"},
	    {"length(uom) < 10", "n 1"}, {"length(uom) = '2'", "n 1"},
	    {"attr('LONG') > 9", "n 1"}, {"attr('LONG') = 12.50", "n 1"},
	    {"9.0 < attr('LONG')", "n 1"}, {"attr('WHOLE') < 9.5", "n 0"},
	    {"attr('WHOLE') = attr('WHOLE')", "n 1"},
	    {"attr('LONG') > attr('WHOLE')", "n 1"},
	    {"0.00000000000000000000000000000000000001 > 0", "n 1"},
	    {NINES " > 99999999999999999999999999999999999998", "n 1"},
	    {NINES " = 99999999999999999999999999999999999998", "n 0"},
	    {"9007199254740993 = 9007199254740992.0", "n 0"},
	    {"9223372036854775808 > 9223372036854775807", "n 1"},
	};
	static const struct row ratios[] = {
	    {"ratio = " NINES, "n 1"},
	    {"ratio > 99999999999999999999999999999999999998", "n 1"},
	    {"ratio > 99999999999999999999999999999999999998.9", "! near "
	    "\"99999999999999999999\": more than 38 significant digits"},
	    {"ratio IN (1, 2, 3, 4, " NINES ")", "n 1"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
	check(f, &f->substitute, ratios, COUNT_OF(ratios));
}

static void
identifiers_compare_as_texts(void **state)
{
	static const struct row rows[] = {
	    {"find_number = '0010'", "n 1"}, {"find_number = '10'", "n 0"},
	    {"find_number = 10", "n 0"}, {"find_number IN ('10')", "n 0"},
	    {"component = '100000'", "n 0"}, {"component = '1E5'", "n 1"},
	    {"component IN ('100000', 'x')", "n 0"},
	    {"component = 100000", "n 1"}, /* a number was asked for */
	    {"attr('CODE') = '100000'", "n 0"},
	    {"attr('CODE') = '1E5'", "n 1"}, {"attr('CODE') = component",
	    "n 1"}, {"attr('LONG') = '12.50'", "n 0"},
	    {"attr('LONG') = '12.5'", "n 1"},
	    {"lookup('plants', '1000', 'factor') = '1.050'", "n 0"},
	    {"lookup('plants', '1000', 'factor') = 1.050", "n 1"},
	    {"lookup('plants', '', 'factor') > 9", "n 1"},
	    {"uom < 'Z'", "n 1"}, {"uom = 'ea'", "n 0"},
	    {"lower(uom) = 'ea'", "n 1"}, {"'10' < '9'", "n 1"},
	    {"parent || '/' || find_number", "t A-100/0010"},
	    {"quantity || uom", "t 2.5EA"}, {"1 || 2", "t 12"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

static void
arithmetic_is_exact(void **state)
{
	static const struct row rows[] = {
	    {"0.1 + 0.2", "n 0.3"}, {"quantity * 1.1", "n 2.75"},
	    {"quantity * 1.1 > 2.75", "n 0"}, {"1 + 2 * 3 - 4", "n 3"},
	    {"(1 + 2) * 3", "n 9"}, {"10 - 2 - 3", "n 5"}, {"7 % 4", "n 3"},
	    {"-7.5 % 2", "n -1.5"}, {"- - 5", "n 5"}, {"-(2 + 3)", "n -5"},
	    {"+quantity", "n 2.5"}, {"-scrap_percent", "n -9"},
	    {"2 * 3 || 4", "n 68"}, {"quantity + mass", "null"},
	    {"substr(parent, instr(parent, '-') + 1)", "t 100"},
	    {"dec_add(quantity, 0.1)", "n 2.6"}, {"dec_sub(1, 0.9)", "n 0.1"},
	    {"dec_mul('2.50', '4')", "n 10"}, {"dec_mul(mass, 2)", "null"},
	    {"dec_mul(2, NULL)", "null"}, {"dec_div(1, 3, 5)", "n 0.33333"},
	    {"dec_div(2, 3, 0)", "n 1"}, {"dec_div(1, 8, 2)", "n 0.13"},
	    {"dec_div(1, 8, 2, 'half-even')", "n 0.12"},
	    {"dec_div(1, 8, 2, 'down')", "n 0.12"},
	    {"dec_div(-1, 8, 2, 'up')", "n -0.13"},
	    {"dec_round(2.5, 0)", "n 3"}, {"dec_round(-2.5, 0)", "n -3"},
	    {"dec_round(2.5, 0, 'half-even')", "n 2"},
	    {"dec_round(2.345, 2, 'floor')", "n 2.34"},
	    {"dec_round(mass, 2)", "null"}, {"dec_round(1, NULL)", "null"},
	    {"abs(-2.50)", "n 2.5"}, {"abs(quantity)", "n 2.5"},
	    {"CAST('2.50' AS DECIMAL)", "n 2.5"},
	    {"CAST(quantity AS INTEGER)", "n 2"}, {"CAST(1E3 AS TEXT)",
	    "t 1000"}, {"CAST(mass AS INTEGER)", "null"},
	    {"CAST(-2.9 AS INTEGER) + 1", "n -1"}, {"2.50", "n 2.5"},
	    {"1e3", "n 1000"}, {"-0", "n 0"}, {"-0.0", "n 0"},
	    {NINES " - 1", "n 99999999999999999999999999999999999998"},
	    {"dec_add(" NINES ", 1)",
	    "! dec_add: the exact result needs more than 38 digits"},
	    {"9223372036854775807 + 1", "! arithmetic: the result is too "
	    "large for an INTEGER (CAST(... AS DECIMAL) holds 38 digits)"},
	    {"CAST(9223372036854775807 AS DECIMAL) + 1",
	    "n 9223372036854775808"},
	    {"dec_div(1, 0, 2)", "! dec_div: division by zero"},
	    {"1 % 0", "! arithmetic: division by zero"},
	    {"dec_div(1e37, 3, 5)",
	    "! dec_div: the result needs more than 38 digits"},
	    {"dec_add(uom, 1)", "! dec_add: \"EA\": not a number"},
	    {"uom + 1", "! arithmetic: \"EA\": not a number"},
	    {"dec_mul('', 1)", "! dec_mul: \"\": not a number"},
	    {"CAST(uom AS INTEGER)", "! CAST: \"EA\": not a number"},
	    {"dec_round(1, -1)", "! dec_round: the digits must be a whole "
	    "number from 0 to 38"},
	    {"dec_round(1, 1.5)", "! dec_round: the digits must be a whole "
	    "number from 0 to 38"},
	    {"dec_round(1, 1, 'off')", "! dec_round: no rounding is called "
	    "\"off\" (half-up, half-even, down, up, floor, ceiling)"},
	    {"quantity / 2", "! near \"/ 2\": dec_div(a, b, digits) divides "
	    "and says how to round"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

static void
conditions_know_three_values(void **state)
{
	static const struct row rows[] = {
	    {"mass > 1", "null"}, {"NOT mass > 1", "null"},
	    {"mass > 1 OR 1", "n 1"}, {"mass > 1 AND 0", "n 0"},
	    {"mass IS NULL", "n 1"}, {"mass ISNULL", "n 1"},
	    {"quantity IS NULL", "n 0"}, {"quantity NOTNULL", "n 1"},
	    {"quantity NOT NULL", "n 1"}, {"quantity IS NOT NULL", "n 1"},
	    {"attr('NO') IS NULL", "n 1"}, {"uom IS NULL", "n 0"},
	    {"(mass > 1) IS TRUE", "n 0"}, {"(mass > 1) IS NOT TRUE", "n 1"},
	    {"phantom IS TRUE", "n 1"}, {"optional IS FALSE", "n 1"},
	    {"phantom", "n 1"}, {"NOT phantom", "n 0"},
	    {"NOT NOT quantity", "n 1"}, {"TRUE AND FALSE", "n 0"},
	    {"NOT 1 = 2", "n 1"}, {"NOT (1 OR 1) AND 0", "n 0"},
	    {"1 OR 1 AND 0", "n 1"}, {"1 = 1 = 1", "n 1"},
	    {"3 > 2 > 1", "n 0"}, {"1 < 2 = 1", "n 1"},
	    {"1 BETWEEN 0 AND 2 AND 0", "n 0"},
	    {"mass IN (1, NULL)", "null"}, {"1 IN (1, NULL)", "n 1"},
	    {"2 IN ()", "n 0"}, {"NULL", "null"},
	    {"parent LIKE 'a-%'", "n 1"}, {"parent GLOB 'a-*'", "n 0"},
	    {"parent NOT LIKE 'b%'", "n 1"}, {"parent LIKE 'A!-100' ESCAPE "
	    "'!'", "n 1"}, {"like('A%', parent)", "n 1"},
	    {"glob('A*', parent)", "n 1"},
	    {"CASE WHEN mass THEN 1 WHEN optional THEN 2 END", "null"},
	    {"iif(mass > 1, 'a', 'b')", "t b"},
	    {"uom = 'KG' OR 'EA'", "! at the end: a text stands before it "
	    "where a condition belongs"},
	    {"NOT uom", "! at the end: a text stands before it where a "
	    "condition belongs"},
	    {"iif(uom, 1, 2)", "! at the end: a text stands before it where "
	    "a condition belongs"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

static void
functions_of_the_list_are_there(void **state)
{
	static const struct row rows[] = {
	    {"upper('a\xc3\xa4')", "t A\xc3\xa4"}, {"LENGTH(note)", "n 6"},
	    {"trim('  x ')", "t x"}, {"ltrim('0010', '0')", "t 10"},
	    {"rtrim('x--', '-')", "t x"}, {"replace('a.b', '.', ',')",
	    "t a,b"}, {"substr('abc', 2)", "t bc"},
	    {"substring('abc', 1, 2)", "t ab"}, {"instr('abc', 'c')", "n 3"},
	    {"hex('az')", "t 617A"}, {"quote('it''s')", "t 'it''s'"},
	    {"unicode('a')", "n 97"}, {"typeof(mass)", "t null"},
	    {"has(refdes, 'R1')", "n 1"}, {"has(refdes, 'R')", "n 0"},
	    {"has(refdes, 'R10')", "n 1"}, {"has(mass, 'R10')", "null"},
	    {"date_add('2026-02-28', 1)", "t 2026-03-01"},
	    {"date_add(effective_from, -22)", "t 2026-10-31"},
	    {"date_add(effective_to, 1)", "null"},
	    {"days_between('2024-02-28', '2024-03-01')", "n 2"},
	    {"date_add('2026-02-30', 1)",
	    "! date_add: \"2026-02-30\" is not a date (YYYY-MM-DD)"},
	    {"date_add('2026-02-28', 1.5)",
	    "! date_add: \"1.5\" is not a number of days"},
	    {"date_add('9999-12-31', 1)",
	    "! date_add: \"1\" is not within the years 0001 to 9999"},
	    {"days_between('x', 'y')",
	    "! days_between: \"x\" is not a date (YYYY-MM-DD)"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

static void
tables_are_looked_into_by_their_keys(void **state)
{
	static const struct row rows[] = {
	    {"lookup('plants', '1000', 'name')", "t Berlin"},
	    {"lookup('plants', 1000, 'name')", "t Berlin"},
	    {"lookup('plants', plant, 'name')", "t all"},
	    {"lookup('plants', '1001', 'name')", "null"},
	    {"lookup('plants', NULL, 'name')", "null"},
	    {"lookup('plants', 'a:b', 'factor')", "null"},
	    {"lookup('plants', '1000', 'plant')", "t 1000"},
	    {"lookup('codes', '1000', 'Berlin', 'uom')", "t 1.05"},
	    {"lookup('codes', '1000B', 'erlin', 'uom')", "null"},
	    {"lookup('codes', plant, 'al' || 'l', 'uom')", "t 12"},
	    {"dec_mul(2, lookup('plants', '1000', 'factor'))", "n 2.1"},
	    {"lookup('plant', '1000', 'name')",
	    "! lookup: unknown table \"plant\""},
	    {"lookup('plants', '1000', 'nam')", "! lookup: unknown column "
	    "\"nam\" (did you mean name?)"},
	    {"lookup('plants', '1000', '2', 'name')",
	    "! lookup: the key of table \"plants\" has 1 columns, not 2"},
	    {"lookup(uom, '1000', 'name')", "! lookup: the names of the table "
	    "and of the column are texts in quotes"},
	};
	struct fixture *f = *state;

	check(f, &f->line, rows, COUNT_OF(rows));
}

/* Values are looked at in place: nothing of the last record may stay. */
static void
one_expression_serves_record_after_record(void **state)
{
	static const char *const lines[][2] = {
	    {"{\"type\":\"item\",\"item\":\"A\",\"mass\":1,\"attrs\":"
	    "{\"X\":\"one\"}}", "A/1/one"},
	    {"{\"type\":\"bom\",\"parent\":\"P\"}", NULL},
	    {"{\"type\":\"item\",\"item\":\"B\",\"mass\":2.5,\"attrs\":"
	    "{\"X\":\"two\"}}", "B/2.5/two"},
	};
	struct fixture *f = *state;
	struct err e = ERR_INIT;
	struct expr *x = expr_new(f->env, SLICE("CASE WHEN mass > 0 THEN item"
	    " || '/' || mass || '/' || attr('X') END"), "at", &e);
	struct expr *type = expr_new(f->env, SLICE("type"), "at", &e);
	struct arena arena = ARENA_INIT;
	size_t i;

	for (i = 0; i < COUNT_OF(lines); i++) {
		char *copy = mem_text(lines[i][0]);
		struct record r;
		struct expr_input in = {&r, NULL, 0};
		struct expr_value v, t;

		assert_int_equal(recin_parse(&r, slice_of(copy),
		    JSON_AT("test", 1), &arena, &e), 0);
		assert_int_equal(expr_eval(x, &in, &v, &e), 0);
		assert_int_equal(expr_eval(type, &in, &t, &e), 0);
		assert_int_equal(v.null, !lines[i][1]);
		if (!v.null)
			assert_true(slice_is(v.text, lines[i][1]));
		assert_true(slice_equal(t.text, schema_types[r.type].name));
		mem_free(copy);
		arena_reset(&arena);
	}
	arena_release(&arena);
	expr_free(x);
	expr_free(type);
}

static void
what_an_expression_reads_is_known_by_member(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;
	struct expr *x = expr_new(f->env, SLICE("iif(PLANT = '1', abs(item), "
	    "attr('X'))"), "at", &e);

	assert_true(expr_reads(x, TYPE_ITEM, 0));
	assert_false(expr_reads(x, TYPE_ITEM, 1));
	assert_true(expr_reads(x, TYPE_PLANT_ITEM, 1));
	assert_true(expr_reads(x, TYPE_ITEM, SCHEMA_MEMBERS_MOST));
	expr_free(x);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(members_have_their_kinds),
	    TEST(a_flag_that_the_type_does_not_have_is_null),
	    TEST(numbers_compare_as_exact_decimals),
	    TEST(identifiers_compare_as_texts),
	    TEST(arithmetic_is_exact),
	    TEST(conditions_know_three_values),
	    TEST(functions_of_the_list_are_there),
	    TEST(tables_are_looked_into_by_their_keys),
	    TEST(one_expression_serves_record_after_record),
	    TEST(what_an_expression_reads_is_known_by_member),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
