/*
 * mem.h - memory that never runs out quietly, and arenas.
 *
 * Nobody tests for NULL: when memory is refused the process says so in one
 * line and ends with status 4, "try again".  An arena holds what belongs to
 * one record in flight; it is reset before the next, so memory stays flat
 * for any input.  Built with -DARENA_ONE_BY_ONE each piece is a malloc of
 * its own, so that the address sanitizer sees a use after the reset.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

/* `size` bytes of zeros; free with mem_free. */
void *mem_zero(size_t size) MUST_USE;

/*
 * Room for `count` things of `size` bytes; the only place where sizes are
 * multiplied.  Takes what mem_zero, mem_grow or NULL gave; new bytes are not
 * cleared.  Free with mem_free.
 */
void *mem_grow(void *p, size_t count, size_t size) MUST_USE;

/* A copy of a C string; free with mem_free. */
char *mem_text(const char *text) MUST_USE;

void mem_free(void *p);

/*
 * The next capacity of an array that holds `have` and needs `need`: doubles,
 * starts at 16.
 */
size_t mem_next_size(size_t have, size_t need);

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first; the oldest is kept */
	char *at;                   /* next free byte of the newest */
	size_t left;
	size_t used; /* bytes handed out since the reset */
};

#define ARENA_INIT {NULL, NULL, 0, 0}

/* `size` bytes, aligned for any type, not cleared; lives until the reset. */
void *arena_alloc(struct arena *a, size_t size) MUST_USE;

/* A copy of `len` bytes with a NUL behind them; lives until the reset. */
char *arena_copy(struct arena *a, const char *at, size_t len) MUST_USE;

/* Everything handed out is void; keeps one block for the next round. */
void arena_reset(struct arena *a);

/* Gives all memory back; the arena can be used again. */
void arena_release(struct arena *a);

#endif
