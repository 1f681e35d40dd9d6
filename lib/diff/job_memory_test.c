/*
 * job_memory_test.c - what --flat-memory promises: a comparison of streams in
 * order stays below 64 MiB, whatever their size and however much differs.
 *
 * Each comparison runs in a child of its own.  Skipped under sanitizers,
 * whose memory is theirs.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diff/job.h"
#include "io/file.h"
#include "model/stream_out.h"

#define CEILING_KIB (64 * 1024)
#define PARENTS 40000 /* ten lines and one substitute each */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static const char place[] = "\"parent\":\"A-%06u\",\"parent_revision\":\"\","
    "\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\","
    "\"find_number\":\"%04u\",\"component\":\"P-%06u\","
    "\"occurrence\":\"\"";

static void
put(struct stream_out *out, enum record_type type, const char *text)
{
	struct err e = ERR_INIT;

	if (stream_out_line(out, slice_of(text), type, &e) < 0)
		fail_msg("%s", e.text);
}

/* On the new side every line has another number and another quantity. */
static void
fill(const char *path, unsigned side)
{
	struct stream_out out;
	struct err e = ERR_INIT;
	struct head h;
	char key[256], text[512];
	unsigned i, j;

	head_init(&h, HEAD_SNAPSHOT);
	h.sorted = true;
	if (stream_out_open(&out, path, false, &e) < 0 ||
	    stream_out_head(&out, &h, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < PARENTS; i++)
		for (j = 0; j < 10; j++) {
			snprintf(key, sizeof(key), place, i, 10 * j + side,
			    (i * 7 + j * 13) % 50000);
			snprintf(text, sizeof(text), "{\"type\":\"bom_line\","
			    "%s,\"quantity\":%u}", key, j + 1 + side);
			put(&out, TYPE_BOM_LINE, text);
		}
	for (i = 0; i < PARENTS; i++) {
		snprintf(key, sizeof(key), place, i, side, (i * 7) % 50000);
		snprintf(text, sizeof(text), "{\"type\":\"substitute\",%s,"
		    "\"substitute\":\"S\"}", key);
		put(&out, TYPE_SUBSTITUTE, text);
	}
	if (stream_out_publish(&out, &e) < 0)
		fail_msg("%s", e.text);
	stream_out_close(&out);
}

static int
count_line(void *ctx, struct slice line, struct err *e)
{
	uint64_t *count = ctx;

	(void)line;
	(void)e;
	++*count;
	return 0;
}

/* Compares everything; what comes is the number of changes. */
static int
compare(const char *const paths[2])
{
	const struct job_words words = {.memory = SORT_MEMORY_LEAST,
	    .structure = {.flat_memory = true}};
	struct err e = ERR_INIT;
	uint64_t count = 0;
	struct job j;
	int rc = job_run(&j, paths, &words, &e);

	if (rc == 0)
		rc = diff_each(&j.diff, count_line, &count, &e);
	if (rc < 0)
		fprintf(stderr, "%s\n", e.text);
	/* lines are found again, their substitutes went and came */
	if (rc == 0 && count != (uint64_t)PARENTS * 12) {
		fprintf(stderr, "%lu changes\n", (unsigned long)count);
		rc = -1;
	}
	job_release(&j);
	return rc;
}

static void
all_differs_in_less_than_64_mib(void **state)
{
	char texts[2][32];
	const char *const paths[2] = {texts[0], texts[1]};
	struct err e = ERR_INIT;
	struct rusage used;
	int fds[2], status = 0;
	unsigned i;
	pid_t child;

	(void)state;
	if (SANITIZED)
		skip();
	for (i = 0; i < 2; i++) {
		fds[i] = file_scratch(&e);
		assert_true(fds[i] >= 0);
		snprintf(texts[i], sizeof(texts[i]), "/dev/fd/%d", fds[i]);
		fill(texts[i], i);
	}
	child = fork();
	if (child == 0)
		_exit(compare(paths) < 0);
	assert_int_equal(wait4(child, &status, 0, &used), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	if (used.ru_maxrss > CEILING_KIB)
		fail_msg("%ld KiB", used.ru_maxrss);
	for (i = 0; i < 2; i++)
		close(fds[i]);
}

static void
what_grows_is_refused(void **state)
{
	static const struct {
		struct asked_structure structure;
		const char *as_of;
	} cases[] = {
	    {{.flat_memory = true, .root = "A"}, NULL},
	    {{.flat_memory = true, .where_used = true}, NULL},
	    {{.flat_memory = true, .structure = true}, NULL},
	    {{.flat_memory = true}, "2026-01-01"},
	};
	const char *const paths[2] = {"/dev/null", "/dev/null"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct job_words words = {.memory = SORT_MEMORY_LEAST,
		    .structure = cases[i].structure};
		struct err e = ERR_INIT;
		struct job j;

		words.part.as_of = cases[i].as_of;
		assert_int_equal(job_run(&j, paths, &words, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, "--flat-memory refuses"));
		job_release(&j);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_differs_in_less_than_64_mib),
	    cmocka_unit_test(what_grows_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
