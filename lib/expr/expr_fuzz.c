/*
 * expr_fuzz.c - any text as an expression over a record.
 *
 * Laws held on the way: what the parser takes, SQLite takes, but for what is
 * too deep for it; a number that comes out is a canonical decimal, a text is
 * UTF-8; parentheses around an expression change nothing.
 */
#include "expr/expr.h"

#include "model/recin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char line[] =
    "{\"type\":\"bom_line\",\"parent\":\"A-100\",\"plant\":\"1000\","
    "\"component\":\"1E5\",\"find_number\":\"0010\",\"quantity\":2.5,"
    "\"uom\":\"EA\",\"refdes\":[\"R1\",\"R2\"],\"phantom\":true,"
    "\"scrap_percent\":9,\"effective_from\":\"2026-11-22\","
    "\"note\":\"\\u00e4\",\"attrs\":{\"X\":\"1\",\"Y\":12.5,\"Z\":true}}";

static struct expr_env *
open_environment(void)
{
	static const char *const columns[] = {"key", "value", NULL};
	static const struct slice row[] = {SLICE_INIT("1000"),
	    SLICE_INIT("1.05")};
	struct err e = ERR_INIT;
	struct expr_env *env = expr_env_for_records(&e);

	if (!env || expr_table_new(env, "t", columns, 1, &e) < 0 ||
	    expr_table_add(env, "t", row, &e) < 0)
		BUG("no environment");
	return env;
}

/* Compiles; NULL is a usage error that says something. */
static struct expr *
compile(struct expr_env *env, struct slice text)
{
	static const char deep[] = "fuzz: too deep or too long (";
	struct err e = ERR_INIT;
	struct expr *x = expr_new(env, text, "fuzz", &e);

	if (!x && (e.kind != ERR_USAGE || strncmp(e.text, "fuzz: ", 6) != 0))
		BUG("refused without a reason");
	if (!x && strncmp(e.text, deep, strlen(deep)) == 0 &&
	    !strstr(e.text, "(parser stack overflow)") &&
	    !strstr(e.text, "(Expression tree is too large"))
		BUG("SQLite refuses what the parser takes");
	return x;
}

static void
check_value(const struct expr_value *v)
{
	if (v->number && !decimal_canonical(v->text, NULL))
		BUG("a number that is not canonical");
	if (slice_utf8_length(v->text) != v->text.len)
		BUG("a text that is not UTF-8");
}

static void
check_parentheses(struct expr_env *env, struct slice text,
    const struct expr_input *in, const struct expr_value *v)
{
	struct buf b = BUF_INIT(EXPR_LENGTH_MOST);
	struct expr_value again;
	struct err e = ERR_INIT;
	struct expr *x = NULL;

	buf_add_byte(&b, '(');
	buf_add_slice(&b, text);
	buf_add_byte(&b, ')');
	if (!b.over)
		x = compile(env, buf_slice(&b));
	/* not where the pair is the one too many */
	if (x && (expr_eval(x, in, &again, &e) < 0 ||
	    again.null != v->null || again.number != v->number ||
	    !slice_equal(again.text, v->text)))
		BUG("parentheses change the value");
	expr_free(x);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct expr_env *env;
	/* bytes are bytes */
	struct slice text = {(const char *)data, size};
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct expr_value v;
	struct record r;
	struct expr_input in = {&r, NULL, 0};
	struct expr *x;

	if (!env)
		env = open_environment();
	if (recin_parse(&r, slice_of(line), JSON_AT("fuzz", 1), &arena, &e) < 0)
		BUG("the record is none");
	x = compile(env, text);
	if (x && expr_eval(x, &in, &v, &e) == 0) {
		check_value(&v);
		check_parentheses(env, text, &in, &v);
	}
	expr_free(x);
	arena_release(&arena);
	return 0;
}
