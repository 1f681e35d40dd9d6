/*
 * guess_bytes.c - loading; the encoding is told as extraction tells it, but
 * that bytes which windows-1252 does not have make it latin-1.
 */
#include "extract/guess_bytes.h"

#include "format/charguess.h"
#include "format/charset.h"
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
	int map[256];
	size_t i;

	charguess_add(&g, s);
	charguess_end(&g, whole, false);
	*marked = g.marked;
	if (!g.name || strcmp(g.name, "windows-1252") != 0 ||
	    !charset_table(g.name, map))
		return g.name;
	/* a few bytes mean nothing there; a profile can say another set */
	for (i = 0; i < s.len; i++)
		if (map[(unsigned char)s.at[i]] < 0)
			return "latin-1";
	return g.name;
}
