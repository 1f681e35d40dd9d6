/*
 * extract_test.c - whole runs over generated exports: the order of rows does
 * not matter, memory stays flat, and a failed run publishes nothing.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/extract.h"
#include "io/log.h"
#include "io/sort.h"
#include "model/stream_in.h"

static char folder[] = "/tmp/bomtools-extract-XXXXXX";
static char profile[64], parts[64], lines[64], out[64], again[64];

static void
make(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
make_files(void **state)
{
	(void)state;
	log_init("test", LOG_ERROR, LOG_TEXT);
	assert_non_null(mkdtemp(folder));
	snprintf(profile, sizeof(profile), "%s/p.yaml", folder);
	snprintf(parts, sizeof(parts), "%s/parts.csv", folder);
	snprintf(lines, sizeof(lines), "%s/lines.csv", folder);
	snprintf(out, sizeof(out), "%s/out.jsonl", folder);
	snprintf(again, sizeof(again), "%s/again.jsonl", folder);
	make(profile, "profile: p\nsystem: s\nsources:\n"
	    "  parts: {file: parts.csv}\n  lines: {file: lines.csv}\n"
	    "records:\n- {type: item, from: parts, members: {item: Number, "
	    "name: Name}}\n- {type: bom, from: lines, members: "
	    "{parent: Parent}}\n- {type: bom_line, from: lines, members: "
	    "{parent: Parent, component: Component, quantity: Qty}}\n");
	make(parts, "Number,Name\nP1,one\nP2,two\n");
	return 0;
}

static int
remove_files(void **state)
{
	(void)state;
	unlink(profile);
	unlink(parts);
	unlink(lines);
	unlink(out);
	unlink(again);
	return rmdir(folder);
}

/* Lines of many BOMs; with `step` -1 in the opposite order. */
static void
make_lines(long count, int step, const char *last)
{
	FILE *f = fopen(lines, "w");
	long i, n;

	assert_non_null(f);
	fputs("Parent,Component,Qty\n", f);
	for (i = 0; i < count; i++) {
		n = step > 0 ? i : count - 1 - i;
		fprintf(f, "P%ld,C%ld,%ld\n", n / 10, n % 7, n % 3 + 1);
	}
	fputs(last, f);
	assert_int_equal(fclose(f), 0);
}

static void
sign(struct head *h, struct arena *a)
{
	(void)h;
	(void)a;
}

static int
extract(const char *to, const char *max_rejects, struct err *e)
{
	char *operands[] = {folder, NULL};
	struct extract_job job = {.profile = profile, .operands = operands,
	    .output = to, .max_rejects = max_rejects,
	    .memory = SORT_MEMORY_LEAST, .tool = "test", .sign = sign};

	err_clear(e);
	return extract_run(&job, e);
}

/* Reads a stream to its verified end. */
static struct figures
verify(const char *path)
{
	struct stream_line line;
	struct err e = ERR_INIT;
	struct stream_in in;
	int got;

	if (stream_in_open(&in, path, STREAM_SORTED, SORT_MEMORY_LEAST, &e) < 0)
		fail_msg("%s", e.text);
	while ((got = stream_in_next(&in, &line, &e)) > 0)
		;
	if (got < 0)
		fail_msg("%s", e.text);
	assert_true(stream_in_complete(&in));
	stream_in_close(&in);
	return in.figures;
}

static void
the_order_of_rows_does_not_matter(void **state)
{
	struct figures a, b;
	struct err e = ERR_INIT;

	(void)state;
	make_lines(5000, 1, "");
	if (extract(out, NULL, &e) != 0)
		fail_msg("%s", e.text);
	a = verify(out);
	make_lines(5000, -1, "");
	assert_int_equal(extract(again, NULL, &e), 0);
	b = verify(again);
	assert_int_equal(a.counts[TYPE_BOM], 500);
	assert_int_equal(a.counts[TYPE_BOM_LINE], 5000);
	assert_int_equal(a.records, 5502);
	assert_true(hash_equal(a.digest, b.digest));
}

/* What a build with checks holds back of freed memory says nothing. */
#if defined(ARENA_ONE_BY_ONE) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

static void
memory_does_not_follow_the_rows(void **state)
{
	struct rusage before, after;
	struct err e = ERR_INIT;

	(void)state;
	make_lines(20000, 1, "");
	assert_int_equal(extract(out, NULL, &e), 0);
	getrusage(RUSAGE_SELF, &before);
	make_lines(200000, 1, "");
	assert_int_equal(extract(out, NULL, &e), 0);
	getrusage(RUSAGE_SELF, &after);
	assert_int_equal(verify(out).counts[TYPE_BOM_LINE], 200000);
	/* 50 MB of lines more; kilobytes. */
	if (SANITIZED)
		skip();
	if (after.ru_maxrss > before.ru_maxrss + 12 * 1024)
		fail_msg("grew from %ld to %ld KiB", before.ru_maxrss,
		    after.ru_maxrss);
}

static void
the_brake_publishes_nothing(void **state)
{
	struct err e = ERR_INIT;
	struct stat st;

	(void)state;
	make_lines(96, 1, "P1,C1,x\nP3,C1,y\n");
	unlink(out);
	assert_int_equal(extract(out, "1", &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_int_not_equal(stat(out, &st), 0);
	assert_int_equal(extract(out, "1.99%", &e), -1);
	assert_int_equal(e.kind, ERR_DECIDE);
	assert_int_not_equal(stat(out, &st), 0);
	/* 4 of 100: the two, and two that share their keys. */
	assert_int_equal(extract(out, "4", &e), 1);
	assert_int_equal(extract(out, "4%", &e), 1);
	assert_int_equal(extract(out, "3.99%", &e), -1);
	assert_int_equal(extract(out, "x", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(extract(out, "1.5", &e), -1);
	assert_int_equal(extract(out, "-1", &e), -1);
}

static void
a_broken_file_publishes_nothing(void **state)
{
	struct err e = ERR_INIT;
	struct stat st;

	(void)state;
	make_lines(10, 1, "\"P9,C1,1\n");
	unlink(out);
	assert_int_equal(extract(out, NULL, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "lines.csv:12"));
	assert_int_not_equal(stat(out, &st), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_rows_does_not_matter),
		cmocka_unit_test(memory_does_not_follow_the_rows),
		cmocka_unit_test(the_brake_publishes_nothing),
		cmocka_unit_test(a_broken_file_publishes_nothing),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
