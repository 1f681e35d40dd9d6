/* beside_test.c - the same bytes as without the thread; errors, late. */
#include "io/beside.h"

#include "base/fault.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#define NAME "beside-test"

/* `total` bytes that repeat nowhere near, in pieces of `piece`. */
static int
write_numbers(struct zio_out *out, size_t total, size_t piece, struct err *e)
{
	struct beside *b = beside_new(out);
	char *bytes = mem_zero(total + piece + 8);
	size_t i;
	int rc = 0;

	for (i = 0; i + 8 <= total + piece; i += 8)
		snprintf(bytes + i, 9, "%08zu", i);
	for (i = 0; i < total && rc == 0; i += piece)
		rc = beside_add(b, bytes + i, total - i < piece ? total - i
		    : piece, e);
	if (beside_end(b, e) < 0)
		rc = -1;
	mem_free(bytes);
	return rc;
}

static void
the_file_holds_the_bytes_in_order(void **state)
{
	static const struct {
		size_t total, piece;
		const char *path;
	} cases[] = {
		{0, 1, NAME}, {7, 3, NAME}, {262144, 4096, NAME},
		{262145, 1000, NAME}, {3000000, 777, NAME},
		{5000000, 1000000, NAME}, {3000000, 999, NAME ".gz"},
	};
	char number[24];
	size_t i, at, n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct zio_out out = ZIO_OUT_INIT;
		struct err e = ERR_INIT;
		struct zio_in in;
		struct buf all = BUF_INIT(1 << 24);
		char chunk[4096];
		ssize_t got;

		assert_int_equal(zio_out_open(&out, cases[i].path, false, &e),
		    0);
		assert_int_equal(write_numbers(&out, cases[i].total,
		    cases[i].piece, &e), 0);
		assert_int_equal(zio_out_publish(&out, &e), 0);
		assert_int_equal(zio_in_open(&in, cases[i].path, &e), 0);
		while ((got = zio_in_read(&in, chunk, sizeof(chunk), &e)) > 0)
			buf_add(&all, chunk, (size_t)got);
		zio_in_close(&in);
		assert_int_equal(all.len, cases[i].total);
		for (at = 0; at < all.len; at += 8) {
			snprintf(number, sizeof(number), "%08zu", at);
			n = all.len - at < 8 ? all.len - at : 8;
			assert_memory_equal(all.at + at, number, n);
		}
		buf_release(&all);
		assert_int_equal(unlink(cases[i].path), 0);
	}
}

static void
an_output_that_cannot_be_written_is_told(void **state)
{
	static const char *const faults[] = {"file.write", "file.write:3"};
	struct zio_out out = ZIO_OUT_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(faults); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(zio_out_open(&out, NAME, false, &e), 0);
		setenv("BOM_FAULT", faults[i], 1);
		fault_init();
		assert_int_equal(write_numbers(&out, 5000000, 1000, &e), -1);
		unsetenv("BOM_FAULT");
		fault_init();
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_string_equal(e.text,
		    NAME ": No space left on device");
		zio_out_abandon(&out);
		assert_int_equal(access(NAME, F_OK), -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_holds_the_bytes_in_order),
		cmocka_unit_test(an_output_that_cannot_be_written_is_told),
	};
	char folder[] = "/tmp/beside-test-XXXXXX";
	int failed;

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	return rmdir(folder) < 0 ? 1 : failed;
}
