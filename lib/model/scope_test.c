/* scope_test.c - scopes read, printed, said in words, and asked. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scope.h"
#include "model/scopeout.h"
#include "model/scopeword.h"

static struct arena arena;

static int
read_scope(struct scope *s, const char *text, struct err *e)
{
	struct json j;

	json_init(&j, slice_of(text), "in", 1, &arena);
	if (scope_read(s, &j, e) < 0)
		return -1;
	return json_end(&j, e);
}

static void
check_printed(const struct scope *s, const char *wanted)
{
	struct buf b = BUF_INIT(65536);

	scopeout_add(&b, s);
	assert_string_equal(buf_text(&b), wanted);
	buf_release(&b);
}

/* A scope and its canonical form; NULL: the text it is refused with. */
static const struct {
	const char *json;
	const char *canonical;
	const char *text;
} scopes[] = {
    {"{}", "{}", NULL},
    {"null", "{}", NULL},
    {"{\"types\":[\"item\",\"bom\",\"item\"]}",
	"{\"types\":[\"bom\",\"item\"]}", NULL},
    {"{\"plants\":[\"P10\",\"P9\",\"\"]}", "{\"plants\":[\"\",\"P9\",\"P10\"]}",
	NULL},
    /* usages in byte order, plants in natural order */
    {"{\"usages\":[\"u9\",\"u10\"]}", "{\"usages\":[\"u10\",\"u9\"]}", NULL},
    {"{\"removals\":{\"item\":false,\"bom\":true,\"bom_line\":null},"
     "\"filter\":\"released only\"}",
	"{\"filter\":\"released only\",\"removals\":{\"item\":false}}", NULL},
    {"{\"members\":{\"item\":[\"uom\",\"attrs\",\"name\",\"uom\"]}}",
	"{\"members\":{\"item\":[\"attrs\",\"name\",\"uom\"]}}", NULL},
    {"{\"members\":{\"item\":[]}}", "{\"members\":{\"item\":[]}}", NULL},
    {"{\"members\":{\"item\":null}}", "{}", NULL},
    {"{\"types\":null,\"plants\":null,\"usages\":null,\"filter\":null,"
     "\"members\":null,\"removals\":null}", "{}", NULL},
    {"1", NULL, "scope: must be an object, is a number"},
    {"[]", NULL, "scope: is empty (leave it out"},
    {"[1]", NULL, "scope: must be an array of objects, is a number"},
    {"[{\"plants\":[\"1\"]},{\"types\":[\"item\"]}]",
	"[{\"plants\":[\"1\"]},{\"types\":[\"item\"]}]", NULL},
    {"[{\"plants\":[\"1\"]}]", "{\"plants\":[\"1\"]}", NULL},
    {"{\"types\":[]}", NULL, "scope: types: is empty (leave it out"},
    {"{\"plants\":\"1\"}", NULL, "plants: must be an array, is a string"},
    {"{\"plants\":[1]}", NULL, "plants: must be an array of strings"},
    {"{\"types\":[\"itm\"]}", NULL,
	"scope: unknown type \"itm\" (did you mean item?)"},
    {"{\"kinds\":[\"item\"]}", NULL, "scope: unknown part \"kinds\""},
    {"{\"plants\":[\"1\"],\"plants\":[\"2\"]}", NULL,
	"scope: plants: stands twice"},
    {"{\"members\":{\"item\":[],\"item\":[\"name\"]}}", NULL,
	"scope: item: stands twice"},
    {"{\"removals\":{\"item\":false,\"item\":true}}", NULL,
	"scope: item: stands twice"},
    {"{\"removals\":{\"item\":0}}", NULL,
	"removals: must be true or false, is a number"},
    {"{\"members\":{\"item\":\"name\"}}", NULL,
	"members: must be an array, is a string"},
    {"{\"members\":{\"item\":[\"nam\"]}}", NULL,
	"scope: members: item has no member \"nam\""},
    {"{\"members\":[]}", NULL, "scope: must be an object by type"},
    {"{\"filter\":1}", NULL, "filter: must be a string, is a number"},
    {"{\"filter\":\"\\u0000\"}", NULL, "filter: U+0000 is not allowed"},
};

static void
scopes_are_read_and_printed_canonically_or_refused(void **state)
{
	struct scope s, again;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(scopes); i++) {
		struct err e = ERR_INIT;
		int rc = read_scope(&s, scopes[i].json, &e);

		if ((rc == 0) != (scopes[i].canonical != NULL))
			fail_msg("%s: %s", scopes[i].json,
			    rc ? e.text : "accepted");
		if (rc < 0) {
			assert_int_equal(e.kind, ERR_INPUT);
			if (!strstr(e.text, scopes[i].text))
				fail_msg("%s: %s", scopes[i].json, e.text);
			continue;
		}
		check_printed(&s, scopes[i].canonical);
		assert_int_equal(read_scope(&again, scopes[i].canonical, &e),
		    0);
		assert_true(scopeout_equal(&s, &again));
	}
}

