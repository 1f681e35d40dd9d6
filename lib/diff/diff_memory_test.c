/*
 * diff_memory_test.c - memory does not grow with the number of records.
 *
 * Writing, reading in both orders, spooling and comparing run in a child
 * each, with 100 thousand and with a million records; the peaks must be the
 * same but for a few MiB.  Skipped under sanitizers, whose memory is theirs.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diff/diff.h"
#include "model/spool.h"

#define FEW 100000
#define MANY 1000000
#define TOLERANCE_KIB (4 * 1024)

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(SANITIZED)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Does its work on the stream at `path`, of `count` records to be. */
typedef int (*work)(const char *path, unsigned count, struct err *e);

static int
write_stream(const char *path, unsigned count, struct err *e)
{
	struct stream_out out;
	struct head h;
	char text[128];
	unsigned i;

	if (stream_out_open(&out, path, false, e) < 0)
		return -1;
	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	if (stream_out_head(&out, &h, e) < 0)
		return -1;
	for (i = 0; i < count; i++) {
		/* every other one has an unknown member: the slow way */
		snprintf(text, sizeof(text), "{\"type\":\"item\",\"item\":"
		    "\"%08u\",\"name\":\"%s\"%s}", i, "Bracket \\\"left\\\"",
		    i % 2 ? ",\"zone\":1" : "");
		if (stream_out_line(&out, slice_of(text), TYPE_ITEM, e) < 0)
			return -1;
	}
	if (stream_out_publish(&out, e) < 0)
		return -1;
	stream_out_close(&out);
	return 0;
}

static int
read_stream(const char *path, unsigned count, enum stream_order order,
    struct err *e)
{
	struct stream_line line;
	struct stream_in in;
	unsigned n = 0;
	int got = -1;

	if (stream_in_open(&in, path, order, SORT_MEMORY_LEAST, e) == 0)
		while ((got = stream_in_next(&in, &line, e)) > 0)
			n++;
	stream_in_close(&in);
	return got == 0 && n == count ? 0 : -1;
}

static int
read_as_it_stands(const char *path, unsigned count, struct err *e)
{
	return read_stream(path, count, STREAM_ANY, e);
}

static int
read_in_order(const char *path, unsigned count, struct err *e)
{
	return read_stream(path, count, STREAM_SORTED, e);
}

static int
read_resorted(const char *path, unsigned count, struct err *e)
{
	return read_stream(path, count, STREAM_RESORTED, e);
}

static int
spool_it(const char *path, unsigned count, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	struct spool s;
	unsigned n = 0;
	int got = -1;

	if (spool_load(&s, path, SORT_MEMORY_LEAST, e) == 0) {
		spool_cursor_open(&c, &s, TYPE_ITEM, TYPE_ITEM);
		while ((got = spool_cursor_next(&c, &line, e)) > 0)
			n++;
		spool_cursor_close(&c);
	}
	spool_release(&s);
	return got == 0 && n == count ? 0 : -1;
}

static int
run_diff(struct diff *d, const char *a, const char *b, struct err *e)
{
	static const struct diff_options options = {.memory =
	    SORT_MEMORY_LEAST};
	const char *const paths[2] = {a, b};

	return diff_run(d, paths, &options, e);
}

static int
compare_with_itself(const char *path, unsigned count, struct err *e)
{
	struct diff d;
	int rc = run_diff(&d, path, path, e);

	if (rc == 0 && (!diff_empty(&d) ||
	    d.raw.pair.left.in.figures.records != count))
		rc = -1;
	diff_release(&d);
	return rc;
}

/* Peak memory of a child that does the work, in KiB. */
static long
peak(work w, const char *path, unsigned count)
{
	struct err e = ERR_INIT;
	struct rusage used;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (w(path, count, &e) == 0)
			_exit(0);
		fprintf(stderr, "%s\n", e.text);
		_exit(1);
	}
	assert_int_equal(wait4(child, &status, 0, &used), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return used.ru_maxrss;
}

/* A scratch file without a name is written and read by its descriptor. */
static int
scratch(char path[32])
{
	struct err e = ERR_INIT;
	int fd = file_scratch(&e);

	if (fd < 0)
		fail_msg("%s", e.text);
	snprintf(path, 32, "/dev/fd/%d", fd);
	return fd;
}

static const struct {
	const char *name;
	work work;
} works[] = {
    {"writing", write_stream},
    {"reading as it stands", read_as_it_stands},
    {"reading in order", read_in_order},
    {"reading resorted", read_resorted},
    {"spooling", spool_it},
    {"comparing", compare_with_itself},
};

static void
peak_memory_is_that_of_ten_times_fewer_records(void **state)
{
	char few[32], many[32];
	int few_fd, many_fd;
	size_t i;

	(void)state;
	if (SANITIZED)
		skip();
	few_fd = scratch(few);
	many_fd = scratch(many);
	for (i = 0; i < COUNT_OF(works); i++) {
		long less = peak(works[i].work, few, FEW);
		long more = peak(works[i].work, many, MANY);

		if (more > less + TOLERANCE_KIB)
			fail_msg("%s: %ld KiB for %d records, %ld for %d",
			    works[i].name, less, FEW, more, MANY);
	}
	close(few_fd);
	close(many_fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(peak_memory_is_that_of_ten_times_fewer_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
