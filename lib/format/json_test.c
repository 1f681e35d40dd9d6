/*
 * json_test.c - the reader held to tables of texts and exact error texts,
 * and to the public parsing cases in testdata/real/json-parsing.
 */
#include "format/json.h"

#include <dirent.h>
#include <setjmp.h>

#include <cmocka.h>

#define CASES "testdata/real/json-parsing"

struct reading {
	struct json json;
	struct arena arena;
	struct err err;
};

static void
reading_init(struct reading *r, struct slice text)
{
	r->arena = (struct arena)ARENA_INIT;
	r->err = (struct err)ERR_INIT;
	json_init(&r->json, text, "t", 1, &r->arena);
}

/* Reads the next value to its end, decoding all that is in it. */
static int
walk(struct reading *r)
{
	struct json *j = &r->json;
	struct json_value v;
	struct slice name;
	int got = 0;

	if (json_value(j, &v, &r->err) < 0)
		return -1;
	if (v.kind == JSON_OBJECT) {
		while ((got = json_member(j, &name, &r->err)) > 0)
			if (walk(r) < 0)
				return -1;
	} else if (v.kind == JSON_ARRAY) {
		while ((got = json_element(j, &r->err)) > 0)
			if (walk(r) < 0)
				return -1;
	}
	return got;
}

/*
 * Whether the text is JSON: by skipping it and by walking it, which must
 * agree, in the error too.  The error's text goes to `why`.
 */
static bool
accepts(struct slice text, char why[ERR_TEXT_MOST])
{
	struct reading r;
	int skipped, walked;

	reading_init(&r, text);
	skipped = json_skip(&r.json, &r.err);
	if (skipped == 0)
		skipped = json_end(&r.json, &r.err);
	snprintf(why, ERR_TEXT_MOST, "%s", r.err.text);
	arena_release(&r.arena);
	reading_init(&r, text);
	walked = walk(&r);
	if (walked == 0)
		walked = json_end(&r.json, &r.err);
	assert_int_equal(walked, skipped);
	assert_string_equal(r.err.text, why);
	assert_int_equal(r.err.kind, skipped < 0 ? ERR_INPUT : ERR_NONE);
	arena_release(&r.arena);
	return skipped == 0;
}

