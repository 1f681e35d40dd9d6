/*
 * diff_threads_test.c - the delta is the same however many threads make it.
 *
 * With somebody looking on one thread makes it, in the order of parents;
 * otherwise two do, where enough differs.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sketch_diff.h"
#include "model/sketch_lines.h"

static int
add_line(void *ctx, struct slice line, struct err *e)
{
	(void)e;
	buf_add_slice(ctx, line);
	buf_add_byte(ctx, '\n');
	return 0;
}

static void
see(void *ctx, const struct parent_sight *sight)
{
	unsigned *sights = ctx;

	(void)sight;
	++*sights;
}

static void
delta_of(struct buf *is, const struct sketch *s,
    const struct diff_options *options)
{
	const char *const paths[2] = {s->paths[0], s->paths[1]};
	struct err e = ERR_INIT;
	struct diff d;
	struct head h;

	buf_clear(is);
	sketch_must(diff_run(&d, paths, options, &e), &e);
	sketch_must(diff_each(&d, add_line, is, &e), &e);
	diff_head(&d, &h);
	/* the digest of what --apply would give */
	assert_true(hash_equal(h.result, d.raw.pair.right.in.figures.digest));
	diff_release(&d);
}

static void
two_threads_make_the_delta_that_one_makes(void **state)
{
	static const unsigned parents[] = {10, 300, 6000};
	struct buf one = BUF_INIT(SIZE_MAX / 2), two = BUF_INIT(SIZE_MAX / 2);
	unsigned sights = 0, i, side;
	const struct diff_options looked = {.memory = SORT_MEMORY_LEAST,
	    .watch = {see, &sights}};
	const struct diff_options alone = {.memory = SORT_MEMORY_LEAST};
	struct sketch s;

	(void)state;
	sketch_open(&s);
	for (i = 0; i < COUNT_OF(parents) * 2; i++) {
		for (side = 0; side < 2; side++) {
			const struct sketch_lines lines = {parents[i / 2], 7,
			    side + 1, 200, i % 2 == 0};

			sketch_write(s.paths[side], &lines);
		}
		delta_of(&one, &s, &looked);
		delta_of(&two, &s, &alone);
		assert_true(slice_equal(buf_slice(&one), buf_slice(&two)));
	}
	/* moves between parents of both halves among them */
	assert_non_null(memmem(two.at, two.len, "\"move\"", 6));
	assert_true(sights > 2000);
	sketch_close(&s);
	buf_release(&one);
	buf_release(&two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_threads_make_the_delta_that_one_makes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
