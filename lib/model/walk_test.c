/* walk_test.c - objects member by member, and the values that heads hold. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/walk.h"

static struct arena arena;

struct thing {
	struct slice text;
	bool flag;
	uint64_t whole;
	struct hash128 hash;
};

static int
member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {
	    "text", "flag", "whole", "hash", "inner", NULL};
	struct thing *t = w->into;
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : json_skip(&w->json, e);
	switch (i) {
	case 0:
		return walk_text(w, name, &t->text, e);
	case 1:
		return walk_flag(w, name, &t->flag, e);
	case 2:
		return walk_whole(w, name, &t->whole, e);
	case 3:
		return walk_hash(w, name, &t->hash, e);
	}
	return walk_object(w, name, member, e);
}

static int
walk(struct walk *w, struct thing *t, const char *text, struct err *e)
{
	*w = (struct walk){.into = t};
	*t = (struct thing){.text = SLICE("unset")};
	json_init(&w->json, slice_of(text), "in", 1, &arena);
	return walk_line(w, member, e);
}

static void
each_member_is_read_once_by_number(void **state)
{
	struct err e = ERR_INIT;
	struct thing t;
	struct walk w;

	(void)state;
	if (walk(&w, &t, " {\"a\": {\"whole\":\"12\",\"flag\":true,"
	    "\"other\":[1],\"hash\":\"000102030405060708090a0b0c0d0e0f\"} } ",
	    &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(w.whole, 2 + 4 + 8);
	assert_true(slice_is(t.text, "unset"));
	assert_true(t.flag);
	assert_int_equal(t.whole, 12);
	assert_int_equal(t.hash.low, 0x08090a0b0c0d0e0f);
	/* null leaves a text alone and is no flag */
	assert_int_equal(walk(&w, &t, "{\"a\":{\"text\":null,\"flag\":null}}",
	    &e), 0);
	assert_true(slice_is(t.text, "unset"));
	assert_false(t.flag);
	assert_int_equal(w.whole, 3);
}

/* What stands inside has doubles of its own. */
static void
an_inner_object_is_counted_for_itself(void **state)
{
	struct err e = ERR_INIT;
	struct thing t;
	struct walk w;

	(void)state;
	assert_int_equal(walk(&w, &t, "{\"a\":{\"flag\":true,\"inner\":{"
	    "\"flag\":true,\"whole\":1},\"text\":\"x\"}}", &e), 0);
	assert_int_equal(w.whole, 1 + 2 + 16);
	assert_int_equal(walk(&w, &t, "{\"a\":{\"flag\":true,\"inner\":{},"
	    "\"flag\":true}}", &e), -1);
	assert_non_null(strstr(e.text, "flag: stands twice"));
}

static const struct {
	const char *text;
	const char *error;
} bads[] = {
    {"{}", "is neither head nor end"},
    {"[1]", "is neither head nor end"},
    {"1", "is neither head nor end"},
    {"", "expected a value"},
    {"{\"a\":1}", "a: must be an object, is a number"},
    {"{\"a\":{},\"b\":{}}", "\"b\": must stand inside"},
    {"{\"a\":{}} {", "expected the end of the text"},
    {"{\"a\":{}", "expected ',' or '}'"},
    {"{\"a\":{\"text\":1}}", "text: must be a string, is a number"},
    {"{\"a\":{\"text\":\"\\u0000\"}}", "text: U+0000 is not allowed"},
    {"{\"a\":{\"flag\":\"true\"}}", "flag: must be true or false"},
    {"{\"a\":{\"whole\":true}}", "whole: must be a number, is true"},
    {"{\"a\":{\"whole\":\"x\"}}", "whole: \"x\" is not a number"},
    {"{\"a\":{\"whole\":1.5}}", "whole: 1.5 is not a whole number from 0 on"},
    {"{\"a\":{\"whole\":-1}}", "whole: -1 is not a whole number from 0 on"},
    {"{\"a\":{\"whole\":1E19}}", "is not a whole number from 0 on"},
    {"{\"a\":{\"hash\":\"00\"}}", "hash: \"00\" is not 32 lower-case hex"},
    {"{\"a\":{\"hash\":\"000102030405060708090A0B0C0D0E0F\"}}",
	"is not 32 lower-case hex digits"},
    {"{\"a\":{\"inner\":[]}}", "inner: must be an object, is an array"},
};

static void
what_does_not_fit_is_refused_with_its_name(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bads); i++) {
		struct err e = ERR_INIT;
		struct thing t;
		struct walk w;

		assert_int_equal(walk(&w, &t, bads[i].text, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		if (!strstr(e.text, bads[i].error))
			fail_msg("%s: %s", bads[i].text, e.text);
	}
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
	    cmocka_unit_test(each_member_is_read_once_by_number),
	    cmocka_unit_test(an_inner_object_is_counted_for_itself),
	    cmocka_unit_test(what_does_not_fit_is_refused_with_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
