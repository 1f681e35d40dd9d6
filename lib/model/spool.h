/*
 * spool.h - a whole stream, verified, sorted, on scratch: to act upon.
 *
 * For tools that act or conclude only after the end of their input is
 * verified, and for work on whole BOMs, which reads bom, bom_line and
 * substitute by cursors of their own.  The lines lie in key order in a file
 * without a name; memory holds only one offset a record type and the set of
 * withheld keys.
 */
#ifndef MODEL_SPOOL_H
#define MODEL_SPOOL_H

#include "model/stream_in.h"
#include "model/withheld.h"

struct spool {
	struct stream_in in; /* head, bare, figures; its input is read out */
	int fd;
	uint64_t size;
	uint64_t starts[TYPE_COUNT + 1]; /* offset of each type's first line */
	struct withheld withheld;
};

/*
 * Reads the stream at `path` ("-" or NULL: stdin) to its verified end.  0, or
 * -1 with the error; release in both cases.
 */
int spool_load(struct spool *s, const char *path, size_t memory,
    struct err *e) MUST_USE;
void spool_release(struct spool *s);

/* True if the absence of the key from this stream means that it is gone. */
bool spool_claims(const struct spool *s, const struct key *k);

struct spool_cursor {
	const struct spool *spool;
	char *buffer;
	size_t size;
	size_t at;
	size_t filled;
	uint64_t offset; /* in the file, of the buffer's first byte */
	uint64_t end;
};

/* A cursor over the records of the types from `first` to `last`. */
void spool_cursor_open(struct spool_cursor *c, const struct spool *s,
    enum record_type first, enum record_type last);
/* 1 and the next line (without hash), borrowed until next; 0; -1. */
int spool_cursor_next(struct spool_cursor *c, struct stream_line *line,
    struct err *e) MUST_USE;
void spool_cursor_close(struct spool_cursor *c);

#define SPOOL_INIT {.fd = -1, .withheld = WITHHELD_INIT}

#endif
