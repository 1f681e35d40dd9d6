/* radix_test.c - the order of lines against that of qsort. */
#include "io/radix.h"

#include <setjmp.h>

#include <cmocka.h>

static uint32_t seed = 1;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

struct lines {
	struct buf region;
	struct radix_entry *entries;
	size_t count;
	size_t size;
};

static void
lines_add(struct lines *l, struct slice line)
{
	if (l->count == l->size) {
		l->size = mem_next_size(l->size, l->count + 1);
		l->entries = mem_grow(l->entries, l->size, sizeof(*l->entries));
	}
	l->entries[l->count].key = 0;
	l->entries[l->count++].place = radix_place(l->region.len, line.len);
	buf_add_slice(&l->region, line);
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_compare(
	    *(const struct slice *)a, *(const struct slice *)b);
}

/* Sorts both ways and compares. */
static void
lines_check(struct lines *l)
{
	struct slice *expected = mem_grow(NULL, l->count, sizeof(*expected));
	size_t i;

	for (i = 0; i < l->count; i++)
		expected[i] = radix_line(l->region.at, &l->entries[i]);
	qsort(expected, l->count, sizeof(*expected), by_bytes);
	radix_sort(l->region.at, l->entries, l->count);
	for (i = 0; i < l->count; i++)
		assert_true(slice_equal(
		    expected[i], radix_line(l->region.at, &l->entries[i])));
	mem_free(expected);
	mem_free(l->entries);
	buf_release(&l->region);
}

/* The region has an address, though all lines be empty. */
static struct lines
lines_begin(void)
{
	struct lines l = {BUF_INIT(1 << 28), NULL, 0, 0};

	buf_add_byte(&l.region, '?');
	return l;
}

static void
sorts_nothing_and_little(void **state)
{
	static const char *const texts[] = {"b", "", "a", "ab", "", "a"};
	size_t n, i;

	(void)state;
	for (n = 0; n <= COUNT_OF(texts); n++) {
		struct lines l = lines_begin();

		for (i = 0; i < n; i++)
			lines_add(&l, slice_of(texts[i]));
		lines_check(&l);
	}
}

/* Lines of few different bytes, NUL among them, and of all lengths. */
static void
sorts_lines_that_end_in_zeros(void **state)
{
	size_t i, round;

	(void)state;
	for (round = 0; round < 20; round++) {
		struct lines l = lines_begin();

		for (i = 0; i < 3000; i++) {
			char text[40];
			size_t len = chance(1 + (uint32_t)round * 2), n;

			for (n = 0; n < len; n++)
				text[n] = "\0\0\0\001\377"[chance(5)];
			lines_add(&l, slice_from(text, len));
		}
		lines_check(&l);
	}
}

static void
sorts_lines_with_much_in_common(void **state)
{
	static const char *const begins[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A-1000",
	    "{\"type\":\"bom_line\",\"parent\":\"A-10002\",\"plant\":\"\"",
	    "{\"type\":\"item\",\"item\":\"",
	    "{\"type\":\"",
	    "",
	    "\n",
	};
	struct lines l = lines_begin();
	size_t i, n;

	(void)state;
	for (i = 0; i < 100000; i++) {
		char text[128];
		size_t len;

		len = (size_t)snprintf(
		    text, 80, "%s", begins[chance(COUNT_OF(begins))]);
		for (n = chance(12); n; n--)
			text[len++] = (char)chance(chance(2) ? 256 : 3);
		lines_add(&l, slice_from(text, len));
	}
	lines_check(&l);
}

static void
sorts_lines_that_are_all_equal(void **state)
{
	struct lines l = lines_begin();
	size_t i;

	(void)state;
	for (i = 0; i < 20000; i++)
		lines_add(&l, SLICE("all of a kind"));
	lines_check(&l);
}

/* Each line is the beginning of the next: groups nest as deep as can be. */
static void
sorts_lines_made_to_be_evil(void **state)
{
	struct lines l = lines_begin();
	char *text = mem_grow(NULL, 40000, 1);
	size_t i;

	(void)state;
	memset(text, 'a', 40000);
	for (i = 0; i < 4000; i++)
		lines_add(&l, slice_from(text, (i * 7919 % 4000) * 9));
	lines_check(&l);
	mem_free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sorts_nothing_and_little),
	    cmocka_unit_test(sorts_lines_that_end_in_zeros),
	    cmocka_unit_test(sorts_lines_with_much_in_common),
	    cmocka_unit_test(sorts_lines_that_are_all_equal),
	    cmocka_unit_test(sorts_lines_made_to_be_evil),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
