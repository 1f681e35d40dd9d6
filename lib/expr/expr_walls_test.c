/* expr_walls_test.c - what an expression cannot say, and its ceilings. */
#include "expr/expr.h"

#include <setjmp.h>

#include <cmocka.h>

struct fixture {
	struct expr_env *env;
	unsigned calls;
};

static const char *const columns[] = {"Part Number", "QTY", "Name", "name",
    "order", NULL};

/* joined("a", "b", ...): what a tool's function sees. */
static int
call_joined(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	static char text[100];
	struct fixture *f = context;
	size_t n = 0;
	unsigned i;

	f->calls++;
	for (i = 0; i < count; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "[%.*s]",
		    (int)(arguments[i].at ? arguments[i].len : 4),
		    arguments[i].at ? arguments[i].at : "NULL");
	if (slice_is(arguments[0], "fail"))
		return err_set(e, ERR_AGAIN, "joined: the other side is away");
	out->null = slice_is(arguments[0], "nothing");
	out->text = slice_from(text, n);
	return 0;
}

static int
call_seven(void *context, const struct slice *arguments, unsigned count,
    struct expr_value *out, struct err *e)
{
	(void)context;
	(void)arguments;
	(void)count;
	(void)e;
	out->null = false;
	out->text = SLICE("7.5");
	return 0;
}

static int
set_up(void **state)
{
	static struct fixture f;
	struct expr_function joined = {"joined", 1, 3, false, call_joined,
	    &f};
	struct expr_function seven = {"seven", 0, 0, true, call_seven, NULL};
	struct err e = ERR_INIT;

	f.calls = 0;
	f.env = expr_env_new(columns, &e);
	assert_non_null(f.env);
	assert_int_equal(expr_function_add(f.env, &joined, &e), 0);
	assert_int_equal(expr_function_add(f.env, &seven, &e), 0);
	assert_int_equal(expr_function_add(f.env, &seven, &e), -1);
	assert_string_equal(e.text, "function seven() stands twice");
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	expr_env_free(f->env);
	return 0;
}

static const struct slice texts[] = {SLICE_INIT("0010"), SLICE_INIT("9.50"),
    SLICE_INIT("upper"), SLICE_INIT("lower"), {NULL, 0}};

/* "n 2.5", "t text", "null"; or "KIND error". */
static const char *
value_of(struct fixture *f, struct slice text)
{
	static char out[2 * ERR_TEXT_MOST];
	struct expr_input in = {NULL, texts, 0};
	struct err e = ERR_INIT;
	struct expr_value v;
	struct expr *x = expr_new(f->env, text, "at", &e);

	if (!x || expr_eval(x, &in, &v, &e) < 0)
		snprintf(out, sizeof(out), "%d %s", (int)e.kind, e.text);
	else if (v.null)
		snprintf(out, sizeof(out), "null");
	else
		snprintf(out, sizeof(out), "%s %.*s", v.number ? "n" : "t",
		    (int)v.text.len, v.text.at);
	expr_free(x);
	return out;
}

