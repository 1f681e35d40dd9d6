/*
 * prints.c - chunks of prints, in memory and behind that in a file.
 *
 * Each share has an open chunk; full ones get a number and form the share's
 * list.  The first numbers are held in blocks, the others written to the
 * scratch file through a buffer of several chunks.
 */
#include "model/prints.h"

#include "base/mem.h"
#include "io/file.h"

#include <unistd.h>

/* The open chunks of 256 shares fit into a second-level cache. */
#define CHUNK 85
#define CHUNK_BYTES (CHUNK * sizeof(struct print))
#define BLOCK 512  /* chunks: 1 MB */
#define WRITTEN 64 /* chunks at a time */
#define NO_CHUNK UINT32_MAX

struct open_chunk {
	uint32_t count;
	uint32_t newest; /* full chunk of the share; NO_CHUNK: none */
	struct print list[CHUNK];
};

struct prints {
	unsigned bits;
	struct open_chunk *shares;
	uint32_t *before; /* for each full chunk the one before it */
	size_t before_size;
	uint32_t count; /* of full chunks */
	uint32_t held;  /* how many of them may be in blocks */
	struct print **blocks;
	size_t block_size;
	int fd; /* of the scratch file, or -1 */
	struct print *waiting; /* for the file */
	uint32_t waits;
};

struct prints *
prints_new(unsigned bits, size_t memory)
{
	struct prints *p = mem_zero(sizeof(*p));
	size_t held = memory / CHUNK_BYTES, i;

	p->bits = bits;
	p->fd = -1;
	p->held = held < NO_CHUNK ? (uint32_t)held : NO_CHUNK;
	p->shares = mem_grow(NULL, (size_t)1 << bits, sizeof(*p->shares));
	for (i = 0; i < (size_t)1 << bits; i++) {
		p->shares[i].count = 0;
		p->shares[i].newest = NO_CHUNK;
	}
	return p;
}

void
prints_free(struct prints *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->block_size; i++)
		mem_free(p->blocks[i]);
	mem_free(p->blocks);
	mem_free(p->shares);
	mem_free(p->before);
	mem_free(p->waiting);
	if (p->fd >= 0)
		close(p->fd);
	mem_free(p);
}

/* The place of a chunk in the file. */
static uint64_t
place_of(const struct prints *p, uint32_t chunk)
{
	return (uint64_t)(chunk - p->held) * CHUNK_BYTES;
}

static int
write_waiting(struct prints *p, struct err *e)
{
	if (!p->waits)
		return 0;
	/* bytes are bytes */
	if (file_write_at(p->fd, (const char *)p->waiting,
	    p->waits * CHUNK_BYTES, place_of(p, p->count - p->waits), e) < 0)
		return -1;
	p->waits = 0;
	return 0;
}

/* Where the next full chunk goes; NULL on an error. */
static struct print *
next_chunk(struct prints *p, struct err *e)
{
	size_t block = p->count / BLOCK;

	if (p->count < p->held) {
		if (block == p->block_size) {
			p->blocks = mem_grow(p->blocks, ++p->block_size,
			    sizeof(*p->blocks));
			p->blocks[block] = mem_grow(NULL, BLOCK, CHUNK_BYTES);
		}
		return p->blocks[block] + p->count % BLOCK * CHUNK;
	}
	if (p->fd < 0) {
		p->fd = file_scratch(e);
		if (p->fd < 0)
			return NULL;
		p->waiting = mem_grow(NULL, WRITTEN, CHUNK_BYTES);
	}
	if (p->waits == WRITTEN && write_waiting(p, e) < 0)
		return NULL;
	return p->waiting + p->waits++ * CHUNK;
}

static int
put_chunk(struct prints *p, struct open_chunk *open, struct err *e)
{
	struct print *to;

	if (p->count == NO_CHUNK - 1)
		return err_set(e, ERR_INPUT, "too many lines");
	to = next_chunk(p, e);
	if (!to)
		return -1;
	memcpy(to, open->list, CHUNK_BYTES);
	if (p->count >= p->before_size) {
		p->before_size = mem_next_size(p->before_size,
		    (size_t)p->count + 1);
		p->before = mem_grow(p->before, p->before_size,
		    sizeof(*p->before));
	}
	p->before[p->count] = open->newest;
	open->newest = p->count++;
	open->count = 0;
	return 0;
}

int
prints_put(struct prints *p, struct print one, struct err *e)
{
	struct open_chunk *open = &p->shares[one.key >> (64 - p->bits)];

	open->list[open->count++] = one;
	return open->count == CHUNK ? put_chunk(p, open, e) : 0;
}

int
prints_finish(struct prints *p, struct err *e)
{
	return write_waiting(p, e);
}

static int
load_chunk(const struct prints *p, uint32_t chunk, struct print *to,
    struct err *e)
{
	ssize_t n;

	if (chunk < p->held) {
		memcpy(to, p->blocks[chunk / BLOCK] + chunk % BLOCK * CHUNK,
		    CHUNK_BYTES);
		return 0;
	}
	n = file_read_at(p->fd, (char *)to, CHUNK_BYTES, place_of(p, chunk),
	    e);
	if (n >= 0 && (size_t)n != CHUNK_BYTES)
		err_set(e, ERR_AGAIN, "the scratch file is too short");
	return n == (ssize_t)CHUNK_BYTES ? 0 : -1;
}

int
prints_load(const struct prints *p, unsigned i, struct prints_share *to,
    struct err *e)
{
	const struct open_chunk *open = &p->shares[i];
	size_t need = to->count + open->count;
	uint32_t chunk;

	for (chunk = open->newest; chunk != NO_CHUNK;
	    chunk = p->before[chunk])
		need += CHUNK;
	if (need > to->size) {
		to->size = need + need / 8;
		to->list = mem_grow(to->list, to->size, sizeof(*to->list));
	}
	if (open->count)
		memcpy(to->list + to->count, open->list,
		    open->count * sizeof(*open->list));
	to->count += open->count;
	for (chunk = open->newest; chunk != NO_CHUNK;
	    chunk = p->before[chunk]) {
		if (load_chunk(p, chunk, to->list + to->count, e) < 0)
			return -1;
		to->count += CHUNK;
	}
	return 0;
}
