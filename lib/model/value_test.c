/* value_test.c - values from JSON and text, their order, and how they print. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/value.h"

static struct arena arena;

static const struct schema_member members[] = {
    [MEMBER_TEXT] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_TEXT, 0, 0},
    [MEMBER_NUMBER] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_NUMBER, 0, 0},
    [MEMBER_FLAG] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_FLAG, 0, 0},
    [MEMBER_SET] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_SET, 0, 0},
    [MEMBER_DATE] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_DATE, 0, 0},
    [MEMBER_TIME] = {SLICE_INIT("m"), SLICE_INIT(""), MEMBER_TIME, 0, 0},
};

static void
check_printed(const struct value *v, const char *wanted)
{
	struct buf b = BUF_INIT(65536);

	value_add(&b, v);
	assert_string_equal(buf_text(&b), wanted);
	buf_release(&b);
}

struct reading {
	enum member_kind kind;
	const char *json;
	const char *printed; /* "null": absent; NULL: refused with text */
	const char *text;
};

static const struct reading readings[] = {
    {MEMBER_TEXT, "\"a\\u0041\"", "\"aA\"", NULL},
    {MEMBER_TEXT, "\"\"", "null", NULL},
    {MEMBER_TEXT, "null", "null", NULL},
    {MEMBER_TEXT, "\"0010\"", "\"0010\"", NULL},
    {MEMBER_TEXT, "10", NULL, "m: must be a string, is a number"},
    {MEMBER_TEXT, "true", NULL, "m: must be a string, is true"},
    {MEMBER_TEXT, "{}", NULL, "m: must be a string, is an object"},
    {MEMBER_TEXT, "\"\\u0000\"", NULL, "m: U+0000 is not allowed"},
    {MEMBER_NUMBER, "2.50", "2.5", NULL},
    {MEMBER_NUMBER, "\"2.50\"", "2.5", NULL},
    {MEMBER_NUMBER, "1E3", "1000", NULL},
    {MEMBER_NUMBER, "-0.0", "0", NULL},
    {MEMBER_NUMBER, "0", "0", NULL},
    {MEMBER_NUMBER, "\"\"", "null", NULL},
    {MEMBER_NUMBER, "123456789012345", "123456789012345", NULL},
    {MEMBER_NUMBER, "1234567890123456", "\"1234567890123456\"", NULL},
    {MEMBER_NUMBER, "-0.1234567890123456", "\"-0.1234567890123456\"", NULL},
    {MEMBER_NUMBER, "1E37", "\"10000000000000000000000000000000000000\"",
	NULL},
    {MEMBER_NUMBER, "1E38", NULL, "more than 38 significant digits"},
    {MEMBER_NUMBER, "1E-39", NULL, "more than 38 decimal places"},
    {MEMBER_NUMBER, "\"+1\"", NULL, "m: \"+1\" not a number"},
    {MEMBER_NUMBER, "\" 1\"", NULL, "m: \" 1\" not a number"},
    {MEMBER_NUMBER, "true", NULL, "m: must be a number, is true"},
    {MEMBER_FLAG, "true", "true", NULL},
    {MEMBER_FLAG, "false", "null", NULL},
    {MEMBER_FLAG, "null", "null", NULL},
    {MEMBER_FLAG, "\"true\"", NULL, "m: must be true or false, is a string"},
    {MEMBER_FLAG, "1", NULL, "m: must be true or false, is a number"},
    {MEMBER_SET, "[\"R10\",\"R2\",\"R10\"]", "[\"R2\",\"R10\"]", NULL},
    {MEMBER_SET, "[\"R01\",\"R1\",\"R\"]", "[\"R\",\"R01\",\"R1\"]", NULL},
    {MEMBER_SET, "[]", "null", NULL},
    {MEMBER_SET, "null", "null", NULL},
    {MEMBER_SET, "\"R1\"", NULL, "m: must be an array, is a string"},
    {MEMBER_SET, "[\"\"]", NULL, "m: a text in it is empty"},
    {MEMBER_SET, "[1]", NULL, "m: must be an array of strings, is a number"},
    {MEMBER_SET, "[\"\\u0000\"]", NULL, "m: U+0000 is not allowed"},
    {MEMBER_DATE, "\"2024-02-29\"", "\"2024-02-29\"", NULL},
    {MEMBER_DATE, "\"9999-12-31\"", "null", NULL},
    {MEMBER_DATE, "\"9999-12-30\"", "\"9999-12-30\"", NULL},
    {MEMBER_DATE, "\"2023-02-29\"", NULL, "is not a date"},
    {MEMBER_DATE, "\"2023-2-9\"", NULL, "is not a date"},
    {MEMBER_DATE, "20230209", NULL, "m: must be a string, is a number"},
    {MEMBER_TIME, "\"2026-11-22 02:00:00.500+01:00\"",
	"\"2026-11-22T01:00:00.5Z\"", NULL},
    {MEMBER_TIME, "\"2026-11-22T01:00:00.000z\"", "\"2026-11-22T01:00:00Z\"",
	NULL},
    {MEMBER_TIME, "\"2026-11-22\"", NULL, "is not a time"},
    {MEMBER_TIME, "\"2026-11-22T01:00:60Z\"", NULL, "is not a time"},
};