static const struct {
	const char *words;
	const char *canonical;
	const char *text;
} words[] = {
    {"all", "{}", NULL},
    {" all\n", "{}", NULL},
    {"types=item|bom,plants=1000", "{\"types\":[\"bom\",\"item\"],"
				   "\"plants\":[\"1000\"]}", NULL},
    {" usages = mfg | eng , filter = released only ",
	"{\"usages\":[\"eng\",\"mfg\"],\"filter\":\"released only\"}", NULL},
    {"plants=1000|", "{\"plants\":[\"\",\"1000\"]}", NULL},
    {"plants=a\"b", "{\"plants\":[\"a\\\"b\"]}", NULL},
    {"{\"types\":[\"item\"]}", "{\"types\":[\"item\"]}", NULL},
    {"", NULL, "--scope: \"\" is no scope"},
    {"everything", NULL, "--scope: \"everything\" is no scope (expected all"},
    {"types=item,", NULL, "is no scope"},
    {"types=itm", NULL, "unknown type \"itm\" (did you mean item?)"},
    {"types=item,types=bom", NULL, "scope: types: stands twice"},
    {"color=red", NULL, "scope: unknown part \"color\""},
    {"members=item", NULL, "scope: must be an object by type"},
    {"{\"types\":[\"item\"]} x", NULL, "expected the end of the text"},
    {"{\"types\":", NULL, "expected a value"},
    {"plants=\xff", NULL, "malformed UTF-8"},
};

static void
scopes_are_said_in_words_and_errors_are_the_command_s(void **state)
{
	struct scope s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(words); i++) {
		struct err e = ERR_INIT;
		int rc = scopeword_parse(&s, slice_of(words[i].words), &arena,
		    &e);

		if ((rc == 0) != (words[i].canonical != NULL))
			fail_msg("%s: %s", words[i].words,
			    rc ? e.text : "accepted");
		if (rc == 0) {
			check_printed(&s, words[i].canonical);
			continue;
		}
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, words[i].text))
			fail_msg("%s: %s", words[i].words, e.text);
	}
}

static const struct {
	const char *scope;
	const char *key;
	bool holds;
} held[] = {
    {"all", "item:A", true},
    {"types=item", "item:A", true},
    {"types=bom", "item:A", false},
    {"plants=1000", "plant_item:A/1000", true},
    {"plants=1000", "plant_item:A/1100", false},
    {"plants=1000", "bom:A/B//mfg/", false},
    {"plants=1000|", "bom:A/B//mfg/", true},
    {"plants=1000", "item:A", true}, /* has no plant to be outside of */
    {"usages=mfg", "bom:A/B/1000/mfg/", true},
    {"usages=mfg", "bom_line:A/B/1000/eng//0010/C/", false},
    {"usages=mfg", "bom:A/B/1000//", false},
    {"usages=mfg", "routing:A/B/1000/", true},
    {"types=bom,plants=1000,usages=mfg", "bom:A/B/1000/mfg/", true},
    {"types=bom,plants=1000,usages=mfg", "bom:A/B/1100/mfg/", false},
};

static void
a_scope_holds_what_all_its_limits_hold(void **state)
{
	struct err e = ERR_INIT;
	struct scope s;
	struct key k;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(held); i++) {
		assert_int_equal(scopeword_parse(&s, slice_of(held[i].scope),
		    &arena, &e), 0);
		assert_int_equal(key_parse_text(&k, slice_of(held[i].key),
		    &arena, &e), 0);
		if (scope_holds(&s, &k) != held[i].holds)
			fail_msg("%s and %s", held[i].scope, held[i].key);
	}
}

static void
keys_are_always_supplied_and_others_where_they_are_listed(void **state)
{
	struct err e = ERR_INIT;
	struct scope s;

	(void)state;
	assert_int_equal(read_scope(&s, "{\"members\":{\"item\":[\"name\"]}}",
	    &e), 0);
	assert_true(scope_supplies(&s, TYPE_ITEM, ITEM_ITEM));
	assert_true(scope_supplies(&s, TYPE_ITEM, ITEM_NAME));
	assert_false(scope_supplies(&s, TYPE_ITEM, ITEM_MASS));
	assert_false(scope_supplies(&s, TYPE_ITEM, SCHEMA_MEMBERS_MOST));
	assert_true(scope_supplies(&s, TYPE_BOM, BOM_UOM));
	assert_true(scope_supplies(&s, TYPE_BOM, SCHEMA_MEMBERS_MOST));
	assert_int_equal(read_scope(&s, "{\"members\":{\"item\":[\"attrs\"]}}",
	    &e), 0);
	assert_true(scope_supplies(&s, TYPE_ITEM, SCHEMA_MEMBERS_MOST));
}

/* Printing must not change what is printed: others share its lists. */
static void
printing_leaves_a_scope_as_it_is(void **state)
{
	struct err e = ERR_INIT;
	struct slice first;
	struct scope s;

	(void)state;
	assert_int_equal(scopeword_parse(&s, SLICE("usages=u9|u10"), &arena,
	    &e),
	    0);
	first = s.usages.set[0];
	check_printed(&s, "{\"usages\":[\"u10\",\"u9\"]}");
	assert_ptr_equal(s.usages.set[0].at, first.at);
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
	    cmocka_unit_test(
		scopes_are_read_and_printed_canonically_or_refused),
	    cmocka_unit_test(
		scopes_are_said_in_words_and_errors_are_the_command_s),
	    cmocka_unit_test(a_scope_holds_what_all_its_limits_hold),
	    cmocka_unit_test(
		keys_are_always_supplied_and_others_where_they_are_listed),
	    cmocka_unit_test(printing_leaves_a_scope_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
