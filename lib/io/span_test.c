/* span_test.c - lines of a part, wherever the windows end. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/file.h"
#include "io/span.h"

#include <unistd.h>

#define LINES 5000

/* Lines of 0 to 499 bytes, each with its number in front; their offsets. */
static int
write_lines(uint64_t offsets[LINES + 1])
{
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct err e = ERR_INIT;
	int fd = file_scratch(&e), i, j;

	assert_true(fd >= 0);
	for (i = 0; i < LINES; i++) {
		offsets[i] = b.len;
		if (i % 5 == 0) {
			buf_add_byte(&b, '\n');
			continue;
		}
		buf_printf(&b, "%d ", i);
		for (j = 0; j < i * 37 % 490; j++)
			buf_add_byte(&b, 'x');
		buf_add_byte(&b, '\n');
	}
	offsets[LINES] = b.len;
	assert_int_equal(file_write_at(fd, b.at, b.len, 0, &e), 0);
	buf_release(&b);
	return fd;
}

static void
check_line(struct slice line, int i)
{
	char number[16];

	snprintf(number, sizeof(number), "%d ", i);
	assert_true(i % 5 ? slice_begins(line, slice_of(number))
	    : !line.len);
}

static void
every_line_of_a_part_comes_once(void **state)
{
	static const struct {
		int from, to;
	} parts[] = {{0, LINES}, {0, 0}, {7, 8}, {1200, 4900}};
	uint64_t offsets[LINES + 1];
	struct err e = ERR_INIT;
	struct slice line;
	struct span s;
	size_t p;
	int fd = write_lines(offsets), i;

	(void)state;
	for (p = 0; p < COUNT_OF(parts); p++) {
		span_init(&s, fd, offsets[parts[p].from],
		    offsets[parts[p].to]);
		for (i = parts[p].from; i < parts[p].to; i++) {
			assert_int_equal(span_line(&s, &line, &e), 1);
			check_line(line, i);
			assert_int_equal(span_offset(&s), offsets[i]);
			span_take(&s, line.len + 1);
		}
		assert_int_equal(span_line(&s, &line, &e), 0);
		assert_int_equal(span_more(&s, &e), 0);
		span_release(&s);
	}
	close(fd);
}

static void
any_place_in_the_part_can_be_gone_to(void **state)
{
	uint64_t offsets[LINES + 1];
	struct err e = ERR_INIT;
	struct slice line;
	struct span s;
	int fd = write_lines(offsets), i, at;

	(void)state;
	span_init(&s, fd, 0, offsets[LINES]);
	for (i = 0; i < 3000; i++) {
		at = i * 7919 % LINES;
		span_seek(&s, offsets[at]);
		assert_int_equal(span_line(&s, &line, &e), 1);
		check_line(line, at);
		if (i % 3)
			span_take(&s, line.len + 1);
	}
	span_release(&s);
	close(fd);
}

static void
what_is_no_whole_line_is_an_error(void **state)
{
	uint64_t offsets[LINES + 1];
	struct err e = ERR_INIT;
	struct slice line;
	struct span s;
	int fd = write_lines(offsets);

	(void)state;
	span_init(&s, fd, offsets[6], offsets[7] - 1);
	assert_int_equal(span_line(&s, &line, &e), -1);
	assert_string_equal(e.text, "the last line is not whole");
	err_clear(&e);
	span_release(&s);
	/* the file is shorter than it was */
	span_init(&s, fd, offsets[LINES], offsets[LINES] + 10);
	assert_int_equal(span_line(&s, &line, &e), -1);
	assert_string_equal(e.text, "the file has become shorter");
	err_clear(&e);
	span_release(&s);
	close(fd);
}

static void
a_line_over_16_mib_is_an_error(void **state)
{
	struct buf b = BUF_INIT(SIZE_MAX / 2);
	struct err e = ERR_INIT;
	struct slice line;
	struct span s;
	int fd = file_scratch(&e);

	(void)state;
	assert_true(fd >= 0);
	assert_true(buf_reserve(&b, (size_t)40 << 20));
	memset(b.at, 'x', (size_t)40 << 20);
	assert_int_equal(file_write_at(fd, b.at, (size_t)40 << 20, 0, &e), 0);
	span_init(&s, fd, 0, (uint64_t)40 << 20);
	assert_int_equal(span_line(&s, &line, &e), -1);
	assert_string_equal(e.text, "a line is over 16 MiB");
	span_release(&s);
	buf_release(&b);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_line_of_a_part_comes_once),
	    cmocka_unit_test(any_place_in_the_part_can_be_gone_to),
	    cmocka_unit_test(what_is_no_whole_line_is_an_error),
	    cmocka_unit_test(a_line_over_16_mib_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