/* What JSON does not allow, and what is said about it. */
static const char *const wrong[][2] = {
    {"", "t:1:1: expected a value, the text ends"},
    {" \n\t ", "t:2:3: expected a value, the text ends"},
    {"nul", "t:1:1: expected a value, found 'n'"},
    {"True", "t:1:1: expected a value, found 'T'"},
    {"[1,]", "t:1:4: expected a value, found ']'"},
    {"[,1]", "t:1:2: expected a value, found ','"},
    {"[\xe2\x81\xa0]", "t:1:2: expected a value, found byte 0xe2"},
    {"\x01", "t:1:1: expected a value, found byte 0x01"},
    {"[", "t:1:2: expected a value, the text ends"},
    {"[1", "t:1:3: expected ',' or ']', the text ends"},
    {"[1 2]", "t:1:4: expected ',' or ']', found '2'"},
    {"[1\n\n, 2}", "t:3:4: expected ',' or ']', found '}'"},
    {"{", "t:1:2: expected a member name or '}', the text ends"},
    {"{1:2}", "t:1:2: expected a member name or '}', found '1'"},
    {"{\"a\":1,}", "t:1:8: expected a member name, found '}'"},
    {"{\"a\"}", "t:1:5: expected ':', found '}'"},
    {"{\"a\":}", "t:1:6: expected a value, found '}'"},
    {"{\"a\":1]", "t:1:7: expected ',' or '}', found ']'"},
    {"{\"a\":1", "t:1:7: expected ',' or '}', the text ends"},
    {"1 1", "t:1:3: expected the end of the text, found '1'"},
    {"{}\n}", "t:2:1: expected the end of the text, found '}'"},
    {"-", "t:1:2: expected a digit, the text ends"},
    {"-a", "t:1:2: expected a digit, found 'a'"},
    {"[1.]", "t:1:4: expected a digit, found ']'"},
    {"1e+", "t:1:4: expected a digit, the text ends"},
    {"01", "t:1:1: number with a leading zero"},
    {"[-012]", "t:1:3: number with a leading zero"},
    {"+1", "t:1:1: expected a value, found '+'"},
    {".5", "t:1:1: expected a value, found '.'"},
    {"1x", "t:1:2: expected the end of the text, found 'x'"},
    {"[\"abc]", "t:1:2: string without an end"},
    {"\"abc\\", "t:1:5: string without an end"},
    {"{\"abc", "t:1:2: string without an end"},
    {"\"a\tb\"", "t:1:3: control byte 0x09 in a string"},
    {"\"a\nb\"", "t:1:3: control byte 0x0a in a string"},
    {"\"\\x\"", "t:1:2: unknown escape in a string"},
    {"\"\\U0041\"", "t:1:2: unknown escape in a string"},
    {"\"\\u12\"", "t:1:2: \\u needs four hexadecimal digits"},
    {"\"\\u12g4\"", "t:1:2: \\u needs four hexadecimal digits"},
    {"\"\\ud800\"", "t:1:2: lone surrogate in a string"},
    {"\"a\\udc00\"", "t:1:3: lone surrogate in a string"},
    {"\"\\ud800\\ud800\"", "t:1:2: lone surrogate in a string"},
    {"\"\\ud800\\u004\"", "t:1:2: lone surrogate in a string"},
    {"\"\\ud800\\ndc00\"", "t:1:2: lone surrogate in a string"},
    {"\"a\x80\"", "t:1:3: malformed UTF-8 in a string"},
    {"\"\xc3\xa9\xff\"", "t:1:4: malformed UTF-8 in a string"},
    {"\"\xc0\x80\"", "t:1:2: malformed UTF-8 in a string"},
    {"\"\xe2\x82\"", "t:1:2: malformed UTF-8 in a string"},
    {"\"\xed\xa0\x80\"", "t:1:2: malformed UTF-8 in a string"},
    {"\"\xf4\x90\x80\x80\"", "t:1:2: malformed UTF-8 in a string"},
    {"{\"\xff\":1}", "t:1:3: malformed UTF-8 in a string"},
    {"\xef\xbb\xbf", "t:1:1: expected a value, the text ends"},
    {"\xef\xbb\xbf[x", "t:1:2: expected a value, found 'x'"},
    {"\xef\xbb[]", "t:1:1: expected a value, found byte 0xef"},
};

static void
what_json_does_not_allow_is_refused_with_its_place(void **state)
{
	char why[ERR_TEXT_MOST];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		assert_false(accepts(slice_of(wrong[i][0]), why));
		assert_string_equal(why, wrong[i][1]);
	}
	assert_false(accepts(slice_from(NULL, 0), why));
	assert_false(accepts(slice_from("1\0", 2), why));
	assert_string_equal(
	    why, "t:1:2: expected the end of the text, found byte 0x00");
	assert_false(accepts(slice_from("[\0]", 3), why));
}

static void
strings_are_decoded(void **state)
{
	static const struct {
		const char *text;
		struct slice is;
	} table[] = {
	    {"\"\"", SLICE_INIT("")},
	    {"\"plain\"", SLICE_INIT("plain")},
	    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", SLICE_INIT("\"\\/\b\f\n\r\t")},
	    {"\"\\u0041\\u007f\\u0080\"", SLICE_INIT("A\x7f\xc2\x80")},
	    {"\"\\u00e9\\u07ff\\u0800\"",
		SLICE_INIT("\xc3\xa9\xdf\xbf\xe0\xa0\x80")},
	    {"\"\\uFFFF\\uaBcD\"", SLICE_INIT("\xef\xbf\xbf\xea\xaf\x8d")},
	    {"\"\\ud83d\\ude00\"", SLICE_INIT("\xf0\x9f\x98\x80")},
	    {"\"\\uDBFF\\uDFFF\"", SLICE_INIT("\xf4\x8f\xbf\xbf")},
	    {"\"\\ud800\\udc00x\"", SLICE_INIT("\xf0\x90\x80\x80x")},
	    {"\"a\\u0000b\"", SLICE_INIT("a\0b")},
	    {"\"\xc3\xa9 seventeen and more bytes \\n\xe2\x82\xac\"",
		SLICE_INIT("\xc3\xa9 seventeen and more bytes \n\xe2\x82\xac")},
	    {"\"\\\\u0041\"", SLICE_INIT("\\u0041")},
	    {"\"\x7f\"", SLICE_INIT("\x7f")},
	};
	struct reading r;
	struct json_value v;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		reading_init(&r, slice_of(table[i].text));
		assert_int_equal(json_value(&r.json, &v, &r.err), 0);
		assert_int_equal(v.kind, JSON_STRING);
		assert_true(slice_equal(v.text, table[i].is));
		assert_int_equal(json_end(&r.json, &r.err), 0);
		arena_release(&r.arena);
	}
}

