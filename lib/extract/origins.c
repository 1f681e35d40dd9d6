/* origins.c - printed origins, a block at a time. */
#include "extract/origins.h"

#include <unistd.h>

#include "io/file.h"

#define BLOCK 4096
#define BLOCK_SIZE ((size_t)BLOCK * ORIGIN_SIZE)

void
origins_init(struct origins *o)
{
	*o = (struct origins){NULL, 0, -1};
}

void
origins_release(struct origins *o)
{
	mem_free(o->latest);
	if (o->scratch >= 0)
		close(o->scratch);
	origins_init(o);
}

void
origins_clear(struct origins *o)
{
	o->count = 0;
}

/* The block is full: it goes behind those in scratch. */
static int
spill(struct origins *o, struct err *e)
{
	if (o->scratch < 0 && (o->scratch = file_scratch(e)) < 0)
		return -1;
	return file_write_at(o->scratch, o->latest, BLOCK_SIZE,
	    o->count * ORIGIN_SIZE - BLOCK_SIZE, e);
}

int
origins_put(struct origins *o, const struct origin *origin, struct err *e)
{
	size_t at = (size_t)(o->count % BLOCK);

	if (!o->latest)
		o->latest = mem_grow(NULL, BLOCK, ORIGIN_SIZE);
	if (o->count && !at && spill(o, e) < 0)
		return -1;
	origin_print(o->latest + at * ORIGIN_SIZE, origin);
	o->count++;
	return 0;
}

int
origins_get(const struct origins *o, uint64_t i, struct origin *out,
    struct err *e)
{
	char bytes[ORIGIN_SIZE];
	ssize_t got;

	if (i / BLOCK == (o->count - 1) / BLOCK) {
		*out = origin_parse(o->latest + i % BLOCK * ORIGIN_SIZE);
		return 0;
	}
	got = file_read_at(o->scratch, bytes, sizeof(bytes), i * ORIGIN_SIZE,
	    e);
	if (got < 0)
		return -1;
	if (got != ORIGIN_SIZE)
		BUG("what was written to scratch is not there");
	*out = origin_parse(bytes);
	return 0;
}
