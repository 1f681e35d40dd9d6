/* token_test.c - words, numbers, texts, symbols, and what is none. */
#include "expr/token.h"

#include <setjmp.h>

#include <cmocka.h>

static void
each_kind_of_token_is_told(void **state)
{
	static const struct {
		enum token_kind kind;
		const char *text;
	} wanted[] = {
	    {TOKEN_NAME, "a_1"}, {TOKEN_SYMBOL, "<="}, {TOKEN_NUMBER, "1.50"},
	    {TOKEN_NAME, "\xc3\xa4"}, {TOKEN_SYMBOL, "||"},
	    {TOKEN_TEXT, "it's"}, {TOKEN_SYMBOL, ","},
	    {TOKEN_QUOTED, "a \"b\""}, {TOKEN_SYMBOL, "!="},
	    {TOKEN_NUMBER, "2e-7"}, {TOKEN_SYMBOL, "("}, {TOKEN_TEXT, ""},
	    {TOKEN_SYMBOL, "-"}, {TOKEN_NUMBER, "0"}, {TOKEN_END, ""},
	};
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct token *t = token_list(SLICE("  a_1<=1.50\t\xc3\xa4||'it''s',\n"
	    "\"a \"\"b\"\"\"!=2e-7('' -0 "), &arena, &e);
	size_t i;

	(void)state;
	assert_non_null(t);
	for (i = 0; i < COUNT_OF(wanted); i++) {
		assert_int_equal(t[i].kind, wanted[i].kind);
		assert_true(slice_is(t[i].text, wanted[i].text));
	}
	arena_release(&arena);
}

static void
words_are_taken_in_any_case_and_never_from_quotes(void **state)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct token_cursor c = {token_list(SLICE("aNd \"and\" ("), &arena,
	    &e), &e};

	(void)state;
	assert_non_null(c.at);
	assert_true(token_reserved(c.at));
	assert_false(token_take_symbol(&c, "("));
	assert_true(token_take_word(&c, "AND"));
	assert_false(token_reserved(c.at));
	assert_false(token_take_word(&c, "AND"));
	c.at++;
	assert_false(token_expect_symbol(&c, ")"));
	assert_string_equal(e.text, "near \"(\": \")\" was expected");
	assert_true(token_expect_symbol(&c, "("));
	err_clear(&e);
	assert_false(token_expect_word(&c, "END"));
	assert_string_equal(e.text, "at the end: END was expected");
	arena_release(&arena);
}

static void
places_are_named_in_whole_characters(void **state)
{
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_null(token_list(SLICE("1 + ~aaaaaaaaaaaaaaaaaa\xc3\xa4zz"),
	    &arena, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "near \"~aaaaaaaaaaaaaaaaaa\xc3\xa4\": "
	    "not part of an expression");
	arena_release(&arena);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_kind_of_token_is_told),
	    TEST(words_are_taken_in_any_case_and_never_from_quotes),
	    TEST(places_are_named_in_whole_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
