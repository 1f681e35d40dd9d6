/* lane_test.c - lines that wait, in memory and in a file. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/lane.h"

static unsigned long seen;

static int
take(void *ctx, struct slice line, struct err *e)
{
	struct slice number = line;
	uint64_t n;

	(void)ctx;
	(void)e;
	number = slice_cut(&line, ' ');
	assert_true(text_to_number(number, UINT64_MAX, &n));
	assert_int_equal(n, seen);
	assert_int_equal(line.len, n % 300);
	seen++;
	return 0;
}

static void
what_goes_in_comes_out_in_order(void **state)
{
	static const unsigned long counts[] = {0, 1, 1000, 30000};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(counts); i++) {
		struct lane l;
		unsigned long n;

		lane_init(&l);
		for (n = 0; n < counts[i]; n++) {
			struct buf b = BUF_INIT(1000);
			unsigned k;

			buf_printf(&b, "%lu ", n);
			for (k = 0; k < n % 300; k++)
				buf_add_byte(&b, 'x');
			buf_add_byte(&b, '\n');
			assert_int_equal(lane_put(&l, buf_slice(&b), &e), 0);
			buf_release(&b);
		}
		assert_int_equal(l.fd >= 0, counts[i] > 10000);
		seen = 0;
		assert_int_equal(lane_give(&l, take, NULL, &e), 0);
		assert_int_equal(seen, counts[i]);
		lane_release(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_goes_in_comes_out_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