static void
each_kind_is_read_or_refused_with_its_name(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(readings); i++) {
		const struct reading *r = &readings[i];
		struct err e = ERR_INIT;
		struct value v;
		struct json j;
		int rc;

		json_init(&j, slice_of(r->json), "in", 3, &arena);
		rc = value_read(&v, &j, &members[r->kind], &e);
		if ((rc == 0) != (r->printed != NULL))
			fail_msg("%s: %s", r->json, rc ? e.text : "accepted");
		if (rc == 0) {
			check_printed(&v, r->printed);
		} else {
			assert_int_equal(e.kind, ERR_INPUT);
			if (!strstr(e.text, r->text) ||
			    strncmp(e.text, "in:3:", 5) != 0)
				fail_msg("%s: %s", r->json, e.text);
		}
	}
}

static const struct reading parsings[] = {
    {MEMBER_TEXT, "", "null", NULL},
    {MEMBER_TEXT, "a\"b", "\"a\\\"b\"", NULL},
    {MEMBER_NUMBER, "", "null", NULL},
    {MEMBER_NUMBER, "1.50", "1.5", NULL},
    {MEMBER_NUMBER, "1,5", NULL, "not a number"},
    {MEMBER_FLAG, "true", "true", NULL},
    {MEMBER_FLAG, "false", "null", NULL},
    {MEMBER_FLAG, "TRUE", NULL, "is not true or false"},
    {MEMBER_SET, "R1", "[\"R1\"]", NULL},
    {MEMBER_SET, "", "null", NULL},
    {MEMBER_DATE, "2026-11-22", "\"2026-11-22\"", NULL},
    {MEMBER_DATE, "9999-12-31", "null", NULL},
    {MEMBER_DATE, "22.11.2026", NULL, "is not a date"},
    {MEMBER_TIME, "2026-11-22T01:00:00Z", "\"2026-11-22T01:00:00Z\"", NULL},
    {MEMBER_TIME, "yesterday", NULL, "is not a time"},
};

static void
text_is_taken_as_the_kind_asks(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(parsings); i++) {
		const struct reading *p = &parsings[i];
		const char *why = NULL;
		struct value v;
		bool good = value_parse(&v, &members[p->kind],
		    slice_of(p->json), &arena, &why);

		assert_int_equal(good, p->printed != NULL);
		if (good)
			check_printed(&v, p->printed);
		else if (!why || !strstr(why, p->text))
			fail_msg("%s: %s", p->json, why ? why : "no reason");
	}
}

static const struct reading scalars[] = {
    {0, "\"2.50\"", "\"2.50\"", NULL},
    {0, "2.50", "2.5", NULL},
    {0, "12345678901234567", "\"12345678901234567\"", NULL},
    {0, "true", "true", NULL},
    {0, "false", "null", NULL},
    {0, "null", "null", NULL},
    {0, "\"\"", "null", NULL},
    {0, "[]", NULL, "x: must be a scalar, is an array"},
    {0, "{}", NULL, "x: must be a scalar, is an object"},
    {0, "1E99", NULL, "x: \"1E99\" more than 38 significant digits"},
    {0, "\"\\u0000\"", NULL, "x: U+0000 is not allowed"},
};

static void
a_site_field_is_any_scalar(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(scalars); i++) {
		const struct reading *r = &scalars[i];
		struct err e = ERR_INIT;
		struct value v;
		struct json j;

		json_init(&j, slice_of(r->json), "in", 1, &arena);
		if (value_read_scalar(&v, &j, SLICE("x"), &e) == 0) {
			assert_non_null(r->printed);
			check_printed(&v, r->printed);
		} else if (!r->text || !strstr(e.text, r->text)) {
			fail_msg("%s: %s", r->json, e.text);
		}
	}
}

