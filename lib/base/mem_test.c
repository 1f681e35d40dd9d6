/* mem_test.c - allocation that ends the process, and arenas. */
#include "base/mem.h"

#include "base/fault.h"

#include <setjmp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
new_memory_is_clear_and_grown_memory_keeps_its_bytes(void **state)
{
	unsigned char *p = mem_zero(1000);
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		assert_int_equal(p[i], 0);
		p[i] = (unsigned char)i;
	}
	p = mem_grow(p, 100000, 3);
	for (i = 0; i < 1000; i++)
		assert_int_equal(p[i], i & 0xff);
	p = mem_grow(p, 0, 8);
	assert_non_null(p);
	mem_free(p);
	p = mem_zero(0);
	assert_non_null(p);
	mem_free(p);
	mem_free(NULL);
	text = mem_text("bolt");
	assert_string_equal(text, "bolt");
	mem_free(text);
}

static void
capacities_double_from_16(void **state)
{
	static const size_t table[][3] = {
	    {0, 0, 16}, {0, 1, 16}, {0, 16, 16}, {0, 17, 32}, {16, 17, 32},
	    {20, 21, 40}, {32, 10, 32}, {16, 1000, 1024},
	    {SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX - 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++)
		assert_true(mem_next_size(table[i][0], table[i][1]) ==
		    table[i][2]);
}

enum way { GROW_WRAPPED, SIZE_WRAPPED, ARENA_WRAPPED, FAULT_ZERO,
	FAULT_GROW };

static void
use_up(enum way way)
{
	struct arena a = ARENA_INIT;
	void *p = NULL;

	switch (way) {
	case GROW_WRAPPED:
		p = mem_grow(NULL, (size_t)1 << 62, 8);
		break;
	case SIZE_WRAPPED:
		p = mem_grow(NULL, mem_next_size(16, SIZE_MAX), 1);
		break;
	case ARENA_WRAPPED:
		p = arena_alloc(&a, SIZE_MAX);
		break;
	case FAULT_ZERO:
		p = mem_zero(1);
		break;
	case FAULT_GROW:
		p = mem_grow(NULL, 1, 1);
		break;
	}
	mem_free(p);
}

static void
refused_memory_ends_the_process_with_status_4_and_a_line(void **state)
{
	enum way way;

	(void)state;
	for (way = GROW_WRAPPED; way <= FAULT_GROW; way++) {
		char text[200] = "";
		int status, ends[2];
		ssize_t n;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			dup2(ends[1], STDERR_FILENO);
			if (way >= FAULT_ZERO)
				setenv("BOM_FAULT", "mem", 1);
			fault_init();
			use_up(way);
			_exit(0);
		}
		close(ends[1]);
		n = read(ends[0], text, sizeof(text) - 1);
		close(ends[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 4);
		assert_true(n > 0 && text[n - 1] == '\n');
		assert_ptr_equal(strstr(text, "bomtools: out of memory"),
		    text);
	}
}

static void
arena_pieces_are_aligned_apart_and_keep_their_bytes(void **state)
{
	enum { PIECES = 3000 };
	static unsigned char *pieces[PIECES];
	struct arena a = ARENA_INIT;
	size_t round, i, n;

	(void)state;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < PIECES; i++) {
			n = i % 7 == 0 ? i * 40 : i % 100;
			pieces[i] = arena_alloc(&a, n);
			assert_non_null(pieces[i]);
			assert_int_equal((uintptr_t)pieces[i] %
			    _Alignof(max_align_t), 0);
			if (n)
				memset(pieces[i], (int)(i & 0xff), n);
		}
		for (i = 0; i < PIECES; i++) {
			n = i % 7 == 0 ? i * 40 : i % 100;
			while (n-- > 0)
				assert_int_equal(pieces[i][n], i & 0xff);
		}
		assert_true(a.used > 0);
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
	arena_release(&a);
	arena_reset(&a);
	assert_non_null(arena_alloc(&a, 1));
	arena_release(&a);
}

static void
an_arena_that_is_reset_stays_as_great_as_it_was(void **state)
{
	struct arena a = ARENA_INIT;
	void *first;
	size_t i;

	(void)state;
	first = arena_alloc(&a, 10);
	for (i = 0; i < 1000; i++) {
		void *again;

		assert_non_null(arena_alloc(&a, 200 * 1024));
		arena_reset(&a);
		again = arena_alloc(&a, 10);
#ifndef ARENA_ONE_BY_ONE
		/* the first block is kept, the great ones are not */
		assert_ptr_equal(again, first);
#endif
		assert_non_null(again);
	}
	assert_non_null(first);
	arena_release(&a);
}

static void
copies_in_an_arena_end_with_a_nul(void **state)
{
	struct arena a = ARENA_INIT;
	const char *copy = arena_copy(&a, "a\0b", 3);

	(void)state;
	assert_memory_equal(copy, "a\0b", 4);
	copy = arena_copy(&a, NULL, 0);
	assert_string_equal(copy, "");
	arena_release(&a);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(new_memory_is_clear_and_grown_memory_keeps_its_bytes),
	    TEST(capacities_double_from_16),
	    TEST(refused_memory_ends_the_process_with_status_4_and_a_line),
	    TEST(arena_pieces_are_aligned_apart_and_keep_their_bytes),
	    TEST(an_arena_that_is_reset_stays_as_great_as_it_was),
	    TEST(copies_in_an_arena_end_with_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
