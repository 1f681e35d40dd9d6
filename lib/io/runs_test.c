/* runs_test.c - runs go in one by one and come out as one. */
#include "io/runs.h"

#include "base/fault.h"

#include <setjmp.h>

#include <cmocka.h>

/* A number as a line that sorts as the number does, `len` bytes long. */
static struct slice
number_line(struct buf *b, unsigned number, size_t len)
{
	buf_clear(b);
	buf_printf(b, "%08u", number);
	while (b->len < len)
		buf_add_byte(b, '.');
	return buf_slice(b);
}

/*
 * `count` runs of `each` lines, the k-th with k, k + count, k + 2 * count, so
 * that all numbers from 0 on are there once.
 */
static void
runs_fill(struct runs *r, unsigned count, unsigned each, size_t len)
{
	struct buf b = BUF_INIT(1 << 24);
	struct err e = ERR_INIT;
	unsigned k, i;

	for (k = count; k-- > 0;) {
		assert_int_equal(runs_begin(r, number_line(&b, k, len), &e), 0);
		for (i = 0; i < each; i++)
			assert_int_equal(
			    runs_add(
				r, number_line(&b, k + i * count, len), &e),
			    0);
		assert_int_equal(runs_end(r, buf_slice(&b), &e), 0);
	}
	buf_release(&b);
}

static void
runs_check(struct runs *r, unsigned total, size_t len)
{
	struct buf b = BUF_INIT(1 << 24);
	struct err e = ERR_INIT;
	struct slice line;
	unsigned i;

	assert_int_equal(runs_merge(r, &e), 0);
	for (i = 0; i < total; i++) {
		assert_int_equal(runs_next(r, &line, &e), 1);
		assert_true(slice_equal(line, number_line(&b, i, len)));
	}
	assert_int_equal(runs_next(r, &line, &e), 0);
	assert_int_equal(runs_next(r, &line, &e), 0);
	buf_release(&b);
}

static void
merges_any_number_of_runs_in_any_memory(void **state)
{
	static const struct {
		size_t memory;
		unsigned count, each;
		size_t len;
	} cases[] = {
	    {1 << 20, 0, 0, 0},
	    {1 << 20, 1, 5, 0},
	    {1 << 20, 2, 1, 0},
	    {1 << 20, 7, 1000, 0},
	    {1 << 20, 15, 3, 0},
	    /* two at a time, nine at a time, all at a time */
	    {1, 9, 10, 0},
	    {600000, 300, 10, 0},
	    {1 << 25, 300, 10, 0},
	    /* lines longer than what is read at a time, and than memory */
	    {1 << 20, 5, 4, 100000},
	    {1 << 20, 5, 2, 1500000},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct runs *r = runs_new(cases[i].memory);

		runs_fill(r, cases[i].count, cases[i].each, cases[i].len);
		assert_int_equal(runs_count(r), cases[i].count);
		runs_check(r, cases[i].count * cases[i].each, cases[i].len);
		runs_free(r);
	}
}

/* What is not in the file: every third of the numbers below 30. */
static int
thirds_next(void *ctx, struct slice *line)
{
	unsigned *next = ctx;
	static char text[16];

	if (*next >= 30)
		return 0;
	snprintf(text, sizeof(text), "%08u", *next);
	*next += 3;
	*line = slice_of(text);
	return 1;
}

static void
merges_what_the_caller_has_and_does_so_again(void **state)
{
	struct buf b = BUF_INIT(1 << 10);
	struct err e = ERR_INIT;
	struct slice line;
	unsigned third, k, i, round;
	struct runs *r = runs_new(1 << 20);

	(void)state;
	for (k = 1; k < 3; k++) {
		assert_int_equal(runs_begin(r, number_line(&b, k, 0), &e), 0);
		for (i = k; i < 30; i += 3)
			assert_int_equal(
			    runs_add(r, number_line(&b, i, 0), &e), 0);
		assert_int_equal(runs_end(r, buf_slice(&b), &e), 0);
	}
	runs_set_source(r, thirds_next, &third);
	for (round = 0; round < 3; round++) {
		third = 0;
		assert_int_equal(runs_merge(r, &e), 0);
		/* once not to the end */
		for (i = 0; i < (round ? 30 : 7); i++) {
			assert_int_equal(runs_next(r, &line, &e), 1);
			assert_true(slice_equal(line, number_line(&b, i, 0)));
		}
	}
	assert_int_equal(runs_next(r, &line, &e), 0);
	runs_free(r);
	buf_release(&b);
}

static void
goes_on_with_a_run_that_fits_to_the_one_before(void **state)
{
	static const char *const firsts[] = {"a", "b", "b", "a", "a"};
	static const size_t counts[] = {1, 1, 1, 2, 2};
	struct runs *r = runs_new(1 << 20);
	struct err e = ERR_INIT;
	struct slice line;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(firsts); i++) {
		line = slice_of(firsts[i]);
		assert_int_equal(runs_begin(r, line, &e), 0);
		assert_int_equal(runs_add(r, line, &e), 0);
		assert_int_equal(runs_end(r, line, &e), 0);
		assert_int_equal(runs_count(r), counts[i]);
	}
	assert_int_equal(runs_merge(r, &e), 0);
	for (i = 0; i < COUNT_OF(firsts); i++) {
		assert_int_equal(runs_next(r, &line, &e), 1);
		assert_true(slice_is(line, i < 3 ? "a" : "b"));
	}
	assert_int_equal(runs_next(r, &line, &e), 0);
	runs_free(r);
}

static void
asks_to_try_again_when_the_disk_is_full_or_broken(void **state)
{
	static const struct {
		const char *fault, *text;
	} cases[] = {
	    {"sort.spill", "scratch file of the sort: No space left on device"},
	    {"file.read", "/tmp: scratch file: Input/output error"},
	};
	size_t i;

	(void)state;
	unsetenv("TMPDIR");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct runs *r = runs_new(1);
		struct err e = ERR_INIT;

		runs_fill(r, 5, 2, 0);
		setenv("BOM_FAULT", cases[i].fault, 1);
		fault_init();
		assert_int_equal(runs_merge(r, &e), -1);
		assert_string_equal(e.text, cases[i].text);
		assert_int_equal(e.kind, ERR_AGAIN);
		setenv("BOM_FAULT", "", 1);
		fault_init();
		runs_free(r);
	}
	runs_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(merges_any_number_of_runs_in_any_memory),
	    cmocka_unit_test(merges_what_the_caller_has_and_does_so_again),
	    cmocka_unit_test(goes_on_with_a_run_that_fits_to_the_one_before),
	    cmocka_unit_test(asks_to_try_again_when_the_disk_is_full_or_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
