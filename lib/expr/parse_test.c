/* parse_test.c - what is an expression, its parts as SQL, what is none. */
#include "expr/parse.h"

#include <setjmp.h>

#include <cmocka.h>

static const char *const columns[] = {"qty", "name", "count", "other", NULL};
static const enum tree_kind kinds[] = {TREE_KIND_NUMBER, TREE_KIND_TEXT,
    TREE_KIND_INTEGER, TREE_KIND_ANY};

/* The SQL, or the error. */
static const char *
sql_of(struct slice text)
{
	static char out[ERR_TEXT_MOST];
	struct names names = {columns, kinds, names_functions, 0, NULL, 0};
	struct arena arena = ARENA_INIT;
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	struct tree *t;

	while (names_functions[names.function_count].name)
		names.function_count++;
	t = parse_expression(&names, text, &arena, &e);
	if (t)
		tree_add_sql(&b, t);
	else
		assert_int_equal(e.kind, ERR_USAGE);
	snprintf(out, sizeof(out), "%s", t ? buf_text(&b) : e.text);
	buf_release(&b);
	arena_release(&arena);
	return out;
}

struct row {
	const char *text;
	const char *result;
};

static void
check(const struct row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const char *got = sql_of(slice_of(rows[i].text));

		if (strcmp(got, rows[i].result) != 0)
			fail_msg("%s\n  gives  %s\n  wanted %s", rows[i].text,
			    got, rows[i].result);
	}
}

