/* reader_test.c - opening sources: what is held, what is refused. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "extract/reader.h"

static char path[] = "/tmp/bomtools-reader-XXXXXX";

static int
make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "A,B\n1,2\n3,4\n", 12), 12);
	return close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

static const struct source csv = {.header = true, .trim = true,
    .dialect = {NULL, NULL, NULL, '"'}};

static int
open_csv(struct rows **r, const char *file, struct err *e)
{
	const struct reader_file f = {file, false, NULL};

	return reader_open(r, &csv, &f, e);
}

/* Reads to the end; the sum of column A. */
static int
read_out(struct rows *r)
{
	struct err e = ERR_INIT;
	struct row row;
	int got, sum = 0;

	while ((got = reader_next(r, &row, &e)) > 0)
		sum += *row.fields[0].at - '0';
	assert_int_equal(got, 0);
	return sum;
}

static void
rows_can_be_read_again_even_if_the_file_is_replaced(void **state)
{
	struct err e = ERR_INIT;
	struct rows *r;

	(void)state;
	assert_int_equal(open_csv(&r, path, &e), 0);
	assert_int_equal(read_out(r), 4);
	assert_int_equal(r->ordinal, 2);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(close(open(path, O_CREAT | O_WRONLY, 0600)), 0);
	assert_int_equal(reader_rewind(r, &e), 0);
	assert_int_equal(read_out(r), 4);
	reader_close(r);
}

static void
a_pipe_can_be_read_again(void **state)
{
	struct err e = ERR_INIT;
	struct rows *r;
	char name[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "A\n5\n6\n", 6), 6);
	close(ends[1]);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	assert_int_equal(open_csv(&r, name, &e), 0);
	close(ends[0]);
	assert_int_equal(read_out(r), 11);
	assert_int_equal(reader_rewind(r, &e), 0);
	assert_int_equal(read_out(r), 11);
	reader_close(r);
}

static void
what_is_not_there_is_a_mistake_of_the_command(void **state)
{
	struct err e = ERR_INIT;
	struct rows *r;

	(void)state;
	assert_int_equal(open_csv(&r, "/tmp/no such file", &e), -1);
	assert_null(r);
	assert_int_equal(e.kind, ERR_USAGE);
	err_clear(&e);
	assert_int_equal(open_csv(&r, "/tmp", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_can_be_read_again),
		cmocka_unit_test(
		    what_is_not_there_is_a_mistake_of_the_command),
		cmocka_unit_test(
		    rows_can_be_read_again_even_if_the_file_is_replaced),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