static void
numbers_and_words_keep_their_spelling(void **state)
{
	static const struct {
		const char *text;
		enum json_kind kind;
	} table[] = {
	    {"0", JSON_NUMBER},
	    {"-0", JSON_NUMBER},
	    {"2.50", JSON_NUMBER},
	    {"-1.5E+07", JSON_NUMBER},
	    {"1e-99999", JSON_NUMBER},
	    {"123456789012345678901234567890.10", JSON_NUMBER},
	    {"null", JSON_NULL},
	    {"true", JSON_TRUE},
	    {"false", JSON_FALSE},
	};
	struct reading r;
	struct json_value v;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		reading_init(&r, slice_of(table[i].text));
		assert_int_equal(json_value(&r.json, &v, &r.err), 0);
		assert_int_equal(v.kind, table[i].kind);
		assert_true(slice_is(v.text, table[i].text));
		assert_int_equal(json_end(&r.json, &r.err), 0);
		arena_release(&r.arena);
	}
}

static void
members_and_elements_are_walked_in_order(void **state)
{
	static const char text[] = " {\"a\" : [1, [2], {}], \"\\u0062\":\n"
				   "{\"c\":{\"d\":[3]}},\"a\":null} ";
	struct reading r;
	struct json_value v;
	struct slice name, raw;

	(void)state;
	reading_init(&r, slice_of(text));
	assert_int_equal(json_value(&r.json, &v, &r.err), 0);
	assert_int_equal(v.kind, JSON_OBJECT);
	assert_int_equal(json_member(&r.json, &name, &r.err), 1);
	assert_true(slice_is(name, "a"));
	assert_int_equal(json_value(&r.json, &v, &r.err), 0);
	assert_int_equal(v.kind, JSON_ARRAY);
	assert_int_equal(json_element(&r.json, &r.err), 1);
	assert_int_equal(json_value(&r.json, &v, &r.err), 0);
	assert_true(slice_is(v.text, "1"));
	assert_int_equal(json_skip_rest(&r.json, &v, &r.err), 0);
	assert_int_equal(json_element(&r.json, &r.err), 1);
	assert_int_equal(json_value(&r.json, &v, &r.err), 0);
	assert_int_equal(json_skip_rest(&r.json, &v, &r.err), 0);
	assert_int_equal(json_element(&r.json, &r.err), 1);
	assert_int_equal(json_raw(&r.json, &raw, &r.err), 0);
	assert_true(slice_is(raw, "{}"));
	assert_int_equal(json_element(&r.json, &r.err), 0);
	assert_int_equal(json_member(&r.json, &name, &r.err), 1);
	assert_true(slice_is(name, "b"));
	assert_int_equal(json_raw(&r.json, &raw, &r.err), 0);
	assert_true(slice_is(raw, "{\"c\":{\"d\":[3]}}"));
	assert_int_equal(json_member(&r.json, &name, &r.err), 1);
	assert_true(slice_is(name, "a"));
	assert_int_equal(json_skip(&r.json, &r.err), 0);
	assert_int_equal(json_error(&r.json, &r.err, "at %d", 7), -1);
	assert_string_equal(r.err.text, "t:2:25: at 7");
	err_clear(&r.err);
	assert_int_equal(json_member(&r.json, &name, &r.err), 0);
	assert_int_equal(json_end(&r.json, &r.err), 0);
	arena_release(&r.arena);
}

static void
lines_are_counted_from_the_one_given(void **state)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json j;

	(void)state;
	json_init(&j, SLICE("[\r\n1,\n 2 3]"), "a.json", 10, &arena);
	assert_int_equal(json_skip(&j, &e), -1);
	assert_string_equal(
	    e.text, "a.json:12:4: expected ',' or ']', found '3'");
	arena_release(&arena);
}

