/*
 * stream_out_test.c - what is written is read back, and failing is told.
 *
 * The reader is stream_in, so that figures, heads and ends are checked by
 * what checks them for the tools.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "base/fault.h"
#include "model/stream_out.h"

static char folder[64];
static char path[96];

static void
check(int rc, const struct err *e)
{
	if (rc < 0)
		fail_msg("%s", e->text);
}

static void
load(struct buf *b, const char *from)
{
	struct err e = ERR_INIT;

	buf_init(b, (size_t)64 * 1024 * 1024);
	check(file_load(b, from, b->most, &e), &e);
}

static void
put_items(struct stream_out *out, int from, int to)
{
	struct err e = ERR_INIT;
	char text[64];

	for (; from < to; from++) {
		snprintf(text, sizeof(text),
		    "{\"type\":\"item\",\"item\":\"I%04d\"}", from);
		check(stream_out_line(out, slice_of(text), TYPE_ITEM, &e),
		    &e);
	}
}

/* The record lines; fails where the stream is not whole. */
static unsigned
read_back(struct stream_in *in, enum stream_order order)
{
	struct stream_line line;
	struct err e = ERR_INIT;
	unsigned n = 0;
	int got;

	check(stream_in_open(in, path, order, SORT_MEMORY_LEAST, &e), &e);
	while ((got = stream_in_next(in, &line, &e)) > 0)
		n += !line.head;
	check(got, &e);
	return n;
}

static void
write_stream(bool gzip, unsigned heads, const char *to)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct head h;
	unsigned i;

	check(stream_out_open(&out, to, gzip, &e), &e);
	head_init(&h, HEAD_SNAPSHOT);
	h.system = SLICE("plm");
	h.sorted = heads < 2;
	for (i = 0; i < heads; i++) {
		check(stream_out_head(&out, &h, &e), &e);
		put_items(&out, (int)i * 100, (int)i * 100 + 100);
		h.system = SLICE("erp");
	}
	if (!heads)
		put_items(&out, 0, 100);
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
}

static void
what_is_written_is_read_back_whole(void **state)
{
	struct stream_in in;
	unsigned heads, gzip;

	(void)state;
	for (heads = 0; heads < 4; heads++)
		for (gzip = 0; gzip < 2; gzip++) {
			unsigned n = heads ? heads * 100 : 100;

			write_stream(gzip, heads, path);
			assert_int_equal(read_back(&in, STREAM_ANY), n);
			assert_int_equal(in.bare, heads == 0);
			assert_int_equal(in.zio.gzip != NULL, gzip);
			if (heads)
				assert_true(slice_is(in.head.system, "plm"));
			stream_in_close(&in);
			assert_int_equal(read_back(&in, STREAM_RESORTED), n);
			assert_int_equal(in.figures.counts[TYPE_ITEM], n);
			stream_in_close(&in);
		}
}

static void
a_record_and_its_line_are_the_same(void **state)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct hash128 by_record;
	struct record r;

	(void)state;
	record_init(&r, TYPE_ITEM);
	r.values[ITEM_ITEM] = value_of_text(SLICE("I0000"));
	check(stream_out_open(&out, path, false, &e), &e);
	check(stream_out_record(&out, &r, &e), &e);
	by_record = out.figures.digest;
	put_items(&out, 0, 1);
	assert_true(hash_equal(hash_plus(by_record, by_record),
	    out.figures.digest));
	stream_out_fail(&out, "test", &e);
	stream_out_close(&out);
}

