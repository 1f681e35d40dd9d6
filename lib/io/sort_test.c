/* sort_test.c - against qsort, with and without room for all lines. */
#include "io/sort.h"

#include "base/fault.h"

#include <setjmp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(ARENA_ONE_BY_ONE) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

static uint32_t seed = 7;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* Random bytes behind one of a few beginnings; sometimes empty. */
static struct slice
random_line(struct arena *a, size_t tail)
{
	static const char *const begins[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A-100",
	    "{\"type\":\"it",
	    "",
	};
	char text[512];
	size_t n, i;

	n = (size_t)snprintf(text, 64, "%s", begins[chance(3)]);
	for (i = chance((uint32_t)tail + 1); i; i--)
		text[n++] = (char)chance(chance(2) ? 256 : 2);
	return slice_copy(slice_from(text, n), a);
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_compare(
	    *(const struct slice *)a, *(const struct slice *)b);
}

enum order { AS_THEY_COME, SORTED, BACKWARDS, NEARLY_SORTED };

static void
arrange(struct slice *lines, size_t count, enum order order)
{
	size_t i;

	if (order == AS_THEY_COME)
		return;
	qsort(lines, count, sizeof(*lines), by_bytes);
	for (i = 0; order == BACKWARDS && i < count / 2; i++) {
		struct slice one = lines[i];

		lines[i] = lines[count - 1 - i];
		lines[count - 1 - i] = one;
	}
	if (order == NEARLY_SORTED) {
		struct slice one = lines[count / 3];

		lines[count / 3] = lines[count / 2];
		lines[count / 2] = one;
	}
}

/* Sorts `count` random lines in `memory`; how often it spilled. */
static size_t
sort_and_compare(size_t count, size_t tail, size_t memory, enum order order)
{
	struct arena a = ARENA_INIT;
	struct slice *lines = mem_grow(NULL, count + 1, sizeof(*lines)), line;
	struct sort *s = sort_new(memory);
	struct err e = ERR_INIT;
	size_t i, spills;

	for (i = 0; i < count; i++)
		lines[i] = random_line(&a, tail);
	arrange(lines, count, order);
	for (i = 0; i < count; i++)
		assert_int_equal(sort_put(s, lines[i], &e), 0);
	assert_int_equal(sort_finish(s, &e), 0);
	qsort(lines, count, sizeof(*lines), by_bytes);
	for (i = 0; i < count; i++) {
		assert_int_equal(sort_next(s, &line, &e), 1);
		assert_true(slice_equal(line, lines[i]));
	}
	assert_int_equal(sort_next(s, &line, &e), 0);
	assert_int_equal(sort_next(s, &line, &e), 0);
	spills = sort_spills(s);
	sort_free(s);
	mem_free(lines);
	arena_release(&a);
	return spills;
}

static void
sorts_in_memory_as_qsort_does(void **state)
{
	static const size_t counts[] = {0, 1, 2, 13, 100000};
	size_t i;
	int order;

	(void)state;
	for (i = 0; i < COUNT_OF(counts); i++)
		for (order = 0; order < 4; order++)
			assert_int_equal(
			    sort_and_compare(counts[i], 40, SORT_MEMORY_DEFAULT,
				(enum order)order),
			    0);
}

static void
sorts_on_disk_as_qsort_does(void **state)
{
	int order;

	(void)state;
	for (order = 0; order < 4; order++)
		assert_true(
		    sort_and_compare(100000, 200, 1, (enum order)order) >= 3);
}

/* Puts numbered lines of 200 bytes, scattered. */
static int
put_scattered(struct sort *s, size_t count, struct err *e)
{
	char text[256];
	size_t i;

	for (i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "%08u%0192d",
		    (unsigned)(i * 7919 % count), 0);
		if (sort_put(s, slice_of(text), e) < 0)
			return -1;
	}
	return 0;
}

/* The same, then all of them are there; -1 when put or finish fails. */
static int
sort_scattered(struct sort *s, size_t count, struct err *e)
{
	if (put_scattered(s, count, e) < 0)
		return -1;
	return sort_finish(s, e);
}

/* All numbers below `count`, in order, out of a finished sort. */
static void
assert_scattered(struct sort *s, size_t count)
{
	struct err e = ERR_INIT;
	struct slice line;
	uint64_t number;
	size_t i;

	for (i = 0; i < count; i++) {
		assert_int_equal(sort_next(s, &line, &e), 1);
		assert_true(text_to_number(slice_from(line.at, 8), UINT64_MAX,
		    &number));
		assert_int_equal(number, i);
	}
	assert_int_equal(sort_next(s, &line, &e), 0);
}

static void
gives_its_lines_again_and_takes_others(void **state)
{
	static const size_t counts[] = {0, 100, 50000, 60000, 10};
	struct sort *s = sort_new(SORT_MEMORY_LEAST);
	struct err e = ERR_INIT;
	struct slice line;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(counts); i++) {
		assert_int_equal(sort_scattered(s, counts[i], &e), 0);
		assert_int_equal(sort_spills(s) > 1, counts[i] > 40000);
		if (counts[i])
			assert_int_equal(sort_next(s, &line, &e), 1);
		assert_int_equal(sort_rewind(s, &e), 0);
		assert_scattered(s, counts[i]);
		assert_int_equal(sort_rewind(s, &e), 0);
		assert_scattered(s, counts[i]);
		sort_clear(s);
	}
	/* not finished, and a part of it spilled */
	assert_int_equal(put_scattered(s, 50000, &e), 0);
	sort_clear(s);
	assert_int_equal(sort_scattered(s, 3, &e), 0);
	assert_scattered(s, 3);
	sort_free(s);
}

