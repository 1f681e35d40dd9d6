/*
 * recordindex.h - finding records of a spool by the start of their key.
 *
 * One entry for each 16 KiB of the spool is kept in memory, and some blocks
 * of it, so that memory stays small beside the stream.  A prefix is the
 * beginning of a canonical line up to the closing quote of a key member:
 * recordindex_prefix makes it of the first members of a key.
 */
#ifndef TRANSFORM_RECORDINDEX_H
#define TRANSFORM_RECORDINDEX_H

#include "model/key.h"
#include "model/spool.h"

#define RECORDINDEX_BLOCK ((size_t)16 * 1024)
#define RECORDINDEX_CACHED 1024

struct recordindex_block {
	uint64_t place;   /* in the spool */
	uint64_t offset;  /* of its lines, as if they stood in a text */
	uint64_t ordinal; /* of its first line in the spool, from 0 */
	struct slice key; /* of that line */
};

struct recordindex_page {
	uint64_t block; /* its number + 1; 0: nothing */
	char *bytes;
	size_t size;
	size_t len;
	uint32_t *starts; /* of its lines */
	size_t start_size;
	size_t lines;
};

struct recordindex {
	const struct spool *spool;
	struct spool_cursor cursor; /* for blocks that are read back */
	uint64_t length;            /* of all lines, as a text */
	struct recordindex_block *blocks;
	size_t count;
	size_t size;
	uint64_t lines;
	struct arena keys;
	struct recordindex_page *pages; /* RECORDINDEX_CACHED of them */
};

/* Reads the spool once.  Release also after a failure. */
int recordindex_init(struct recordindex *x, const struct spool *s,
    struct err *e) MUST_USE;
void recordindex_release(struct recordindex *x);

/* The prefix of keys that begin with the first `count` members of `k`. */
void recordindex_prefix(struct buf *b, const struct key *k, unsigned count);

/* The lines that begin with a prefix, one by one. */
struct recordindex_cursor {
	struct recordindex *index;
	struct buf prefix;
	struct buf line; /* a copy: cursors may stand inside each other */
	size_t block;
	size_t at;        /* the next line's number in the block */
	uint64_t ordinal; /* of the line that was given last */
	uint64_t offset;  /* in a text of all lines */
	bool started;
};

#define RECORDINDEX_CURSOR_INIT \
	{NULL, BUF_INIT(KEY_MOST * 2), BUF_INIT(ZIO_LINE_MOST), 0, 0, 0, 0, \
	    false}

/* May be opened again without a close. */
void recordindex_open(struct recordindex_cursor *c, struct recordindex *x,
    struct slice prefix);
/* 1 and the line, borrowed until the next call; 0; -1. */
int recordindex_next(struct recordindex_cursor *c, struct slice *line,
    struct err *e) MUST_USE;
void recordindex_close(struct recordindex_cursor *c);

/* The line at an offset that a cursor gave, appended to `line`. */
int recordindex_at(struct recordindex *x, uint64_t offset, struct buf *line,
    struct err *e) MUST_USE;

/* 1 where a record of exactly this key is there, and its ordinal; 0; -1. */
int recordindex_find(struct recordindex *x, const struct key *k,
    uint64_t *ordinal, struct err *e) MUST_USE;

#endif