/* Each order of a set of 100,000 comes out as one, and quickly. */
static void
great_sets_are_ordered_and_lose_their_doubles(void **state)
{
	enum { COUNT = 100000 };
	struct value v = {VALUE_SET, {"", 0}, NULL, 2 * COUNT};
	char text[16];
	size_t i;

	(void)state;
	v.set = arena_alloc(&arena, v.count * sizeof(*v.set));
	for (i = 0; i < v.count; i++) {
		snprintf(text, sizeof(text), "R%zu", i * 7919 % COUNT);
		v.set[i] = slice_copy(slice_of(text), &arena);
	}
	value_set_sort(&v);
	assert_int_equal(v.count, COUNT);
	for (i = 0; i < COUNT; i++) {
		snprintf(text, sizeof(text), "R%zu", i);
		assert_true(slice_is(v.set[i], text));
	}
}

static void
values_are_equal_when_kind_and_texts_are(void **state)
{
	struct slice one[] = {SLICE("a"), SLICE("b")};
	struct slice two[] = {SLICE("a"), SLICE("c")};
	struct value set = {VALUE_SET, {"", 0}, one, 2};
	struct value other = {VALUE_SET, {"", 0}, two, 2};
	struct value text = value_of_text(SLICE("1"));
	struct value number = value_of_number(decimal_of(1), &arena);
	struct value absent = value_of_text(SLICE(""));
	struct value null = {VALUE_NULL, {"", 0}, NULL, 0};

	(void)state;
	assert_true(value_equal(&set, &set));
	assert_false(value_equal(&set, &other));
	other.count = 1;
	assert_false(value_equal(&set, &other));
	assert_false(value_equal(&text, &number));
	assert_int_equal(absent.kind, VALUE_ABSENT);
	assert_false(value_equal(&absent, &null));
	assert_true(value_equal(&absent, &absent));
	check_printed(&number, "1");
}

static void
check_extras(const struct extras *x, const char *wanted)
{
	struct buf b = BUF_INIT(65536);

	extras_add(&b, x, false);
	assert_string_equal(buf_text(&b), wanted);
	buf_release(&b);
}

static struct value
number(int n)
{
	return value_of_number(decimal_of(n), &arena);
}

static void
extras_keep_byte_order_and_leave_a_shared_list_alone(void **state)
{
	struct extras x = {NULL, 0}, shared;

	(void)state;
	extras_put(&x, SLICE("m"), number(1), &arena);
	extras_put(&x, SLICE("a"), number(2), &arena);
	extras_put(&x, SLICE("z"), number(3), &arena);
	shared = x;
	extras_put(&x, SLICE("m"), number(4), &arena);
	extras_put(&x, SLICE("a"), (struct value)VALUE_INIT, &arena);
	extras_put(&x, SLICE("none"), (struct value)VALUE_INIT, &arena);
	check_extras(&x, "\"m\":4,\"z\":3");
	check_extras(&shared, "\"a\":2,\"m\":1,\"z\":3");
	assert_non_null(extras_find(&shared, SLICE("a")));
	assert_null(extras_find(&x, SLICE("a")));
	assert_false(extras_equal(&x, &shared));
	extras_put(&x, SLICE("m"), number(1), &arena);
	extras_put(&x, SLICE("a"), number(2), &arena);
	assert_true(extras_equal(&x, &shared));
}

/* Appending behind a put must stay inside the list: seen under ASan. */
static void
extras_may_be_appended_to_what_was_put(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};
	struct extras x;
	unsigned put, i;

	(void)state;
	for (put = 0; put <= COUNT_OF(names); put++) {
		x = (struct extras){NULL, 0};
		for (i = 0; i < COUNT_OF(names); i++)
			if (i < put)
				extras_put(&x, slice_of(names[i]), number(1),
				    &arena);
			else
				extras_append(&x, slice_of(names[i]),
				    number(1), &arena);
		check_extras(&x, "\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1");
	}
}

static void
sorting_extras_finds_doubles_even_where_nothing_is_kept(void **state)
{
	struct value absent = VALUE_INIT;
	struct extras x = {NULL, 0};

	(void)state;
	extras_append(&x, SLICE("b"), number(1), &arena);
	extras_append(&x, SLICE("a"), absent, &arena);
	assert_null(extras_sort(&x).at);
	check_extras(&x, "\"b\":1");
	extras_append(&x, SLICE("a"), absent, &arena);
	extras_append(&x, SLICE("a"), absent, &arena);
	assert_true(slice_is(extras_sort(&x), "a"));
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_is_read_or_refused_with_its_name),
	    cmocka_unit_test(text_is_taken_as_the_kind_asks),
	    cmocka_unit_test(a_site_field_is_any_scalar),
	    cmocka_unit_test(great_sets_are_ordered_and_lose_their_doubles),
	    cmocka_unit_test(values_are_equal_when_kind_and_texts_are),
	    cmocka_unit_test(
		extras_keep_byte_order_and_leave_a_shared_list_alone),
	    cmocka_unit_test(extras_may_be_appended_to_what_was_put),
	    cmocka_unit_test(
		sorting_extras_finds_doubles_even_where_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
