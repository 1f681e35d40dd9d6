/*
 * zio.h - lines in and bytes out, gzipped or not.
 *
 * Gzip is told by its first bytes on the way in (several members too, as
 * `cat a.gz b.gz` makes them), by the name ".gz" or -z on the way out.  Lines
 * come without copying, as slices of the reading buffer.
 */
#ifndef IO_ZIO_H
#define IO_ZIO_H

#include "base/err.h"
#include "base/text.h"
#include "io/file.h"

/* The longest line that is read: over it is ERR_INPUT, not swap. */
#define ZIO_LINE_MOST ((size_t)16 * 1024 * 1024)

struct zio_inflate;

struct zio_in {
	struct file_in file;
	struct zio_inflate *gzip; /* NULL for plain bytes */
	char *buffer;
	size_t size;
	size_t at;   /* first unread byte */
	size_t end;  /* behind the last byte read */
	bool looked; /* gzip or plain is known: the first bytes were read */
	bool eof;
	unsigned long line;  /* number of the last line given, from 1 */
	uint64_t bytes;	     /* plain bytes given so far */
	bool last_was_ended; /* the last line given had its newline */
};

/*
 * Opens a path, "-" or NULL for stdin; reads nothing yet, so that a pipe does
 * not block here.  Close with zio_in_close.
 */
int zio_in_open(struct zio_in *in, const char *path, struct err *e) MUST_USE;

/*
 * 1 and the next line without its newline, borrowed until the next call; 0 at
 * the end; -1: ERR_INPUT for a line over the ceiling or damaged gzip (a gzip
 * stream that ends early on a pipe is ERR_AGAIN "cut short"), ERR_AGAIN for
 * I/O.  A last line without a newline is given too.
 */
int zio_in_line(struct zio_in *in, struct slice *line, struct err *e) MUST_USE;

/* Up to `size` plain bytes: count, 0 at the end, -1 on an error. */
ssize_t zio_in_read(
    struct zio_in *in, char *to, size_t size, struct err *e) MUST_USE;
void zio_in_close(struct zio_in *in);

struct zio_deflate;

struct zio_out {
	struct file_out file;
	struct zio_deflate *gzip; /* NULL for plain bytes */
};

/*
 * Opens for writing, see file_out_open; gzipped when `gzip` or the path ends
 * in ".gz".  The gzip header has no time and no name: same input, same bytes.
 */
int zio_out_open(
    struct zio_out *out, const char *path, bool gzip, struct err *e) MUST_USE;
int zio_out_add(
    struct zio_out *out, const char *at, size_t len, struct err *e) MUST_USE;
/* Ends the gzip member, if it is one, and flushes; not yet published. */
int zio_out_finish(struct zio_out *out, struct err *e) MUST_USE;
/* zio_out_finish, then file_out_publish; closed in either case. */
int zio_out_publish(struct zio_out *out, struct err *e) MUST_USE;
/* As file_out_publish_all: all are finished before the first is renamed. */
int zio_out_publish_all(
    struct zio_out *const *outs, size_t count, struct err *e) MUST_USE;
/* Closes and leaves nothing behind; accepts one that was never opened. */
void zio_out_abandon(struct zio_out *out);

/* Adds `text` gzipped: the same text, the same bytes. */
void zio_pack(struct buf *to, struct slice text);

#define ZIO_OUT_INIT                \
	{                           \
		FILE_OUT_INIT, NULL \
	}
#define ZIO_IN_INIT                                                          \
	{                                                                    \
		FILE_IN_INIT, NULL, NULL, 0, 0, 0, false, false, 0, 0, false \
	}

/* The version of zlib that is linked; a constant. */
const char *zio_library_version(void);

#endif