static void
no_line_is_longer_than_a_reader_takes(void **state)
{
	struct buf line = BUF_INIT(2 * ZIO_LINE_MOST);
	struct stream_in in;
	struct stream_out out;
	struct err e = ERR_INIT;

	(void)state;
	buf_add_text(&line, "{\"type\":\"item\",\"item\":\"A\",\"name\":\"");
	while (line.len < ZIO_LINE_MOST - 2)
		buf_add_byte(&line, 'x');
	buf_add_text(&line, "\"}");
	check(stream_out_open(&out, path, false, &e), &e);
	check(stream_out_line(&out, buf_slice(&line), TYPE_ITEM, &e), &e);
	check(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	assert_int_equal(read_back(&in, STREAM_ANY), 1);
	stream_in_close(&in);
	check(stream_out_open(&out, path, false, &e), &e);
	buf_add_byte(&line, ' ');
	assert_int_equal(stream_out_line(&out, buf_slice(&line), TYPE_ITEM,
	    &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "longer than 16777216 bytes"));
	stream_out_fail(&out, "test", &e);
	stream_out_close(&out);
	buf_release(&line);
}

static void
a_file_that_fails_does_not_appear(void **state)
{
	struct err why = ERR_INIT, e = ERR_INIT;
	struct stream_out out;

	(void)state;
	unlink(path);
	err_set(&why, ERR_AGAIN, "the net is gone");
	check(stream_out_open(&out, path, false, &e), &e);
	put_items(&out, 0, 10);
	stream_out_fail(&out, "test", &why);
	stream_out_close(&out);
	assert_int_equal(access(path, F_OK), -1);
}

/* What a tool does whose publishing fails: all is closed by then. */
static void
failing_after_a_failed_publish_does_no_harm(void **state)
{
	struct stream_out out;
	struct err e = ERR_INIT;

	(void)state;
	unlink(path);
	check(stream_out_open(&out, path, false, &e), &e);
	put_items(&out, 0, 10);
	setenv("BOM_FAULT", "file.before-sync", 1);
	fault_init();
	assert_int_equal(stream_out_publish(&out, &e), -1);
	unsetenv("BOM_FAULT");
	fault_init();
	stream_out_fail(&out, "test", &e);
	stream_out_close(&out);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(access(path, F_OK), -1);
}

/* Reads what went into a pipe, after its writer failed. */
static void
a_pipe_that_fails_tells_its_reader(void **state)
{
	struct err why = ERR_INIT, e = ERR_INIT;
	struct stream_out out;
	struct stream_line line;
	struct stream_in in;
	struct head h;
	char name[32];
	int ends[2], got;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[1]);
	err_set(&why, ERR_DECIDE, "too many \"removals\"\n");
	check(stream_out_open(&out, name, false, &e), &e);
	head_init(&h, HEAD_SNAPSHOT);
	check(stream_out_head(&out, &h, &e), &e);
	put_items(&out, 0, 3);
	stream_out_fail(&out, "bom-transform", &why);
	stream_out_close(&out);
	close(ends[1]);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	check(stream_in_open(&in, name, STREAM_ANY, SORT_MEMORY_LEAST, &e),
	    &e);
	while ((got = stream_in_next(&in, &line, &e)) > 0)
		continue;
	assert_int_equal(got, -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_non_null(strstr(e.text, "bom-transform failed: too many "
				       "\"removals\"\\x0a"));
	stream_in_close(&in);
	close(ends[0]);
}

static void
one_never_opened_may_be_failed_and_closed(void **state)
{
	struct stream_out out = STREAM_OUT_INIT;
	struct err why = ERR_INIT;

	(void)state;
	err_set(&why, ERR_AGAIN, "x");
	stream_out_fail(&out, "test", &why);
	stream_out_close(&out);
}

static void
same_input_gives_the_same_bytes(void **state)
{
	struct buf one, two;

	(void)state;
	write_stream(true, 2, path);
	load(&one, path);
	write_stream(true, 2, path);
	load(&two, path);
	assert_true(slice_equal(buf_slice(&one), buf_slice(&two)));
	buf_release(&one);
	buf_release(&two);
}

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/bomtools-out-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/stream", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read_back_whole),
	    cmocka_unit_test(a_record_and_its_line_are_the_same),
	    cmocka_unit_test(no_line_is_longer_than_a_reader_takes),
	    cmocka_unit_test(a_file_that_fails_does_not_appear),
	    cmocka_unit_test(failing_after_a_failed_publish_does_no_harm),
	    cmocka_unit_test(a_pipe_that_fails_tells_its_reader),
	    cmocka_unit_test(one_never_opened_may_be_failed_and_closed),
	    cmocka_unit_test(same_input_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
