/* json_pointer_test.c - RFC 6901's own example, and what is not there. */
#include "format/json_pointer.h"

#include "format/json.h"

#include <setjmp.h>

#include <cmocka.h>

/* The document of RFC 6901, section 5, with two members more. */
static const char document[] = "{\"foo\": [\"bar\", \"baz\"], \"\": 0,\n"
			       "\"a/b\": 1, \"c%d\": 2, \"e^f\": 3, "
			       "\"g|h\": 4, \"i\\\\j\": 5, \"k\\\"l\": 6, "
			       "\" \": 7, \"m~n\": 8,\n"
			       "\"o\": {\"\": {\"p\": [[], {\"q\": 9}]}}, "
			       "\"foo\": \"second\"}";

/* What json_pointer answers; the raw value found goes to *raw. */
static int
find(const char *text, const char *pointer, struct slice *raw, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct json j;
	int got;

	json_init(&j, slice_of(text), "t", 1, &arena);
	got = json_pointer(&j, slice_of(pointer), e);
	if (got > 0)
		assert_int_equal(json_raw(&j, raw, e), 0);
	arena_release(&arena);
	return got;
}

static void
each_value_is_found_by_its_pointer(void **state)
{
	static const char *const table[][2] = {
	    {"", document},
	    {"/foo", "[\"bar\", \"baz\"]"},
	    {"/foo/0", "\"bar\""},
	    {"/foo/1", "\"baz\""},
	    {"/", "0"},
	    {"/a~1b", "1"},
	    {"/c%d", "2"},
	    {"/e^f", "3"},
	    {"/g|h", "4"},
	    {"/i\\j", "5"},
	    {"/k\"l", "6"},
	    {"/ ", "7"},
	    {"/m~0n", "8"},
	    {"/o//p", "[[], {\"q\": 9}]"},
	    {"/o//p/1/q", "9"},
	};
	struct err e = ERR_INIT;
	struct slice raw;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_int_equal(find(document, table[i][0], &raw, &e), 1);
		assert_true(slice_is(raw, table[i][1]));
	}
}

static void
what_is_not_there_is_not_found(void **state)
{
	static const char *const table[] = {"/fo", "/fooo", "/foo/2", "/foo/-",
	    "/foo/00", "/foo/01", "/foo/+1", "/foo/x", "/foo/",
	    "/foo/99999999999999999999", "/foo/0/0", "//0", "/a", "/a~1",
	    "/m~0", "/o/p", "/o//p/1/q/", "/o//p/0/0"};
	struct slice raw;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(find(document, table[i], &raw, &e), 0);
		assert_int_equal(e.kind, ERR_NONE);
	}
}

static void
what_is_no_pointer_is_the_callers_mistake(void **state)
{
	static const char *const table[][2] = {
	    {"foo", "\"foo\" is no JSON Pointer"},
	    {"#/foo", "\"#/foo\" is no JSON Pointer"},
	    {"/m~n", "\"/m~n\" is no JSON Pointer"},
	    {"/m~", "\"/m~\" is no JSON Pointer"},
	};
	struct slice raw;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(find(document, table[i][0], &raw, &e), -1);
		assert_string_equal(e.text, table[i][1]);
		assert_int_equal(e.kind, ERR_USAGE);
	}
}

static void
malformed_json_on_the_way_is_refused(void **state)
{
	static const char *const table[][3] = {
	    {"{\"a\":tru,\"b\":1}", "/b", "t:1:6: expected a value, found 't'"},
	    {"[1,[2,,3],4]", "/2", "t:1:7: expected a value, found ','"},
	    {"{\"a\":1 \"b\":2}", "/b",
		"t:1:8: expected ',' or '}', found '\"'"},
	    {"", "/a", "t:1:1: expected a value, the text ends"},
	};
	struct slice raw;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(find(table[i][0], table[i][1], &raw, &e), -1);
		assert_string_equal(e.text, table[i][2]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_value_is_found_by_its_pointer),
	    cmocka_unit_test(what_is_not_there_is_not_found),
	    cmocka_unit_test(what_is_no_pointer_is_the_callers_mistake),
	    cmocka_unit_test(malformed_json_on_the_way_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
