/*
 * guess_bytes.c - loading; the encoding is told as extraction tells it.
 */
#include "extract/guess_bytes.h"

#include "format/charguess.h"
#include "io/zio.h"

int
guess_bytes_load(struct buf *b, const char *path, size_t most, bool *whole,
    struct err *e)
{
	struct zio_in in = ZIO_IN_INIT;
	char chunk[65536];
	ssize_t got = -1;

	*whole = false;
	if (zio_in_open(&in, path, e) == 0)
		while (b->len < most && (got = zio_in_read(&in, chunk,
		    sizeof(chunk), e)) > 0)
			buf_add(b, chunk, (size_t)got); /* positive here */
	*whole = got == 0;
	zio_in_close(&in);
	return got < 0 ? -1 : 0;
}

const char *
guess_bytes_encoding(struct slice s, bool whole, bool *marked)
{
	struct charguess g = CHARGUESS_INIT;

	charguess_add(&g, s);
	charguess_end(&g, whole, false);
	*marked = g.marked;
	return g.name;
}