static void
columns_of_texts_are_found_by_name(void **state)
{
	static const char *const rows[][2] = {
	    {"\"Part Number\"", "t 0010"}, {"\"part number\"", "t 0010"},
	    {"\"Part Number\" = '10'", "n 0"}, {"QTY", "t 9.50"},
	    {"qty > 10", "n 0"}, {"qty = 9.5", "n 1"}, {"qty = '9.5'", "n 0"},
	    {"qty * 2", "n 19"}, {"CAST(qty AS DECIMAL)", "n 9.5"},
	    {"Name", "t upper"}, {"name", "t lower"}, {"order", "null"},
	    {"NAME", "2 at: \"NAME\" stands for more than one column"},
	    {"QTTY", "2 at: unknown name \"QTTY\" (did you mean QTY?)"},
	    {"xylophone", "2 at: unknown name \"xylophone\""},
	    {"quantity", "2 at: unknown name \"quantity\""},
	    {"attr('x')", "2 at: unknown function \"attr\""},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(value_of(f, slice_of(rows[i][0])),
		    rows[i][1]);
}

static void
one_expression_and_nothing_else_is_taken(void **state)
{
	static const char *const rows[][2] = {
	    {"", "2 at: at the end: a value was expected"},
	    {"1; DROP TABLE x", "2 at: near \"; DROP TABLE x\": one "
	    "expression only"},
	    {"1) UNION SELECT 1", "2 at: near \") UNION SELECT 1\": the "
	    "expression should end here"},
	    {"(SELECT 1)", "2 at: near \"SELECT 1)\": an expression, not a "
	    "query"},
	    {"ATTACH 'x' AS y", "2 at: unknown name \"ATTACH\""},
	    {"PRAGMA database_list", "2 at: unknown name \"PRAGMA\""},
	    {"'\xff'", "2 at: not UTF-8"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(value_of(f, slice_of(rows[i][0])),
		    rows[i][1]);
}

static void
functions_outside_the_list_are_refused(void **state)
{
	static const char *const names[] = {"load_extension", "readfile",
	    "writefile", "randomblob", "random", "zeroblob", "date", "time",
	    "datetime", "julianday", "strftime", "unixepoch", "count", "sum",
	    "avg", "total", "group_concat", "row_number", "last_insert_rowid",
	    "changes", "sqlite_version", "sqlite_compileoption_get", "printf",
	    "format", "char", "pow", "sqrt", "json", "json_extract", "edit",
	    "fts3_tokenizer", "soundex", "likelihood", "eval", "member",
	    "arithmetic_decimal", "cast_integer", "dec_abs"};
	struct fixture *f = *state;
	char text[100], wanted[100];
	const char *got;
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++) {
		snprintf(text, sizeof(text), "%s(1)", names[i]);
		snprintf(wanted, sizeof(wanted), "2 at: unknown function "
		    "\"%s\"", names[i]);
		got = value_of(f, slice_of(text));
		if (strncmp(got, wanted, strlen(wanted)) != 0)
			fail_msg("%s gives %s", text, got);
	}
	assert_string_equal(value_of(f, SLICE("round(1.5)")), "2 at: unknown "
	    "function \"round\" (did you mean dec_round?)");
	assert_string_equal(value_of(f, SLICE("lenght(qty)")), "2 at: unknown "
	    "function \"lenght\" (did you mean length?)");
	assert_string_equal(value_of(f, SLICE("max(1)")),
	    "2 at: max() with 1 arguments: it takes 2 to 100");
	assert_string_equal(value_of(f, SLICE("count(*)")),
	    "2 at: unknown function \"count\"");
	assert_string_equal(value_of(f, SLICE("max(1, 2) OVER ()")),
	    "2 at: near \"OVER ()\": the expression should end here");
	assert_string_equal(value_of(f, SLICE("current_timestamp")),
	    "2 at: unknown name \"current_timestamp\"");
	assert_string_equal(value_of(f, SLICE("date_add('now', 1)")),
	    "2 at: date_add: \"now\" is not a date (YYYY-MM-DD)");
}

/* TIMES pieces between two ends. */
static struct slice
repeat(struct buf *b, const char *before, const char *piece, unsigned times,
    const char *after)
{
	buf_clear(b);
	buf_add_text(b, before);
	while (times--)
		buf_add_text(b, piece);
	buf_add_text(b, after);
	return buf_slice(b);
}

static void
ceilings_are_said_and_never_crash(void **state)
{
	static const struct {
		const char *before, *piece;
		unsigned times;
		const char *after, *result;
	} rows[] = {
	    {"1", " ", 9998, "", "n 1"},
	    {"1", "+1", 1000, "", "n 1001"},
	    {"1", "+1", 5000, "", "2 at: longer than 10000 bytes"},
	    {"'a'", "||''", 900, "", "t a"},
	    {"1", " AND 1", 900, "", "n 1"},
	    {"1", " AND 1", 1600, "", "2 at: too deep or too long "
	    "(Expression tree is too large (maximum depth 1000))"},
	    {"qty IN (1", ",1", 4900, ")", "n 0"},
	    {"", "(", 49, "1", "2 at: at the end: \")\" was expected"},
	    {"", "(", 5000, "1", "2 at: near \"((((((((((((((((((((\": nested "
	    "too deeply"},
	    {"", "NOT ", 2000, "1", "n 1"},
	    {"", "- ", 2000, "1", "2 at: near \"- - - - - - - - - - \": "
	    "nested too deeply"},
	    {"1", " = 1", 49, "", "n 1"},
	    {"1", " = 1", 60, "", "2 at: near \"= 1 = 1 = 1 = 1 = 1 \": "
	    "nested too deeply"},
	    {"", "abs(", 40, "1))))))))))))))))))))))))))))))))))))))))",
	    "2 at: too deep or too long (parser stack overflow)"},
	    {"abs(", "abs(", 10, "1", "2 at: at the end: \")\" was "
	    "expected"},
	    {"'", "a", 9990, "' LIKE 'a%'", "2 at: longer than 10000 bytes"},
	    {"'a' LIKE '", "a", 1001, "'", "2 at: LIKE or GLOB pattern too "
	    "complex"},
	};
	struct fixture *f = *state;
	struct buf b = BUF_INIT(100000);
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(value_of(f, repeat(&b, rows[i].before,
		    rows[i].piece, rows[i].times, rows[i].after)),
		    rows[i].result);
	/* 1000^4 bytes */
	repeat(&b, "'", "a", 1000, "'");
	for (i = 0; i < 3; i++) {
		struct buf outer = BUF_INIT(100000);

		buf_printf(&outer, "replace(%s, 'a', '%01000d')",
		    buf_text(&b), 0);
		buf_release(&b);
		b = outer;
		while (strchr(buf_text(&b), '0'))
			*strchr(buf_text(&b), '0') = 'a';
	}
	assert_string_equal(value_of(f, buf_slice(&b)),
	    "2 at: string or blob too big");
	buf_release(&b);
}

static void
nesting_works_as_deep_as_people_write(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT(10000);
	unsigned i;

	for (i = 0; i < 8; i++)
		buf_add_text(&b, "coalesce(NULL, (1 + ");
	buf_add_text(&b, "0");
	for (i = 0; i < 8; i++)
		buf_add_text(&b, "))");
	assert_string_equal(value_of(f, buf_slice(&b)), "n 8");
	buf_release(&b);
}

static void
functions_of_a_tool_are_called(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(value_of(f, SLICE("joined(qty, NULL, 1 + 1)")),
	    "t [9.50][NULL][2]");
	assert_string_equal(value_of(f, SLICE("joined('')")), "t []");
	assert_string_equal(value_of(f, SLICE("joined('nothing')")), "null");
	assert_string_equal(value_of(f, SLICE("joined('fail')")),
	    "4 at: joined: the other side is away");
	assert_string_equal(value_of(f, SLICE("joined('a')")), "t [a]");
	assert_string_equal(value_of(f, SLICE("joined()")),
	    "2 at: joined() with 0 arguments: it takes 1 to 3");
	assert_string_equal(value_of(f, SLICE("seven()")), "n 7.5");
	assert_string_equal(value_of(f, SLICE("seven() > 10")), "n 0");
	assert_string_equal(value_of(f, SLICE("seven() = '7.50'")), "n 1");
	assert_int_equal(f->calls, 5);
}

static void
a_failed_evaluation_does_not_spoil_the_next(void **state)
{
	static const struct slice rows[][5] = {
	    {{NULL, 0}, SLICE_INIT("2")}, {{NULL, 0}, SLICE_INIT("x")},
	    {{NULL, 0}, SLICE_INIT("4")}, {{NULL, 0}, {NULL, 0}},
	    {{NULL, 0}, SLICE_INIT("0")},
	};
	/* NULL for NULL */
	static const char *const wanted[] = {"0.5", "fails", "0.25", NULL,
	    "fails"};
	struct fixture *f = *state;
	struct err e = ERR_INIT;
	struct expr *x = expr_new(f->env, SLICE("dec_div(1, qty, 2)"), "at",
	    &e);
	struct expr_value v;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		struct expr_input in = {NULL, rows[i], 0};

		err_clear(&e);
		if (expr_eval(x, &in, &v, &e) < 0)
			assert_string_equal(wanted[i], "fails");
		else if (v.null)
			assert_null(wanted[i]);
		else
			assert_true(slice_is(v.text, wanted[i]));
	}
	expr_free(x);
}

static void
a_condition_holds_or_not_or_is_unknown(void **state)
{
	static const struct {
		const char *text;
		const char *result; /* h holds, u unknown, - neither */
	} rows[] = {
	    {"qty > 9", "h"}, {"qty > 10", "-"}, {"order > 1", "u"},
	    {"0.0", "-"}, {"0.1", "h"}, {"dec_sub(1, 1)", "-"}, {"5", "h"},
	    {"NULL", "u"}, {"qty", "h"},
	    {"name", "at: gives the text \"lower\", not a condition"},
	    {"1 % 0", "at: arithmetic: division by zero"},
	};
	struct fixture *f = *state;
	struct expr_input in = {NULL, texts, 0};
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		struct err e = ERR_INIT;
		struct expr *x = expr_new(f->env, slice_of(rows[i].text),
		    "at", &e);
		bool holds, unknown;

		if (expr_holds(x, &in, &holds, &unknown, &e) < 0)
			assert_string_equal(e.text, rows[i].result);
		else
			assert_string_equal(holds ? "h" : unknown ? "u" : "-",
			    rows[i].result);
		err_clear(&e);
		if (expr_holds(x, &in, &holds, NULL, &e) == 0)
			assert_int_equal(holds, *rows[i].result == 'h');
		expr_free(x);
	}
}