static void
precedence_is_that_of_sqlite(void **state)
{
	static const struct row rows[] = {
	    {"1 OR 0 AND NOT 1 = 0", "(1 OR (0 AND (NOT (1 = 0))))"},
	    {"1 < 2 = 3", "((1 < 2) = 3)"},
	    {"count + 2 * 3 - 1",
	    "arithmetic_integer('+-',member(2),"
	    "arithmetic_integer('*',2,3),1)"},
	    {"name || 'a' || -1", "(member(1)||'a'||-1)"},
	    {"- count % 2", "arithmetic_integer('%',"
	    "arithmetic_integer('-',0,member(2)),2)"},
	    {"count BETWEEN 1 AND 2 AND 3",
	    "((member(2) BETWEEN 1 AND 2) AND 3)"},
	    {"name NOT LIKE 'a' ESCAPE 'b' IS TRUE",
	    "((member(1) NOT LIKE 'a' ESCAPE 'b') IS TRUE)"},
	    {"name ISNULL NOTNULL",
	    "((member(1) IS NULL) IS NOT NULL)"},
	    {"((name))", "member(1)"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
}

static void
numbers_are_compared_as_decimals_and_texts_as_they_are(void **state)
{
	static const struct row rows[] = {
	    {"name = 'it''s'", "(member(1) = 'it''s')"},
	    {"count = 1", "(member(2) = 1)"},
	    {"qty > 010 ", "near \"010\": a number has no leading zeros (an "
	    "identifier stands in quotes: '0010')"},
	    {"qty > 10", "(member(0) COLLATE decimal > '10')"},
	    {"1.50 <> count",
	    "('1.5' COLLATE decimal <> CAST(member(2) AS TEXT))"},
	    {"name = 1", "(member(1) COLLATE decimal = '1')"},
	    {"other = '1'", "(CAST(member(3) AS TEXT) COLLATE loose = '1')"},
	    {"other = 1", "(CAST(member(3) AS TEXT) COLLATE decimal = '1')"},
	    {"other IS NULL", "(member(3) IS NULL)"},
	    {"qty IN (1, count)", "(member(0) COLLATE decimal IN "
	    "(varying('1'),CAST(member(2) AS TEXT)))"},
	    {"count NOT IN ()", "(member(2) NOT IN ())"},
	    {"max(qty, 1)", "max(member(0) COLLATE decimal,'1')"},
	    {"coalesce(qty, 1)", "coalesce(member(0),'1')"},
	    {"coalesce(count, 1)", "coalesce(member(2),1)"},
	    {"iif(count, qty, 1)", "iif(member(2),member(0),'1')"},
	    {"CASE qty WHEN 1 THEN name ELSE 2 END", "CASE member(0) COLLATE "
	    "decimal WHEN '1' THEN member(1) ELSE 2 END"},
	    {"CASE WHEN count THEN qty WHEN 0 THEN 1 END", "CASE  WHEN "
	    "member(2) THEN member(0) WHEN 0 THEN '1' ELSE NULL END"},
	    {"CAST(count AS TEXT)", "CAST(member(2) AS TEXT)"},
	    {"CAST(name AS DECIMAL)", "cast_decimal(member(1))"},
	    {"CAST(name AS INTEGER)", "cast_integer(member(1))"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
}

static void
what_is_no_expression_is_refused(void **state)
{
	static const struct row rows[] = {
	    {"", "at the end: a value was expected"},
	    {" \n\t", "at the end: a value was expected"},
	    {"1; DROP TABLE x", "near \"; DROP TABLE x\": one expression "
	    "only"},
	    {"1) UNION SELECT 1", "near \") UNION SELECT 1\": the expression "
	    "should end here"},
	    {"1 UNION SELECT 1", "near \"UNION SELECT 1\": the expression "
	    "should end here"},
	    {"(1", "at the end: \")\" was expected"},
	    {"1 -- x", "near \"-- x\": an expression has no comments"},
	    {"1 /* x */", "near \"/* x */\": an expression has no comments"},
	    {"(SELECT 1)", "near \"SELECT 1)\": an expression, not a query"},
	    {"EXISTS (SELECT 1)", "near \"EXISTS (SELECT 1)\": an expression,"
	    " not a query"},
	    {"1 IN (SELECT 1)", "near \"SELECT 1)\": an expression, not a "
	    "query"},
	    {"qty IN sqlite_master", "near \"sqlite_master\": \"(\" was "
	    "expected"},
	    {"1 FROM sqlite_master", "near \"FROM sqlite_master\": the "
	    "expression should end here"},
	    {"1, 2", "near \", 2\": the expression should end here"},
	    {"(1, 2)", "near \", 2)\": \")\" was expected"},
	    {"1 AS x", "near \"AS x\": the expression should end here"},
	    {"ATTACH 'x' AS y", "unknown name \"ATTACH\""},
	    {"PRAGMA database_list", "unknown name \"PRAGMA\""},
	    {"?1", "near \"?1\": not part of an expression"},
	    {":x", "near \":x\": not part of an expression"},
	    {"@x", "near \"@x\": not part of an expression"},
	    {"$x", "near \"$x\": not part of an expression"},
	    {"x'00'", "unknown name \"x\""},
	    {"0x10", "near \"0x10\": not a number"},
	    {"a.b", "near \".b\": not part of an expression"},
	    {"qty.b", "near \".b\": not part of an expression"},
	    {"1 << 2", "near \"<< 2\": an expression has no bit operators"},
	    {"qty ->> 'a'", "near \"->> 'a'\": an expression has no JSON "
	    "operators"},
	    {"qty & 1", "near \"& 1\": not part of an expression"},
	    {"qty COLLATE nocase", "near \"COLLATE nocase\": the expression "
	    "should end here"},
	    {"qty REGEXP 'a'", "near \"REGEXP 'a'\": the expression should "
	    "end here"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
}

static void
broken_expressions_are_refused_near_the_break(void **state)
{
	static const struct row rows[] = {
	    {"'open", "near \"'open\": the closing quote is missing"},
	    {"\"QTY", "near \"\"QTY\": the closing quote is missing"},
	    {"\"a text\"", "unknown name \"a text\""},
	    {"qty = 0010", "near \"0010\": a number has no leading zeros (an "
	    "identifier stands in quotes: '0010')"},
	    {".5", "near \".5\": a number has digits on both sides of its "
	    "point"},
	    {"5.", "near \"5.\": a number has digits on both sides of its "
	    "point"},
	    {"1e", "near \"1e\": the exponent has no digits"},
	    {"12ab", "near \"12ab\": not a number"},
	    {"1.2.3", "near \"1.2.3\": not a number"},
	    {"1e99", "near \"1e99\": more than 38 significant digits"},
	    {"1 +", "at the end: a value was expected"},
	    {"AND 1", "near \"AND 1\": a value was expected"},
	    {"1 = = 1", "near \"= 1\": a value was expected"},
	    {"qty NOT 5", "near \"5\": BETWEEN, IN, LIKE, GLOB or NULL was "
	    "expected"},
	    {"qty BETWEEN 1 OR 2", "near \"OR 2\": AND was expected"},
	    {"CASE 1 END", "near \"END\": WHEN was expected"},
	    {"CASE WHEN 1 END", "near \"END\": THEN was expected"},
	    {"CASE WHEN 1 THEN 2", "at the end: END was expected"},
	    {"CASE WHEN name THEN 2 END", "near \"THEN 2 END\": a text stands "
	    "before it where a condition belongs"},
	    {"CAST(1 AS REAL)", "near \"REAL)\": TEXT, INTEGER or DECIMAL was "
	    "expected"},
	    {"length(qty", "at the end: \")\" was expected"},
	    {"length(qty,)", "near \")\": a value was expected"},
	    {"qty IS DISTINCT 1", "near \"1\": FROM was expected"},
	    {"'\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
	    "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", "near \"'\xc3\xa4\xc3\xa4"
	    "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3"
	    "\xa4\": the closing quote is missing"},
	};

	(void)state;
	check(rows, COUNT_OF(rows));
	assert_string_equal(sql_of(SLICE("'a\0b'")),
	    "near \"'a\": U+0000 is not allowed");
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(precedence_is_that_of_sqlite),
	    TEST(numbers_are_compared_as_decimals_and_texts_as_they_are),
	    TEST(what_is_no_expression_is_refused),
	    TEST(broken_expressions_are_refused_near_the_break),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
