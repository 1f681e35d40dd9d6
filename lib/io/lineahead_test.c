/* lineahead_test.c - the lines, and the end, of what is pulled. */
#include "io/lineahead.h"

#include <setjmp.h>

#include <cmocka.h>

struct numbers {
	unsigned next, most;
	unsigned fails; /* at this number; 0: never */
	struct buf line;
};

/* "NUMBER" and as many dots as the number tells; some lines are empty. */
static int
number_next(void *ctx, struct slice *line, struct err *e)
{
	struct numbers *n = ctx;
	unsigned dots = n->next % 1000 == 7 ? 300000 : n->next * 31 % 97;

	if (n->fails && n->next == n->fails)
		return err_set(e, ERR_INPUT, "number %u is bad", n->next);
	if (n->next == n->most)
		return 0;
	buf_clear(&n->line);
	if (n->next % 13)
		buf_printf(&n->line, "%u", n->next);
	while (n->next % 13 && dots-- > 0)
		buf_add_byte(&n->line, '.');
	n->next++;
	*line = buf_slice(&n->line);
	return 1;
}

static void
init(struct numbers *n, unsigned most, unsigned fails)
{
	*n = (struct numbers){0, most, fails, BUF_INIT(1 << 20)};
}

/* Takes up to `takes` lines and holds them to those pulled directly. */
static int
compare(unsigned most, unsigned fails, unsigned takes, struct err *e)
{
	struct numbers n, same;
	struct err start = ERR_INIT, other = ERR_INIT;
	struct slice line, wanted;
	struct lineahead *a;
	unsigned i;
	int got = 1;

	init(&n, most, fails);
	init(&same, most, fails);
	a = lineahead_start(number_next, &n, &start);
	assert_non_null(a);
	for (i = 0; i < takes && got > 0; i++) {
		got = lineahead_next(a, &line, e);
		assert_int_equal(number_next(&same, &wanted, &other), got);
		if (got > 0)
			assert_true(slice_equal(line, wanted));
	}
	if (got == 0)
		assert_int_equal(lineahead_next(a, &line, e), 0);
	assert_string_equal(e->text, other.text);
	lineahead_end(a);
	buf_release(&n.line);
	buf_release(&same.line);
	return got;
}

static void
lines_come_as_they_are_pulled(void **state)
{
	static const unsigned mosts[] = {0, 1, 2, 100, 20000};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(mosts); i++)
		assert_int_equal(compare(mosts[i], 0, UINT_MAX, &e), 0);
}

static void
an_error_comes_behind_the_lines_before_it(void **state)
{
	static const unsigned fails[] = {1, 500, 19999};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(fails); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(compare(20000, fails[i], UINT_MAX, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
	}
}

static void
the_caller_may_stop_before_the_end(void **state)
{
	static const unsigned takes[] = {0, 1, 3000};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(takes); i++)
		assert_int_equal(compare(1000000, 0, takes[i], &e), 1);
	lineahead_end(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_as_they_are_pulled),
		cmocka_unit_test(an_error_comes_behind_the_lines_before_it),
		cmocka_unit_test(the_caller_may_stop_before_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
