/* json_add_test.c - canonical JSON held to tables and to its laws. */
#include "format/json_add.h"

#include "format/json.h"

#include <setjmp.h>

#include <cmocka.h>

/* Adds the canonical form of `text`, the whole of it; -1 with *e filled. */
static int
canonical(struct buf *b, struct slice text, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct json j;
	int rc;

	json_init(&j, text, "t", 1, &arena);
	rc = json_add_canonical(b, &j, e);
	if (rc == 0)
		rc = json_end(&j, e);
	arena_release(&arena);
	return rc;
}

static void
strings_escape_what_must_be_and_nothing_else(void **state)
{
	static const struct {
		struct slice text;
		const char *is;
	} table[] = {
	    {SLICE_INIT(""), "\"\""},
	    {SLICE_INIT("plain"), "\"plain\""},
	    {SLICE_INIT("\"\\/"), "\"\\\"\\\\/\""},
	    {SLICE_INIT("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
	    {SLICE_INIT("\x01\x0b\x1f\x7f"), "\"\\u0001\\u000b\\u001f\x7f\""},
	    {SLICE_INIT("a\0b"), "\"a\\u0000b\""},
	    {SLICE_INIT("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
		"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""},
	    {SLICE_INIT("more than sixteen bytes, \xc3\xa9\nthen another line"),
		"\"more than sixteen bytes, \xc3\xa9\\nthen another line\""},
	};
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		buf_clear(&b);
		json_add_string(&b, table[i].text);
		assert_string_equal(buf_text(&b), table[i].is);
	}
	buf_clear(&b);
	json_add_string(&b, slice_from(NULL, 0));
	assert_string_equal(buf_text(&b), "\"\"");
	buf_release(&b);
}

static void
every_value_has_one_canonical_form(void **state)
{
	static const char *const table[][2] = {
	    {" null ", "null"},
	    {"true", "true"},
	    {"false", "false"},
	    {"\"\\u00e9\\/\\u000a\"", "\"\xc3\xa9/\\n\""},
	    {"-0.0", "0"},
	    {"2.50", "2.5"},
	    {"1E3", "1000"},
	    {"-7", "-7"},
	    {"123456789012345", "123456789012345"},
	    {"1234567890123456", "\"1234567890123456\""},
	    {"1E20", "\"100000000000000000000\""},
	    {"-0.1234567890123456", "\"-0.1234567890123456\""},
	    {"0.00000000000000000001", "0.00000000000000000001"},
	    {"[ ]", "[]"},
	    {"{ }", "{}"},
	    {"[1 , [2.0,[ ]]]", "[1,[2,[]]]"},
	    {"{\"a\":1, \"b\":2}", "{\"a\":1,\"b\":2}"},
	    {"{\"b\":2,\n\"a\":1}", "{\"a\":1,\"b\":2}"},
	    {"{\"\\u0062\":{\"z\":\"\",\"y\":[]},\"a\":null,\"\":false}",
		"{\"\":false,\"a\":null,\"b\":{\"y\":[],\"z\":\"\"}}"},
	    {"{\"c\":[{\"b\":{},\"a\":{\"z\":0,\"y\":1}}],\"B\":3,\"a\":2}",
		"{\"B\":3,\"a\":2,\"c\":[{\"a\":{\"y\":1,\"z\":0},"
		"\"b\":{}}]}"},
	    {"{\"\xf0\x9f\x98\x80\":1,\"\xef\xbf\xbd\":2,\"ab\":3,\"a\":4}",
		"{\"a\":4,\"ab\":3,\"\xef\xbf\xbd\":2,"
		"\"\xf0\x9f\x98\x80\":1}"},
	};
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		buf_clear(&b);
		assert_int_equal(canonical(&b, slice_of(table[i][0]), &e), 0);
		assert_string_equal(buf_text(&b), table[i][1]);
		buf_clear(&b);
		assert_int_equal(canonical(&b, slice_of(table[i][1]), &e), 0);
		assert_string_equal(buf_text(&b), table[i][1]);
	}
	buf_release(&b);
}

static void
what_has_no_canonical_form_is_refused(void **state)
{
	static const char *const table[][2] = {
	    {"[\"a\\u0000\"]", "t:1:11: U+0000 is not allowed"},
	    {"{\"\\u0000\":1}", "t:1:11: U+0000 is not allowed"},
	    {"{\"a\":1,\"a\":2}",
		"t:1:12: member \"a\" stands twice in an object"},
	    {"{\"b\":1,\"a\":2,\n\"\\u0062\":3,\"a\":4}",
		"t:2:16: member \"a\" stands twice in an object"},
	    {"[{\"x\":{\"a\":1,\"b\":2,\"a\":1}}]",
		"t:1:24: member \"a\" stands twice in an object"},
	    {"[0, 1E40]", "t:1:5: number with more than 38 significant digits"},
	    {"1e-39", "t:1:1: number with more than 38 decimal places"},
	    {"[1,,2]", "t:1:4: expected a value, found ','"},
	    {"{\"a\":1,2}", "t:1:8: expected a member name, found '2'"},
	    {"{\"b\":1,\"a\":2", "t:1:13: expected ',' or '}', the text ends"},
	    {"[1", "t:1:3: expected ',' or ']', the text ends"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;
		struct buf b = BUF_INIT(1000);

		assert_int_equal(canonical(&b, slice_of(table[i][0]), &e), -1);
		assert_string_equal(e.text, table[i][1]);
		assert_int_equal(e.kind, ERR_INPUT);
		buf_release(&b);
	}
}

/* Ceilings too low cut members anywhere; sorting must stand it. */
static void
a_ceiling_too_low_is_told_by_the_buf(void **state)
{
	static const char text[] = "{\"b\":{\"d\":\"\\n\",\"c\":[1]},\"a\":2}";
	static const char expected[] = "{\"a\":2,\"b\":{\"c\":[1],"
				       "\"d\":\"\\n\"}}";
	size_t most, len = sizeof(expected) - 1;

	(void)state;
	for (most = 0; most <= len; most++) {
		struct err e = ERR_INIT;
		struct buf b = BUF_INIT(most);

		assert_int_equal(canonical(&b, slice_of(text), &e), 0);
		assert_true(b.over || slice_is(buf_slice(&b), expected));
		if (most == len)
			assert_false(b.over);
		buf_release(&b);
	}
}

static void
many_members_are_sorted(void **state)
{
	struct buf text = BUF_INIT(1000000), b = BUF_INIT(1000000);
	struct buf expected = BUF_INIT(1000000);
	struct err e = ERR_INIT;
	int i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		/* 7919 and 10000 have no factor in common */
		buf_printf(&text, "%c\"%05d\" : %d", i ? ',' : '{',
		    i * 7919 % 10000, i * 7919 % 10000);
		buf_printf(&expected, "%c\"%05d\":%d", i ? ',' : '{', i, i);
	}
	buf_add_byte(&text, '}');
	buf_add_byte(&expected, '}');
	assert_int_equal(canonical(&b, buf_slice(&text), &e), 0);
	assert_true(slice_equal(buf_slice(&b), buf_slice(&expected)));
	buf_release(&text);
	buf_release(&expected);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(strings_escape_what_must_be_and_nothing_else),
	    cmocka_unit_test(every_value_has_one_canonical_form),
	    cmocka_unit_test(what_has_no_canonical_form_is_refused),
	    cmocka_unit_test(a_ceiling_too_low_is_told_by_the_buf),
	    cmocka_unit_test(many_members_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