static void
tables_are_checked_when_they_are_filled(void **state)
{
	static const char *const good[] = {"a", "b", "c", NULL};
	static const char *const twice[] = {"a", "b", "a", NULL};
	static const struct slice row[] = {SLICE_INIT("1"), SLICE_INIT("2"),
	    SLICE_INIT("3")};
	static const struct slice keyless[] = {SLICE_INIT("1"), {NULL, 0},
	    SLICE_INIT("3")};
	struct fixture *f = *state;
	struct err e[6];

	memset(e, 0, sizeof(e));
	assert_int_equal(expr_table_new(f->env, "t", twice, 1, &e[0]), -1);
	assert_string_equal(e[0].text,
	    "table \"t\": column \"a\" stands twice");
	assert_int_equal(expr_table_new(f->env, "t", good, 4, &e[1]), -1);
	assert_string_equal(e[1].text,
	    "table \"t\": the key must have 1 to 3 columns, has 4");
	assert_int_equal(expr_table_add(f->env, "t", row, &e[2]), -1);
	assert_string_equal(e[2].text, "there is no table \"t\"");
	assert_int_equal(expr_table_new(f->env, "t", good, 2, &e[3]), 0);
	assert_int_equal(expr_table_new(f->env, "t", good, 2, &e[3]), -1);
	assert_string_equal(e[3].text, "table \"t\" stands twice");
	assert_int_equal(expr_table_add(f->env, "t", row, &e[4]), 0);
	assert_int_equal(expr_table_add(f->env, "t", row, &e[4]), -1);
	assert_string_equal(e[4].text,
	    "table \"t\": two rows have the key \"1\", ...");
	assert_int_equal(expr_table_add(f->env, "t", keyless, &e[5]), -1);
	assert_string_equal(e[5].text,
	    "table \"t\": key column \"b\" is absent");
	assert_string_equal(value_of(f, SLICE("lookup('t', 1, 2, 'c')")),
	    "t 3");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(columns_of_texts_are_found_by_name),
	    TEST(one_expression_and_nothing_else_is_taken),
	    TEST(functions_outside_the_list_are_refused),
	    TEST(ceilings_are_said_and_never_crash),
	    TEST(nesting_works_as_deep_as_people_write),
	    TEST(functions_of_a_tool_are_called),
	    TEST(a_failed_evaluation_does_not_spoil_the_next),
	    TEST(a_condition_holds_or_not_or_is_unknown),
	    TEST(tables_are_checked_when_they_are_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
