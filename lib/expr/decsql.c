/* decsql.c - from SQLite's values to struct decimal and back. */
#include "expr/decsql.h"

#include "base/decimal.h"

#include <sqlite3.h>

/* What a function is told of itself. */
struct operation {
	const char *name; /* in messages */
	char sign;        /* + - * %, 0 where an argument brings them */
	bool whole;       /* the result is to be an INTEGER */
};

static void
fail(sqlite3_context *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
fail(sqlite3_context *c, const char *fmt, ...)
{
	const struct operation *o = sqlite3_user_data(c);
	struct buf text = BUF_INIT(1000);
	va_list args;
	char why[400];

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	buf_printf(&text, "%s: %s", o->name, why);
	sqlite3_result_error(c, buf_text(&text), -1);
	buf_release(&text);
}

struct slice
decsql_bytes(sqlite3_value *v)
{
	const char *at;

	if (sqlite3_value_type(v) == SQLITE_NULL)
		return slice_from(NULL, 0);
	/* asked for as a blob, SQLite makes no copy to put a NUL behind it */
	at = sqlite3_value_blob(v);
	return slice_from(at ? at : "", (size_t)sqlite3_value_bytes(v));
}

/* True and the number; false where the result is set: NULL or an error. */
static bool
number_of(struct decimal *out, sqlite3_context *c, sqlite3_value *v)
{
	struct slice text;

	if (sqlite3_value_type(v) == SQLITE_NULL)
		return false;
	if (sqlite3_value_type(v) == SQLITE_INTEGER) {
		*out = decimal_of(sqlite3_value_int64(v));
		return true;
	}
	text = decsql_bytes(v);
	if (decimal_parse(out, text))
		return true;
	fail(c, "\"%.*s\": %s", SLICE_ARGS(text), decimal_why(text));
	return false;
}

static void
give(sqlite3_context *c, struct decimal d)
{
	const struct operation *o = sqlite3_user_data(c);
	char text[DECIMAL_TEXT_SIZE];
	size_t n;

	if (!o->whole) {
		n = decimal_print(text, d);
		sqlite3_result_text(c, text, (int)n, SQLITE_TRANSIENT);
	} else if (d.coefficient > INT64_MAX) {
		fail(c, "the result is too large for an INTEGER (CAST(... AS "
		    "DECIMAL) holds 38 digits)");
	} else {
		/* at most INT64_MAX by now */
		int64_t whole = (int64_t)d.coefficient;

		sqlite3_result_int64(c, d.negative ? -whole : whole);
	}
}

/* a - b * trunc(a / b) */
static bool
remainder_of(struct decimal *out, struct decimal a, struct decimal b)
{
	struct decimal times, part;

	return decimal_div(&times, a, b, 0, DECIMAL_DOWN) &&
	    decimal_mul(&part, times, b) && decimal_sub(out, a, part);
}

/* *a becomes a SIGN b; false where the result is set to an error. */
static bool
apply(sqlite3_context *c, char sign, struct decimal *a, struct decimal b)
{
	bool fits;

	if (sign == '%' && decimal_zero(b)) {
		fail(c, "division by zero");
		return false;
	}
	fits = sign == '+' ? decimal_add(a, *a, b) :
	    sign == '-' ? decimal_sub(a, *a, b) :
	    sign == '*' ? decimal_mul(a, *a, b) : remainder_of(a, *a, b);
	if (!fits)
		fail(c, "the exact result needs more than 38 digits");
	return fits;
}

/* Left to right over all arguments; the signs' own comes before them. */
static void
call_arithmetic(sqlite3_context *c, int count, sqlite3_value **values)
{
	const struct operation *o = sqlite3_user_data(c);
	int i, first = o->sign ? 0 : 1;
	struct slice signs = o->sign ? slice_from(&o->sign, 1) :
	    decsql_bytes(values[0]);
	struct decimal result, d;

	for (i = first; i < count; i++)
		if (sqlite3_value_type(values[i]) == SQLITE_NULL)
			return;
	if (!number_of(&result, c, values[first]))
		return;
	for (i = 0; (size_t)i < signs.len; i++)
		if (!number_of(&d, c, values[first + 1 + i]) ||
		    !apply(c, signs.at[i], &result, d))
			return;
	give(c, result);
}

/* Digits and rounding, from the arguments behind the numbers. */
static bool
rounding_of(sqlite3_context *c, int count, sqlite3_value **values,
    unsigned *digits, enum decimal_rounding *how)
{
	int64_t n = sqlite3_value_int64(values[0]);
	struct slice name;

	if (sqlite3_value_type(values[0]) == SQLITE_NULL ||
	    (count > 1 && sqlite3_value_type(values[1]) == SQLITE_NULL))
		return false;
	if (sqlite3_value_type(values[0]) != SQLITE_INTEGER || n < 0 ||
	    n > DECIMAL_SCALE_MOST) {
		fail(c, "the digits must be a whole number from 0 to %d",
		    DECIMAL_SCALE_MOST);
		return false;
	}
	*digits = (unsigned)n;
	*how = DECIMAL_HALF_UP;
	if (count == 1)
		return true;
	name = decsql_bytes(values[1]);
	if (decimal_rounding_parse(how, name))
		return true;
	fail(c, "no rounding is called \"%.*s\" (half-up, half-even, down, up,"
	    " floor, ceiling)", SLICE_ARGS(name));
	return false;
}

static void
call_div(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct decimal a, b;
	enum decimal_rounding how;
	unsigned digits;

	if (!number_of(&a, c, values[0]) || !number_of(&b, c, values[1]) ||
	    !rounding_of(c, count - 2, values + 2, &digits, &how))
		return;
	if (decimal_zero(b))
		fail(c, "division by zero");
	else if (!decimal_div(&a, a, b, digits, how))
		fail(c, "the result needs more than 38 digits");
	else
		give(c, a);
}

static void
call_round(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct decimal a;
	enum decimal_rounding how;
	unsigned digits;

	if (number_of(&a, c, values[0]) &&
	    rounding_of(c, count - 1, values + 1, &digits, &how))
		give(c, decimal_round(a, digits, how));
}

static void
call_abs(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct decimal a;

	(void)count;
	if (number_of(&a, c, values[0])) {
		a.negative = false;
		give(c, a);
	}
}

/* CAST AS INTEGER cuts off decimals, as SQLite does. */
static void
call_cast(sqlite3_context *c, int count, sqlite3_value **values)
{
	const struct operation *o = sqlite3_user_data(c);
	struct decimal a;

	(void)count;
	if (number_of(&a, c, values[0]))
		give(c, o->whole ? decimal_round(a, 0, DECIMAL_DOWN) : a);
}

/* Numbers by value, before all that are none; these in byte order. */
static int
collate_decimal(void *unused, int a_len, const void *a, int b_len,
    const void *b)
{
	struct slice s = slice_from(a, (size_t)a_len);
	struct slice t = slice_from(b, (size_t)b_len);
	struct decimal x, y;
	bool s_number, t_number;

	(void)unused;
	if (slice_equal(s, t))
		return 0;
	s_number = decimal_parse(&x, s);
	t_number = decimal_parse(&y, t);
	if (s_number && t_number)
		return decimal_compare(x, y);
	if (s_number != t_number)
		return s_number ? -1 : 1;
	return slice_compare(s, t);
}

static int
collate_loose(void *unused, int a_len, const void *a, int b_len,
    const void *b)
{
	struct slice s = slice_from(a, (size_t)a_len);
	struct slice t = slice_from(b, (size_t)b_len);
	bool s_number = decimal_canonical(s, NULL);
	bool t_number = decimal_canonical(t, NULL);

	if (s_number && t_number)
		return collate_decimal(unused, a_len, a, b_len, b);
	if (s_number != t_number)
		return s_number ? -1 : 1;
	return slice_compare(s, t);
}

typedef void (*function)(sqlite3_context *, int, sqlite3_value **);

static const struct {
	const char *name;
	int count; /* of arguments; -1: any */
	function call;
	struct operation operation;
} functions[] = {
    {"dec_add", 2, call_arithmetic, {"dec_add", '+', false}},
    {"dec_sub", 2, call_arithmetic, {"dec_sub", '-', false}},
    {"dec_mul", 2, call_arithmetic, {"dec_mul", '*', false}},
    {"dec_div", 3, call_div, {"dec_div", 0, false}},
    {"dec_div", 4, call_div, {"dec_div", 0, false}},
    {"dec_round", 2, call_round, {"dec_round", 0, false}},
    {"dec_round", 3, call_round, {"dec_round", 0, false}},
    {"dec_abs", 1, call_abs, {"abs", 0, false}},
    {"arithmetic_integer", -1, call_arithmetic, {"arithmetic", 0, true}},
    {"arithmetic_decimal", -1, call_arithmetic, {"arithmetic", 0, false}},
    {"cast_integer", 1, call_cast, {"CAST", 0, true}},
    {"cast_decimal", 1, call_cast, {"CAST", 0, false}},
};

int
decsql_register(struct sqlite3 *db)
{
	int rc = sqlite3_create_collation(db, "decimal", SQLITE_UTF8, NULL,
	    collate_decimal);
	size_t i;

	if (rc == SQLITE_OK)
		rc = sqlite3_create_collation(db, "loose", SQLITE_UTF8, NULL,
		    collate_loose);
	for (i = 0; rc == SQLITE_OK && i < COUNT_OF(functions); i++) {
		/* only read: SQLite hands on what it is given */
		void *operation = (void *)(uintptr_t)&functions[i].operation;

		rc = sqlite3_create_function(db, functions[i].name,
		    functions[i].count, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
		    operation, functions[i].call, NULL, NULL);
	}
	return rc;
}
