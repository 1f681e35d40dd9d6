/* err_test.c - one error, its kind, and text that cannot forge or steer. */
#include "base/err.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
the_first_error_wins(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, ERR_INPUT, "line %d", 7), -1);
	assert_int_equal(err_set(&e, ERR_USAGE, "second"), -1);
	errno = ENOSPC;
	assert_int_equal(err_sys(&e, "third"), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "line 7");
	err_clear(&e);
	assert_int_equal(e.kind, ERR_NONE);
	assert_string_equal(e.text, "");
	assert_int_equal(err_set(&e, ERR_DECIDE, "now"), -1);
	assert_string_equal(e.text, "now");
	assert_int_equal(e.kind, ERR_DECIDE);
}

static void
context_goes_in_front_and_keeps_the_kind(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	err_set(&e, ERR_AGAIN, "no answer");
	assert_int_equal(err_in(&e, "%s:%d", "a.csv", 3), -1);
	assert_int_equal(err_in(&e, "bom-extract"), -1);
	assert_string_equal(e.text, "bom-extract: a.csv:3: no answer");
	assert_int_equal(e.kind, ERR_AGAIN);
}

static void
context_for_no_error_is_a_bug(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		struct err e = ERR_INIT;

		if (freopen("/dev/null", "w", stderr))
			err_in(&e, "context");
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void
errno_decides_between_command_and_trouble(void **state)
{
	static const struct {
		int number;
		enum err_kind kind;
	} table[] = {
	    {ENOENT, ERR_USAGE}, {EACCES, ERR_USAGE}, {EISDIR, ERR_USAGE},
	    {EROFS, ERR_USAGE}, {ENOSPC, ERR_AGAIN}, {EIO, ERR_AGAIN},
	    {EMFILE, ERR_AGAIN}, {EPIPE, ERR_AGAIN}, {EINTR, ERR_AGAIN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;
		char expected[200];

		errno = table[i].number;
		assert_int_equal(err_sys(&e, "%s", "x.db"), -1);
		assert_int_equal(e.kind, table[i].kind);
		snprintf(expected, sizeof(expected), "x.db: %s",
		    strerror(table[i].number));
		assert_string_equal(e.text, expected);
	}
}

static void
what_is_no_text_is_masked(void **state)
{
	static const char *const table[][2] = {
	    {"plain ~", "plain ~"},
	    {"\x01\n\t\x1b[2J\x1f\x7f|", "\\x01\\x0a\\x09\\x1b[2J\\x1f\\x7f|"},
	    {"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\xa9",
	    "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\xa9"},
	    /* U+009B and U+0085, C1 controls; U+00A0 is none */
	    {"\xc2\x9b" "2J", "\\xc2\\x9b2J"}, {"\xc2\x85", "\\xc2\\x85"},
	    {"\xc2\xa0", "\xc2\xa0"},
	    /* no UTF-8: alone, cut short, overlong, surrogate, too high */
	    {"\xff", "\\xff"}, {"a\x80z", "a\\x80z"}, {"\xc3", "\\xc3"},
	    {"\xc3(", "\\xc3("}, {"\xe2\x82", "\\xe2\\x82"},
	    {"\xc0\x80", "\\xc0\\x80"}, {"\xc1\xbf", "\\xc1\\xbf"},
	    {"\xe0\x9f\xbf", "\\xe0\\x9f\\xbf"}, {"\xe0\xa0\x80",
	    "\xe0\xa0\x80"},
	    {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, {"\xed\x9f\xbf",
	    "\xed\x9f\xbf"},
	    {"\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf"},
	    {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
	    {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
	    {"\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;

		err_set(&e, ERR_INPUT, "%s", table[i][0]);
		assert_string_equal(e.text, table[i][1]);
		/* what is masked once is plain text from then on */
		err_in(&e, "a");
		assert_string_equal(e.text + 3, table[i][1]);
	}
}

static void
a_text_over_the_ceiling_ends_in_dots_behind_a_character(void **state)
{
	static char text[2 * ERR_TEXT_MOST];
	static const struct {
		size_t len;      /* of x, then one euro sign (3 bytes) */
		size_t expected; /* length of the whole */
		bool dots;
	} table[] = {
	    {0, 3, false}, {2044, 2047, false}, {2045, 2047, true},
	    {2043, 2046, false}, {2046, 2047, true}, {2047, 2047, true},
	    {4000, 2047, true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct err e = ERR_INIT;
		size_t n;

		memset(text, 'x', table[i].len);
		memcpy(text + table[i].len, "\xe2\x82\xac", 4);
		err_set(&e, ERR_INPUT, "%s", text);
		n = strlen(e.text);
		assert_int_equal(n, table[i].expected);
		assert_int_equal(strcmp(e.text + n - 3, "...") == 0,
		    table[i].dots);
		/* and no half of a character before the dots */
		assert_true(!table[i].dots || e.text[n - 4] == 'x');
	}
}

static void
context_and_errno_keep_to_the_ceiling_too(void **state)
{
	static char text[2 * ERR_TEXT_MOST];
	struct err e = ERR_INIT;

	(void)state;
	memset(text, 'y', sizeof(text) - 1);
	err_set(&e, ERR_INPUT, "inner");
	err_in(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MOST - 1);
	assert_string_equal(e.text + ERR_TEXT_MOST - 4, "...");
	err_in(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MOST - 1);
	err_clear(&e);
	errno = EIO;
	err_sys(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MOST - 1);
	assert_string_equal(e.text + ERR_TEXT_MOST - 4, "...");
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_first_error_wins),
	    TEST(context_goes_in_front_and_keeps_the_kind),
	    TEST(context_for_no_error_is_a_bug),
	    TEST(errno_decides_between_command_and_trouble),
	    TEST(what_is_no_text_is_masked),
	    TEST(a_text_over_the_ceiling_ends_in_dots_behind_a_character),
	    TEST(context_and_errno_keep_to_the_ceiling_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