static void
depth_ends_at_its_ceiling(void **state)
{
	char why[ERR_TEXT_MOST];
	struct buf b = BUF_INIT(1000000);
	int i;

	(void)state;
	for (i = 0; i < JSON_DEPTH_MOST; i++)
		buf_add_text(&b, i % 2 ? "{\"\":" : "[");
	buf_add_text(&b, "0");
	for (i = JSON_DEPTH_MOST - 1; i >= 0; i--)
		buf_add_text(&b, i % 2 ? "}" : "]");
	assert_true(accepts(buf_slice(&b), why));
	buf_clear(&b);
	for (i = 0; i < 100000; i++)
		buf_add_text(&b, "[");
	assert_false(accepts(buf_slice(&b), why));
	assert_string_equal(why, "t:1:65: nested deeper than 64 levels");
	buf_clear(&b);
	for (i = 0; i < 100000; i++)
		buf_add_text(&b, "{\"\":");
	assert_false(accepts(buf_slice(&b), why));
	assert_string_equal(why, "t:1:257: nested deeper than 64 levels");
	buf_clear(&b);
	for (i = 0; i < 100000; i++)
		buf_add_text(&b, i ? ",[]" : "[[]");
	buf_add_text(&b, "]");
	assert_true(accepts(buf_slice(&b), why));
	buf_release(&b);
}

static const char *
plain_end_slowly(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p >= 0x20 &&
	       (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
}

static void
the_end_of_plain_bytes_is_found_at_any_place(void **state)
{
	char text[80];
	int stop, len, from, value;

	(void)state;
	for (value = 0; value < 256; value++)
		for (stop = 0; stop < 40; stop++) {
			memset(text, 'x', sizeof(text));
			text[stop] = (char)value; /* every byte there is */
			for (from = 0; from < 4; from++)
				for (len = 0; len <= 48; len += 7)
					assert_ptr_equal(
					    json_plain_end(
						text + from, text + from + len),
					    plain_end_slowly(text + from,
						text + from + len));
		}
}

/* What the reader does with the cases that JSON leaves open. */
static bool
case_expected(const char *name)
{
	static const char *const refused[] = {"i_string_",
	    "i_object_key_lone_2nd_surrogate", "i_structure_500_nested_arrays"};
	size_t i;

	for (i = 0; i < COUNT_OF(refused); i++)
		if (slice_begins(slice_of(name), slice_of(refused[i])))
			return false;
	return name[0] != 'n';
}

static bool
case_accepted(const char *name)
{
	char path[512], text[200000], why[ERR_TEXT_MOST];
	FILE *f;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", CASES, name);
	f = fopen(path, "rb");
	assert_non_null(f);
	len = fread(text, 1, sizeof(text), f);
	assert_true(len < sizeof(text) && !ferror(f));
	fclose(f);
	return accepts(slice_from(text, len), why);
}

static void
public_parsing_cases_are_accepted_and_refused_as_named(void **state)
{
	int accepted = 0, refused = 0, open = 0;
	DIR *folder = opendir(CASES);
	struct dirent *entry;

	(void)state;
	if (!folder)
		fail_msg("%s: run me in the repository's root", CASES);
	while ((entry = readdir(folder))) {
		const char *name = entry->d_name;

		if (!strstr(name, ".json"))
			continue;
		if (case_accepted(name) != case_expected(name))
			fail_msg("%s is %s", name,
			    case_expected(name) ? "refused" : "accepted");
		accepted += name[0] == 'y';
		refused += name[0] == 'n';
		open += name[0] == 'i';
	}
	closedir(folder);
	assert_int_equal(accepted, 95);
	assert_int_equal(refused, 174);
	assert_int_equal(open, 22);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_json_does_not_allow_is_refused_with_its_place),
	    TEST(strings_are_decoded),
	    TEST(numbers_and_words_keep_their_spelling),
	    TEST(members_and_elements_are_walked_in_order),
	    TEST(lines_are_counted_from_the_one_given),
	    TEST(depth_ends_at_its_ceiling),
	    TEST(the_end_of_plain_bytes_is_found_at_any_place),
	    TEST(public_parsing_cases_are_accepted_and_refused_as_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
