/* mem.c - allocation, and arenas as lists of blocks. */
#include "base/mem.h"

#include "base/fault.h"

#include <unistd.h>

/* What an arena asks the allocator for at least. */
#define BLOCK_SIZE ((size_t)64 * 1024)

/*
 * Memory is gone, so nothing here may allocate: stdio might.
 */
NORETURN static void
out_of_memory(void)
{
	static const char text[] = "bomtools: out of memory (try again with "
				   "more memory, or a smaller -S)\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(4);
	_exit(4);
}

void *
mem_zero(size_t size)
{
	void *p = NULL;

	if (!fault_fires("mem"))
		p = calloc(1, size ? size : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	size_t bytes;
	void *grown = NULL;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	if (!fault_fires("mem"))
		grown = realloc(p, bytes ? bytes : 1);
	if (!grown)
		out_of_memory();
	return grown;
}

char *
mem_text(const char *text)
{
	size_t n = strlen(text) + 1;
	char *copy = mem_grow(NULL, n, 1);

	memcpy(copy, text, n);
	return copy;
}

void
mem_free(void *p)
{
	free(p);
}

size_t
mem_next_size(size_t have, size_t need)
{
	size_t size = have < 16 ? 16 : have;

	while (size < need) {
		if (size > SIZE_MAX / 2)
			out_of_memory();
		size *= 2;
	}
	return size;
}

struct arena_block {
	struct arena_block *older;
	size_t size;
	max_align_t data[];
};

static void
block_new(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		out_of_memory();
	b = mem_grow(NULL, sizeof(*b) + size, 1);
	b->older = a->blocks;
	b->size = size;
	a->blocks = b;
	a->at = (char *)b->data;
	a->left = size;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	void *p;

	if (size > SIZE_MAX - align)
		out_of_memory();
	size = size ? (size + align - 1) / align * align : align;
	a->used += size;
#ifdef ARENA_ONE_BY_ONE
	block_new(a, size);
	p = a->at;
	return p;
#else
	if (size > a->left)
		block_new(a, size > BLOCK_SIZE ? size : BLOCK_SIZE);
	p = a->at;
	a->at += size;
	a->left -= size;
	return p;
#endif
}

char *
arena_copy(struct arena *a, const char *at, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	if (len)
		memcpy(copy, at, len);
	copy[len] = '\0';
	return copy;
}

void
arena_reset(struct arena *a)
{
#ifdef ARENA_ONE_BY_ONE
	arena_release(a);
#else
	struct arena_block *b;

	a->used = 0;
	if (!a->blocks)
		return;
	while ((b = a->blocks)->older) {
		a->blocks = b->older;
		mem_free(b);
	}
	if (b->size > BLOCK_SIZE) {
		a->blocks = NULL;
		mem_free(b);
		a->at = NULL;
		a->left = 0;
		return;
	}
	a->at = (char *)b->data;
	a->left = b->size;
#endif
}

void
arena_release(struct arena *a)
{
	struct arena_block *b;

	while (a->blocks) {
		b = a->blocks;
		a->blocks = b->older;
		mem_free(b);
	}
	*a = (struct arena)ARENA_INIT;
}