static void
sorts_lines_longer_than_its_memory(void **state)
{
	const size_t lens[] = {3, 6000000, 10, 5000000, 7000000, 20};
	char *text = mem_zero(7000000);
	struct sort *s = sort_new(SORT_MEMORY_LEAST);
	struct err e = ERR_INIT;
	struct slice line;
	size_t i, last = 0, total = 0;

	(void)state;
	for (i = 0; i < COUNT_OF(lens); i++)
		assert_int_equal(sort_put(s, slice_from(text, lens[i]), &e), 0);
	assert_int_equal(sort_finish(s, &e), 0);
	for (i = 0; i < COUNT_OF(lens); i++) {
		assert_int_equal(sort_next(s, &line, &e), 1);
		assert_true(line.len > last);
		assert_memory_equal(line.at, text, line.len);
		last = line.len;
		total += line.len;
	}
	assert_int_equal(total, 18000033);
	assert_int_equal(sort_next(s, &line, &e), 0);
	sort_free(s);
	mem_free(text);
}

static void
refuses_a_line_that_no_index_can_hold(void **state)
{
	struct sort *s = sort_new(SORT_MEMORY_LEAST);
	struct err e = ERR_INIT;
	char byte = 'x';

	(void)state;
	/* the length is looked at before the bytes */
	assert_int_equal(
	    sort_put(s, slice_from(&byte, (size_t)1 << 25), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(
	    e.text, "a line of 33554432 bytes is too long to be sorted");
	sort_free(s);
	sort_free(NULL);
}

static void
asks_to_try_again_when_the_disk_is_full(void **state)
{
	static const char *const faults[] = {"sort.spill", "sort.spill:30"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(faults); i++) {
		struct sort *s = sort_new(SORT_MEMORY_LEAST);
		struct err e = ERR_INIT;

		setenv("BOM_FAULT", faults[i], 1);
		fault_init();
		assert_int_equal(sort_scattered(s, 50000, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_string_equal(e.text,
		    "scratch file of the sort: No space left on device");
		setenv("BOM_FAULT", "", 1);
		fault_init();
		sort_free(s);
	}
}

/* In a child: 0 if the peak of memory grew by no more than was allowed. */
static int
memory_stays(size_t memory, size_t count)
{
	struct sort *s = sort_new(memory);
	struct err e = ERR_INIT;
	struct rusage before, after;
	struct slice line;
	size_t taken = 0;

	getrusage(RUSAGE_SELF, &before);
	if (sort_scattered(s, count, &e) < 0)
		return 1;
	while (sort_next(s, &line, &e) > 0)
		taken++;
	getrusage(RUSAGE_SELF, &after);
	if (taken != count || sort_spills(s) < 5)
		return 2;
	sort_free(s);
	/* one MiB for code that is touched for the first time, and stack */
	return after.ru_maxrss - before.ru_maxrss > (long)(memory >> 10) + 1024
		   ? 3
		   : 0;
}

static void
holds_no_more_memory_than_it_may(void **state)
{
	const size_t memory = (size_t)8 << 20;
	int status;
	pid_t pid;

	(void)state;
	if (SANITIZED)
		skip(); /* the sanitizer keeps what was freed */
	pid = fork();
	if (pid == 0)
		_exit(memory_stays(memory, 300000));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
reads_sizes_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		size_t expected; /* 0: refused */
	} cases[] = {
	    {"1", 1},
	    {"4096", 4096},
	    {"64K", 65536},
	    {"64k", 65536},
	    {"100M", 104857600},
	    {"2G", (size_t)2 << 30},
	    {"1T", (size_t)1 << 40},
	    {"", 0},
	    {"K", 0},
	    {"0", 0},
	    {"0M", 0},
	    {"-1", 0},
	    {"1.5G", 0},
	    {"10X", 0},
	    {"1KB", 0},
	    {" 1", 0},
	    {"99999999999G", 0},
	    {"16777215T", SIZE_MAX >> 40 << 40},
	    {"16777216T", 0},
	};
	size_t i, size;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		bool ok = sort_size_parse(&size, slice_of(cases[i].text));

		assert_int_equal(ok, cases[i].expected != 0);
		if (ok)
			assert_int_equal(size, cases[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(holds_no_more_memory_than_it_may),
	    cmocka_unit_test(sorts_in_memory_as_qsort_does),
	    cmocka_unit_test(sorts_on_disk_as_qsort_does),
	    cmocka_unit_test(gives_its_lines_again_and_takes_others),
	    cmocka_unit_test(sorts_lines_longer_than_its_memory),
	    cmocka_unit_test(refuses_a_line_that_no_index_can_hold),
	    cmocka_unit_test(asks_to_try_again_when_the_disk_is_full),
	    cmocka_unit_test(reads_sizes_as_people_write_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
