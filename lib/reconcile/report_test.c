/*
 * report_test.c - a long summary goes out in pieces.
 *
 * Whole summaries are in testdata/cases/reconcile.
 */
#include "reconcile/report.h"

#include <setjmp.h>

#include <cmocka.h>

static void
a_piece_is_written_and_the_buf_empty_again(void **state)
{
	static const char path[] = "report_test.out";
	struct zio_out out = ZIO_OUT_INIT;
	struct zio_in in = ZIO_IN_INIT;
	struct buf b = BUF_INIT(1024);
	struct err e = ERR_INIT;
	struct slice line;

	(void)state;
	assert_int_equal(zio_out_open(&out, path, false, &e), 0);
	buf_add_text(&b, "one\n");
	assert_int_equal(report_put(&out, &b, &e), 0);
	assert_int_equal(b.len, 0);
	buf_add_text(&b, "two\n");
	assert_int_equal(report_put(&out, &b, &e), 0);
	assert_int_equal(zio_out_publish(&out, &e), 0);
	assert_int_equal(zio_in_open(&in, path, &e), 0);
	assert_int_equal(zio_in_line(&in, &line, &e), 1);
	assert_true(slice_is(line, "one"));
	assert_int_equal(zio_in_line(&in, &line, &e), 1);
	assert_true(slice_is(line, "two"));
	zio_in_close(&in);
	remove(path);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_piece_is_written_and_the_buf_empty_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
